"""The connections of this process: its own, and never led astray."""

from daybook.core.http.pool import _client_of, shared_client


def test_there_is_one_client_for_a_process():
    assert shared_client() is shared_client()


def test_a_forked_child_has_its_own(monkeypatch):
    ours = shared_client()
    monkeypatch.setattr("daybook.core.http.pool.os.getpid", lambda: -7)
    theirs = shared_client()
    assert theirs is not ours
    theirs.close()
    _client_of.cache_clear()


def test_no_redirect_is_followed():
    assert shared_client().follow_redirects is False


def test_a_service_learns_who_asks():
    headers = shared_client().headers
    assert headers["User-Agent"].startswith("daybook/")
    assert headers["Accept"] == "application/json"
