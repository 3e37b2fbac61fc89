import datetime as dt
import json

import pytest

from daybook.apps.prices import jobs, queries
from daybook.apps.prices.domain import region, sample_slots
from daybook.apps.prices.errors import (
    InvalidPostcode,
    OctopusUnavailable,
    PostcodeNotServed,
    UnknownPostcode,
    UnknownTariff,
)
from daybook.lib.periods import LONDON, InvalidPeriod, Period, local_day
from tests.replay import (
    BROKEN,
    EMPTY,
    FORBIDDEN,
    HALF,
    MISSING,
    WEB_PAGE,
    WRONG_JSON,
    WRONG_SHAPE,
    World,
    busy,
    product,
    rates_path,
    reply,
)

CODE = "AGILE-24-10-01"
MINUTE = dt.timedelta(minutes=1)
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("daybook.core.http.waiting.FIRST_WAIT", 0.0)


def day_of(now):
    return local_day(now.astimezone(LONDON).date(), LONDON)


def ask(now, *, period=None, code=CODE, letter="C"):
    return queries.rates(product=code, region=region(letter), period=period or day_of(now), now=now)


class TestRegions:
    def test_are_fourteen(self):
        assert "".join(r.letter for r in queries.regions()) == "ABCDEFGHJKLMNP"


class TestRegionsOfPostcode:
    @pytest.mark.parametrize(("postcode", "letters"), [("sw1a1aa", "C"), ("CT1 1AA", "HJ")])
    def test_finds_one_or_several(self, octopus, now, postcode, letters):
        found = queries.regions_of_postcode(postcode=postcode, now=now)
        assert "".join(r.letter for r in found) == letters

    def test_asks_once_a_day(self, octopus, now):
        for later in (0 * HOUR, 23 * HOUR, DAY):
            queries.regions_of_postcode(postcode="SW1A 1AA", now=now + later)
        assert octopus.count() == 2

    def test_says_when_octopus_knows_none(self, octopus, now):
        with pytest.raises(UnknownPostcode, match="ZE1 0AA"):
            queries.regions_of_postcode(postcode="ze1 0aa", now=now)

    @pytest.mark.parametrize(
        ("postcode", "error"),
        [("BT1 1AA", PostcodeNotServed), ("90210", InvalidPostcode), ("", InvalidPostcode)],
    )
    def test_does_not_ask_about_what_cannot_be(self, octopus, now, postcode, error):
        with pytest.raises(error):
            queries.regions_of_postcode(postcode=postcode, now=now)
        assert octopus.count() == 0


class TestProducts:
    def test_are_the_agile_ones_on_offer(self, octopus, now):
        found = queries.products(now=now)
        assert [p.code for p in found.products] == [CODE]
        assert (found.fetched_at, found.is_stale) == (now, False)

    def test_come_newest_first(self, octopus, world, now):
        newer = product("AGILE-25-01-01", available_from="2025-01-01T00:00:00Z")
        world.products.append(newer)
        codes = [p.code for p in queries.products(now=now).products]
        assert codes == ["AGILE-25-01-01", CODE]

    def test_may_be_none(self, octopus, world, now):
        world.products.clear()
        assert queries.products(now=now).products == ()

    def test_are_asked_for_once_an_hour(self, octopus, now):
        for later in (0 * HOUR, 59 * MINUTE, HOUR):
            queries.products(now=now + later)
        assert octopus.count("/products/") == 2

    def test_outlast_an_outage(self, octopus, now):
        queries.products(now=now)
        octopus.always("*", BROKEN)
        found = queries.products(now=now + DAY)
        assert ([p.code for p in found.products], found.is_stale) == ([CODE], True)


