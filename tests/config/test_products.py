import os
import subprocess
import sys

import pytest

from daybook.config import products

ASK = """
import django; django.setup()
from django.conf import settings
from django.test import Client
from django.urls import reverse
from daybook.core.contributions import landing_cards, nav
from daybook.core.jobs import schedule
names = lambda registry: sorted(n for n, _ in registry if n.startswith("prices."))
client = Client(HTTP_HOST="localhost")
page, api = client.get("/prices/").status_code, client.get("/api/v1/prices/regions").status_code
paths = [p for p in client.get("/api/v1/openapi.json").json()["paths"] if "/prices/" in p]
print(page, api, len(paths) > 0, names(nav), names(landing_cards), names(schedule.recurring))
"""


def answer(tmp_path, apps):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "daybook.config.settings",
        "DAYBOOK_APPS": apps,
        "DAYBOOK_DATA_DIR": str(tmp_path),
        "DAYBOOK_OCTOPUS_URL": "http://127.0.0.1:9/",
        "DAYBOOK_LOG_LEVEL": "ERROR",
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
    run = [sys.executable, "-c", ASK]
    found = subprocess.run(run, env=environment, capture_output=True, text=True, check=True)
    return found.stdout.strip().splitlines()[-1]


class TestAppsOf:
    def test_gives_each_app_once(self, monkeypatch):
        monkeypatch.setitem(products.PRODUCTS, "shop", ("business", "payments", "shop"))
        monkeypatch.setitem(products.PRODUCTS, "salon", ("business", "payments", "booking"))
        found = products.apps_of(["shop", "salon"])
        assert found == ("business", "payments", "shop", "booking")

    def test_of_nothing_is_nothing(self):
        assert products.apps_of([]) == ()


class TestSwitching:
    def test_a_product_that_is_on_is_everywhere(self, tmp_path):
        found = answer(tmp_path, "prices")
        assert found.startswith("200 200 True ['prices.prices'] ['prices.today'] ['prices.")

    def test_a_product_that_is_off_is_nowhere(self, tmp_path):
        assert answer(tmp_path, "none") == "404 404 False [] [] []"


def test_an_unknown_product_is_refused_at_the_start(tmp_path):
    with pytest.raises(subprocess.CalledProcessError) as caught:
        answer(tmp_path, "teleport")
    assert "DAYBOOK_APPS" in caught.value.stderr
