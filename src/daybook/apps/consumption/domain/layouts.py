"""What stands in which column of a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daybook.apps.consumption.domain.refusals import InvalidLayout
from daybook.apps.consumption.domain.stamps import DateOrder
from daybook.apps.consumption.domain.utilities import UNITS, Unit, Utility, checked_unit

#: A layout as it is kept: plain values by the names of its parts.
PlainLayout = Mapping[str, str | int | bool | None]


class RowKind(StrEnum):
    """What one row of a file is about."""

    DAYS = "days"
    HALF_HOURS = "half-hours"


class Decimals(StrEnum):
    """What stands before the decimals of an amount."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns of a file, counted from 0, and how its cells are written.

    What is used and its unit are the same for all rows, or stand in a column of their own. A date
    in ``end`` is the last day, that day too; a time in it is where the row ends. ``is_sure`` lets
    amounts pass that are far above what households use.
    """

    kind: RowKind
    start: int
    value: int
    end: int | None = None
    notes: int | None = None
    utility: Utility | int = Utility.ELECTRICITY
    unit: Unit | int = Unit.KWH
    date_order: DateOrder = DateOrder.DAY_FIRST
    decimals: Decimals = Decimals.POINT
    is_sure: bool = False

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns it reads."""
        named = (self.start, self.value, self.end, self.notes, self.utility, self.unit)
        return tuple(one for one in named if isinstance(one, int))


def checked_layout(layout: Layout, *, width: int) -> Layout:
    """``layout`` where a file of ``width`` columns can have it.

    Raises ``InvalidLayout`` for a column there is not and one that is both date and amount, and
    ``InvalidUnit`` for a unit in which that is not measured.
    """
    if any(not 0 <= column < width for column in layout.columns):
        raise InvalidLayout("There is no such column in this file.")
    if layout.start == layout.value:
        raise InvalidLayout("The date and the amount cannot stand in one column.")
    if isinstance(layout.utility, Utility) and isinstance(layout.unit, Unit):
        checked_unit(layout.utility, layout.unit)
    return layout


def plain_layout(layout: Layout) -> dict[str, str | int | bool | None]:
    """``layout`` as plain values, to be kept."""
    return {
        "kind": layout.kind.value,
        "start": layout.start,
        "value": layout.value,
        "end": layout.end,
        "notes": layout.notes,
        "utility": layout.utility.value if isinstance(layout.utility, Utility) else layout.utility,
        "unit": layout.unit.value if isinstance(layout.unit, Unit) else layout.unit,
        "date_order": layout.date_order.value,
        "decimals": layout.decimals.value,
        "is_sure": layout.is_sure,
    }


def layout_from(kept: PlainLayout) -> Layout:
    """The layout that was kept; raises ``InvalidLayout`` where it is none."""
    utility, unit = kept.get("utility"), kept.get("unit")
    try:
        return Layout(
            kind=RowKind(str(kept.get("kind"))),
            start=_column(kept, "start"),
            value=_column(kept, "value"),
            end=None if kept.get("end") is None else _column(kept, "end"),
            notes=None if kept.get("notes") is None else _column(kept, "notes"),
            utility=utility if isinstance(utility, int) else Utility(str(utility)),
            unit=unit if isinstance(unit, int) else Unit(str(unit)),
            date_order=DateOrder(str(kept.get("date_order"))),
            decimals=Decimals(str(kept.get("decimals"))),
            is_sure=bool(kept.get("is_sure")),
        )
    except ValueError:
        raise InvalidLayout("It is not clear what stands in which column.") from None


def layout_said(header: Sequence[str], base: Layout | None, said: PlainLayout) -> Layout:
    """``base`` with what somebody has said about it, columns by their names or their numbers.

    ``utility_column`` and ``unit_column`` say where what is used and its unit stand. Raises
    ``InvalidLayout`` for columns there are not, and while nobody knows date and amount.
    """
    parts = plain_layout(base) if base is not None else dict(_USUAL)
    for name in ("start", "end", "value", "notes"):
        if said.get(name) is not None:
            parts[name] = _called(header, said[name])
    for name in ("utility", "unit"):
        if said.get(name) is not None:
            parts[name] = said[name]
        if said.get(f"{name}_column") is not None:
            parts[name] = _called(header, said[f"{name}_column"])
    others = ("kind", "date_order", "decimals", "is_sure")
    parts |= {name: said[name] for name in others if said.get(name) is not None}
    return checked_layout(layout_from(parts), width=len(header))


def _called(header: Sequence[str], named: str | int | None) -> int:
    if isinstance(named, int):
        return named
    names = [title.casefold() for title in header]
    if str(named).casefold() not in names:
        raise InvalidLayout(f"There is no column called “{str(named)[:40]}”.")
    return names.index(str(named).casefold())


def _column(kept: PlainLayout, name: str) -> int:
    column = kept.get(name)
    if not isinstance(column, int):
        raise InvalidLayout("It is not clear what stands in which column.")
    return column


#: For a unit that stands in no column: the one of what is used, where the file does not tell.
USUAL_UNITS: Final[dict[Utility, Unit]] = {utility: units[0] for utility, units in UNITS.items()}
_USUAL: Final[dict[str, str | int | bool | None]] = {
    "kind": RowKind.DAYS.value,
    "utility": Utility.ELECTRICITY.value,
    "unit": Unit.KWH.value,
    "date_order": DateOrder.DAY_FIRST.value,
    "decimals": Decimals.POINT.value,
}
