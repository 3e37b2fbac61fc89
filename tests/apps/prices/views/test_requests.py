"""How the pages answer to whatever is sent: parts, methods, nonsense."""

import itertools

import pytest
from django.test import Client

PATHS = ["/prices/", "/prices/region/", "/prices/product/"]
NAMES = ["region", "product", "duration", "capacity", "tolerance", "by", "from", "sample"]
NONSENSE = [
    "",
    "\x00",
    "a\x00b",
    "\u202e\u0662",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "9" * 3000,
    "1e+999999999",
    "-0",
    "sNaN",
    "%00",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "{{ 7 }}",
]
HTMX = {"HX-Request": "true"}


class TestPart:
    def test_is_all_htmx_gets(self, visit):
        page = visit(headers=HTMX, region="C", product="AGILE-24-10-01")
        assert page.html.strip().startswith('<div id="work"')
        assert len(page.rows) == 48

    def test_is_the_same_as_in_the_page(self, visit, prices):
        part = visit(headers=HTMX, region="C", product="AGILE-24-10-01")
        assert part.html.strip() in prices().html

    def test_is_not_given_to_a_browser_going_back(self, visit):
        headers = HTMX | {"HX-History-Restore-Request": "true"}
        page = visit(headers=headers, region="C", product="AGILE-24-10-01")
        assert page.html.startswith("<!doctype html>")

    def test_is_kept_apart_from_the_page_by_caches(self, prices):
        response = prices().response
        assert {"HX-Request", "Cookie"} <= {v.strip() for v in response["Vary"].split(",")}
        assert "private" in response["Cache-Control"]

    def test_tells_a_wrong_wish_with_its_status(self, visit):
        page = visit(headers=HTMX, region="C", product="AGILE-24-10-01", duration="9")
        assert page.status == 422
        assert "id_duration_error" in page.html

    def test_puts_the_address_to_share_into_the_bar(self, visit):
        asked = {"region": "C", "product": "AGILE-24-10-01", "duration": "2", "capacity": ""}
        page = visit(headers=HTMX, by="", tolerance="", **asked)
        address = "/prices/?region=C&product=AGILE-24-10-01&duration=2"
        assert page.response["HX-Push-Url"] == address
        assert f'href="{address.replace("&", "&amp;")}">Address to share' in page.html

    def test_alone_puts_an_address_there(self, prices):
        assert "HX-Push-Url" not in prices().response

    def test_of_a_lost_region_is_a_whole_page_elsewhere(self, visit):
        assert visit(headers=HTMX).status == 200


class TestMethods:
    @pytest.mark.parametrize("path", PATHS)
    def test_head_has_no_body(self, client, octopus, clock, path):
        answer = client.head(path, {"region": "C", "product": "AGILE-24-10-01"})
        assert (answer.status_code, answer.content) == (200, b"")

    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_that_write_are_refused_with_a_page(self, client, path, method):
        answer = getattr(client, method)(path)
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD"
        assert b"This address does not work that way" in answer.content


class TestNonsense:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("path", PATHS)
    def test_is_never_a_mistake_of_ours(self, path, name, octopus, clock):
        browser = Client(raise_request_exception=False)
        for text, sample in itertools.product(NONSENSE, ({}, {"sample": "1"})):
            asked = {"region": "C", "product": "AGILE-24-10-01", "code": "X", **sample, name: text}
            answer = browser.get(path, asked)
            assert answer.status_code < 500, (text, answer.status_code)
            assert b"<script>alert" not in answer.content

    @pytest.mark.parametrize("text", NONSENSE)
    def test_typed_as_a_postcode_is_refused(self, visit, octopus, text):
        assert visit("/prices/region/", postcode=text).status == 422
        assert octopus.count() == 0

    def test_takes_the_last_of_a_repeated_wish(self, visit):
        page = visit("/prices/?region=P&product=AGILE-24-10-01&region=C&duration=1&duration=2")
        assert "in London" in page.html.partition("</title>")[0]
        assert page.tags('input[^>]*name="duration"[^>]*value="2"')

    def test_in_the_encoding_of_the_address_is_no_mistake_of_ours(self, visit):
        assert visit("/prices/?region=%ff%fe&product=%c3").status == 422

    def test_of_a_thousand_wishes_is_refused_politely(self, client):
        answer = client.get("/prices/?" + "&".join(f"x{n}=1" for n in range(2000)))
        assert answer.status_code == 400
        assert b"This request makes no sense here" in answer.content
