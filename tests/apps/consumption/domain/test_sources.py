from decimal import Decimal

from daybook.apps.consumption.domain import Source, Told, told

WHOLE = (Decimal("0.5"),) * 48
GAPPED = (None, *WHOLE[1:])


def test_whole_half_hours_are_best():
    best = told(records=Decimal(9), readings=Decimal(8), half_hours=WHOLE)
    assert best == Told(Decimal(24), Source.HALF_HOURS)


def test_a_reading_is_better_than_half_hours_with_a_gap():
    best = told(records=Decimal(9), readings=Decimal(8), half_hours=GAPPED)
    assert best == Told(Decimal(8), Source.READINGS)


def test_what_was_typed_is_better_than_half_hours_with_a_gap():
    assert told(records=Decimal(9), readings=None, half_hours=GAPPED) == Told(
        Decimal(9), Source.RECORDS
    )


def test_half_hours_with_a_gap_say_how_many_are_missing():
    best = told(records=None, readings=None, half_hours=GAPPED)
    assert best == Told(Decimal("23.5"), Source.HALF_HOURS, missing_half_hours=1)


def test_nothing_tells_nothing():
    assert told(records=None, readings=None, half_hours=(None,) * 48) is None
