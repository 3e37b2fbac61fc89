from daybook.core.downloads import attachment


def test_a_file_is_sent_whole_and_stays_with_its_owner():
    sent = attachment(iter([b"ab", b"c"]), name="my.zip", size=3, content_type="application/zip")

    assert sent.streaming
    assert b"".join(sent.streaming_content) == b"abc"
    assert sent["Content-Length"] == "3"
    assert sent["Content-Type"] == "application/zip"
    assert sent["Content-Disposition"] == 'attachment; filename="my.zip"'
    assert sent["Cache-Control"] == "no-store"


def test_a_file_is_made_piece_by_piece():
    fetched = []

    def pieces():
        for piece in (b"a", b"b"):
            fetched.append(piece)
            yield piece

    sent = attachment(pieces(), name="my.zip", size=2, content_type="application/zip")
    assert fetched == []
    next(iter(sent.streaming_content))
    assert fetched == [b"a"]
