"""The chart of the day: drawn from the table, marked, and readable by pointing at it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site

ROWS = "#prices-table tbody tr"
PAINTED = """() => {
    const canvas = document.getElementById("prices-chart");
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
}"""
BARS = """() => {
    const {data} = Chart.getChart("prices-chart");
    return data.datasets[0].borderWidth.map((width, at) => width ? at : -1).filter(at => at >= 0);
}"""
OVER_LOWEST = """at => {
    const chart = Chart.getChart("prices-chart");
    const bar = chart.getDatasetMeta(0).data[at];
    const scale = chart.currentDevicePixelRatio;
    const y = Math.min(bar.y, bar.base) - 9;
    return [...chart.ctx.getImageData(bar.x * scale, y * scale, 1, 1).data].slice(0, 3);
}"""
MIDDLE_OF = """at => {
    const bar = Chart.getChart("prices-chart").getDatasetMeta(0).data[at];
    return {x: bar.x, y: (bar.y + bar.base) / 2};
}"""
TOOLTIP = """() => {
    const {tooltip} = Chart.getChart("prices-chart");
    return tooltip.opacity && [...tooltip.title, ...tooltip.body[0].lines];
}"""
COLOUR = """() => Chart.getChart("prices-chart").data.datasets[0].backgroundColor[0]"""
LOSE_ROW = """at => {
    document.querySelectorAll("#prices-table tbody tr")[at].remove();
    document.dispatchEvent(new Event("htmx:afterSettle"));
}"""
PENCE = """() => Chart.getChart("prices-chart").data.datasets[0].data"""
INK = [0x1E, 0x1C, 0x1A]


@pytest.fixture
def chart(page: Page, site: Site) -> Page:
    """Tomorrow's prices with their chart."""
    page.emulate_media(reduced_motion="reduce")  # no waiting for bars that grow
    page.goto(site.tomorrow)
    expect(page.locator("#prices-chart[data-drawn]")).to_be_visible()
    return page


def numbered(page: Page, mark: str) -> list[int]:
    """The numbers of the table's rows that carry ``mark``."""
    have = page.locator(ROWS).evaluate_all("(rows, mark) => rows.map(r => mark in r.dataset)", mark)
    return [number for number, marked in enumerate(have) if marked]


class TestChart:
    def test_is_drawn_from_all_rows_of_the_table(self, chart: Page) -> None:
        rows = chart.locator(ROWS).count()
        expect(chart.locator("#prices-chart")).to_have_attribute("data-drawn", str(rows))
        assert rows >= 44
        assert chart.evaluate(PAINTED) > 10

    def test_frames_the_half_hours_of_the_cheapest_block(self, chart: Page) -> None:
        framed = chart.evaluate(BARS)
        assert framed == numbered(chart, "block")
        assert len(framed) == 8

    def test_has_a_mark_over_the_lowest(self, chart: Page) -> None:
        [lowest] = numbered(chart, "lowest")
        assert chart.evaluate(OVER_LOWEST, lowest) == INK

    def test_tells_the_exact_price_when_pointed_at(self, chart: Page) -> None:
        row = chart.locator(ROWS).nth(20)
        chart.locator("#prices-chart").hover(position=chart.evaluate(MIDDLE_OF, 20))
        title, price = chart.evaluate(TOOLTIP)
        assert title.startswith(row.locator("th").text_content())
        assert row.locator("td").first.get_attribute("title") in price

    def test_keeps_the_room_of_a_half_hour_without_a_price(self, chart: Page) -> None:
        before = chart.evaluate(PENCE)
        chart.evaluate(LOSE_ROW, 9)
        assert chart.evaluate(PENCE) == [*before[:9], None, *before[10:]]

    def test_changes_its_colours_with_the_light(self, chart: Page) -> None:
        by_day = chart.evaluate(COLOUR)
        chart.emulate_media(color_scheme="dark")
        chart.wait_for_function(f"was => ({COLOUR})() !== was", arg=by_day)

    def test_is_drawn_again_when_the_block_changes(self, chart: Page) -> None:
        chart.get_by_label("Duration").fill("2")
        chart.get_by_label("Duration").press("Enter")
        chart.wait_for_url("**duration=2&**")
        expect(chart.locator("#prices-chart[data-drawn]")).to_be_visible()
        assert len(chart.evaluate(BARS)) == 4
