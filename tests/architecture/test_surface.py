"""An app uses another app only through its surface, and every app has its place in the order."""

import re
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
SURFACE = {"actions", "queries", "events", "errors", "domain"}


def app_order() -> list[set[str]]:
    """The order of the apps as the import contract has it, highest line first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(c["layers"] for c in contracts if c["name"].startswith("The order of the apps"))
    return [{name.strip(" ()") for name in line.split("|")} for line in layers]


def designed_order() -> list[set[str]]:
    """The full order as the documentation has it, with the apps still to come."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    block = re.search(r"## The order of the apps.*?```\n(.*?)```", text, re.DOTALL)
    assert block
    return [{name.strip() for name in line.split("|")} for line in block[1].splitlines()]


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("daybook", cache_dir=None)


def trespasses(graph):
    for importer in graph.find_descendants("daybook.apps"):
        for imported in graph.find_modules_directly_imported_by(importer):
            if imported.startswith("daybook.apps."):
                here, there = importer.split(".")[2], imported.split(".")[2:]
                if there[0] != here and (len(there) == 1 or there[1] not in SURFACE):
                    yield f"{importer} -> {imported}"


def test_apps_use_one_another_through_the_surface(graph):
    assert list(trespasses(graph)) == []


def test_every_place_in_the_order_is_taken_by_an_app():
    folders = {p.parent.name for p in (ROOT / "src/daybook/apps").glob("*/apps.py")}
    assert set().union(*app_order()) == folders


def test_the_order_is_the_one_of_the_design():
    built = set().union(*app_order())
    assert app_order() == [line & built for line in designed_order() if line & built]


def test_products_are_made_of_apps_that_exist():
    from daybook.config.products import PRODUCTS

    assert {app for apps in PRODUCTS.values() for app in apps} <= set().union(*app_order())


def test_ready_imports_plugs_and_nothing_else():
    for path in (ROOT / "src/daybook/apps").glob("*/apps.py"):
        imports = re.findall(r"^ {8}(?:from|import) .*", path.read_text(), re.MULTILINE)
        assert [i.split("#")[0].strip() for i in imports] == [
            f"from daybook.apps.{path.parent.name} import plugs"
        ]
