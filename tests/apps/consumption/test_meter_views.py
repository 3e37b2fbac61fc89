"""Pages of meters and readings, as a browser without scripts meets them."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from daybook.apps.consumption.domain import Answer, Unit, Utility
from daybook.apps.consumption.models import Meter, Reading

DAY = dt.timedelta(days=1)
LIST = "/consumption/meters/"
ADD = "/consumption/meters/add/"


@pytest.fixture
def typed():
    """What the form of a meter sends: ``typed(digits="99")``."""

    def make(**said):
        given = {
            "utility": "water",
            "name": "Cellar",
            "unit": "m3",
            "digits": "5",
            "decimals": "0",
            "multiplier": "1",
            "key": str(uuid.uuid4()),
        }
        return given | said

    return make


@pytest.fixture
def water(meter):
    """A water meter of Anna's."""
    return meter(name="Cellar", utility=Utility.WATER, unit=Unit.CUBIC_METRE)


@pytest.fixture
def dialled(own, water):
    """Types a number of so many days ago into Anna's water meter."""

    def send(number, ago=0, browser=own, **said):
        day = (timezone.localdate() - ago * DAY).isoformat()
        sent = {"number": number, "day": day} | said
        return browser.post(f"{LIST}{water.pk}/readings/", sent)

    return send


def text(response):
    return response.content.decode()


class TestList:
    def test_teaches_the_first_step(self, own):
        page = text(own.get(LIST))
        assert "No meter yet" in page
        assert ADD in page

    def test_shows_the_latest_reading_and_the_use_a_day(self, own, water, read):
        read(water, 10, "100")
        read(water, 0, "104")
        page = text(own.get(LIST))
        assert "104\N{NO-BREAK SPACE}m³" in page
        assert "0.40\N{NO-BREAK SPACE}m³<" in page

    def test_shows_nothing_to_a_stranger(self, strangers, water):
        assert "Cellar" not in text(strangers.get(LIST))

    def test_costs_the_same_however_many_there_are(
        self, own, meter, read, django_assert_num_queries
    ):
        read(meter(), 3, "100")
        with django_assert_num_queries(5):  # session, person, meters, readings, unread
            own.get(LIST)
        for n in range(4):
            read(meter(name=str(n)), 3, "100")
        with django_assert_num_queries(5):
            own.get(LIST)


class TestAdd:
    def test_leads_to_the_meter(self, own, typed):
        answer = own.post(ADD, typed(multiplier="0,5", serial=" AB 1 "))
        made = Meter.objects.get()
        assert answer.url == f"{LIST}{made.pk}/"
        assert (made.multiplier, made.serial) == (Decimal("0.5"), "AB 1")

    def test_sent_twice_is_one_meter(self, own, typed):
        sent = typed()
        assert own.post(ADD, sent).url == own.post(ADD, sent).url
        assert Meter.objects.count() == 1

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"digits": "99"}, "digits"),
            ({"unit": "kWh"}, "unit"),
            ({"multiplier": "0"}, "multiplier"),
            ({"name": ""}, "name"),
            ({"installed_on": "1960-01-01"}, "installed_on"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, own, typed, said, field):
        page = own.post(ADD, typed(**({"serial": "kept"} | said)))
        assert page.status_code == 422
        assert f'id="id_{field}_error"' in text(page)
        assert 'value="kept"' in text(page)
        assert not Meter.objects.exists()

    def test_does_not_bring_back_what_is_deleted(self, own, typed):
        sent = typed()
        made = own.post(ADD, sent).url
        own.post(f"{made}delete/")
        assert own.post(ADD, sent).url == LIST
        assert not Meter.objects.standing().exists()


