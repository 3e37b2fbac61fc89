"""What a person reckons in, and how their week runs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from daybook.lib.errors import Invalid

#: What people are likely to be paid in, by its three letters of ISO 4217; the house's own first.
CURRENCIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "GBP": "Pound sterling",
        "EUR": "Euro",
        "USD": "US dollar",
        "AUD": "Australian dollar",
        "BRL": "Brazilian real",
        "CAD": "Canadian dollar",
        "CHF": "Swiss franc",
        "CNY": "Chinese yuan",
        "CZK": "Czech koruna",
        "DKK": "Danish krone",
        "HKD": "Hong Kong dollar",
        "HUF": "Hungarian forint",
        "ILS": "Israeli shekel",
        "INR": "Indian rupee",
        "ISK": "Icelandic krona",
        "JPY": "Japanese yen",
        "KRW": "South Korean won",
        "MXN": "Mexican peso",
        "NOK": "Norwegian krone",
        "NZD": "New Zealand dollar",
        "PLN": "Polish zloty",
        "RON": "Romanian leu",
        "SEK": "Swedish krona",
        "SGD": "Singapore dollar",
        "THB": "Thai baht",
        "TRY": "Turkish lira",
        "UAH": "Ukrainian hryvnia",
        "ZAR": "South African rand",
    }
)
#: Counted as ``datetime.date.weekday`` does.
WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


def checked_currency(code: str) -> str:
    """``code``; raises ``Invalid`` unless it is one of ``CURRENCIES``."""
    if code not in CURRENCIES:
        raise Invalid("Please choose a currency, by its three letters such as GBP.")
    return code


def checked_first_weekday(day: int) -> int:
    """``day``, 0 for Monday to 6 for Sunday; raises ``Invalid`` for others."""
    if day not in range(len(WEEKDAYS)):
        raise Invalid("Please choose a day from 0, Monday, to 6, Sunday.")
    return day
