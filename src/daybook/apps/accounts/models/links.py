"""What an account has sent by mail: links that work once, for one purpose, for a while."""

import datetime as dt
import hashlib
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts.models.people import User

SALT = "daybook.accounts.link"


class Purpose(models.TextChoices):
    """What a link is for; it opens nothing else."""

    RESET = "reset", _("set a new password")
    SIGN_IN = "sign-in", _("sign in")
    VERIFY = "verify", _("confirm an e-mail")
    CHANGE = "change", _("confirm a new e-mail")
    UNDO = "undo", _("keep the old e-mail")


#: These die when the password changes, and when the account gets another e-mail.
BOUND_TO_PASSWORD = (Purpose.RESET, Purpose.SIGN_IN, Purpose.CHANGE)
BOUND_TO_EMAIL = (Purpose.RESET, Purpose.SIGN_IN, Purpose.VERIFY)


def digest_of(secret: str) -> str:
    """What the table keeps of a secret: its hash, from which nobody gets back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def password_stamp(person: User) -> str:
    """Changes whenever the person's password does, and tells nothing about it."""
    return salted_hmac(SALT, person.password, algorithm="sha256").hexdigest()


class Link(models.Model):
    """A link sent to ``email``; the secret in it was never stored. It is deleted by its use."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    stamp = models.CharField(max_length=64)
    email = models.EmailField(_("sent to"))
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"), db_index=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A newer link takes the place of the older one. Each address an account has left
            # keeps its own way back.
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=~Q(purpose="undo"),
                name="accounts_link_newest",
            ),
            models.UniqueConstraint(
                fields=["person", "purpose", "email"], name="accounts_link_of_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} (#{self.pk})"

    def stands(self, *, now: dt.datetime) -> bool:
        """Whether the link still opens what it was made for, as the account is now."""
        if not self.person.is_active or now >= self.expires_at:
            return False
        if self.purpose in BOUND_TO_EMAIL and self.email != self.person.email:
            return False
        stamp = password_stamp(self.person)
        return self.purpose not in BOUND_TO_PASSWORD or constant_time_compare(self.stamp, stamp)
