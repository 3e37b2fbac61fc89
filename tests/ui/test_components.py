"""Components render what they are given, safely and readably."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string

from daybook.ui import icons

FOLDER = Path(icons.__file__).parent / "templates" / "ui"
COMPONENTS = sorted(path.stem for path in FOLDER.glob("*.html") if path.stem != "page")
EVIL = "<script>alert(1)</script>"


class TripForm(forms.Form):
    name = forms.CharField(help_text="As you <like>.")
    hours = forms.DecimalField(required=False)
    is_kept = forms.BooleanField(required=False, label="Keep it")
    size = forms.ChoiceField(choices=[("s", "Small"), ("l", "Large")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def component(template, **context):
    return render_to_string(f"ui/{template}.html", context)


class TestField:
    def test_has_its_label_above_and_its_help_below(self):
        html = component("field", field=TripForm()["name"])
        assert html.index("<label") < html.index("<input") < html.index("field-help")
        assert 'aria-describedby="id_name_helptext"' in html
        assert 'id="id_name_helptext"' in html

    def test_shows_its_error_beside_it(self):
        html = component("field", field=TripForm({})["name"])
        assert 'aria-invalid="true"' in html
        assert "id_name_error" in re.search(r'aria-describedby="([^"]*)"', html)[1]
        assert 'id="id_name_error"' in html
        assert "This field is required." in html

    def test_keeps_what_was_typed(self):
        assert 'value="abc"' in component("field", field=TripForm({"hours": "abc"})["hours"])

    def test_says_which_fields_are_optional(self):
        assert "(optional)" in component("field", field=TripForm()["hours"])
        assert "(optional)" not in component("field", field=TripForm()["name"])

    def test_has_its_unit_after_it(self):
        html = component("field", field=TripForm()["hours"], unit="hours")
        assert html.index("<input") < html.index("field-unit")

    def test_a_checkbox_has_its_label_after_it(self):
        html = component("field", field=TripForm()["is_kept"])
        assert html.index("<input") < html.index("<label")

    def test_choices_share_a_legend(self):
        html = component("field", field=TripForm({})["size"])
        assert "<fieldset" in html
        assert "<legend>Size</legend>" in html
        assert html.count('type="radio"') == 2
        assert 'id="id_size_error"' in html

    def test_a_hidden_field_shows_nothing(self):
        html = component("field", field=TripForm()["token"]).strip()
        assert html.startswith("<input")
        assert "label" not in html

    def test_help_is_text(self):
        assert "&lt;like&gt;" in component("field", field=TripForm()["name"])


class TestFormErrors:
    def test_are_silent_while_there_are_none(self):
        assert component("form_errors", form=TripForm()).strip() == ""

    def test_lead_to_the_fields(self):
        html = component("form_errors", form=TripForm({"size": "s"}))
        assert 'href="#id_name"' in html
        assert "One thing needs another look" in html

    def test_can_receive_focus(self):
        html = component("form_errors", form=TripForm({}))
        assert 'tabindex="-1"' in html
        assert "data-error-summary" in html
        assert "2 things need another look" in html

    def test_tell_what_belongs_to_no_field(self):
        form = TripForm({"name": "x", "size": "s"})
        form.add_error(None, EVIL)
        html = component("form_errors", form=form)
        assert "&lt;script&gt;" in html
        assert EVIL not in html


class TestMessages:
    def test_are_told_to_readers_at_once_when_wrong(self):
        html = component("messages", messages=[{"message": "No", "level_tag": "error"}])
        assert 'role="alert"' in html

    def test_wait_their_turn_otherwise(self):
        html = component("messages", messages=[{"message": "Saved", "level_tag": "success"}])
        assert 'role="status"' in html

    def test_have_words_ready_for_a_line_that_is_down(self):
        html = component("faults")
        assert html.count("data-fault") == 1
        for reason in ("offline", "slow", "busy", "broken"):
            assert f"data-{reason}=" in html


class TestNotice:
    @pytest.mark.parametrize("tone", ["info", "success", "warning", "error"])
    def test_has_a_sign_besides_its_colour(self, tone):
        html = component("notice", tone=tone, title="T", text="x")
        assert f"notice-{tone}" in html
        assert "<svg" in html

    def test_may_say_what_to_do(self):
        html = component("notice", text="Old.", url="/x/?a=1&b=2", link_text="Try again")
        assert '<a href="/x/?a=1&amp;b=2">Try again</a>' in html


class TestSwitch:
    def test_tells_which_is_chosen_and_which_cannot_be(self):
        choices = [
            {"text": "Today", "url": "?d=1", "is_current": True},
            {"text": "Tomorrow", "note": "due at 16:00"},
        ]
        html = component("switch", label="Day", choices=choices)
        assert '<a href="?d=1" aria-current="true">Today' in html
        assert '<span aria-disabled="true">Tomorrow' in html


class TestTable:
    def test_rows_and_columns_have_headers(self):
        html = component("table", caption="C", columns=["A", "B"], rows=[["1", "2"]])
        assert html.count('scope="col"') == 2
        assert '<th scope="row">1</th>' in html

    def test_numbers_are_aligned_from_the_column_named(self):
        html = component("table", columns=["A", "B"], rows=[["1", "2"]], numbers_from=2)
        assert html.count('class="numbers"') == 2

    def test_scrolls_in_a_box_the_keyboard_reaches(self):
        html = component("table", caption="Prices", columns=[], rows=[])
        assert 'tabindex="0" role="region" aria-label="Prices"' in html


class TestPagination:
    def test_tells_where_one_is(self):
        html = component("pagination", page=Paginator(range(57), 20).page(2), query="q=a&")
        assert "21\N{EN DASH}40 of 57" in html
        assert 'href="?q=a&amp;page=1"' in html
        assert 'rel="next"' in html

    def test_leads_nowhere_from_a_single_page(self):
        assert "<a " not in component("pagination", page=Paginator(range(3), 20).page(1))


class TestSmallOnes:
    def test_sample_data_is_called_that(self):
        assert "Sample data" in component("sample")
        assert "Sample day" in component("sample", text="Sample day")

    def test_an_empty_state_teaches_the_next_step(self):
        html = component("empty", title="Nothing", url="/new/", link_text="Add a reading")
        assert 'href="/new/">Add a reading' in html

    def test_a_stat_keeps_every_digit_for_the_pointer(self):
        html = component("stat", label="Now", number="12.35", unit="p", exact="12.3456p")
        assert 'title="12.3456p"' in html

    def test_a_button_submits_unless_told_otherwise(self):
        assert 'type="submit"' in component("button", text="Save")
        assert 'type="button"' in component("button", text="Close", type="button")
        assert " disabled" in component("button", text="No", is_disabled=True)

    def test_a_fold_may_be_open(self):
        assert '<details class="fold" open>' in component("fold", title="T", is_open=True)

    def test_the_last_crumb_is_this_page(self):
        html = component("crumbs", crumbs=[{"text": "A", "url": "/"}, {"text": "B"}])
        assert '<span aria-current="page">B</span>' in html

    def test_a_chart_says_what_it_shows(self):
        html = component("chart", name="c", label="Prices today", fallback="See the table.")
        assert 'role="img" aria-label="Prices today"' in html
        assert ">See the table.</canvas>" in html

    def test_the_legend_explains_hatching_only_when_there_is_some(self):
        assert "not published" in component("legend", has_missing=3)
        assert "not published" not in component("legend", has_missing=0)

    def test_loading_hides_until_htmx_asks(self):
        assert "htmx-indicator" in component("loading", name="busy")
        assert "htmx-indicator" not in component("loading")

    def test_a_meter_asks_again_only_while_the_job_runs(self):
        running = component(
            "meter", name="m", label="Export", percent=40, words="4 of 10", url="/m"
        )
        ended = component("meter", name="m", label="Export", percent=100, words="All of it")
        assert 'hx-get="/m" hx-trigger="every 2s"' in running
        assert "<noscript>" in running
        assert "hx-" not in ended
        assert "<noscript>" not in ended

    def test_a_meter_is_read_by_its_label_and_its_words(self):
        html = component("meter", name="m", label="Export", percent=0, words="Nothing yet")
        assert '<label class="meter-label" for="m-bar">Export</label>' in html
        assert 'id="m-bar" max="100" value="0"' in html
        assert "Nothing yet" in html
        assert "0%" in html

    def test_a_meter_that_does_not_know_says_no_number(self):
        html = component("meter", name="m", label="Export", words="Looking")
        assert "value=" not in html
        assert "%" not in html

    def test_a_head_has_the_one_title(self):
        html = component("head", title="Prices", is_sample=True)
        assert html.count("<h1>") == 1
        assert "Sample data" in html


class TestEveryComponent:
    @pytest.mark.parametrize("name", COMPONENTS)
    def test_says_what_it_accepts(self, name):
        text = (FOLDER / f"{name}.html").read_text()
        comment = re.match(r"\{% comment %\}\n(.+?)\n\{% endcomment %\}", text, re.DOTALL)
        assert comment
        assert "Accepts" in comment[1]

    @pytest.mark.parametrize("name", COMPONENTS)
    def test_stands_in_the_gallery(self, name):
        gallery = "".join(path.read_text() for path in (FOLDER / "gallery").glob("*.html"))
        assert f"ui/{name}.html" in gallery

    @pytest.mark.parametrize("name", ["badge", "empty", "card", "stat", "notice", "fold", "head"])
    def test_escapes_what_it_is_given(self, name):
        html = component(name, text=EVIL, title=EVIL, label=EVIL, note=EVIL, number=EVIL)
        assert "&lt;script&gt;" in html
        assert EVIL not in html


class TestIcons:
    @pytest.mark.parametrize("name", icons.SHEET)
    def test_are_drawn_in_the_colour_of_the_text(self, name):
        drawn = icons.icon(name)
        assert "fill=" not in drawn
        assert 'aria-hidden="true"' in drawn

    def test_with_a_label_are_read_out(self):
        drawn = icons.icon("bolt", 'Price "now"')
        assert 'role="img" aria-label="Price &quot;now&quot;"' in drawn

    def test_that_are_not_on_the_sheet_are_refused(self):
        with pytest.raises(KeyError):
            icons.icon("unicorn")

    def test_are_a_tag_of_the_templates(self):
        html = Template("{% load ui %}{% icon 'check' %}").render(Context())
        assert "<svg" in html
