"""The one pool of connections of this process."""

import os
from functools import cache

import httpx

from daybook import __version__


@cache
def _client_of(_process: int) -> httpx.Client:
    # Keyed by process, so that a forked child makes its own instead of sharing its sockets.
    return httpx.Client(
        headers={"User-Agent": f"daybook/{__version__}", "Accept": "application/json"},
        follow_redirects=False,
        limits=httpx.Limits(max_connections=20, max_keepalive_connections=5, keepalive_expiry=5.0),
    )


def shared_client() -> httpx.Client:
    """The thread-safe client every outgoing call of this process goes through."""
    return _client_of(os.getpid())
