"""Pictures people give of themselves: looked into, made square and small, and drawn anew.

Only what was drawn anew is ever kept or sent: whatever else the file carried, where it was taken
or a second file hidden behind the picture, stays behind.
"""

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

from daybook.lib.errors import Invalid

PICTURE_BYTES: Final = 5 * 1024 * 1024
PIXELS: Final = 32_000_000  # as many as a good camera makes; each costs four bytes to look at
EDGE: Final = 10_000
SMALLEST: Final = 64
LARGE: Final = 256
SMALL: Final = 64
FORMATS: Final = ("PNG", "JPEG", "WEBP")
QUALITY: Final = 82
VERSION_LENGTH: Final = 16

_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)
#: What Pillow raises for files that are broken, each decoder in its own way.
_BROKEN: Final = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)
_UNREADABLE: Final = "This picture cannot be read. Please choose a PNG, JPEG or WebP file."
_TOO_MANY_PIXELS: Final = "This picture is too large to look at. Please choose a smaller one."


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A square picture in two sizes, as WebP; ``version`` tells it from every other."""

    large: bytes
    small: bytes
    version: str


def picture_from(data: bytes) -> Picture:
    """The middle of the picture in ``data``; raises ``Invalid``, saying why, where there is none.

    What counts is the content, never what the file is called.
    """
    if not data:
        raise Invalid("Please choose a picture.")
    if len(data) > PICTURE_BYTES:
        raise Invalid("A picture may have at most 5 MB.")
    try:
        image = _upright(_opened(data))
        large, small = _drawn(image, LARGE), _drawn(image, SMALL)
    except _BOMBS:
        raise Invalid(_TOO_MANY_PIXELS) from None
    except _BROKEN:
        raise Invalid(_UNREADABLE) from None
    version = hashlib.sha256(large).hexdigest()[:VERSION_LENGTH]
    return Picture(large=large, small=small, version=version)


def _opened(data: bytes) -> Image.Image:
    """The picture, of which only the head has been read, when its measures are in order."""
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    width, height = image.size
    if width * height > PIXELS or max(width, height) > EDGE:
        raise Invalid(_TOO_MANY_PIXELS)
    if min(width, height) < SMALLEST:
        raise Invalid(f"A picture must be at least {SMALLEST} pixels wide and high.")
    # What cameras call MPO is a JPEG with a second picture behind it, which nobody sees.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise Invalid("Please choose a picture that does not move.")
    return image


def _upright(image: Image.Image) -> Image.Image:
    """The picture as it was seen, in colours that can be drawn."""
    image.draft("RGB", (2 * LARGE, 2 * LARGE))  # a JPEG need not be unpacked in full
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):  # sixteen bits of grey
        upright = upright.convert("I").point(lambda grey: grey / 256).convert("L")
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _drawn(image: Image.Image, edge: int) -> bytes:
    fitted = ImageOps.fit(image, (edge, edge), Image.Resampling.LANCZOS)
    fitted.info.clear()  # else Pillow would write some of it down again
    drawn = io.BytesIO()
    fitted.save(drawn, "WEBP", quality=QUALITY)
    return drawn.getvalue()
