"""What an account knows about its person."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.accounts.domain import CURRENCIES, WEEKDAYS, countries
from daybook.apps.accounts.models import Avatar, User
from daybook.core.contributions import PersonalFile

PICTURE_TYPE: Final = "image/webp"
PICTURE_NAME: Final = "picture.webp"


def phone_of(person_id: int) -> str:
    """The number a person is called at, in the form of E.164; nothing where there is none."""
    return User.objects.filter(pk=person_id).values_list("phone", flat=True).first() or ""


def first_weekday_of(person: AbstractBaseUser) -> int:
    """The day the person's weeks start on, Monday is 0; without a question when they are loaded."""
    return cast("User", person).first_weekday


def avatar_of(person: User, *, is_small: bool, version: str | None = None) -> Avatar | None:
    """The picture of ``person``, of that ``version`` if given, with one of its sizes loaded."""
    avatars = Avatar.objects.defer("large" if is_small else "small").filter(person=person)
    return (avatars if version is None else avatars.filter(version=version)).first()


def profile_export(person: User) -> dict[str, Any]:
    """What ``person`` has said about themselves, in plain values."""
    return {
        "name": person.name,
        "phone": person.phone,
        "address_line1": person.address_line1,
        "address_line2": person.address_line2,
        "city": person.city,
        "county": person.county,
        "postcode": person.postcode,
        "country": person.country,
        "country_name": countries().get(person.country, ""),
        "time_zone": person.time_zone,
        "language": person.language,
        "day_starts_at": f"{person.day_starts_at:%H:%M}",
        "first_weekday": WEEKDAYS[person.first_weekday],
        "currency": person.currency,
        "currency_name": CURRENCIES.get(person.currency, ""),
    }


def avatar_export(person: User) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What is known of the picture of ``person``, if there is one; it is a file by itself."""
    for avatar in Avatar.objects.filter(person=person):
        yield (
            "picture",
            {
                "content_type": PICTURE_TYPE,
                "changed_at": avatar.changed_at.isoformat(),
                "file": PICTURE_NAME,
            },
        )


def avatar_files(person: AbstractBaseUser) -> Iterator[PersonalFile]:
    """The picture of ``person``, if there is one, as it can be looked at."""
    for avatar in Avatar.objects.filter(person_id=person.pk):
        yield PersonalFile(name=PICTURE_NAME, content=bytes(avatar.large))
