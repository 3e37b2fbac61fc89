import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench import load


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    status = 200

    def do_GET(self):
        self.send_response(self.status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        pass


class Refusing(Answering):
    status = 503


@pytest.fixture
def serving():
    servers = []

    def start(handler):
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server.server_address[1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(params=["wrk", "python"])
def tool(request, monkeypatch):
    if request.param == "python":
        monkeypatch.setattr(shutil, "which", lambda _name: None)
    elif not shutil.which("wrk"):
        pytest.skip("wrk is not on this machine; the client in Python does its work")
    return request.param


def test_counts_answers_and_how_long_they_took(serving, tool):
    found = load.measure("127.0.0.1", serving(Answering), "/", connections=2, seconds=1)
    assert found.rate > 1
    assert 0 < found.p50 <= found.p95 <= found.p99
    assert found.errors == 0


def test_counts_answers_that_were_not_what_was_asked_for(serving, tool):
    found = load.measure("127.0.0.1", serving(Refusing), "/", connections=1, seconds=1)
    assert found.errors > 0
