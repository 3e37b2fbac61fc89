"""Pictures people have of themselves, small and re-encoded."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Avatar(models.Model):
    """The picture of a person, in two sizes, as WebP; the person's row has its version too.

    It stands apart from the person, so that who somebody is can be looked up without it.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="avatar"
    )
    version = models.CharField(_("version"), max_length=16)
    large = models.BinaryField(_("256 pixels wide"))
    small = models.BinaryField(_("64 pixels wide"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return f"picture {self.version} of person #{self.person_id}"
