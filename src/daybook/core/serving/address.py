"""Where Daybook listens: is the place free, and does Daybook answer there yet?"""

import errno
import http.client
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PATIENCE_SECONDS: Final = 2.0
WILDCARDS: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - recognised, not bound


class CannotListen(Exception):
    """Daybook cannot listen there; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port to listen on."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """What to type into a browser on this machine."""
        host = f"[{self.near}]" if ":" in self.near else self.near
        return f"http://{host}:{self.port}"

    @property
    def near(self) -> str:
        """A host by which this machine reaches itself."""
        if self.host in WILDCARDS:
            return "127.0.0.1" if self.host != "::" else "::1"
        return self.host

    def refuse_if_taken(self) -> None:
        """Raise ``CannotListen`` when something else listens here, or nothing can."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((self.host, self.port))
                trial.listen(1)
            except OSError as error:
                raise CannotListen(self._explained(error)) from error

    def answers(self, *, host_header: str) -> bool:
        """Whether ``/healthz`` answers here."""
        link = http.client.HTTPConnection(self.near, self.port, timeout=PATIENCE_SECONDS)
        try:
            link.request("GET", "/healthz", headers={"Host": host_header})
            return link.getresponse().status < http.client.INTERNAL_SERVER_ERROR
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def _explained(self, error: OSError) -> str:
        if error.errno == errno.EADDRINUSE:
            other = self.port + 1
            return (
                f"Port {self.port} on {self.host} is taken: another program, perhaps Daybook"
                f" itself, listens there. Stop it, or choose another port:"
                f" daybook serve --port {other} (or: make run DAYBOOK_PORT={other})."
            )
        if error.errno in {errno.EACCES, errno.EPERM}:
            return (
                f"Port {self.port} needs more rights than you have. Choose one above 1023,"
                " for example: daybook serve --port 8000."
            )
        return (
            f"This machine cannot listen on {self.host!r} ({error.strerror or error}). Set"
            " DAYBOOK_HOST (or --host) to 127.0.0.1 for this machine only, or to 0.0.0.0 for all."
        )


def host_header(allowed_hosts: Sequence[str], address: Address) -> str:
    """A host name this installation accepts, for asking it whether it is up."""
    for name in allowed_hosts:
        if name != "*":
            return name.removeprefix(".")
    return "localhost" if not _is_ip(address.near) else address.near


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