class TestMeter:
    def test_shows_readings_newest_first_with_what_became_of_them(self, own, water, read):
        read(water, 40, "99990")
        read(water, 30, "99999", is_estimated=True, notes="by phone")
        read(water, 20, "99995", time=dt.time(18, 30))
        read(water, 10, "3")
        read(water, 0, "1", answer=Answer.SURE)
        page = own.get(f"{LIST}{water.pk}/")
        assert [line.fate for line in page.context["lines"]] == [
            "lower than before: use unknown",
            "the dial rolled over",
            "",
            "estimate was too high: left out",
            "first reading",
        ]
        assert "<s>99999</s>" in text(page)
        assert "18:30" in text(page)

    def test_has_twenty_a_page_at_the_same_cost(self, own, water, read, django_assert_num_queries):
        for n in range(22):
            read(water, n, str(500 - n))
        with django_assert_num_queries(5):  # session, person, meter, readings, unread
            page = own.get(f"{LIST}{water.pk}/")
        assert len(page.context["lines"]) == 20
        assert page.context["page"].paginator.count == 22

    @pytest.mark.parametrize("part", ["", "change/", "replace/"])
    def test_is_not_there_for_a_stranger(self, strangers, water, part):
        assert strangers.get(f"{LIST}{water.pk}/{part}").status_code == 404

    @pytest.mark.parametrize("pk", ["0", "9" * 30])
    def test_is_not_there_where_nothing_is(self, own, pk):
        assert own.get(f"{LIST}{pk}/").status_code == 404


class TestAddReading:
    def test_begins_with_today(self, own, water):
        page = text(own.get(f"{LIST}{water.pk}/"))
        assert f'value="{timezone.localdate().isoformat()}"' in page

    def test_leads_back_to_the_meter(self, own, dialled, water):
        dialled("100", 5)
        answer = dialled("102.0")
        assert answer.url == f"{LIST}{water.pk}/"
        assert "Added: 102" in text(own.get(answer.url))

    def test_asks_about_an_impossible_step_and_keeps_what_was_typed(self, dialled):
        dialled("100", 5)
        page = dialled("90", notes="dark")
        assert page.status_code == 422
        assert "What happened?" in text(page)
        assert 'value="90"' in text(page)
        assert 'value="dark"' in text(page)
        assert Reading.objects.count() == 1

    def test_does_not_ask_about_likely_steps(self, own, water):
        assert "What happened?" not in text(own.get(f"{LIST}{water.pk}/"))

    @pytest.mark.parametrize("answer", ["sure", "rolled-over"])
    def test_keeps_what_was_explained(self, dialled, answer):
        dialled("100", 5)
        assert dialled("90", answer=answer).status_code == 302
        assert Reading.objects.get(number=90).answer == answer

    def test_leads_to_the_next_meter_where_it_was_replaced(self, own, dialled, water):
        dialled("100", 5)
        answer = dialled("9", answer="replaced")
        assert answer.url.startswith(f"{LIST}{water.pk}/replace/?")
        assert own.get(answer.url).context["form"].initial["first"] == "9"
        assert Reading.objects.count() == 1

    @pytest.mark.parametrize(
        ("number", "ago", "field"),
        [("x", 0, "number"), ("100000", 0, "number"), ("200", -1, "day"), ("101", 5, "day")],
    )
    def test_says_beside_the_field_what_is_wrong(self, dialled, number, ago, field):
        dialled("100", 5)
        page = dialled(number, ago)
        assert page.status_code == 422
        assert f'id="id_{field}_error"' in text(page)
        assert Reading.objects.count() == 1

    def test_sent_twice_is_one_reading(self, dialled):
        assert [dialled("100").status_code for _ in range(2)] == [302, 302]
        assert Reading.objects.count() == 1

    def test_is_refused_to_a_stranger(self, dialled, strangers):
        assert dialled("100", browser=strangers).status_code == 404
        assert not Reading.objects.exists()


class TestReading:
    @pytest.fixture
    def kept(self, water, read):
        """A reading of Anna's whose step was explained."""
        read(water, 5, "100")
        return read(water, 2, "90", answer=Answer.SURE, notes="dark")

    def test_is_changed(self, own, kept):
        sent = {"number": "101", "day": kept.day.isoformat(), "is_estimated": "on", "answer": ""}
        answer = own.post(f"/consumption/readings/{kept.pk}/", sent)
        kept.refresh_from_db()
        assert answer.url == f"{LIST}{kept.meter_id}/"
        assert (kept.number, kept.is_estimated, kept.answer) == (101, True, "")

    def test_shows_what_was_answered(self, own, kept):
        page = text(own.get(f"/consumption/readings/{kept.pk}/"))
        assert "What happened?" in page
        assert "checked" in page

    def test_asks_again_where_the_answer_is_taken_back(self, own, kept):
        sent = {"number": "95", "day": kept.day.isoformat()}
        page = own.post(f"/consumption/readings/{kept.pk}/", sent)
        assert (page.status_code, "What happened?" in text(page)) == (422, True)
        assert Reading.objects.get(pk=kept.pk).number == 90

    def test_is_deleted_and_brought_back(self, own, kept):
        answer = own.post(f"/consumption/readings/{kept.pk}/delete/")
        page = own.get(answer.url)
        assert "The reading is deleted." in text(page)
        deletion = page.context["deletion"]["id"]
        assert own.post(f"{LIST}undo/{deletion}/").url == f"{LIST}{kept.meter_id}/"
        assert Reading.objects.standing().count() == 2

    def test_is_not_there_for_a_stranger(self, strangers, kept):
        address = f"/consumption/readings/{kept.pk}/"
        assert strangers.get(address).status_code == 404
        assert strangers.post(f"{address}delete/").status_code == 404
        assert Reading.objects.standing().count() == 2


