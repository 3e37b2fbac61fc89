"""What any app wants told to a person, handed to whoever carries messages.

Accounts stand below notifications and may not call them; both know this contract. A letter is
handed over inside the transaction of its cause, so that it exists exactly when its cause does.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from daybook.core.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message owed to a person.

    ``kind`` names a registered kind of notification; ``key`` makes it unique: the same kind, person
    and key is one letter, however often it is posted. ``address`` overrides the person's own e-mail
    address (to confirm a new one). ``context`` is plain values for the kind's template, and may
    hold a secret such as a link: it is forgotten once the letter is delivered.
    """

    kind: str
    person_id: int
    key: str
    context: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLetter:
    """A letter to somebody who has no account any more; nothing of it is kept.

    ``template`` has the partials of a kind of notification. ``key`` recognises a mail that came
    twice.
    """

    template: str
    key: str
    address: str
    language: str
    time_zone: str
    context: Mapping[str, Any] = field(default_factory=dict)


Carrier = Callable[[Letter], None]
LastCarrier = Callable[[LastLetter], None]

carriers: Registry[Carrier] = Registry("carrier of letters")
last_carriers: Registry[LastCarrier] = Registry("carrier of last letters")


def post(letter: Letter) -> None:
    """Hand ``letter`` to every carrier; part of the caller's transaction, errors included."""
    for _, carry in carriers:
        carry(letter)


def post_last(letter: LastLetter) -> None:
    """Send ``letter`` now, by every carrier; raises ``Unavailable`` when it has to be later."""
    for _, carry in last_carriers:
        carry(letter)
