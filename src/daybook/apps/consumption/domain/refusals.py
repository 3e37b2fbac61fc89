"""What the rules of consumption refuse, and why.

They live beside the rules because the rules raise them; everybody above the
domain imports them from ``daybook.apps.consumption.errors``.
"""

from daybook.lib.errors import Invalid


class InvalidValue(Invalid):
    """Not an amount a household can use."""

    code = "consumption.invalid-value"


class UnusualValue(Invalid):
    """An amount far above what households use; it may be right, but somebody has to say so."""

    code = "consumption.unusual-value"


class InvalidUnit(Invalid):
    """A unit in which this is not measured."""

    code = "consumption.invalid-unit"


class InvalidDays(Invalid):
    """Days that end before they begin, lie ahead, or are too many."""

    code = "consumption.invalid-days"


class InvalidCalorificValue(Invalid):
    """No gas in a British pipe has this calorific value."""

    code = "consumption.invalid-calorific-value"


class UnreadableLine(Invalid):
    """A line of the quick add that cannot be understood."""

    code = "consumption.unreadable-line"


class UnreadableFile(Invalid):
    """A file that is no CSV, or has nothing in it that could be imported."""

    code = "consumption.unreadable-file"


class InvalidLayout(Invalid):
    """A wrong idea of what stands in which column."""

    code = "consumption.invalid-layout"


class InvalidStamp(Invalid):
    """A cell that is no date or time, or a time that clocks never showed."""

    code = "consumption.invalid-date"