class TestChange:
    def test_is_shown_as_it_is_and_changed(self, own, water, typed):
        address = f"{LIST}{water.pk}/change/"
        assert 'value="Cellar"' in text(own.get(address))
        assert own.post(address, typed(name="Attic", removed_on="2026-03-01")).status_code == 302
        assert Meter.objects.get().removed_on == dt.date(2026, 3, 1)

    def test_says_what_its_readings_speak_against(self, own, water, read, typed):
        read(water, 3, "12345")
        page = own.post(f"{LIST}{water.pk}/change/", typed(digits="4"))
        assert 'id="id_digits_error"' in text(page)
        assert Meter.objects.get().digits == 5


class TestDelete:
    def test_is_undone(self, own, strangers, water):
        page = own.get(own.post(f"{LIST}{water.pk}/delete/").url)
        assert "The meter is deleted." in text(page)
        undo = f"{LIST}undo/{page.context['deletion']['id']}/"
        strangers.post(undo)
        assert not Meter.objects.standing().exists()
        own.post(undo)
        assert Meter.objects.standing().get() == water

    @pytest.mark.parametrize("deletion", ["x", str(uuid.UUID(int=7))])
    def test_offers_no_undo_of_nothing(self, own, deletion):
        assert own.get(LIST, {"deleted": deletion}).context["deletion"] is None


class TestReplace:
    @pytest.fixture
    def replaced(self, own, water, read, typed):
        """Sends the form by which Anna's water meter gives way."""
        read(water, 10, "100")

        def send(**said):
            sent = typed(day="2026-03-01", last="104", first="7", name="New")
            return own.post(f"{LIST}{water.pk}/replace/", sent | said)

        return send

    def test_goes_on_with_the_new_meter(self, own, replaced, water):
        answer = replaced()
        new = Meter.objects.get(name="New")
        assert answer.url == f"{LIST}{new.pk}/"
        assert [r.number for r in Reading.objects.order_by("pk")] == [100, 104, 7]
        assert "This meter was replaced" not in text(own.get(f"{LIST}{water.pk}/"))

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"last": "90"}, "last"),
            ({"last": "100000"}, "last"),
            ({"first": "100000"}, "first"),
            ({"day": "2026-02-01"}, "day"),
            ({"unit": "kWh"}, "unit"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, replaced, said, field):
        page = replaced(**said)
        assert page.status_code == 422
        assert f'id="id_{field}_error"' in text(page)
        assert (Meter.objects.count(), Reading.objects.count()) == (1, 1)

    def test_asks_and_believes(self, replaced):
        assert "What happened?" in text(replaced(last="90"))
        assert replaced(last="90", answer="sure").status_code == 302

    def test_begins_with_the_dial_of_the_old_one(self, own, water):
        form = own.get(f"{LIST}{water.pk}/replace/?day=nonsense").context["form"]
        assert (form.initial["digits"], form.initial["day"]) == (5, timezone.localdate())


class TestRecords:
    def test_says_which_days_a_meter_tells(self, own, water, read, record, today):
        water_of = {"utility": Utility.WATER, "unit": Unit.CUBIC_METRE}
        record("1", first=today - 2 * DAY, **water_of)
        record("1", first=today - 2 * DAY, last=today, **water_of)
        read(water, 2, "100")
        read(water, 0, "101")
        page = text(own.get("/consumption/records/"))
        assert "not counted: the meter tells of these days" in page
        assert "counted on 1 of 3 days" in page
