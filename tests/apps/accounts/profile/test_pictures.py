import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from daybook.apps.accounts.domain import PICTURE_BYTES, picture_from
from daybook.lib.errors import Invalid

RED, BLUE = (254, 0, 0), (0, 0, 254)
CANNOT_BE_READ = "cannot be read"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><script/></svg>'


def png_of(width, height):
    """The head of a PNG that says it is this large, and hardly any data."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def is_near(pixel, colour):
    return all(abs(a - b) < 40 for a, b in zip(pixel[:3], colour, strict=True))


class TestPictureFrom:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
    def test_draws_every_kind_anew_in_two_sizes(self, drawn, shown, kind):
        picture = picture_from(drawn(kind))

        large, small = shown(picture.large), shown(picture.small)
        assert (large.format, large.size) == ("WEBP", (256, 256))
        assert (small.format, small.size) == ("WEBP", (64, 64))
        assert len(picture.large) < 20_000

    @pytest.mark.parametrize(
        ("kind", "mode"),
        [
            ("PNG", "P"),
            ("PNG", "L"),
            ("PNG", "1"),
            ("PNG", "LA"),
            ("PNG", "I;16"),
            ("JPEG", "CMYK"),
        ],
    )
    def test_draws_every_way_of_colour(self, drawn, shown, kind, mode):
        assert shown(picture_from(drawn(kind, mode=mode, colour=0)).large).size == (256, 256)

    def test_keeps_what_can_be_seen_through(self, drawn, shown):
        picture = picture_from(drawn(mode="RGBA", colour=(0, 0, 0, 0)))

        assert shown(picture.large).convert("RGBA").getpixel((9, 9))[3] == 0

    def test_shows_sixteen_bits_of_grey_as_grey(self, drawn, shown):
        picture = picture_from(drawn(mode="I;16", colour=32768))

        assert is_near(shown(picture.large).convert("RGB").getpixel((9, 9)), (128, 128, 128))

    def test_shows_the_middle(self, shown):
        image = Image.new("RGB", (300, 100), "blue")
        image.paste("red", (100, 0, 200, 100))
        file = io.BytesIO()
        image.save(file, "PNG")

        middle = shown(picture_from(file.getvalue()).large).convert("RGB")

        assert all(is_near(middle.getpixel(at), RED) for at in [(9, 9), (128, 128), (246, 246)])

    @pytest.mark.parametrize(
        ("orientation", "corner"),
        [(1, (20, 128)), (2, (235, 128)), (3, (235, 128)), (6, (128, 20)), (8, (128, 235))],
    )
    @pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
    def test_turns_it_as_the_camera_was_held(self, halves, shown, kind, orientation, corner):
        large = shown(picture_from(halves(kind, orientation=orientation)).large).convert("RGB")

        assert is_near(large.getpixel(corner), RED)

    @pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
    def test_keeps_nothing_the_camera_wrote_down(self, halves, shown, kind):
        data = halves(kind, orientation=6)
        assert b"Mill Lane" in data

        picture = picture_from(data)

        for size in (picture.large, picture.small):
            assert b"Mill Lane" not in size
            assert dict(shown(size).getexif()) == {}
            assert {"exif", "xmp", "icc_profile"}.isdisjoint(shown(size).info)

    def test_keeps_no_words_of_a_png(self, drawn):
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", "by Mia at 12 Mill Lane")

        assert b"Mill" not in picture_from(drawn(pnginfo=words)).large

    def test_keeps_no_colour_profile(self, drawn, shown):
        picture = picture_from(drawn(icc_profile=b"a profile of somebody's screen"))

        assert "icc_profile" not in shown(picture.large).info

    def test_leaves_behind_what_hides_behind_the_picture(self, drawn):
        hidden = b"PK\x03\x04<script>alert(1)</script>" * 9

        picture = picture_from(drawn("JPEG") + hidden)

        assert b"script" not in picture.large + picture.small

    def test_calls_the_same_picture_the_same(self, drawn):
        red, again, blue = (picture_from(drawn(colour=c)) for c in ("red", "red", "blue"))

        assert red.version == again.version != blue.version
        assert len(red.version) == 16

    def test_takes_the_first_of_what_phones_put_into_one_jpeg(self, shown):
        file, image = io.BytesIO(), Image.new("RGB", (200, 200), "red")
        image.save(file, "MPO", save_all=True, append_images=[Image.new("RGB", (64, 64), "blue")])

        large = shown(picture_from(file.getvalue()).large).convert("RGB")

        assert is_near(large.getpixel((128, 128)), RED)


class TestRefusals:
    def refused(self, data):
        with pytest.raises(Invalid) as refusal:
            picture_from(data)
        return refusal.value.message

    def test_nothing(self):
        assert "choose a picture" in self.refused(b"")

    @pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
    def test_other_kinds_of_picture(self, drawn, kind):
        assert CANNOT_BE_READ in self.refused(drawn(kind))

    @pytest.mark.parametrize(
        "data",
        [SVG, b"<!doctype html><script>", b"%PDF-1.7", b"GIF89a<script>", b"\0" * 999, b"RIFF"],
    )
    def test_what_is_no_picture(self, data):
        assert CANNOT_BE_READ in self.refused(data)

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_half_a_file(self, kind, share):
        file = io.BytesIO()
        Image.effect_noise((300, 300), 90).convert("RGB").save(file, kind)
        data = file.getvalue()

        assert CANNOT_BE_READ in self.refused(data[: int(len(data) * share)])

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_what_moves(self, kind):
        file, frames = io.BytesIO(), [Image.new("RGB", (99, 99), c) for c in ("red", "blue")]
        frames[0].save(file, kind, save_all=True, append_images=frames[1:])

        assert "does not move" in self.refused(file.getvalue())

    @pytest.mark.parametrize("size", [(1, 1), (63, 300), (300, 63)])
    def test_what_is_too_small_to_see(self, drawn, size):
        assert "at least 64" in self.refused(drawn(size=size))

    @pytest.mark.parametrize(
        "size", [(20_000, 20_000), (10_001, 64), (9_000, 4_000), (2**31 - 1, 64), (12_000, 9_000)]
    )
    def test_what_would_fill_the_memory(self, size):
        assert "too large to look at" in self.refused(png_of(*size))

    def test_a_file_of_more_than_five_megabytes(self, drawn):
        assert "at most 5 MB" in self.refused(drawn() + b"\0" * PICTURE_BYTES)

    @given(st.binary(max_size=400), st.integers(0, 200))
    @settings(max_examples=150, deadline=None)
    def test_anything_broken_without_a_bug(self, noise, at):
        file = io.BytesIO()
        Image.new("P", (80, 80)).save(file, "PNG")
        good = file.getvalue()
        try:
            picture = picture_from(good[:at] + noise + good[at + len(noise) :])
        except Invalid:
            return
        assert picture.large.startswith(b"RIFF")
