import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.domain.tariffs import (
    Band,
    Flat,
    HalfHourly,
    Kind,
    Own,
    TwoRate,
    bands_text,
    checked_kind,
    kind_of,
    rate_pence,
    read_bands,
    share_percent,
    standing_pence,
    usual_vat_percent,
    vat_percent,
)
from daybook.apps.consumption.errors import InvalidTariff
from daybook.apps.prices.errors import InvalidProduct, UnknownRegion


def two_rate(**said):
    return TwoRate(day_pence=Decimal(30), night_pence=Decimal(10), **said)


class TestFlat:
    def test_asks_for_water_again_when_it_goes(self):
        flat = Flat(pence=Decimal(200), wastewater_pence=Decimal(100))
        assert flat.whole_pence == 295

    def test_is_its_own_rate_without_wastewater(self):
        assert Flat(pence=Decimal("24.5")).whole_pence == Decimal("24.5")


class TestTwoRate:
    def test_is_economy_7_unless_it_says_otherwise(self):
        rates = two_rate()
        assert (rates.night_from, rates.night_until) == (dt.time(0, 30), dt.time(7, 30))
        assert rates.night_percent == 42

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"night_from": dt.time(0, 15)}, "night_from"),
            ({"night_until": dt.time(7, 30, 1)}, "night_until"),
            ({"night_until": dt.time(0, 30)}, "night_until"),
        ],
    )
    def test_refuses_a_night_that_is_none(self, said, field):
        with pytest.raises(InvalidTariff) as refused:
            two_rate(**said)
        assert refused.value.details == {"field": field}


class TestOwn:
    def test_puts_its_bands_in_order(self):
        late, early = Band(dt.time(16), Decimal(40)), Band(dt.time(5), Decimal(9))
        assert Own(weekdays=(late, early)).weekdays == (early, late)

    @pytest.mark.parametrize(
        "bands",
        [
            (),
            (Band(dt.time(5, 10), Decimal(9)),),
            (Band(dt.time(5), Decimal(9)), Band(dt.time(5), Decimal(8))),
        ],
    )
    def test_refuses_bands_that_say_nothing(self, bands):
        with pytest.raises(InvalidTariff):
            Own(weekdays=bands)

    def test_refuses_weekends_that_contradict_themselves(self):
        bad = Band(dt.time(5, 10), Decimal(9))
        with pytest.raises(InvalidTariff) as refused:
            Own(weekdays=(Band(dt.time(0), Decimal(9)),), weekends=(bad,))
        assert refused.value.details == {"field": "weekends"}


class TestHalfHourly:
    def test_writes_product_and_region_as_octopus_does(self):
        rates = HalfHourly(product="agile-24-10-01", region="_c")
        assert (rates.product, rates.region) == ("AGILE-24-10-01", "C")

    def test_refuses_what_cannot_be(self):
        with pytest.raises(InvalidProduct):
            HalfHourly(product="?", region="C")
        with pytest.raises(UnknownRegion):
            HalfHourly(product="AGILE-24-10-01", region="I")


class TestKinds:
    def test_are_told_from_the_rates(self):
        rates = [
            Flat(pence=Decimal(1)),
            two_rate(),
            HalfHourly(product="AGILE-1", region="C"),
            Own(weekdays=(Band(dt.time(0), Decimal(1)),)),
        ]
        assert [kind_of(one) for one in rates] == list(Kind)

    def test_of_gas_and_water_are_flat(self):
        assert checked_kind(Utility.GAS, Kind.FLAT) is Kind.FLAT
        assert checked_kind(Utility.ELECTRICITY, Kind.OWN) is Kind.OWN
        with pytest.raises(InvalidTariff, match="Water has one rate"):
            checked_kind(Utility.WATER, Kind.TWO_RATE)

    def test_water_has_no_vat(self):
        assert [usual_vat_percent(one) for one in Utility] == [5, 0, 5]


class TestNumbers:
    @pytest.mark.parametrize(
        ("rule", "least", "most"),
        [
            (rate_pence, -2000, 2000),
            (standing_pence, 0, 2000),
            (share_percent, 0, 100),
            (vat_percent, 0, 30),
        ],
    )
    def test_have_ends(self, rule, least, most):
        assert (rule(Decimal(least)), rule(Decimal(most))) == (least, most)
        for wrong in (Decimal(least - 1), Decimal(most + 1), Decimal("NaN"), Decimal("0.0000001")):
            with pytest.raises(InvalidTariff):
                rule(wrong)


class TestReadingBands:
    @pytest.mark.parametrize("text", ["05:30 28.6\n0:30 9,5", "00:30=9.5p; 5.30 = 28.6 p\n\n"])
    def test_reads_what_people_write(self, text):
        assert read_bands(text) == (
            Band(dt.time(0, 30), Decimal("9.5")),
            Band(dt.time(5, 30), Decimal("28.6")),
        )

    def test_reads_what_it_writes(self):
        bands = (Band(dt.time(0), Decimal("-1.25")), Band(dt.time(16), Decimal(40)))
        assert read_bands(bands_text(bands)) == bands

    @pytest.mark.parametrize("text", ["cheap", "24:00 5", "10:60 5", "10:00", "0:00 1\n" * 49])
    def test_refuses_the_rest(self, text):
        with pytest.raises(InvalidTariff):
            read_bands(text)
