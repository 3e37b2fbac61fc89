"""Pages of meters and readings in their states."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Answer, Unit, Utility
from daybook.apps.consumption.models import Meter, Reading

DAY = dt.timedelta(days=1)
LIST = "/consumption/meters/"
SPACE = "\N{NO-BREAK SPACE}"


def text(response):
    return response.content.decode()


@pytest.fixture
def water(meter):
    """A water meter of Anna's."""
    return meter(name="Cellar", utility=Utility.WATER, unit=Unit.CUBIC_METRE)


@pytest.fixture
def typed():
    """What the form of a meter sends: ``typed(digits="99")``."""

    def make(**said):
        given = {"utility": "water", "name": "Cellar", "unit": "m3", "digits": "5"}
        return given | {"decimals": "0", "multiplier": "1", "key": str(uuid.uuid4())} | said

    return make


class TestList:
    def test_can_be_listened_to(self, own, water):
        page = text(own.get(LIST))
        assert '<caption class="unseen">Meters</caption>' in page
        assert page.count('<th scope="col"') == 3
        assert 'aria-current="page"' in page
        assert "none yet" in page

    def test_says_since_when_a_meter_is_gone(self, own, meter):
        meter(removed_on=dt.date(2026, 3, 1))
        assert "removed on Sunday 1 March 2026" in text(own.get(LIST))

    def test_shows_names_as_text(self, own, meter):
        meter(name="<b>Hall</b>", serial="<i>")
        page = text(own.get(LIST))
        assert "&lt;b&gt;Hall&lt;/b&gt;" in page
        assert "<i>" not in page

    def test_has_a_use_of_nought(self, own, water, read):
        read(water, 5, "100")
        read(water, 0, "100")
        assert f"0.00{SPACE}m³<" in text(own.get(LIST))

    def test_is_behind_the_door(self, client):
        for part in ("", "add/", "1/", "1/change/", "1/replace/"):
            assert "next=" in client.get(f"{LIST}{part}").url

    @pytest.mark.parametrize("part", ["1/delete/", "1/readings/", f"undo/{uuid.UUID(int=7)}/"])
    def test_writes_only_what_is_posted(self, own, part):
        assert own.get(f"{LIST}{part}").status_code == 405


class TestMeter:
    def test_teaches_the_first_step(self, own, water):
        page = text(own.get(f"{LIST}{water.pk}/"))
        assert "No reading yet" in page
        assert 'class="stats"' not in page

    def test_begins_with_its_last_day_where_it_is_gone(self, own, meter):
        gone = meter(removed_on=dt.date(2026, 3, 1))
        page = own.get(f"{LIST}{gone.pk}/")
        assert page.context["form"].initial["day"] == dt.date(2026, 3, 1)
        assert "This meter was replaced" not in text(page)

    def test_begins_with_today_where_it_is_still_to_go(self, own, meter):
        leaving = meter(removed_on=timezone.localdate() + 9 * DAY)
        form = own.get(f"{LIST}{leaving.pk}/").context["form"]
        assert form.initial["day"] == timezone.localdate()

    @pytest.mark.parametrize("page", ["x", "0", "-1", "99", "²", "9" * 500])
    def test_takes_a_page_that_is_none_for_the_nearest(self, own, water, read, page):
        read(water, 0, "100")
        assert len(own.get(f"{LIST}{water.pk}/", {"page": page}).context["lines"]) == 1

    def test_sums_up_its_last_year(self, own, water, read):
        read(water, 10, "100")
        read(water, 0, "105")
        latest, use = own.get(f"{LIST}{water.pk}/").context["figures"]
        assert (latest["number"], use["number"]) == (f"105{SPACE}m³", f"0.50{SPACE}m³ a day")

    def test_does_not_undo_a_reading_of_a_meter_that_is_gone(self, own, anna, water, read, now):
        kept = read(water, 0, "100")
        deletion = actions.delete_reading(person=anna, reading_id=kept.pk, now=now)
        assert own.get(LIST, {"deleted": deletion}).context["deletion"]
        actions.delete_meter(person=anna, meter_id=water.pk, now=now)
        assert own.get(LIST, {"deleted": deletion}).context["deletion"] is None

    def test_says_why_a_reading_does_not_come_back(self, own, meter, read, details):
        made = meter()
        anna, now = made.person, made.made_at
        kept = read(made, 0, "12000")
        deletion = actions.delete_reading(person=anna, reading_id=kept.pk, now=now)
        smaller = details(digits=4)
        actions.change_meter(person=anna, meter_id=made.pk, details=smaller, now=now)
        page = own.post(f"{LIST}undo/{deletion}/", follow=True)
        assert "it shows less than 10,000" in text(page)
        assert not Reading.objects.standing().exists()


