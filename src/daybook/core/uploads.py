"""How much a form may bring along."""

from typing import Final

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from typing_extensions import override

#: Of a whole form: what belongs to a file is judged, more closely, by the form that wants it.
LARGEST_FORM: Final = 6 * 1024 * 1024
#: Up to this the rest is read and thrown away, so that the browser listens to the answer.
LISTENED_TO: Final = 10 * LARGEST_FORM


class BoundedUpload(FileUploadHandler):
    """Keeps no file of a form that is too large; the fields before the file are read as usual.

    The view finds the file missing, and ``is_too_large`` tells why.
    """

    @override
    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin a file, unless the form is too large."""
        length = content_length(self.request)
        if length > LARGEST_FORM:
            raise StopUpload(connection_reset=length > LISTENED_TO)

    @override
    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the data to the next handler."""
        return raw_data

    @override
    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def content_length(request: HttpRequest | None) -> int:
    """How long a request says its body is; nothing when it does not say."""
    text = request.META.get("CONTENT_LENGTH") if request else None
    return int(text) if text and text.isdecimal() else 0


def is_too_large(request: HttpRequest) -> bool:
    """Tell whether a form was too large for its files to be kept."""
    return content_length(request) > LARGEST_FORM
