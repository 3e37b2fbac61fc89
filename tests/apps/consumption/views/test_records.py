"""Pages of the records in their states, as a browser without scripts meets them."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.models import Record

DAY = dt.timedelta(days=1)
LIST = "/consumption/records/"
SPACE = "\N{NO-BREAK SPACE}"
GAS = {"utility": Utility.GAS, "unit": Unit.CUBIC_METRE}


def text(response):
    return response.content.decode()


@pytest.fixture
def typed():
    """What the form of a record sends: ``typed(value="nonsense")``."""

    def make(**said):
        first = timezone.localdate().isoformat()
        given = {"utility": "gas", "value": "8.3", "unit": "m3", "first": first}
        return given | {"key": str(uuid.uuid4())} | said

    return make


class TestList:
    def test_has_a_table_that_can_be_listened_to(self, own, record):
        record("1", notes="oven")
        page = text(own.get(LIST))
        assert '<caption class="unseen">Records</caption>' in page
        assert page.count('<th scope="col"') == 3
        assert 'type="checkbox"' in page
        assert f"Electricity, {'Tue 3 Mar'}" in page

    def test_names_the_cost_only_where_there_is_one(self, own, record, tariff):
        record("10")
        assert "Amount and cost" not in text(own.get(LIST))
        tariff("20")
        page = text(own.get(LIST))
        assert "Amount and cost" in page
        assert "£2.10" in page or "£2.00" in page

    def test_says_what_is_not_counted_beside_its_cost(
        self, own, record, tariff, smart_meter, today
    ):
        tariff("20")
        record("10")
        smart_meter(today)
        page = own.get(LIST)
        (line,) = page.context["lines"]
        assert line.untold == "not counted: half-hours are known"
        assert line.cost
        assert line.untold in text(page)

    def test_opens_the_filter_where_it_is_in_use(self, own, record):
        record()
        assert '<details class="fold" id="filter">' in text(own.get(LIST))
        assert 'id="filter" open' in text(own.get(LIST, {"words": "x"}))
        assert 'id="filter" open' in text(own.get(LIST, {"since": "soon"}))

    def test_of_one_day_touches_what_lasts_longer(self, own, record, today):
        record("9", first=today - 8 * DAY, last=today)
        asked = {"since": today - 4 * DAY, "until": today - 4 * DAY}
        assert len(own.get(LIST, asked).context["lines"]) == 1

    def test_exports_what_is_found(self, own, record):
        record(notes="oven")
        assert "?words=oven&amp;what=records" in text(own.get(LIST, {"words": "oven"}))

    @pytest.mark.parametrize("deleted", ["", "x", "\0", str(uuid.UUID(int=7))])
    def test_offers_no_undo_of_nothing(self, own, record, deleted):
        record()
        assert own.get(LIST, {"deleted": deleted}).context["deletion"] is None

    def test_offers_an_undo_once(self, own, anna, record, now):
        deletion = actions.delete_records(person=anna, record_ids=[record().pk], now=now)
        assert "1 record is deleted." in text(own.get(LIST, {"deleted": deletion}))
        actions.undo_deletion(person=anna, deletion=deletion)
        assert own.get(LIST, {"deleted": deletion}).context["deletion"] is None

    def test_sends_those_who_are_not_signed_in_to_the_door(self, client):
        for address in (LIST, f"{LIST}add/", f"{LIST}1/"):
            assert "next=" in client.get(address).url

    @pytest.mark.parametrize("part", ["quick/", "delete/", f"undo/{uuid.UUID(int=7)}/"])
    def test_writes_only_what_is_posted(self, own, part):
        assert own.get(f"{LIST}{part}").status_code == 405


class TestQuickAdd:
    @pytest.mark.parametrize(
        ("line", "value", "unit"),
        [
            ("water 0,125 m3", "0.125", "m3"),
            ("gas 1,234 kWh", "1234", "kWh"),
            ("8, out", "8", "kWh"),
        ],
    )
    def test_reads_commas_as_people_mean_them(self, own, line, value, unit):
        own.post(f"{LIST}quick/", {"line": line, "key": uuid.uuid4(), "is_sure": "on"})
        kept = Record.objects.get()
        assert (str(kept.value.normalize()), kept.unit) == (value, unit)

    def test_keeps_the_list_beside_what_was_refused(self, own, record):
        record()
        page = own.post(f"{LIST}quick/", {"line": "gas", "key": uuid.uuid4()})
        assert (page.status_code, len(page.context["lines"])) == (422, 1)
        assert 'id="id_line_error"' in text(page)

    def test_keeps_the_mark_of_the_form_that_was_refused(self, own):
        key = str(uuid.uuid4())
        assert key in text(own.post(f"{LIST}quick/", {"line": "gas", "key": key}))

    def test_refuses_a_nul(self, own):
        page = own.post(f"{LIST}quick/", {"line": "8\0 kWh", "key": uuid.uuid4()})
        assert page.status_code == 422
        assert not Record.objects.exists()


class TestAdd:
    def test_begins_with_electricity_today(self, own):
        form = own.get(f"{LIST}add/").context["form"]
        assert (form.initial["utility"], form.initial["unit"]) == ("electricity", "kWh")
        assert form.initial["first"] == timezone.localdate()

    def test_of_a_form_whose_record_is_deleted_says_so(self, own, typed):
        sent = typed()
        own.post(f"{LIST}add/", sent)
        own.post(f"{LIST}delete/", {"record": [Record.objects.get().pk]})
        page = text(own.post(f"{LIST}add/", sent, follow=True))
        assert "has been deleted since" in page
        assert not Record.objects.standing().exists()

    def test_from_two_tabs_is_two_records(self, own, typed):
        for _ in range(2):
            own.post(f"{LIST}add/", typed())
        assert Record.objects.count() == 2

    def test_leads_from_its_errors_to_their_fields(self, own, typed):
        page = text(own.post(f"{LIST}add/", typed(value="many", first="")))
        assert 'id="id_value_error"' in page
        assert 'id="id_first_error"' in page
        assert 'aria-invalid="true"' in page


class TestRecord:
    def test_says_what_it_is_in_every_digit(self, own, record):
        kept = record("12.5", **GAS)
        page = text(own.get(f"{LIST}{kept.pk}/"))
        assert f"142.033333{SPACE}kWh" in page
        assert "Gas, Tue 3 Mar" in page

    def test_keeps_its_form_s_words_when_refused(self, own, record, typed):
        kept = record()
        page = own.post(f"{LIST}{kept.pk}/", typed(unit="l", notes="my words"))
        assert page.status_code == 422
        assert 'value="my words"' in text(page)
        assert 'id="id_unit_error"' in text(page)

    def test_changed_in_two_tabs_is_what_was_sent_last(self, own, record, typed):
        kept = record()
        for value in ("2", "3"):
            own.post(f"{LIST}{kept.pk}/", typed(value=value))
        kept.refresh_from_db()
        assert (kept.value, Record.objects.count()) == (3, 1)

    def test_that_is_deleted_is_not_there(self, own, anna, record, typed, now):
        kept = record()
        actions.delete_records(person=anna, record_ids=[kept.pk], now=now)
        assert own.get(f"{LIST}{kept.pk}/").status_code == 404
        assert own.post(f"{LIST}{kept.pk}/", typed()).status_code == 404


class TestDelete:
    def test_of_too_many_at_once_is_refused(self, own, record):
        kept = record()
        answer = own.post(f"{LIST}delete/", {"record": [kept.pk] * 1001})
        assert answer.status_code == 400  # Django reads no more fields than a thousand
        assert Record.objects.standing().exists()

    def test_sent_twice_deletes_once(self, own, record):
        kept = record()
        codes = [own.post(f"{LIST}delete/", {"record": [kept.pk]}).status_code for _ in range(2)]
        assert codes == [302, 404]

    def test_undone_counts_what_came_back(self, own, record):
        ids = [record().pk for _ in range(2)]
        deletion = own.post(f"{LIST}delete/", {"record": ids}).url.partition("deleted=")[2]
        assert "2 records are back." in text(own.post(f"{LIST}undo/{deletion}/", follow=True))


class TestGas:
    @pytest.mark.parametrize("value", ["39,4", "39.4", " 39.4 "])
    def test_takes_either_comma_or_point(self, own, record, value):
        own.post("/consumption/gas/", {"calorific_value": value})
        assert own.get("/consumption/gas/").context["form"].initial == {"calorific_value": "39.4"}

    def test_says_how_it_went(self, own):
        page = own.post("/consumption/gas/", {"calorific_value": "39.4"}, follow=True)
        assert "from now on" in text(page)

    @pytest.mark.parametrize("value", ["NaN", "39\0", "1" * 11, "36.9", "43.1", "-40", "3,94"])
    def test_keeps_what_was_typed_wrong(self, own, value):
        page = own.post("/consumption/gas/", {"calorific_value": value})
        assert page.status_code == 422
        assert 'id="id_calorific_value_error"' in text(page)
        assert page.context["form"]["calorific_value"].value() == value

    def test_is_behind_the_door(self, client):
        assert "next=" in client.get("/consumption/gas/").url
        assert "next=" in client.post("/consumption/gas/", {"calorific_value": "39"}).url
