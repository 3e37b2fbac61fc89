"""What lets a phone or a computer keep Daybook beside its own programs."""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

SIZES = (192, 512)


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(_request: HttpRequest) -> JsonResponse:
    """The web app manifest: name, colours and icons."""
    icons = [
        {"src": static("ui/img/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        *(_icon(size, "any") for size in SIZES),
        *(_icon(size, "maskable") for size in SIZES),
    ]
    body = {
        "id": "/",
        "name": "Daybook",
        "short_name": "Daybook",
        "description": _("The day of a household, with the price of its electricity."),
        "lang": "en-GB",
        "dir": "auto",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#FBF9F4",
        "theme_color": "#FBF9F4",
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")


def _icon(size: int, purpose: str) -> dict[str, str]:
    stem = "maskable" if purpose == "maskable" else "icon"
    return {
        "src": static(f"ui/img/{stem}-{size}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
