"""Vendored libraries are copied exactly, and any difference is noticed without Node."""

import json

import pytest

from tools import vendor

LIBRARY = vendor.Library(
    "nice", "static/vendor", (("dist/nice.js", "nice.js"), ("LICENSE", "LICENSE"))
)
LOCK = {
    "packages": {
        "": {"name": "house"},
        "node_modules/nice": {"version": "1.2.3", "integrity": "sha512-x", "license": "MIT"},
    }
}


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A small project with one library installed and copied."""
    monkeypatch.setattr(vendor, "LIBRARIES", (LIBRARY,))
    (tmp_path / "package-lock.json").write_text(json.dumps(LOCK))
    package = tmp_path / "node_modules" / "nice"
    (package / "dist").mkdir(parents=True)
    (package / "dist/nice.js").write_text("let nice;\n//# sourceMappingURL=nice.js.map\n")
    (package / "LICENSE").write_text("MIT\n")
    vendor.copy(tmp_path)
    return tmp_path


def copied(root):
    return root / "static/vendor/nice@1.2.3"


def relock(root, **facts):
    lock = json.loads(json.dumps(LOCK))
    lock["packages"]["node_modules/nice"].update(facts)
    (root / "package-lock.json").write_text(json.dumps(lock))


class TestCopy:
    def test_takes_the_files_and_the_licence(self, root):
        assert sorted(p.name for p in copied(root).iterdir()) == ["LICENSE", "nice.js"]

    def test_strips_the_pointer_to_a_map(self, root):
        assert (copied(root) / "nice.js").read_text() == "let nice;\n"

    def test_writes_version_licence_and_hashes(self, root):
        facts = json.loads((root / "static/vendor/manifest.json").read_text())["nice"]
        assert (facts["version"], facts["licence"]) == ("1.2.3", "MIT")
        assert all(len(digest) == 64 for digest in facts["files"].values())

    def test_leaves_no_older_version_behind(self, root):
        old = root / "static/vendor/nice@1.0.0"
        old.mkdir()
        vendor.copy(root)
        assert not old.exists()


class TestCheck:
    def test_is_content_with_a_fresh_copy(self, root):
        assert list(vendor.problems(root)) == []
        assert vendor.main(["--check"], root) == 0

    def test_needs_no_node(self, root):
        (root / "node_modules").rename(root / "elsewhere")
        assert vendor.main(["--check"], root) == 0

    def test_notices_a_change(self, root, capsys):
        (copied(root) / "nice.js").write_text("let evil;\n")
        assert vendor.main(["--check"], root) == 1
        assert "nice.js has been changed" in capsys.readouterr().err

    def test_notices_a_missing_file(self, root):
        (copied(root) / "LICENSE").unlink()
        assert list(vendor.problems(root)) == ["nice: LICENSE is missing"]

    def test_notices_a_stranger(self, root):
        (copied(root) / "extra.js").write_text("")
        assert list(vendor.problems(root)) == ["nice@1.2.3/extra.js is in no manifest"]

    @pytest.mark.parametrize("facts", [{"version": "1.2.4"}, {"integrity": "sha512-y"}])
    def test_notices_that_the_lock_has_moved_on(self, root, facts):
        relock(root, **facts)
        assert "not the version" in "".join(vendor.problems(root))

    def test_notices_a_lock_that_names_a_host(self, root):
        relock(root, resolved="https://example.org/nice")
        assert "names where packages came from" in "".join(vendor.problems(root))

    def test_notices_a_missing_manifest(self, root):
        (root / "static/vendor/manifest.json").unlink()
        assert list(vendor.problems(root)) == ["static/vendor/manifest.json is missing"]

    def test_notices_a_library_nobody_asked_for(self, root, monkeypatch):
        monkeypatch.setattr(
            vendor, "LIBRARIES", (LIBRARY, vendor.Library("other", LIBRARY.folder, ()))
        )
        assert "does not list" in "".join(vendor.problems(root))


class TestSourceMaps:
    @pytest.mark.parametrize(
        "comment",
        ["//# sourceMappingURL=a.map", "/*# sourceMappingURL=a.map */", "//@ sourceMappingURL=a"],
    )
    def test_are_not_pointed_at(self, comment):
        content = f"a();\n{comment}\nb();".encode()
        assert vendor.without_source_map(content) == b"a();\nb();"

    def test_other_comments_stay(self):
        assert vendor.without_source_map(b"// licence: MIT\na();") == b"// licence: MIT\na();"


class TestThisProject:
    def test_has_its_copies_as_they_were(self):
        assert list(vendor.problems(vendor.ROOT)) == []

    def test_carries_a_licence_with_every_library(self):
        for library in vendor.LIBRARIES:
            assert any("LICENSE" in copy for _, copy in library.files)

    def test_pins_exact_versions(self):
        package = json.loads((vendor.ROOT / "package.json").read_text())
        for version in (package["dependencies"] | package["devDependencies"]).values():
            assert version[0].isdigit()
