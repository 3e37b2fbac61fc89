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


class InvalidTariff(Invalid):
    """Terms that no supplier can mean; the detail ``field`` says which of them."""

    code = "consumption.invalid-tariff"


class InvalidInstalment(Invalid):
    """Not an amount that is paid each month, or owed."""

    code = "consumption.invalid-instalment"


class InvalidMeter(Invalid):
    """Not a meter that hangs anywhere."""

    code = "consumption.invalid-meter"


class InvalidReading(Invalid):
    """Not a number that this dial can show."""

    code = "consumption.invalid-reading"


class QuestionableStep(Invalid):
    """A step from one reading to the next that somebody has to explain."""

    code = "consumption.questionable-step"


class InvalidAccountNumber(Invalid):
    """Not the number of an Octopus account."""

    code = "consumption.invalid-account-number"


class InvalidApiKey(Invalid):
    """Not something that can be a key of the Octopus API."""

    code = "consumption.invalid-api-key"


class UnreadableFile(Invalid):
    """A file that is no CSV, or has nothing in it that could be imported."""

    code = "consumption.unreadable-file"


class InvalidLayout(Invalid):
    """A wrong idea of what stands in which column."""

    code = "consumption.invalid-layout"


class InvalidStamp(Invalid):
    """A cell that is no date or time, or a time that clocks never showed."""

    code = "consumption.invalid-date"
