"""The first page: the products show what they do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from daybook.core.contributions import landing_cards
from daybook.ui.formats import long_day


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What each product has to show today, to strangers too; a product that fails is left out."""
    now = timezone.now()
    found = landing_cards.gather(lambda source: source(request, now))
    cards = [
        render_to_string(card.template, dict(card.context), request)
        for _, card in found
        if card is not None
    ]
    context = {"cards": cards, "today": long_day(timezone.localdate(now))}
    return render(request, "web/landing.html", context)