class TestAddReading:
    @pytest.fixture
    def dialled(self, own, water):
        """Types a number of today into Anna's water meter."""
        day = timezone.localdate().isoformat()
        return lambda number, **said: own.post(
            f"{LIST}{water.pk}/readings/", {"number": number, "day": day} | said
        )

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"number": ""}, "number"),
            ({"number": "12,5"}, "number"),
            ({"number": "1\0"}, "number"),
            ({"day": ""}, "day"),
            ({"day": "9999-12-31"}, "day"),
            ({"day": "1960-01-01"}, "day"),
            ({"time": "25:00"}, "time"),
            ({"notes": "x" * 201}, "notes"),
            ({"answer": "perhaps"}, "answer"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, dialled, said, field):
        page = dialled(**({"number": "100"} | said))
        assert page.status_code == 422
        assert field in page.context["form"].errors
        assert not Reading.objects.exists()

    def test_opens_the_rest_where_something_stands_in_it(self, dialled):
        assert 'id="more" open' in text(dialled("x", notes="dark"))
        assert 'id="more">' in text(dialled("x"))

    def test_refused_keeps_the_readings_there_are(self, dialled, water, read):
        read(water, 5, "100")
        page = dialled("90")
        assert len(page.context["lines"]) == 1
        assert 'type="radio"' in text(page)

    def test_explained_otherwise_is_asked_again(self, dialled):
        dialled("100", day=(timezone.localdate() - 5 * DAY).isoformat())
        page = dialled("90", answer="")
        assert page.status_code == 422
        assert page.context["form"].fields["answer"].required

    def test_tells_what_was_added(self, own, dialled, water):
        dialled("0100")
        assert f"Added: 100{SPACE}m³, today." in text(own.get(f"{LIST}{water.pk}/"))


class TestReading:
    @pytest.fixture
    def kept(self, meter, read):
        """A reading of Anna's with two red digits."""
        return read(meter(decimals=2), 2, "100.50", time=dt.time(18, 30))

    def test_is_shown_as_it_stands_on_the_dial(self, own, kept):
        page = own.get(f"/consumption/readings/{kept.pk}/")
        assert page.context["told"] == f"100.50{SPACE}kWh"
        assert page.context["form"].initial["number"] == "100.50"
        assert 'value="18:30"' in text(page)

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"number": "1.234"}, "number"),
            ({"day": "9999-12-31"}, "day"),
            ({"answer": "replaced"}, "answer"),
        ],
    )
    def test_refused_stays_as_it_was(self, own, kept, said, field):
        sent = {"number": "101", "day": kept.day.isoformat()} | said
        page = own.post(f"/consumption/readings/{kept.pk}/", sent)
        assert (page.status_code, field in page.context["form"].errors) == (422, True)
        assert Reading.objects.get().number == kept.number

    def test_moved_to_a_day_that_is_taken_says_so(self, own, kept, read):
        other = read(kept.meter, 0, "110")
        sent = {"number": "100.50", "day": other.day.isoformat()}
        page = own.post(f"/consumption/readings/{kept.pk}/", sent)
        assert "another reading of that day" in str(page.context["form"].errors["day"])

    @pytest.mark.parametrize("number", ["0", "9" * 30])
    def test_is_not_there_under_any_number(self, own, number):
        assert own.get(f"/consumption/readings/{number}/").status_code == 404
        assert own.post(f"/consumption/readings/{number}/delete/").status_code == 404

    def test_is_behind_the_door(self, client, kept):
        assert "next=" in client.get(f"/consumption/readings/{kept.pk}/").url
        assert "next=" in client.post(f"/consumption/readings/{kept.pk}/delete/").url
        assert Reading.objects.standing().exists()


