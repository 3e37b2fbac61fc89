"""The pages about the API work where no inline code and no other host is allowed."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

from daybook.ui.assets import STYLES


@pytest.fixture
def docs(client):
    """The page, and the policy it is served with."""
    answer = client.get("/api/v1/docs")
    assert answer.status_code == 200
    return answer


class TestDocs:
    def test_have_no_code_in_the_page(self, docs):
        scripts = re.findall(r"<script([^>]*)>", docs.content.decode())
        assert all("src=" in tag or "application/json" in tag for tag in scripts)
        assert b"style=" not in docs.content
        assert b"<style" not in docs.content

    def test_load_only_files_of_ours_that_exist(self, docs):
        files = re.findall(r'(?:src|href)="(/static/[^"]+)"', docs.content.decode())
        names = {name.removeprefix("/static/") for name in files}
        assert len(names) == 7
        assert all(map(finders.find, names - {STYLES.name}))  # which is joined when it is served
        assert b"http" not in docs.content

    def test_are_served_under_the_strict_policy(self, docs):
        policy = docs["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy

    def test_show_the_document(self, docs, client):
        found = re.search(
            r'id="swagger-settings"[^>]*>(.*?)</script>', docs.content.decode(), re.DOTALL
        )
        address = json.loads(found[1])["url"]
        assert client.get(address).json()["info"]["title"] == "Daybook"

    def test_say_their_language_and_lead_back(self, docs):
        assert b'<html lang="en-gb">' in docs.content
        assert b'<a href="/">Back to Daybook</a>' in docs.content
