"""Styles and behaviours are sent joined, hashed and compressed."""

import gzip
import re
import shutil
from urllib.parse import unquote

import pytest

from daybook.ui import assets
from daybook.ui.storage import HashedStaticFiles


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The house's own files as ``collectstatic`` leaves them."""
    folder = tmp_path_factory.mktemp("static")
    for name in ("ui/css", "ui/js"):
        shutil.copytree(assets.STATIC / name, folder / name)
    storage = HashedStaticFiles(location=folder, base_url="/static/")
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.*")]
    for _, _, outcome in storage.post_process({name: (storage, name) for name in names}):
        assert not isinstance(outcome, Exception)
    return storage


class TestBundles:
    def test_styles_begin_with_what_others_stand_on(self):
        assert [part.rpartition("/")[2] for part in assets.STYLES.parts[:4]] == [
            "layers.css", "tokens.css", "base.css", "layout.css",
        ]  # fmt: skip

    @pytest.mark.parametrize("bundle", assets.BUNDLES, ids=lambda bundle: bundle.name)
    def test_have_every_part_once(self, bundle):
        folder = assets.STATIC / bundle.folder
        assert sorted(bundle.parts) == sorted(
            f"{bundle.folder}/{path.name}" for path in folder.glob(bundle.pattern)
        )

    def test_a_behaviour_keeps_its_names_to_itself(self):
        assert assets.joined(assets.BEHAVIOURS).startswith("{\n")


class TestCollecting:
    @pytest.mark.parametrize("bundle", assets.BUNDLES, ids=lambda bundle: bundle.name)
    def test_writes_one_hashed_compressed_file_of_each(self, collected, bundle):
        url = collected.url(bundle.name, force=True)
        assert re.search(r"daybook\.[0-9a-f]{12}\.(css|js)$", url)
        assert collected.exists(url.removeprefix("/static/") + ".br")

    def test_joins_what_the_parts_say(self, collected):
        name = collected.url("ui/daybook.css", force=True).removeprefix("/static/")
        with collected.open(name) as file:
            assert file.read().decode() == assets.joined(assets.STYLES)

    def test_a_rehearsal_joins_nothing(self, tmp_path):
        storage = HashedStaticFiles(location=tmp_path, base_url="/static/")
        assert list(storage.post_process({}, dry_run=True)) == []
        assert not storage.exists("ui/daybook.css")


class TestUrls:
    def test_are_plain_before_anything_is_collected(self, tmp_path):
        storage = HashedStaticFiles(location=tmp_path, base_url="/static/")
        assert storage.url("ui/daybook.css") == "/static/ui/daybook.css"


class TestTags:
    def test_link_one_file_of_each(self):
        assert assets.stylesheets().count("<link") == 1
        assert assets.scripts().count("<script") == 2

    def test_link_the_parts_where_debug_is_on(self, settings):
        settings.DEBUG = True
        assert assets.stylesheets().count("<link") == len(assets.STYLES.parts)
        assert "ui/js/ruler.js" in assets.scripts()

    def test_no_script_holds_up_the_page(self):
        for tag in re.findall(r"<script[^>]*>", assets.scripts()):
            assert "defer" in tag or 'type="module"' in tag

    def test_vendored_files_exist(self):
        url = unquote(assets.vendored("chart.js", "chart.umd.min.js"))
        assert (assets.STATIC / url.removeprefix("/static/")).exists()

    def test_a_library_we_do_not_have_is_refused(self):
        with pytest.raises(KeyError):
            assets.vendored("jquery", "jquery.js")


def test_scripts_without_charts_stay_within_the_budget():
    htmx = assets.STATIC / assets.VENDOR / f"htmx.org@{assets.VERSIONS['htmx.org']}/htmx.min.js"
    sizes = [
        len(gzip.compress(content))
        for content in (htmx.read_bytes(), assets.joined(assets.BEHAVIOURS).encode())
    ]
    assert sum(sizes) < 45_000


@pytest.mark.parametrize(
    "path", sorted((assets.STATIC / "ui/js").glob("*.js")), ids=lambda p: p.stem
)
class TestEveryBehaviour:
    def test_says_first_what_it_does(self, path):
        assert path.read_text().startswith("// ")

    def test_can_be_joined_with_the_others(self, path):
        assert re.findall(r"^\s*(?:import|export)\b", path.read_text(), re.MULTILINE) == []

    def test_makes_no_markup_and_runs_no_text(self, path):
        forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
        assert re.findall(forbidden, path.read_text()) == []

    def test_sets_no_styles_inline(self, path):
        assert ".style" not in path.read_text()
