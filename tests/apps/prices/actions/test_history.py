"""Keeping the prices that are wanted: stopped in the middle, twice, late, wanted anew."""

import datetime as dt

import pytest

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.actions import history as filling
from daybook.apps.prices.events import HistoryWanted, PricesPublished
from daybook.apps.prices.models import RateDay, RateHistory, StandingChargePeriod
from daybook.lib.half_hours import known
from tests.apps.prices.alerts import AGILE, DAY, LONDON_REGION, MINUTE, TODAY, TOMORROW, prefer
from tests.replay import BROKEN, EMPTY, FORBIDDEN, HALF, WEB_PAGE, WRONG_JSON, WRONG_SHAPE
from tests.replay import rates_path as path

OUTGOING = "AGILE-OUTGOING-19-05-13"
DUE = dt.datetime(2026, 3, 3, 16, 5, tzinfo=dt.UTC)
CHARGES = path().replace("standard-unit-rates", "standing-charges")
pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What a process that is killed leaves behind."""


@pytest.fixture(autouse=True)
def _as_of_today(world):
    world.has_tomorrow = False


@pytest.fixture
def facts(monkeypatch):
    """The facts that are published."""
    heard = []
    monkeypatch.setattr(filling, "publish", heard.append)
    return heard


@pytest.fixture
def dies(monkeypatch):
    """``dies("keep_rates", at=2)``: killed before doing that for the second time."""

    def arrange(name, *, at=1):
        whole, calls = getattr(filling, name), []

        def killed(*args, **said):
            calls.append(args)
            if len(calls) == at:
                raise Killed
            return whole(*args, **said)

        monkeypatch.setattr(filling, name, killed)

    return arrange


def want(now, *, days=3, product=AGILE):
    since = TODAY - days * DAY
    actions.want_history(product=product, region=LONDON_REGION, since=since, now=now)
    return RateHistory.objects.get(product=product)


def fill(history, now):
    asked = actions.fill_history(history_id=history.pk, now=now, chance=0)
    history.refresh_from_db()
    return asked


def count_of(day, product=AGILE):
    found = queries.stored_pence(product=product, region=LONDON_REGION, first=day, past=day + DAY)
    return len(known(found.get(day, ())))


class TestSample:
    def test_is_wanted_by_nobody(self, now, facts):
        sample = domain.SAMPLE_PRODUCT
        actions.want_history(product=sample, region=LONDON_REGION, since=TODAY, now=now)
        assert (RateHistory.objects.count(), facts) == (0, [])

    def test_is_kept_as_a_preference_without_a_history(self, anna, now):
        prefer(anna, product=domain.SAMPLE_PRODUCT, now=now)
        assert actions.want_preferred(now=now) == 0
        assert not RateHistory.objects.exists()

    def test_of_one_column_leaves_the_other(self, anna, now):
        prefer(anna, product=domain.SAMPLE_PRODUCT, export_product=OUTGOING, now=now)
        assert actions.want_preferred(now=now) == 1
        assert RateHistory.objects.get().product == OUTGOING


class TestWantingWhatIsPreferred:
    def test_is_once_for_all_who_have_the_tariff(self, anna, otto, eve, now):
        for someone, region in ((anna, "C"), (otto, "C"), (eve, "A")):
            prefer(someone, region=region, export_product=OUTGOING, now=now)
        assert actions.want_preferred(now=now) == 4
        assert RateHistory.objects.count() == 4

    def test_asks_the_same_few_questions_for_more_people(
        self, person, now, django_assert_max_num_queries
    ):
        for n in range(6):
            prefer(person(f"P{n}"), now=now)
        with django_assert_max_num_queries(6):
            assert actions.want_preferred(now=now) == 1

    def test_needs_a_region(self, anna, now):
        prefer(anna, region="", now=now)
        assert actions.want_preferred(now=now) == 0

    def test_does_not_shorten_what_is_kept(self, anna, now):
        want(now, days=700)
        prefer(anna, now=now)
        actions.want_preferred(now=now + 10 * DAY)
        assert RateHistory.objects.get().since == TODAY - 700 * DAY

    def test_is_for_no_day_before_agile(self, now):
        assert want(now, days=20_000).since == dt.date(2017, 1, 1)


class TestKilled:
    @pytest.mark.parametrize("at", [1, 2, 3])
    def test_between_two_pieces_goes_on_with_the_next(self, octopus, now, dies, at):
        history = want(now, days=80)
        dies("_ask", at=at)
        with pytest.raises(Killed):
            fill(history, now)
        assert octopus.count(path()) == at - 1
        assert RateDay.objects.count() == min(81, 31 * (at - 1))
        fill(history, now)
        assert (octopus.count(path()), RateDay.objects.count()) == (3, 81)

    def test_while_keeping_a_piece_keeps_nothing_of_it(self, octopus, now, dies):
        history = want(now)
        dies("_go_on")
        with pytest.raises(Killed):
            fill(history, now)
        history.refresh_from_db()
        assert (RateDay.objects.count(), history.complete_until) == (0, None)
        assert fill(history, now) == 1

    def test_before_noting_its_success_asks_octopus_nothing_twice(self, octopus, now, dies):
        history = want(now)
        dies("_note_success")
        with pytest.raises(Killed):
            fill(history, now)
        asked = octopus.count()
        assert (fill(history, now), octopus.count()) == (0, asked)
        assert history.ask_at > now

    def test_before_the_standing_charges_asks_for_them_next(self, octopus, now, dies):
        history = want(now)
        dies("_ask_charges")
        with pytest.raises(Killed):
            fill(history, now)
        assert fill(history, now) == 0
        assert (octopus.count(path()), StandingChargePeriod.objects.count()) == (1, 1)

    def test_before_it_was_announced_announces_it_next(self, octopus, world, now, dies, facts):
        history = want(now)
        world.has_tomorrow = True
        dies("keep_rates")
        with pytest.raises(Killed):
            fill(history, DUE)
        assert not [fact for fact in facts if isinstance(fact, PricesPublished)]
        fill(history, DUE)
        assert facts[-1] == PricesPublished(product=AGILE, region="C", day=TOMORROW)


class TestTwice:
    def test_before_it_is_due_asks_nothing(self, octopus, now):
        history = want(now)
        fill(history, now)
        asked = octopus.count()
        assert [fill(history, now + n * MINUTE) for n in range(3)] == [0, 0, 0]
        assert octopus.count() == asked

    def test_with_another_ahead_moves_nothing_back(self, octopus, now, monkeypatch):
        history = want(now)
        keep = filling.keep_rates

        def overtaken(**said):
            RateHistory.objects.update(complete_since=TODAY - 50 * DAY, complete_until=DUE)
            return keep(**said)

        monkeypatch.setattr(filling, "keep_rates", overtaken)
        fill(history, now)
        assert (history.complete_since, history.complete_until) == (TODAY - 50 * DAY, DUE)

    def test_wanted_further_back_meanwhile_goes_there_at_once(self, octopus, now, monkeypatch):
        history = want(now)
        keep = filling.keep_rates

        def wanted(**said):
            RateHistory.objects.update(since=TODAY - 40 * DAY)
            return keep(**said)

        monkeypatch.setattr(filling, "keep_rates", wanted)
        fill(history, now)
        assert history.complete_since == TODAY - 40 * DAY
        assert RateDay.objects.count() == 41

    def test_wanted_further_back_at_the_very_end_runs_again_at_once(
        self, octopus, now, monkeypatch
    ):
        history = want(now)
        ask = filling._ask_charges

        def wanted(row, at):
            ask(row, at)
            want(now, days=40)

        monkeypatch.setattr(filling, "_ask_charges", wanted)
        fill(history, now)
        assert queries.due_histories(now) == [history.pk]


class TestLate:
    def test_makes_up_for_weeks_without_a_worker(self, octopus, world, now):
        history = want(now)
        fill(history, now)
        world.now = now + 40 * DAY
        want(world.now)
        assert fill(history, world.now) == 2
        assert RateDay.objects.count() == 44

    def test_in_the_night_asks_again_in_the_morning(self, octopus, world, now):
        history = want(now)
        fill(history, now)
        fill(history, dt.datetime(2026, 3, 3, 23, 30, tzinfo=dt.UTC))
        assert history.ask_at == dt.datetime(2026, 3, 4, 7, tzinfo=dt.UTC)

    def test_of_a_day_with_a_gap_announces_nothing(self, octopus, world, now, facts):
        history = want(now)
        fill(history, now)
        world.has_tomorrow = True
        world.gaps = {dt.datetime(2026, 3, 4, 3, tzinfo=dt.UTC)}
        fill(history, DUE)
        assert (history.announced, count_of(TOMORROW)) == (TODAY, 45)
        world.gaps = set()
        fill(history, history.ask_at)
        assert facts[-1] == PricesPublished(product=AGILE, region="C", day=TOMORROW)

    def test_of_a_gap_that_is_a_week_old_ends(self, octopus, world, now):
        world.gaps = {now.replace(minute=0) - 9 * DAY}
        history = want(now, days=12)
        assert fill(history, now) == 1
        assert history.complete_until == dt.datetime(2026, 3, 3, 23, tzinfo=dt.UTC)
        assert count_of(TODAY - 9 * DAY) == 47


class TestTrouble:
    @pytest.mark.parametrize(
        "answer", [BROKEN, EMPTY, FORBIDDEN, HALF, WEB_PAGE, WRONG_JSON, WRONG_SHAPE]
    )
    def test_of_every_kind_is_noted_and_keeps_nothing(self, octopus, now, answer):
        history = want(now)
        octopus.always("*", answer)
        assert fill(history, now) == 0
        assert (history.failures, bool(history.trouble)) == (1, True)
        assert (history.asked_at, RateDay.objects.count()) == (now, 0)
        assert history.ask_at == now + 5 * MINUTE

    def test_with_the_standing_charges_keeps_the_rates(self, octopus, now):
        history = want(now)
        octopus.always(CHARGES, BROKEN)
        fill(history, now)
        assert (history.failures, count_of(TODAY - DAY)) == (1, 48)
        octopus.normal()
        fill(history, history.ask_at)
        assert (history.failures, StandingChargePeriod.objects.count()) == (0, 1)

    def test_is_as_long_as_there_is_room(self, octopus, now, monkeypatch):
        history = want(now)

        def fail(*_):
            raise filling.Unavailable("x" * 999)

        monkeypatch.setattr(filling, "_fill", fail)
        fill(history, now)
        assert history.trouble == "x" * 255

    def test_of_one_tariff_leaves_the_others(self, octopus, now):
        bad, good = want(now, product="AGILE-99-01-01"), want(now)
        for history in (bad, good):
            fill(history, now)
        assert (bad.failures, good.failures) == (1, 0)
        assert queries.failing_histories(now) == []

    def test_names_those_first_that_have_failed_most(self, now):
        first, second = want(now), want(now, product=OUTGOING)
        RateHistory.objects.filter(pk=first.pk).update(failures=3)
        RateHistory.objects.filter(pk=second.pk).update(failures=9)
        assert queries.failing_histories(now) == [second, first]
        assert queries.failing_histories(now + 101 * DAY) == []


class TestQueue:
    def test_begins_with_those_who_have_waited_longest(self, now):
        first, second, later = (want(now, product=f"AGILE-2{n}-01-01") for n in range(3))
        for history, at in ((first, 1), (second, 2), (later, -1)):
            RateHistory.objects.filter(pk=history.pk).update(ask_at=now - at * MINUTE)
        assert queries.due_histories(now) == [second.pk, first.pk]
        assert queries.wanted_count(now) == 3

    def test_is_told_of_what_is_new_and_what_reaches_further(self, now, facts):
        history = want(now)
        want(now)
        want(now, days=9)
        assert facts == [HistoryWanted(history_id=history.pk)] * 2
        assert str(history) == f"{AGILE} C since {TODAY - 3 * DAY}"
