"""Where a person is reached by phone and by post."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import phonenumbers

from daybook.apps.accounts.domain.lines import is_printable, single_spaced
from daybook.lib.errors import Invalid

HOME: Final = "GB"  # whose numbers are dialled without a country code
PHONE_LENGTH: Final = 40  # as people write one, with spaces and brackets
POSTCODE_LENGTH: Final = 16
#: Ofcom keeps these for films and examples: they reach nobody, and libphonenumber refuses them.
EXAMPLES: Final = re.compile(r"\+447700900\d{3}")

_OUTWARD: Final = re.compile(r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?|GIR)")
_INWARD: Final = re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}")
_INWARD_LENGTH: Final = 3
#: The islands beside the United Kingdom are countries of their own with postcodes of its form.
_AREAS: Final[Mapping[str, str]] = {"GG": "GY", "JE": "JE", "IM": "IM"}
_LOOKS_ALIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5"})


def checked_phone(text: str) -> str:
    """A phone number in the form of E.164, or nothing for nothing: ``+447700900123``.

    Without a country code it is one of the United Kingdom. Raises ``Invalid``, saying why, for
    what cannot be called from everywhere.
    """
    text = single_spaced(text)
    if not text:
        return ""
    if len(text) > PHONE_LENGTH:
        raise Invalid("A phone number is shorter than that.")
    number = _parsed(text)
    if number.extension:
        raise Invalid("Please leave out the extension.")
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if EXAMPLES.fullmatch(written):
        return written
    if reason := _LENGTHS.get(phonenumbers.is_possible_number_with_reason(number)):
        raise Invalid(reason)
    if not phonenumbers.is_valid_number(number):
        raise Invalid("There is no such phone number. Please check the digits.")
    return written


_LENGTHS: Final[Mapping[int, str]] = {
    phonenumbers.ValidationResult.TOO_SHORT: "This phone number is too short.",
    phonenumbers.ValidationResult.TOO_LONG: "This phone number is too long.",
    phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "Please add the area code.",
}


def _parsed(text: str) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException as error:
        if error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
            raise Invalid("No country has this code after the +.") from None
        raise Invalid("Type a phone number, such as 07700 900123 or +33 6 12 34 56 78.") from None


def phone_words(phone: str) -> str:
    """A phone number as people read it: ``+44 7700 900123``; nothing for nothing."""
    if not phone:
        return ""
    number = phonenumbers.parse(phone)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@cache
def countries() -> Mapping[str, str]:
    """The usual English names of the countries of ISO 3166 by their two letters, by name."""
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    known = dict(lines) | {HOME: "United Kingdom"}
    return MappingProxyType(dict(sorted(known.items(), key=lambda country: country[1])))


def checked_country(code: str) -> str:
    """``code``, the two letters of ISO 3166; raises ``Invalid`` for those of no country."""
    if code not in countries():
        raise Invalid("Please choose a country, by its two letters such as GB.")
    return code


def checked_postcode(text: str, *, country: str) -> str:
    """A postcode as it is written on a letter to ``country``, or nothing for nothing.

    One of the United Kingdom, Jersey, Guernsey and the Isle of Man is spaced and in capitals:
    ``sw1a1aa`` becomes ``SW1A 1AA``; raises ``Invalid``, saying what may be meant, for what is
    none. Other countries have their own ways, and keep what was typed.
    """
    text = single_spaced(text).upper()
    if not text:
        return ""
    if len(text) > POSTCODE_LENGTH:
        raise Invalid(f"A postcode may have at most {POSTCODE_LENGTH} characters.")
    if not is_printable(text):
        raise Invalid("A postcode may not contain control characters.")
    return _british(text, country) if country in {HOME, *_AREAS} else text


def _british(text: str, country: str) -> str:
    code = re.sub(r"[\s.-]", "", text)
    if not (spaced := _spaced(code)):
        raise Invalid(_advice(code))
    if (area := _AREAS.get(country)) and not code.startswith(area):
        raise Invalid(f"Postcodes of {countries()[country]} begin with {area}.")
    return spaced


def _spaced(code: str) -> str:
    outward, inward = code[:-_INWARD_LENGTH], code[-_INWARD_LENGTH:]
    is_one = _OUTWARD.fullmatch(outward) and _INWARD.fullmatch(inward)
    return f"{outward} {inward}" if is_one else ""


def _advice(code: str) -> str:
    if _OUTWARD.fullmatch(code):
        return "That is the first half of a postcode. Type all of it, such as SW1A 1AA."
    digit = code[-_INWARD_LENGTH : 1 - _INWARD_LENGTH].translate(_LOOKS_ALIKE)
    meant = f"{code[:-_INWARD_LENGTH]}{digit}{code[1 - _INWARD_LENGTH :]}"
    if spaced := _spaced(meant):
        return f"That is not a UK postcode. Do you mean {spaced}?"
    return "That is not a UK postcode. Type it like SW1A 1AA, or choose another country."