class TestRates:
    def test_are_complete_and_exact(self, octopus, now):
        found = ask(now)
        assert (len(found.slots), found.missing) == (48, ())
        assert (found.product, found.region, found.is_sample) == (CODE, region("C"), False)
        assert (found.fetched_at, found.expires_at) == (now, now + 5 * MINUTE)
        assert found.covers(now)

    def test_are_the_same_from_the_cache(self, octopus, now):
        assert ask(now) == ask(now)
        assert octopus.count() == 1

    def test_of_today_tomorrow_and_both_share_one_answer(self, octopus, now):
        today, tomorrow = day_of(now), day_of(now + DAY)
        both = Period(today.starts_at, tomorrow.ends_at)
        counts = [len(ask(now, period=p).slots) for p in (today, tomorrow, both)]
        assert counts == [48, 46, 94]
        assert octopus.count() == 1

    def test_name_what_is_missing(self, octopus, world, now):
        world.has_tomorrow = False
        world.gaps = {now.replace(hour=12, minute=30)}
        missing = ask(now).missing
        assert [start.strftime("%H:%M") for start in missing] == ["12:30", "23:00", "23:30"]

    def test_of_part_of_a_day_include_the_half_hour_that_runs(self, octopus, now):
        found = ask(now, period=Period(now, now + HOUR))
        assert [slot.starts_at.strftime("%H:%M") for slot in found.slots] == [
            "09:00",
            "09:30",
            "10:00",
        ]

    @pytest.mark.parametrize(("date", "count"), [("2026-03-29", 46), ("2026-10-25", 50)])
    def test_of_a_clock_change_are_complete(self, octopus, world, date, count):
        day = local_day(dt.date.fromisoformat(date), LONDON)
        world.now = day.starts_at + 12 * HOUR
        found = ask(world.now, period=day)
        assert (len(found.slots), found.missing) == (count, ())

    def test_of_different_tariffs_are_kept_apart(self, octopus, now):
        assert ask(now).slots != ask(now, letter="A").slots
        assert octopus.count() == 2

    def test_of_an_unknown_tariff_say_so_and_ask_once(self, octopus, now):
        for _ in range(2):
            with pytest.raises(UnknownTariff, match="Check the code"):
                ask(now, code="AGILE-99-01-01")
        assert octopus.count() == 1

    def test_of_a_retired_product_do_not_cover_now(self, octopus, now):
        assert not ask(now, code="AGILE-18-02-21").covers(now)

    def test_of_more_than_31_days_are_refused(self, octopus, now):
        with pytest.raises(InvalidPeriod, match="31 days"):
            ask(now, period=Period(now - 32 * DAY, now))
        assert octopus.count() == 0


class TestHistory:
    def test_is_kept_for_a_day(self, octopus, now):
        period = day_of(now - 3 * DAY)
        for later in (0 * HOUR, 20 * HOUR):
            assert len(ask(now + later, period=period).slots) == 48
        assert octopus.count() == 1

    def test_shares_whole_local_days(self, octopus, now):
        noon = day_of(now - 3 * DAY).starts_at + 12 * HOUR
        for hours in (1, 2):
            ask(now, period=Period(noon, noon + hours * HOUR))
        assert octopus.count() == 1

    def test_of_a_long_october_comes_whole(self, octopus, world):
        world.now = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
        first, last = dt.date(2026, 10, 1), dt.date(2026, 10, 31)
        month = Period(local_day(first, LONDON).starts_at, local_day(last, LONDON).ends_at)
        assert len(ask(world.now, period=month).slots) == 31 * 48 + 2

    def test_that_may_still_arrive_is_not_kept_long(self, octopus, world, now):
        yesterday = day_of(now - DAY)
        world.gaps = {yesterday.starts_at}
        assert ask(now, period=yesterday).expires_at == now + 5 * MINUTE

    def test_that_runs_into_today_is_not_kept_long(self, octopus, now):
        period = Period(now - DAY, now)
        assert ask(now, period=period).expires_at == now + 5 * MINUTE


class TestExpiry:
    def test_is_the_moment_tomorrow_is_due(self, octopus, world, now):
        world.has_tomorrow = False
        before = now.replace(hour=15, minute=58)
        assert ask(before).expires_at == now.replace(hour=16, minute=0)

    def test_is_midnight_in_london(self, octopus, world):
        world.now = dt.datetime(2026, 7, 1, 22, 58, tzinfo=dt.UTC)
        assert ask(world.now).expires_at == dt.datetime(2026, 7, 1, 23, 0, tzinfo=dt.UTC)

    def test_brings_tomorrow_once_it_is_out(self, octopus, world, now):
        world.has_tomorrow = False
        tomorrow, due = day_of(now + DAY), now.replace(hour=16, minute=0)
        assert ask(due - MINUTE, period=tomorrow).slots == ()
        world.has_tomorrow = True
        assert len(ask(due, period=tomorrow).slots) == 46


