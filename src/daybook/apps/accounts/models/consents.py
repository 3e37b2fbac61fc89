"""What people have agreed to: when, where, and in which words."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PURPOSE_LENGTH = 100
PLACE_LENGTH = 200


class Consent(models.Model):
    """One time a person said yes or took it back; rows are added and never changed.

    The newest row of a purpose is what counts. ``place`` is the page it was said on, and ``text``
    the very words that stood there.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(_("purpose"), max_length=PURPOSE_LENGTH)
    is_given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("at"))
    place = models.CharField(_("place"), max_length=PLACE_LENGTH)
    text = models.TextField(_("text"))
    version = models.PositiveIntegerField(_("version"))

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes: ClassVar = [
            models.Index(fields=["person", "purpose", "-id"], name="accounts_consent_newest")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} (#{self.pk})"
