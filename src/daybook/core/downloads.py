"""Files to take away, sent piece by piece."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse


def attachment(
    pieces: Iterable[bytes], *, name: str, size: int, content_type: str
) -> StreamingHttpResponse:
    """The file ``name`` of exactly ``size`` bytes, already compressed, on its way.

    ``name`` is one of ours: plain ASCII without quotes.
    """
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Length"] = str(size)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    # Compressed once more it would only lose its length, and with it the sign that it is whole.
    response["Content-Encoding"] = "identity"
    response["Cache-Control"] = "no-store"
    return response


def streamed(pieces: Iterable[bytes], *, name: str, content_type: str) -> StreamingHttpResponse:
    """The file ``name`` while it is made; nobody knows how long it will be."""
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
