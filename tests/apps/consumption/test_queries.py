import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.errors import NoSuchRecord
from daybook.apps.consumption.models import DayUse, Record
from daybook.apps.consumption.queries import Wanted

DAY = dt.timedelta(days=1)
WATER = {"utility": Utility.WATER, "unit": Unit.CUBIC_METRE}


class TestRecordsOf:
    def listed(self, anna, **wanted):
        return [str(row.value.normalize()) for row in self.found(anna, **wanted).page]

    def found(self, anna, **wanted):
        return queries.records_of(anna.pk, Wanted(**wanted))

    @pytest.fixture(autouse=True)
    def some(self, record, today, eve):
        record("1", first=today - 2 * DAY, notes="Oven broken")
        record("3", first=today - 9 * DAY, last=today - 5 * DAY)
        record("2", **WATER)
        record("99", person=eve)

    @pytest.mark.parametrize(
        ("wanted", "listed"),
        [
            ({}, ["2", "1", "3"]),
            ({"sort": "oldest"}, ["3", "1", "2"]),
            ({"sort": "most"}, ["3", "2", "1"]),
            ({"sort": "least"}, ["1", "2", "3"]),
            ({"utility": Utility.WATER}, ["2"]),
            ({"words": "oven"}, ["1"]),
            ({"words": "%"}, []),
            ({"since": dt.date(2026, 3, 1)}, ["2", "1"]),
            ({"until": dt.date(2026, 2, 25)}, ["3"]),
            ({"since": dt.date(2026, 2, 26), "until": dt.date(2026, 2, 26)}, ["3"]),
            ({"since": dt.date(2026, 2, 27), "until": dt.date(2026, 2, 28)}, []),
            ({"since": dt.date(2026, 3, 2), "until": dt.date(2026, 3, 1)}, []),
            ({"since": dt.date.min, "until": dt.date.max}, ["2", "1", "3"]),
        ],
    )
    def test_finds_what_is_wanted_in_order(self, anna, wanted, listed):
        assert self.listed(anna, **wanted) == listed

    def test_tells_the_totals_of_all_that_is_found(self, anna):
        totals = self.found(anna).totals
        assert [(t.utility, t.amount, t.count) for t in totals] == [
            (Utility.ELECTRICITY, 4, 2),
            (Utility.WATER, 2, 1),
        ]

    def test_leaves_out_what_is_deleted(self, anna, now):
        gone = self.found(anna, words="oven").page.object_list[0]
        actions.delete_records(person=anna, record_ids=[gone.pk], now=now)
        assert self.listed(anna) == ["2", "3"]

    def test_has_twenty_a_page_and_the_total_of_all(self, anna, record):
        for _ in range(20):
            record("1")
        found = self.found(anna)
        assert (len(found.page.object_list), found.page.paginator.num_pages) == (20, 2)
        assert found.totals[0].amount == 24
        assert len(queries.records_of(anna.pk, Wanted(), page=99).page.object_list) == 3

    def test_adds_up_exactly(self, anna, record):
        for _ in range(30):
            record("0.1", **WATER)
        assert self.found(anna, utility=Utility.WATER).totals[0].amount == Decimal(5)

    def test_asks_twice_however_many_there_are(self, anna, record, django_assert_num_queries):
        with django_assert_num_queries(2):
            list(self.found(anna).page)
        for _ in range(30):
            record("1")
        with django_assert_num_queries(2):
            list(self.found(anna).page)


class TestRecordOf:
    def test_is_for_the_person_it_belongs_to(self, anna, eve, record):
        kept = record()
        assert queries.record_of(anna.pk, kept.pk) == kept
        with pytest.raises(NoSuchRecord):
            queries.record_of(eve.pk, kept.pk)


class TestLastRecordOf:
    def test_is_the_one_made_last(self, anna, record, today):
        record(first=today)
        made_last = record(first=today - DAY)
        assert queries.last_record_of(anna.pk) == made_last

    def test_is_nobody_elses(self, eve, record):
        record()
        assert queries.last_record_of(eve.pk) is None


class TestStatsOf:
    def test_is_empty_without_records(self, anna, today):
        assert queries.stats_of(anna.pk, today=today) == ()

    def test_tells_totals_averages_and_months(self, anna, record, today):
        record("31", first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 31))
        record("6", first=dt.date(2026, 3, 1), last=today)
        (found,) = queries.stats_of(anna.pk, today=today)
        assert (found.ever.amount, found.ever.known_days) == (37, 34)
        assert round(found.month_average, 3) == Decimal("33.123")
        assert (found.this_month.amount, found.this_month.missing_days) == (6, 0)
        assert [one.month for one in found.months][::12] == ["2025-03", "2026-03"]
        sums = {one.month: one.total.amount for one in found.months if one.total.known_days}
        assert sums == {"2026-01": 31, "2026-03": 6}

    def test_compares_as_far_as_the_month_is_recorded(self, anna, record, today):
        record("28", first=dt.date(2026, 2, 1), last=dt.date(2026, 2, 28))
        record("4", first=today - 2 * DAY, last=today - DAY)
        (found,) = queries.stats_of(anna.pk, today=today)
        assert (found.on_last_month.now.days, found.on_last_month.change) == (2, 1)
        assert found.on_last_month.now.missing_days == 0

    def test_tells_each_utility_in_its_unit(self, anna, record, today):
        record("350", utility=Utility.WATER, unit=Unit.LITRE)
        record("5")
        found = queries.stats_of(anna.pk, today=today)
        assert [(one.utility, one.unit, one.ever.amount) for one in found] == [
            (Utility.ELECTRICITY, Unit.KWH, 5),
            (Utility.WATER, Unit.CUBIC_METRE, Decimal("0.35")),
        ]

    def test_asks_thrice_however_much_there_is(self, anna, today, now, django_assert_num_queries):
        actions.record_sample(person=anna, today=today, now=now)
        with django_assert_num_queries(3):
            assert len(queries.stats_of(anna.pk, today=today)) == 3

    def test_knows_nothing_of_others(self, eve, record, today):
        record()
        assert queries.stats_of(eve.pk, today=today) == ()


class TestExport:
    def test_has_all_that_was_typed(self, anna, record):
        record("12.5", utility=Utility.GAS, unit=Unit.CUBIC_METRE, notes="guests")
        kinds = [kind for kind, _ in queries.export(anna)]
        told = dict(queries.export(anna))["record"]
        assert kinds == ["supply", "supply", "supply", "record"]
        assert (told["value"], told["unit"], told["notes"]) == ("12.500000", "m3", "guests")
        assert (told["first_day"], told["last_day"]) == ("2026-03-03", "2026-03-03")

    def test_has_what_can_still_be_brought_back(self, anna, record, now):
        actions.delete_records(person=anna, record_ids=[record().pk], now=now)
        assert dict(queries.export(anna))["record"]["deleted_at"] == now.isoformat()

    def test_has_nothing_of_others(self, eve, record):
        record()
        assert list(queries.export(eve)) == []


class TestTables:
    def test_have_names_for_the_admin_and_the_log(self, anna, record):
        kept = record()
        assert str(kept) == f"electricity #{kept.pk}"
        assert str(DayUse.objects.get()) == "electricity on 2026-03-03"
        assert Record._meta.verbose_name == "record"
