import io

import pytest
from PIL import Image


@pytest.fixture
def drawn():
    """Draws a file: ``drawn("PNG", size=(300, 200), colour="red", **what Pillow takes)``."""

    def drawn(kind="PNG", *, size=(300, 200), mode="RGB", colour="teal", **options):
        file = io.BytesIO()
        Image.new(mode, size, colour).save(file, kind, **options)
        return file.getvalue()

    return drawn


@pytest.fixture
def halves():
    """Draws a file whose left half is red and whose right half is blue, turned by EXIF."""

    def halves(kind="JPEG", *, orientation=1, size=(400, 400)):
        image = Image.new("RGB", size, "blue")
        image.paste("red", (0, 0, size[0] // 2, size[1]))
        exif = Image.Exif()
        exif[0x0112] = orientation
        exif[0x010E] = "taken at 12 Mill Lane"
        file = io.BytesIO()
        image.save(file, kind, exif=exif, quality=95)
        return file.getvalue()

    return halves


@pytest.fixture
def shown():
    """A picture as it is drawn on a page."""
    return lambda data: Image.open(io.BytesIO(bytes(data)))
