"""A client for services that answer with lines of text, and are asked about what is secret."""

from daybook.core.http.client import JsonClient
from daybook.core.http.values import Json


class LineClient(JsonClient):
    """Asks one service for plain text, as carefully as its parent; no path of it is ever logged."""

    closing = ""
    is_secret = True

    def lines(self, *path: str) -> list[str]:
        """The lines of one answer; every failure is a ``DomainError``."""
        return str(self.get(*path)).splitlines()

    def _content(self, body: bytes) -> Json:
        return body.decode()
