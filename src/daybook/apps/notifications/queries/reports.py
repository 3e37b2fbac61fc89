"""Reads about what providers tell, and about addresses that get no optional mail."""

from django.utils.translation import gettext as _

from daybook.apps.notifications.clients import mail
from daybook.apps.notifications.clients.providers import PROVIDERS, Provider
from daybook.apps.notifications.domain import address_mark
from daybook.apps.notifications.errors import NoProvider
from daybook.apps.notifications.models import Delivery, Suppression


def delivery_told_of(reference: str) -> Delivery | None:
    """The delivery whose mail a provider calls by ``reference``; ``None`` where it is not ours."""
    delivery_id = mail.delivery_of(reference)
    if delivery_id is None:
        return None
    return Delivery.objects.select_related("message__person").filter(pk=delivery_id).first()


def provider_called(name: str) -> Provider:
    """The mail provider that may tell us things; raises ``NoProvider`` unless it is set up."""
    provider = PROVIDERS.get(name)
    if provider is None or not provider.secret():
        raise NoProvider(_("No mail provider of this name is set up here."))
    return provider


def suppression_of(address: str) -> Suppression | None:
    """Why optional mail does not go to ``address``; ``None`` where it does."""
    return Suppression.objects.filter(mark=address_mark(address)).first()