class TestOutage:
    @pytest.mark.parametrize(
        "fault",
        [BROKEN, EMPTY, FORBIDDEN, HALF, MISSING, WEB_PAGE, WRONG_JSON, WRONG_SHAPE, busy(None)],
    )
    def test_leaves_the_last_good_answer_marked(self, octopus, now, fault):
        good = ask(now)
        octopus.always("*", fault)
        found = ask(now + HOUR)
        assert (found.slots, found.is_stale, found.fetched_at) == (good.slots, True, now)

    def test_with_nothing_kept_is_told(self, octopus, now):
        octopus.always("*", BROKEN)
        with pytest.raises(OctopusUnavailable, match="trouble"):
            ask(now)

    def test_with_contradicting_prices_is_told(self, octopus, now):
        row = {"valid_from": "2026-03-03T12:00:00Z", "valid_to": "2026-03-03T12:30:00Z"}
        rows = [row | {"value_inc_vat": n, "value_exc_vat": n} for n in (1, 2)]
        octopus.always("*", reply({"results": rows}))
        with pytest.raises(OctopusUnavailable, match="Two different prices"):
            ask(now)

    def test_does_not_make_everybody_wait(self, octopus, now):
        octopus.always("*", BROKEN)
        for letter in "ABC":
            with pytest.raises(OctopusUnavailable):
                ask(now, letter=letter)
        assert octopus.count() == 3  # one question, tried three times

    def test_after_midnight_leaves_most_of_the_new_today(self, octopus, now):
        ask(now)
        octopus.always("*", BROKEN)
        tomorrow = now + DAY
        found = ask(tomorrow)
        assert (len(found.slots), len(found.missing), found.is_stale) == (46, 2, True)
        assert found.covers(tomorrow)

    def test_that_outlasts_the_prices_is_told(self, octopus, now):
        ask(now)
        octopus.always("*", BROKEN)
        with pytest.raises(OctopusUnavailable):
            ask(now + 3 * DAY)

    def test_is_over_when_octopus_is_back(self, octopus, now):
        octopus.always("*", BROKEN)
        with pytest.raises(OctopusUnavailable):
            ask(now)
        octopus.normal()
        assert not ask(now + MINUTE).is_stale

    @pytest.mark.parametrize("damage", [{"from": "never"}, {"rows": {}}, {"rows": [7]}, None])
    def test_of_a_stored_file_that_is_damaged_is_none(self, octopus, now, settings, damage):
        good = ask(now)
        (path,) = (settings.ANSWERS_DIR / "rates").glob("*.json")
        kept = json.loads(path.read_text())
        kept["answer"] = kept["answer"] | damage if damage else []
        path.write_text(json.dumps(kept))
        assert ask(now).slots == good.slots
        assert octopus.count(rates_path()) == 2


class TestSampleRates:
    def test_are_marked_and_never_fetched(self, octopus, now):
        found = queries.sample_rates(period=day_of(now), now=now)
        assert (found.is_sample, found.is_stale, found.fetched_at) == (True, False, None)
        assert found.slots == sample_slots(day_of(now))[:46]
        assert octopus.count() == 0

    def test_reach_as_far_as_real_ones_would(self, now):
        tomorrow = day_of(now + DAY)
        evening = now.replace(hour=17)
        assert queries.sample_rates(period=tomorrow, now=now).slots == ()
        assert len(queries.sample_rates(period=tomorrow, now=evening).missing) == 2

    def test_of_more_than_31_days_are_refused(self, now):
        with pytest.raises(InvalidPeriod):
            queries.sample_rates(period=Period(now, now + 32 * DAY), now=now)


class TestStandingCharge:
    def test_is_told_in_pence(self, octopus, now):
        charge = queries.standing_charge(product=CODE, region=region("C"), now=now)
        assert str(charge.pence_exc_vat) == "45.1234"
        assert str(charge.pence_inc_vat) == "47.37957"

    def test_may_be_none_at_present(self, octopus, now):
        octopus.always("*", reply({"results": []}))
        with pytest.raises(UnknownTariff):
            queries.standing_charge(product=CODE, region=region("C"), now=now)


class TestCleanAnswers:
    def test_removes_old_answers_of_every_kind(self, octopus, now):
        ask(now)
        queries.products(now=now)
        later = dt.datetime.now(dt.UTC) + 2 * DAY
        assert queries.clean_answers(older_than=3 * DAY, now=later) == 0
        assert queries.clean_answers(older_than=DAY, now=later) == 4

    def test_is_a_job(self, octopus, now):
        ask(now)
        assert jobs.clean_answers.call() == 0


def test_the_generated_world_is_the_same_every_time(now):
    one, two = (World(now=now).prices(CODE, "C", now, now + DAY) for _ in range(2))
    assert one == two
