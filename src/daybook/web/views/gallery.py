"""The gallery of components, for those who build pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybook.ui.gallery import examples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with real examples; only where debug is on."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "ui/gallery/gallery.html", examples())
