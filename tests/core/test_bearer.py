import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from daybook.core.bearer import BearerAuth, Grant, PageAuth, ScopeMissing, token_readers

READS = frozenset({"read"})


@pytest.fixture
def known(person, monkeypatch):
    """A person whose token is ``good``."""
    user = person("Anna", time_zone="Asia/Tokyo")
    entries = {"test.tokens": (1, {"good": Grant(user), "reads": Grant(user, READS)}.get)}
    monkeypatch.setattr(token_readers, "_entries", entries)
    return user


class TestBearerAuth:
    def test_makes_the_person_the_one_who_asks(self, rf, known):
        request = rf.get("/", headers={"Authorization": "Bearer good"})

        with timezone.override(None):
            assert BearerAuth()(request) == known
            assert timezone.get_current_timezone_name() == "Asia/Tokyo"
        assert request.user == known

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer bad", "Basic good", "good"])
    def test_knows_nobody_else(self, rf, known, header):
        assert BearerAuth()(rf.get("/", headers={"Authorization": header})) is None

    @pytest.mark.parametrize("method", ["get", "head", "options"])
    def test_lets_a_token_for_reading_read(self, rf, known, method):
        request = getattr(rf, method)("/", headers={"Authorization": "Bearer reads"})

        assert BearerAuth()(request) == known

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_does_not_let_it_write(self, rf, known, method):
        request = getattr(rf, method)("/", headers={"Authorization": "Bearer reads"})

        with pytest.raises(ScopeMissing):
            BearerAuth()(request)
        assert not hasattr(request, "user")

    def test_wants_the_scope_an_operation_names(self, rf, known):
        request = rf.get("/", headers={"Authorization": "Bearer reads"})

        with pytest.raises(ScopeMissing):
            BearerAuth("account")(request)

    def test_lets_whoever_has_signed_in_do_everything(self, rf, known):
        request = rf.post("/", headers={"Authorization": "Bearer good"})

        assert BearerAuth("account")(request) == known


class TestPageAuth:
    def test_lets_strangers_be_asked_to_sign_in(self, rf):
        request = rf.post("/")
        request.user = AnonymousUser()

        assert PageAuth()(request) is None
