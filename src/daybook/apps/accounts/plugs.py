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
    ArchiveAsked,
    LinkAsked,
    PasskeyRemoved,
    PasswordChanged,
    SecondFactorRemoved,
    SignedInFromNewDevice,
    TokenMade,
)
from daybook.apps.accounts.models import User
from daybook.apps.accounts.models.links import Link
from daybook.apps.accounts.queries.archives import archives_export
from daybook.apps.accounts.queries.consents import consents_export
from daybook.core.bearer import Grant, token_readers
from daybook.core.contributions import (
    NavItem,
    NotificationKind,
    PersonalData,
    Urgency,
    demo_data,
    health_checks,
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
schedule.register("accounts.tend-archives", cron="*/5 * * * *")(jobs.tend_archives)
schedule.register("accounts.erase-leaving", cron="7 * * * *")(jobs.erase_leaving)


def send_asked_link(fact: LinkAsked) -> None:
    """Have the letter sent behind the answer, which so takes the same time for everybody."""
    jobs.send_link.enqueue(
        purpose=fact.purpose, user_id=fact.user_id, asked_at=fact.asked_at.isoformat()
    )


def make_asked_archive(fact: ArchiveAsked) -> None:
    """Begin at once; what a crash prevents here, ``tend_archives`` finds."""
    jobs.make_archive.enqueue(str(fact.archive_id))


subscribe(LinkAsked, send_asked_link)
subscribe(ArchiveAsked, make_asked_archive)
subscribe(SignedInFromNewDevice, write_of)
subscribe(PasswordChanged, write_of)
subscribe(SecondFactorRemoved, write_of)
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
            reaches_the_leaving=True,
        )
    )


_security_letter("password-reset", _("Link to set a new password"))
_security_letter("sign-in-link", _("Link to sign in"))
_security_letter("verify-email", _("Link to confirm your e-mail"))
_security_letter("new-email", _("Link to confirm a new e-mail"))
_security_letter("email-change", _("Change of your e-mail"))
_security_letter("new-device", _("Signed in on a new device"))
_security_letter("password-changed", _("Password changed"))
_security_letter("second-step-on", _("Second step turned on"))
_security_letter("second-step-off", _("Second step turned off"))
_security_letter("passkey-added", _("Passkey added"))
_security_letter("passkey-removed", _("Passkey removed"))
_security_letter("token-made", _("Access token made"))
_security_letter("closing-asked", _("Deletion of your account"))
notification_kinds.register("accounts.archive-ready")(
    NotificationKind(
        label=_("A copy of your data is ready"),
        template="accounts/letters/archive_ready.html",
        channels=("email",),
        may_be_off=False,
    )
)

nav.register("accounts.profile", order=900)(
    NavItem(
        label=_("Account"),
        icon="account",
        url_name="accounts:profile",
        audience="signed-in",
        within="/accounts/",
    )
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
            **queries.profile_export(person),
            "joined_at": person.joined_at.isoformat(),
            "last_login": _told(person.last_login),
            "closes_at": _told(person.closes_at),
        },
    )
    yield from queries.avatar_export(person)
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
        label=_("Your profile"),
        export=export_person,
        files=queries.avatar_files,
        erase=erase_person,
        tables=("accounts.User", "accounts.Link", "accounts.Avatar"),
        retention=_(
            "Your name, your e-mail and your settings are kept as long as your account. Links sent"
            " by mail go when they run out."
        ),
    )
)
personal_data.register("accounts.security", order=LAST - 1)(
    PersonalData(
        label=_("The safety of your account"),
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
personal_data.register("accounts.consents", order=LAST - 2)(
    PersonalData(
        label=_("What you have agreed to"),
        export=consents_export,
        erase=actions.erase_consents,
        tables=("accounts.Consent",),
        retention=_("What you agree to, and take back, is kept as long as your account."),
    )
)
personal_data.register("accounts.archives", order=LAST - 3)(
    PersonalData(
        label=_("Copies of your data"),
        export=archives_export,
        erase=actions.erase_archives,
        tables=("accounts.Archive",),
        retention=_("A copy of your data is deleted after a week."),
    )
)
health_checks.register("accounts.erasures", order=45)(queries.erasures_health)


@demo_data.register("accounts.people", order=0)
def demo_people(now: dt.datetime) -> str:
    """Three sample people who can sign in; tells how."""
    for name in DEMO_PEOPLE:
        email = f"{name.lower()}@example.com"
        if not User.objects.filter(email=email).exists():
            User.objects.create_user(email, DEMO_PHRASE, name=f"{name} Sample", joined_at=now)
    people = ", ".join(f"{name.lower()}@example.com" for name in DEMO_PEOPLE)
    return f"Sample people: {people}; each signs in with the password {DEMO_PHRASE!r}"
