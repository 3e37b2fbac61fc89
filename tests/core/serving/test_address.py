import socket

import pytest

from daybook.core.serving.address import Address, CannotListen, host_header
from tests.running import free_port


@pytest.fixture
def taken():
    """An address on which something listens already."""
    address = Address("127.0.0.1", free_port())
    with socket.create_server((address.host, address.port)):
        yield address


class TestRefuseIfTaken:
    def test_says_what_to_do(self, taken):
        with pytest.raises(CannotListen, match=f"--port {taken.port + 1}"):
            taken.refuse_if_taken()

    def test_accepts_a_free_port(self):
        Address("127.0.0.1", free_port()).refuse_if_taken()

    def test_names_the_variable_for_a_host_of_another_machine(self):
        with pytest.raises(CannotListen, match="DAYBOOK_HOST"):
            Address("192.0.2.1", free_port()).refuse_if_taken()


class TestAnswers:
    def test_is_false_where_nobody_listens(self):
        assert not Address("127.0.0.1", free_port()).answers(host_header="localhost")

    def test_is_false_where_somebody_else_keeps_silent(self, taken, monkeypatch):
        monkeypatch.setattr("daybook.core.serving.address.PATIENCE_SECONDS", 0.1)
        assert not taken.answers(host_header="localhost")


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("shed.example", "http://shed.example:8000"),
    ],
)
def test_url_can_be_typed_into_a_browser(host, url):
    assert Address(host, 8000).url == url


@pytest.mark.parametrize(
    ("allowed", "header"),
    [((), "127.0.0.1"), (("*",), "127.0.0.1"), ((".example.com",), "example.com")],
)
def test_host_header_is_one_the_site_accepts(allowed, header):
    assert host_header(allowed, Address("127.0.0.1", 8000)) == header
