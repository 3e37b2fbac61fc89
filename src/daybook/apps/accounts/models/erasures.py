"""The log of accounts that were deleted, which tells nothing about whose they were."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """One account being deleted, or gone.

    ``person_number`` and ``last_letter`` (sealed: where the last letter goes) are forgotten as soon
    as they have served; what stays says only when it was and which parts of the product took part.
    """

    id = models.UUIDField(primary_key=True)
    person_number = models.BigIntegerField(null=True, unique=True, editable=False)
    last_letter = models.TextField(blank=True, editable=False)
    begun_at = models.DateTimeField(_("begun at"))
    tried_at = models.DateTimeField(_("last tried at"), null=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    done = models.JSONField(_("erased"), default=list)
    failed = models.JSONField(_("failed"), default=list)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("deleted account")
        verbose_name_plural = _("deleted accounts")
        ordering: ClassVar = ["-begun_at"]

    def __str__(self) -> str:
        return str(self.pk)
