import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.models import Record, Supply

DAY = dt.timedelta(days=1)
LIST = "/consumption/records/"
ADD = "/consumption/records/add/"
QUICK = "/consumption/records/quick/"
DELETE = "/consumption/records/delete/"


@pytest.fixture
def typed():
    """What the form of a record sends: ``typed(value="nonsense")``."""

    def make(**said):
        given = {
            "utility": "electricity",
            "value": "8.3",
            "unit": "kWh",
            "first": timezone.localdate().isoformat(),
            "key": str(uuid.uuid4()),
        }
        return given | said

    return make


def text(response):
    return response.content.decode()


class TestOverview:
    def test_teaches_the_first_step(self, own):
        page = own.get("/consumption/")
        assert "Nothing recorded yet" in text(page)
        assert "chart.umd" not in text(page)

    def test_shows_each_utility_with_its_figures_and_months(self, own, anna, now):
        today = timezone.localdate()
        actions.record_sample(person=anna, today=today, now=now)
        page = own.get("/consumption/")
        panels = page.context["panels"]
        assert [panel.name for panel in panels] == ["Electricity", "Water", "Gas"]
        assert [len(panel.bars) for panel in panels] == [13, 13, 13]
        assert [figure["label"] for figure in panels[0].figures] == [
            "In all",
            "An average month",
            "This month so far",
            "Against last month",
            "Against a year ago",
        ]
        assert f'data-amount="{panels[0].bars[5].amount}"' in text(page)

    def test_marks_what_is_a_sample(self, own, anna, record, now):
        record("5")
        assert "Sample data" not in text(own.get("/consumption/"))
        actions.record_sample(person=anna, today=timezone.localdate(), now=now)
        assert text(own.get("/consumption/")).count("Sample data") == 3
        assert "badge-sample" in text(own.get(LIST))

    def test_names_what_is_missing(self, own, record):
        record("5", first=dt.date(2026, 3, 3))
        (panel,) = own.get("/consumption/").context["panels"]
        assert panel.figures[3] == {
            "label": "Against last month",
            "number": "\N{EN DASH}",
            "note": "not enough is recorded yet",
        }
        assert "missing" in panel.figures[2]["note"]
        assert panel.bars[-1].words == "nothing recorded" or panel.bars[-1].amount == 5

    def test_says_a_change_with_its_sign(self, own, anna, use, now):
        today = timezone.localdate()
        this = today.replace(day=1)
        last = (this - DAY).replace(day=1)
        for first, value in ((this, "2"), (last, "1")):
            actions.record_use(
                person=anna, use=use(value, first=first), key=uuid.uuid4(), today=today, now=now
            )
        (panel,) = own.get("/consumption/").context["panels"]
        assert (panel.figures[3]["number"], panel.figures[3]["note"]) == (
            "+100%",
            "a day, over 1 day",
        )

    def test_costs_the_same_however_much_there_is(
        self, own, anna, record, now, django_assert_num_queries
    ):
        record()
        with django_assert_num_queries(6):  # session, person, sums, goals, days, unread
            own.get("/consumption/")
        actions.record_sample(person=anna, today=timezone.localdate(), now=now)
        with django_assert_num_queries(6):
            own.get("/consumption/")


class TestList:
    def test_teaches_the_first_step(self, own):
        assert "Nothing recorded yet" in text(own.get(LIST))

    def test_shows_what_was_recorded_and_what_was_typed(self, own, record):
        record("12.5", utility=Utility.GAS, unit=Unit.CUBIC_METRE, notes="<b>oven</b>")
        page = text(own.get(LIST))
        assert "142.0\N{NO-BREAK SPACE}kWh" in page
        assert "12.5\N{NO-BREAK SPACE}m³" in page
        assert "&lt;b&gt;oven&lt;/b&gt;" in page

    def test_is_filtered_by_its_address(self, own, record):
        record("1", notes="oven")
        record("2")
        page = own.get(LIST, {"words": "oven", "sort": "most", "utility": "electricity"})
        assert [line.exact[0] for line in page.context["lines"]] == ["1"]
        assert page.context["totals"][0]["number"] == "1.0"

    def test_keeps_the_filter_on_other_pages(self, own, record):
        for _ in range(21):
            record("1", notes="oven & co")
        page = own.get(LIST, {"words": "oven & co", "page": "2", "deleted": "x"})
        assert len(page.context["lines"]) == 1
        assert page.context["query"] == "words=oven+%26+co&"

    def test_says_when_nothing_fits(self, own, record):
        record()
        page = text(own.get(LIST, {"words": "nothing like it"}))
        assert "Nothing fits" in page
        assert "Show all records" in page

    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({"utility": "coal"}, "utility"),
            ({"since": "soon"}, "since"),
            ({"since": "2026-03-02", "until": "2026-03-01"}, "until"),
            ({"sort": "random"}, "sort"),
        ],
    )
    def test_says_what_was_asked_wrongly_and_shows_the_rest(self, own, record, asked, field):
        record()
        page = own.get(LIST, asked)
        assert page.status_code == 422
        assert field in page.context["filter"].errors
        assert len(page.context["lines"]) == 1

    @pytest.mark.parametrize("page", ["nonsense", "-1", "²", "9" * 5000, ""])
    def test_takes_a_page_that_is_none_for_the_nearest(self, own, record, page):
        record()
        assert len(own.get(LIST, {"page": page}).context["lines"]) == 1

    def test_costs_the_same_however_long_it_is(self, own, record, django_assert_num_queries):
        for count in (1, 24):
            for _ in range(count):
                record()
            # session, person, sums, page, days, tariffs, unread
            with django_assert_num_queries(7):
                own.get(LIST)


