"""What protects an account: its audit log, where it is open, and the tokens of scripts."""

from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts.domain import ADDRESS_LENGTH, DEVICE_LENGTH, TOKEN_NAME_LENGTH


class SecurityEvent(models.Model):
    """One line of the audit log of an account, which its person can read; never a secret."""

    class Kind(models.TextChoices):
        """What happened."""

        SIGNED_UP = "signed-up", _("Account made")
        SIGNED_IN = "signed-in", _("Signed in")
        SIGNED_IN_NEW = "signed-in-new-device", _("Signed in on a new device")
        WRONG_PASSWORD = "wrong-password", _("Wrong password tried")
        PASSWORD_CHANGED = "password-changed", _("Password changed")
        EMAIL_CHANGED = "email-changed", _("E-mail changed")
        FACTOR_ADDED = "second-factor-added", _("Second step turned on")
        FACTOR_REMOVED = "second-factor-removed", _("Second step turned off")
        CODES_MADE = "recovery-codes-made", _("Recovery codes made")
        CODE_USED = "recovery-code-used", _("Recovery code used")
        PASSKEY_ADDED = "passkey-added", _("Passkey added")
        PASSKEY_REMOVED = "passkey-removed", _("Passkey removed")
        TOKEN_MADE = "token-made", _("Token made")
        TOKEN_REVOKED = "token-revoked", _("Token revoked")
        SESSION_ENDED = "session-ended", _("Signed out on another device")
        SIGNED_OUT_EVERYWHERE = "signed-out-everywhere", _("Signed out everywhere")
        ARCHIVE_ASKED = "archive-asked", _("Copy of your data asked for")
        ARCHIVE_DOWNLOADED = "archive-downloaded", _("Copy of your data downloaded")
        CLOSING_ASKED = "closing-asked", _("Deletion of the account asked for")
        CLOSING_CALLED_OFF = "closing-called-off", _("Deletion of the account called off")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="security_events"
    )
    kind = models.CharField(max_length=32, choices=Kind.choices)
    at = models.DateTimeField()
    address = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True)
    subject = models.CharField(max_length=TOKEN_NAME_LENGTH, blank=True)  # the token's name, say
    times = models.PositiveIntegerField(default=1)  # wrong passwords are counted, not listed

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="accounts_event_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} (#{self.pk})"


class SignIn(models.Model):
    """A session, of a page or of a program's tokens, as its person sees it.

    The key leads to Django's own row and goes with it, so that the list never shows a session
    that has ended; ending one means deleting Django's row.
    """

    class Kind(models.TextChoices):
        """Who keeps the session."""

        PAGE = "page", _("Browser")
        PROGRAM = "program", _("App")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins"
    )
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    address = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True)
    signed_in_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")

    def __str__(self) -> str:
        return f"{self.kind} (#{self.pk})"


class PersonalToken(models.Model):
    """A token a person has made for a script; only its SHA-256 is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="personal_tokens"
    )
    name = models.CharField(_("name"), max_length=TOKEN_NAME_LENGTH)
    scopes = models.JSONField(_("scopes"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False)  # how it begins
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("personal token")
        verbose_name_plural = _("personal tokens")

    def __str__(self) -> str:
        return f"{self.hint}… (#{self.pk})"


class Passkey(models.Model):
    """What must be known of a passkey beside its public key, which allauth's row keeps.

    The digest of its identity lets one device's key open one account only; the count of its
    signatures shows a copy of the key.
    """

    authenticator = models.OneToOneField(
        "mfa.Authenticator", on_delete=models.CASCADE, primary_key=True, related_name="passkey"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    sign_count = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")

    def __str__(self) -> str:
        return f"{self.digest[:8]}… (#{self.pk})"
