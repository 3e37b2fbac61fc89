"""People: one table, with the e-mail as the user name and what a person's day looks like."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts.domain import normalised_email


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a person without checking the input; ``actions.register`` is the way with rules."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save an operator, who may do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person with this e-mail, however it is spelt; raises ``User.DoesNotExist``."""
        return self.get(email=normalised_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Operators have ``is_staff``."""

    email = models.EmailField(_("e-mail"), unique=True)
    email_verified_at = models.DateTimeField(
        _("e-mail confirmed at"), null=True, blank=True, editable=False
    )
    name = models.CharField(_("name"), max_length=100)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/London")
    language = models.CharField(_("language"), max_length=16, default="en-gb")
    day_starts_at = models.TimeField(_("day starts at"), default=dt.time(0))
    first_weekday = models.PositiveSmallIntegerField(_("week starts on"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="GBP")
    phone = models.CharField(_("phone"), max_length=16, blank=True, default="")
    address_line1 = models.CharField(_("address"), max_length=100, blank=True, default="")
    address_line2 = models.CharField(
        _("address, second line"), max_length=100, blank=True, default=""
    )
    city = models.CharField(_("town or city"), max_length=100, blank=True, default="")
    county = models.CharField(_("county or region"), max_length=100, blank=True, default="")
    postcode = models.CharField(_("postcode"), max_length=16, blank=True, default="")
    country = models.CharField(_("country"), max_length=2, default="GB")
    avatar_version = models.CharField(max_length=16, blank=True, default="", editable=False)
    is_staff = models.BooleanField(_("operator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    sign_out_count = models.PositiveIntegerField(default=0, editable=False)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case"),
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the e-mail as it is compared."""
        self.email = normalised_email(self.email)
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Counting up ends every session and token family, also those that are just being opened.
        what = f"{self.password}|{self.sign_out_count}"
        salt = "daybook.accounts.session"
        return salted_hmac(salt, what, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """The name, where Django asks for one."""
        return self.name

    def get_short_name(self) -> str:
        """The name, where Django asks for a short one."""
        return self.name