class TestQuickAdd:
    def test_records_what_the_line_says(self, own, anna):
        response = own.post(QUICK, {"line": "gas 12.5 m3 yesterday oven", "key": uuid.uuid4()})
        kept = Record.objects.get()
        assert response.url == LIST
        assert (kept.person_id, kept.utility, kept.value) == (anna.pk, "gas", Decimal("12.5"))
        assert (kept.starts_on, kept.notes) == (timezone.localdate() - DAY, "oven")
        assert "Added: Gas, 142.0" in text(own.get(LIST))

    def test_takes_what_was_recorded_last_for_granted(self, own):
        own.post(QUICK, {"line": "water 300 l", "key": uuid.uuid4()})
        own.post(QUICK, {"line": "0.4", "key": uuid.uuid4()})
        assert set(Record.objects.values_list("utility", flat=True)) == {"water"}

    def test_sent_again_after_its_record_is_deleted_says_so(self, own):
        line = {"line": "8.3", "key": str(uuid.uuid4())}
        own.post(QUICK, line)
        own.post(DELETE, {"record": [Record.objects.get().pk]})
        page = text(own.post(QUICK, line, follow=True))
        assert "has been deleted since" in page
        assert page.count("Added:") == 1  # of the first time
        assert not Record.objects.standing().exists()

    def test_sent_twice_records_once(self, own):
        line = {"line": "8.3", "key": str(uuid.uuid4())}
        own.post(QUICK, line)
        own.post(QUICK, line)
        assert Record.objects.count() == 1

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("", "Write an amount"),
            ("gas", "no amount"),
            ("8.3 kWh 2999-01-01", "still to come"),
            ("99999 kWh", "Check the number"),
            ("8.3 kWh " + "x" * 200, "at most 200 characters"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_the_line(self, own, line, told):
        page = own.post(QUICK, {"line": line, "key": uuid.uuid4()})
        assert page.status_code == 422
        assert told in text(page)
        assert f'value="{line}"' in text(page) or not line
        assert not Record.objects.exists()

    def test_asks_about_much_and_takes_yes_for_an_answer(self, own):
        line = {"line": "99999 kWh", "key": uuid.uuid4()}
        assert "I am sure" in text(own.post(QUICK, line))
        own.post(QUICK, line | {"is_sure": "on"})
        assert Record.objects.get().value == 99999

    def test_asks_nothing_else(self, own):
        assert "I am sure" not in text(own.get(LIST))
        assert "I am sure" not in text(own.post(QUICK, {"line": "gas", "key": uuid.uuid4()}))

    @pytest.mark.parametrize("key", ["", "nonsense"])
    def test_needs_its_mark(self, own, key):
        assert own.post(QUICK, {"line": "8.3", "key": key}).status_code == 422
        assert not Record.objects.exists()


class TestAdd:
    def test_begins_with_today_and_what_was_recorded_last(self, own, record):
        record("300", utility=Utility.WATER, unit=Unit.LITRE)
        form = own.get(ADD).context["form"]
        assert form.initial == {"first": timezone.localdate(), "utility": "water", "unit": "l"}

    def test_records_what_was_typed(self, own, typed):
        first = timezone.localdate() - 6 * DAY
        response = own.post(
            ADD, typed(value="1,234", first=first.isoformat(), last=timezone.localdate())
        )
        kept = Record.objects.get()
        assert (response.url, kept.value, kept.days.count) == (LIST, 1234, 7)

    @pytest.mark.parametrize(
        ("said", "field", "told"),
        [
            ({"value": ""}, "value", "Type the amount"),
            ({"value": "lots"}, "value", "as a number"),
            ({"value": "-1"}, "value", "0 or more"),
            ({"value": "99999"}, "value", "say that you are sure"),
            ({"unit": "l"}, "unit", "is measured in kWh"),
            ({"unit": "furlong"}, "unit", "valid choice"),
            ({"utility": "coal"}, "utility", "valid choice"),
            ({"first": ""}, "first", "Choose the day"),
            ({"first": "2999-01-01"}, "first", "still to come"),
            ({"last": "2020-01-01"}, "first", "first day or a later one"),
            ({"notes": "x" * 501}, "notes", "at most 500"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, own, typed, said, field, told):
        page = own.post(ADD, typed(**said))
        assert page.status_code == 422
        assert told in str(page.context["form"].errors[field])
        assert not Record.objects.exists()

    def test_keeps_what_was_typed(self, own, typed):
        page = text(own.post(ADD, typed(value="lots", notes="oven broken")))
        assert 'value="lots"' in page
        assert 'value="oven broken"' in page

    def test_offers_to_be_sure_only_when_it_matters(self, own, typed):
        assert "I am sure" not in text(own.get(ADD))
        assert "I am sure" in text(own.post(ADD, typed(value="99999")))
        assert own.post(ADD, typed(value="99999", is_sure="on")).status_code == 302
        assert Record.objects.get().amount == 99999

    def test_does_not_offer_to_be_sure_of_what_is_no_number(self, own, typed):
        assert "I am sure" not in text(own.post(ADD, typed(value="many")))

    def test_keeps_the_offer_while_something_else_is_mended(self, own, typed):
        assert "I am sure" in text(own.post(ADD, typed(value="99999", is_sure="on", first="")))


class TestRecord:
    def test_shows_what_was_typed(self, own, record, today):
        kept = record("12.50", utility=Utility.GAS, unit=Unit.CUBIC_METRE, notes="oven")
        form = own.get(f"{LIST}{kept.pk}/").context["form"]
        assert form.initial == {
            "utility": "gas",
            "value": "12.5",
            "unit": "m3",
            "first": today,
            "last": None,
            "notes": "oven",
        }

    def test_is_changed(self, own, record, typed):
        kept = record()
        response = own.post(f"{LIST}{kept.pk}/", typed(value="9"))
        kept.refresh_from_db()
        assert (response.url, kept.value) == (LIST, 9)

    def test_stays_as_it_is_when_refused(self, own, record, typed):
        kept = record()
        page = own.post(f"{LIST}{kept.pk}/", typed(value="-9"))
        kept.refresh_from_db()
        assert (page.status_code, kept.value) == (422, Decimal("8.3"))
        assert 'value="-9"' in text(page)

    def test_does_not_exist_for_others(self, strangers, record, typed):
        kept = record()
        assert strangers.get(f"{LIST}{kept.pk}/").status_code == 404
        assert strangers.post(f"{LIST}{kept.pk}/", typed(value="9")).status_code == 404
        kept.refresh_from_db()
        assert kept.value == Decimal("8.3")

    @pytest.mark.parametrize("number", ["0", "9" * 30])
    def test_does_not_exist_under_any_number(self, own, number):
        assert own.get(f"{LIST}{number}/").status_code == 404


class TestDelete:
    def test_deletes_what_is_ticked_and_offers_to_undo_it(self, own, record):
        kept = [record().pk for _ in range(3)]
        response = own.post(DELETE, {"record": kept[:2]}, follow=True)
        assert "2 records are deleted." in text(response)
        assert Record.objects.standing().count() == 1

    def test_is_undone_by_its_button(self, own, record):
        deletion = own.post(DELETE, {"record": [record().pk]}).url.partition("deleted=")[2]
        response = own.post(f"{LIST}undo/{deletion}/", follow=True)
        assert "1 record is back." in text(response)
        assert Record.objects.standing().count() == 1
        again = own.post(f"{LIST}undo/{deletion}/", follow=True)
        assert "nothing left to bring back" in text(again)

    def test_says_when_nothing_is_ticked(self, own, record):
        record()
        assert "Tick the records" in text(own.post(DELETE, follow=True))
        assert Record.objects.standing().count() == 1

    @pytest.mark.parametrize("ticked", ["nonsense", "-1", "²", "9" * 30, "9" * 5000])
    def test_knows_no_such_records(self, own, record, ticked):
        record()
        assert own.post(DELETE, {"record": [ticked]}).status_code == 404
        assert Record.objects.standing().count() == 1

    def test_is_not_for_others(self, strangers, own, record):
        kept = record()
        assert strangers.post(DELETE, {"record": [kept.pk]}).status_code == 404
        deletion = own.post(DELETE, {"record": [kept.pk]}).url.partition("deleted=")[2]
        strangers.post(f"{LIST}undo/{deletion}/")
        assert not Record.objects.standing().exists()
        assert strangers.get(f"{LIST}?deleted={deletion}").context["deletion"] is None


class TestGas:
    def test_shows_the_usual_value_first(self, own):
        assert own.get("/consumption/gas/").context["form"].initial == {"calorific_value": "40"}

    def test_keeps_another(self, own, anna):
        response = own.post("/consumption/gas/", {"calorific_value": "39,4"})
        assert response.status_code == 302
        assert queries.calorific_value_of(anna.pk) == Decimal("39.4")

    @pytest.mark.parametrize(
        ("value", "told"), [("", "Type the calorific"), ("394", "between"), ("x", "as a number")]
    )
    def test_refuses_the_rest_beside_the_field(self, own, value, told):
        page = own.post("/consumption/gas/", {"calorific_value": value})
        assert page.status_code == 422
        assert told in text(page)
        assert not Supply.objects.exists()
