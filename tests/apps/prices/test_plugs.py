"""What prices contributes, and that nothing of it is left when prices is switched off."""

import os
import subprocess
import sys

import pytest
from django.urls import reverse

from daybook.core.contributions import footer_notes, landing_cards, nav
from daybook.core.jobs import schedule

PROBE = """
from django.test import Client
from daybook.core.contributions import landing_cards, nav
from daybook.core.jobs.schedule import recurring
from django.apps import apps
from daybook.api.v1 import api
client = Client(headers={"host": "localhost"})
everything = (*nav, *landing_cards, *recurring)
print("left", [name for name, _ in everything if name.startswith("prices.")])
print("app", apps.is_installed("daybook.apps.prices"))
print("page", client.get("/prices/").status_code, client.get("/prices/region/").status_code)
print("api", client.get("/api/v1/prices/regions").status_code)
print("told", [path for path in api.get_openapi_schema()["paths"] if "prices" in path])
home = client.get("/")
print("home", home.status_code, b"/prices/" in home.content)
print("foot", b"on your own machine." in home.content, b"Octopus" in home.content)
"""


@pytest.fixture(scope="module")
def switched_off(tmp_path_factory):
    """What the probe says of an installation with no product at all."""
    folder = tmp_path_factory.mktemp("off")
    here = {"DAYBOOK_APPS": "none", "DAYBOOK_DATA_DIR": str(folder), "PYTHONPATH": "src"}
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    run = [sys.executable, "-m", "daybook"]
    options = {"env": keep | here, "capture_output": True, "text": True, "timeout": 120}
    subprocess.run([*run, "migrate", "-v0"], check=True, **options)
    found = subprocess.run([*run, "shell", "-v0", "-c", PROBE], check=True, **options).stdout
    lines = [line.partition(" ") for line in found.splitlines() if " " in line]
    return {name: rest for name, _, rest in lines}


class TestContributions:
    def test_lead_to_the_prices_from_everywhere(self):
        item = dict(nav)["prices.prices"]
        assert reverse(item.url_name) == "/prices/"

    def test_show_today_on_the_first_page(self):
        assert "prices.today" in dict(landing_cards)

    def test_name_their_source_at_the_foot_of_every_page(self):
        assert "not affiliated" in str(dict(footer_notes)["prices.source"])

    def test_clean_kept_answers_every_hour(self):
        assert "prices.clean-answers" in dict(schedule.recurring)


class TestSwitchedOff:
    def test_contributes_nothing_and_runs_nothing(self, switched_off):
        assert switched_off["left"] == "[]"
        assert switched_off["app"] == "False"

    def test_has_no_page(self, switched_off):
        assert switched_off["page"] == "404 404"

    def test_has_no_api_and_is_not_documented(self, switched_off):
        assert switched_off["api"] == "404"
        assert switched_off["told"] == "[]"

    def test_names_no_source_of_prices(self, switched_off):
        assert switched_off["foot"] == "True False"

    def test_leaves_the_first_page_whole(self, switched_off):
        assert switched_off["home"] == "200 False"