class TestReplace:
    def test_begins_with_what_was_just_typed(self, own, water):
        asked = {"day": "2026-03-01", "first": "9"}
        form = own.get(f"{LIST}{water.pk}/replace/", asked).context["form"]
        assert (form.initial["day"], form.initial["first"]) == (dt.date(2026, 3, 1), "9")
        assert (form.initial["serial"], form.initial["name"]) == ("", "Cellar")

    @pytest.mark.parametrize("asked", ["?day=x", "?day=%00&first=%00", "?first=" + "9" * 999])
    def test_takes_any_address(self, own, water, asked):
        assert own.get(f"{LIST}{water.pk}/replace/{asked}").status_code == 200

    def test_sent_twice_replaces_once(self, own, water, typed):
        sent = typed(day="2026-03-01", last="104", first="7", name="New")
        codes = {own.post(f"{LIST}{water.pk}/replace/", sent).url for _ in range(2)}
        assert len(codes) == 1
        assert (Meter.objects.count(), Reading.objects.count()) == (2, 2)

    def test_from_two_tabs_replaces_once(self, own, water, typed):
        sent = {"day": "2026-03-01", "last": "104", "first": "7"}
        own.post(f"{LIST}{water.pk}/replace/", typed(**sent))
        page = own.post(f"{LIST}{water.pk}/replace/", typed(**sent))
        assert page.status_code == 422
        assert "This meter was removed already." in text(page)
        assert Meter.objects.count() == 2

    def test_is_not_there_for_a_stranger(self, strangers, water, typed):
        sent = typed(day="2026-03-01", last="104", first="7")
        assert strangers.post(f"{LIST}{water.pk}/replace/", sent).status_code == 404
        assert Meter.objects.count() == 1


class TestChange:
    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"name": ""}, "name"),
            ({"unit": "kWh"}, "unit"),
            ({"digits": "3"}, "digits"),
            ({"multiplier": "1001"}, "multiplier"),
            ({"installed_on": "2026-03-02", "removed_on": "2026-03-01"}, "installed_on"),
            ({"removed_on": "soon"}, "removed_on"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, own, water, typed, said, field):
        page = own.post(f"{LIST}{water.pk}/change/", typed(serial="kept", **said))
        assert page.status_code == 422
        assert field in page.context["form"].errors
        assert 'value="kept"' in text(page)

    def test_shows_a_multiplier_plainly(self, own, meter):
        made = meter(multiplier=Decimal(100))
        form = own.get(f"{LIST}{made.pk}/change/").context["form"]
        assert form.initial["multiplier"] == "100"

    def test_is_not_there_for_a_stranger(self, strangers, water, typed):
        assert strangers.post(f"{LIST}{water.pk}/change/", typed(name="Mine")).status_code == 404
        assert strangers.post(f"{LIST}{water.pk}/delete/").status_code == 404
        assert Meter.objects.standing().get().name == "Cellar"

    def test_brings_the_answers_of_readings_along(self, own, water, read, typed):
        read(water, 5, "100")
        read(water, 0, "90", answer=Answer.SURE)
        own.post(f"{LIST}{water.pk}/change/", typed(name="Attic"))
        assert Reading.objects.get(number=90).answer == Answer.SURE
