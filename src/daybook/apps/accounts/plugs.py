"""What accounts contributes to the rest of the product."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts import actions, jobs, queries
from daybook.apps.accounts.actions.letters import write_of
from daybook.apps.accounts.events import (
    LinkAsked,
    PasskeyAdded,
    PasskeyRemoved,
    PasswordChanged,
    SecondFactorRemoved,
    SignedInFromNewDevice,
    TokenMade,
)
from daybook.apps.accounts.models import User
from daybook.apps.accounts.models.links import Link
from daybook.core.bearer import Grant, token_readers
from daybook.core.contributions import (
    NavItem,
    NotificationKind,
    PersonalData,
    Urgency,
    demo_data,
    nav,
    notification_kinds,
    personal_data,
)
from daybook.core.events import subscribe
from daybook.core.jobs import schedule

DEMO_PHRASE: Final = "nine green bottles"
DEMO_PEOPLE: Final = ("Anna", "Otto", "Eve")
LAST: Final = 1000


@token_readers.register("accounts.jwt")
def grant_of_sign_in(token: str) -> Grant | None:
    """Everything, to the access token of somebody who has signed in."""
    person = queries.person_behind(token)
    return Grant(person) if person else None


@token_readers.register("accounts.personal-token")
def grant_of_script(token: str) -> Grant | None:
    """What its person has allowed a script's token."""
    found = actions.use_token(secret=token, now=timezone.now())
    return Grant(found.user, frozenset(found.scopes)) if found else None


schedule.register("accounts.forget-old-events", cron="47 3 * * *")(jobs.forget_old_events)
schedule.register("accounts.forget-expired-sessions", cron="29 3 * * *")(
    jobs.forget_expired_sessions
)
schedule.register("accounts.forget-expired-links", cron="41 3 * * *")(jobs.forget_expired_links)


def send_asked_link(fact: LinkAsked) -> None:
    """Have the letter sent behind the answer, which so takes the same time for everybody."""
    jobs.send_link.enqueue(
        purpose=fact.purpose, user_id=fact.user_id, asked_at=fact.asked_at.isoformat()
    )


subscribe(LinkAsked, send_asked_link)
subscribe(SignedInFromNewDevice, write_of)
subscribe(PasswordChanged, write_of)
subscribe(SecondFactorRemoved, write_of)
subscribe(PasskeyAdded, write_of)
subscribe(PasskeyRemoved, write_of)
subscribe(TokenMade, write_of)


def _security_letter(name: str, label: Promise) -> None:
    """A letter nobody can switch off, because the account depends on it."""
    notification_kinds.register(f"accounts.{name}")(
        NotificationKind(
            label=label,
            template=f"accounts/letters/{name.replace('-', '_')}.html",
            channels=("email",),
            urgency=Urgency.NOW,
            may_be_off=False,
        )
    )


_security_letter("password-reset", _("Link to set a new password"))
_security_letter("sign-in-link", _("Link to sign in"))
_security_letter("verify-email", _("Link to confirm your e-mail"))
_security_letter("new-email", _("Link to confirm a new e-mail"))
_security_letter("email-change", _("Change of your e-mail"))
_security_letter("new-device", _("Signed in on a new device"))
_security_letter("password-changed", _("Password changed"))
_security_letter("second-step-off", _("Second step turned off"))
_security_letter("passkey-added", _("Passkey added"))
_security_letter("passkey-removed", _("Passkey removed"))
_security_letter("token-made", _("Access token made"))

nav.register("accounts.profile", order=900)(
    NavItem(label=_("Account"), icon="account", url_name="accounts:profile", audience="signed-in")
)
nav.register("accounts.sign-in", order=900)(
    NavItem(label=_("Sign in"), icon="sign-in", url_name="account_login", audience="signed-out")
)


def export_person(user: AbstractBaseUser) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The person's own row, without the password's hash."""
    person = User.objects.get(pk=user.pk)
    yield (
        "person",
        {
            "email": person.email,
            "email_verified_at": _told(person.email_verified_at),
            "name": person.name,
            "time_zone": person.time_zone,
            "language": person.language,
            "day_starts_at": f"{person.day_starts_at:%H:%M}",
            "joined_at": person.joined_at.isoformat(),
            "last_login": _told(person.last_login),
        },
    )
    for link in Link.objects.filter(person=person).order_by("made_at"):
        yield (
            "link sent by mail",
            {
                "purpose": link.purpose,
                "email": link.email,
                "made_at": _told(link.made_at),
                "expires_at": _told(link.expires_at),
            },
        )


def _told(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None


def erase_person(user: AbstractBaseUser, _now: dt.datetime) -> None:
    """Delete the person's row, and with it every session and token; may be done again."""
    User.objects.filter(pk=user.pk).delete()


personal_data.register("accounts.person", order=LAST)(
    PersonalData(
        export=export_person, erase=erase_person, tables=("accounts.User", "accounts.Link")
    )
)
personal_data.register("accounts.security", order=LAST - 1)(
    PersonalData(
        export=queries.security_export,
        erase=actions.erase_security,
        tables=(
            "accounts.SecurityEvent",
            "accounts.SignIn",
            "accounts.PersonalToken",
            "mfa.Authenticator",
        ),
        retention=_("The security log keeps a year, and goes with the account."),
    )
)


@demo_data.register("accounts.people", order=0)
def demo_people(now: dt.datetime) -> str:
    """Three sample people who can sign in; tells how."""
    for name in DEMO_PEOPLE:
        email = f"{name.lower()}@example.com"
        if not User.objects.filter(email=email).exists():
            User.objects.create_user(email, DEMO_PHRASE, name=f"{name} Sample", joined_at=now)
    people = ", ".join(f"{name.lower()}@example.com" for name in DEMO_PEOPLE)
    return f"Sample people: {people}; each signs in with the password {DEMO_PHRASE!r}"
