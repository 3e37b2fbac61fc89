"""What lets Daybook be installed."""

import pytest

from daybook.ui.assets import STATIC


@pytest.fixture
def manifest(client):
    return client.get("/manifest.webmanifest")


class TestManifest:
    def test_is_served_as_what_it_is(self, manifest):
        assert manifest.status_code == 200
        assert manifest["Content-Type"] == "application/manifest+json"

    def test_starts_at_the_first_page(self, manifest):
        body = manifest.json()
        assert body["start_url"] == body["scope"] == body["id"] == "/"
        assert body["display"] == "standalone"

    def test_its_icons_exist_in_their_size(self, manifest):
        for icon in manifest.json()["icons"]:
            path = STATIC / icon["src"].removeprefix("/static/")
            assert path.exists()
            if icon["type"] == "image/png":
                width = int.from_bytes(path.read_bytes()[16:20], "big")
                assert icon["sizes"] == f"{width}x{width}"

    def test_has_icons_that_may_be_cut_round(self, manifest):
        purposes = [icon.get("purpose") for icon in manifest.json()["icons"]]
        assert purposes.count("maskable") == 2

    def test_may_be_kept_for_a_while_by_anybody(self, manifest):
        assert "public" in manifest["Cache-Control"]

    def test_is_only_for_reading(self, client):
        assert client.post("/manifest.webmanifest").status_code == 405
