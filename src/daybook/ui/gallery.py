"""Real examples for the gallery: every component as it looks with something in it."""

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.paginator import Paginator

from daybook.lib.periods import HALF_HOUR, LONDON, Period, half_hours, local_day
from daybook.ui import formats, icons
from daybook.ui.ruler import Bracket, Cell, Mark, Ruler, ruler

WINTER: Final = dt.date(2026, 3, 3)
SPRING: Final = dt.date(2026, 3, 29)
AUTUMN: Final = dt.date(2026, 10, 25)
NOW: Final = dt.datetime(2026, 3, 3, 9, 10, tzinfo=dt.UTC)
# One plausible day of pence, by local hour; the second half of an hour costs a little more.
HOURS: Final = (
    9, 8, 7, 6, 6, 8, 13, 18, 20, 17, 12, 7, 3, -1, -3, 4, 27, 34, 36, 29, 21, 17, 14, 11,
)  # fmt: skip
MISSING: Final = range(30, 36)
LIMITS: Final = ((0, "negative"), (7, "very-cheap"), (12, "cheap"), (18, "fair"), (27, "dear"))


class ExampleForm(forms.Form):
    """One field of every look."""

    name = forms.CharField(
        label="Name",
        help_text="As you like to be greeted.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    hours = forms.DecimalField(
        label="For how long",
        min_value=Decimal("0.5"),
        max_value=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    region = forms.ChoiceField(
        label="Region", choices=[("A", "Eastern England"), ("C", "London")], required=False
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    remember = forms.BooleanField(label="Remember this on this computer", required=False)
    size = forms.ChoiceField(
        label="Size",
        choices=[("s", "Small"), ("l", "Large")],
        widget=forms.RadioSelect,
        required=False,
    )


def examples() -> dict[str, Any]:
    """What the gallery shows."""
    wrong = ExampleForm(
        {"wrong-name": "", "wrong-hours": "9", "wrong-region": "A", "wrong-size": "s"},
        prefix="wrong",
    )
    wrong.add_error(None, "The whole form may be wrong in a way that belongs to no field.")
    return {
        "icons": sorted(icons.SHEET),
        "form": ExampleForm({"name": "Anna", "hours": "3.5", "region": "C", "size": "l"}),
        "wrong": wrong,
        "rulers": rulers(),
        "messages": [
            {"message": "Your changes are saved.", "level_tag": "success"},
            {"message": "Tomorrow's prices are due at 16:00.", "level_tag": "info"},
        ],
        "choices": [
            {"text": "Today", "url": "?day=today", "is_current": True, "note": "Tue 3 Mar"},
            {"text": "Tomorrow", "url": "", "note": "due at 16:00"},
        ],
        "columns": ["Half-hour", "Price", "Change"],
        "rows": [_row(cell) for cell in cells(local_day(WINTER, LONDON))[:4]],
        "page": Paginator(range(57), 20).page(2),
        "crumbs": [{"text": "Today", "url": "/"}, {"text": "Components"}],
        "price": formats.pence(Decimal("12.3456")),
        "exact_price": formats.exact_pence(Decimal("12.3456")),
    }


def rulers() -> list[Ruler]:
    """The day ruler on a plain day, on both clock changes, with a gap, and with no prices."""
    day = local_day(WINTER, LONDON)
    starts = day.starts_at + dt.timedelta(hours=12)
    cheapest = Bracket(Period(starts, starts + 6 * HALF_HOUR), "Cheapest 3 h: 12:00 to 15:00")
    marks = [Mark(day.starts_at + dt.timedelta(hours=18), "Bins out, 18:00", "#ruler")]
    gap = [cell for n, cell in enumerate(cells(day)) if n not in MISSING]
    return [
        ruler(
            name="today", label="Prices on a day of 48 half-hours", day=day, zone=LONDON,
            cells=cells(day), now=NOW, bracket=cheapest, marks=marks,
        ),
        _plain("spring", "The day the clocks go forward: 46 half-hours", SPRING),
        _plain("autumn", "The day the clocks go back: 50 half-hours", AUTUMN),
        ruler(name="gap", label="A day with a gap", day=day, zone=LONDON, cells=gap),
        ruler(name="bare", label="A day without prices", day=day, zone=LONDON, now=NOW),
    ]  # fmt: skip


def _plain(name: str, label: str, date: dt.date) -> Ruler:
    day = local_day(date, LONDON)
    return ruler(name=name, label=label, day=day, zone=LONDON, cells=cells(day))


def cells(day: Period) -> list[Cell]:
    """A cell for every half-hour of ``day``, made from one fixed shape."""
    return [_cell(at) for at in half_hours(day)]


def _cell(at: dt.datetime) -> Cell:
    local = at.astimezone(LONDON)
    value = Decimal(HOURS[local.hour]) + (Decimal("0.7") if local.minute else 0)
    band = next((name for limit, name in LIMITS if value < limit), "very-dear")
    return Cell(at, value, band, formats.pence(value))


def _row(cell: Cell) -> tuple[str, str, str]:
    time = formats.span(cell.starts_at, cell.starts_at + HALF_HOUR, LONDON)
    return time, cell.text, formats.percent(cell.value - 8, 1)
