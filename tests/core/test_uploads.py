import pytest
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory

from daybook.core.uploads import (
    LARGEST_FORM,
    LISTENED_TO,
    BoundedUpload,
    content_length,
    is_too_large,
)


@pytest.fixture
def form():
    """A form with a field, a file and a field after it: ``form(size)``."""

    made = []

    def form(size):
        edge = "----edge"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="before"\r\n\r\nfirst\r\n'
        head += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
        tail = f'\r\n--{edge}\r\nContent-Disposition: form-data; name="after"\r\n\r\nlast\r\n'
        body = head.encode() + b"x" * size + tail.encode() + f"--{edge}--\r\n".encode()
        kind = f"multipart/form-data; boundary={edge}"
        made.append(RequestFactory().generic("POST", "/", body, content_type=kind))
        return made[-1]

    yield form
    for request in made:
        request.close()


def asking(length):
    return RequestFactory().post("/", CONTENT_LENGTH=str(length))


class TestBoundedUpload:
    def test_lets_files_through(self, form):
        request = form(3 * 1024 * 1024)

        assert request.FILES["file"].size == 3 * 1024 * 1024
        assert request.POST.dict() == {"before": "first", "after": "last"}
        assert not is_too_large(request)

    @pytest.mark.parametrize("size", [LARGEST_FORM, 2 * LARGEST_FORM])
    def test_keeps_no_file_of_a_form_that_is_too_large(self, form, size):
        request = form(size)

        assert dict(request.FILES) == {}
        assert request.POST.dict() == {"before": "first"}
        assert is_too_large(request)

    def test_reads_the_rest_so_that_the_browser_hears_the_answer(self, form):
        request = form(2 * LARGEST_FORM)
        assert not request.FILES

        assert request.read(1) == b""

    @pytest.mark.parametrize(
        ("length", "is_cut_off"), [(LARGEST_FORM + 1, False), (LISTENED_TO + 1, True)]
    )
    def test_cuts_off_what_never_ends(self, length, is_cut_off):
        with pytest.raises(StopUpload) as stopped:
            BoundedUpload(asking(length)).new_file()

        assert stopped.value.connection_reset is is_cut_off


class TestContentLength:
    @pytest.mark.parametrize(("said", "length"), [("12", 12), ("", 0), ("many", 0), ("-1", 0)])
    def test_is_what_the_request_says(self, said, length):
        assert content_length(asking(said)) == length

    def test_is_nothing_without_a_request(self):
        assert content_length(None) == 0
