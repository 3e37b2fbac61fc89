"""Whether a request wants a whole page or only the part of it that changes."""

from django.http import HttpRequest


def wants_part(request: HttpRequest) -> bool:
    """Tell whether HTMX asks for a part; going back in history needs the whole page again."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in headers
