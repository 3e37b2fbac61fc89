"""What Twilio posts to us: answers of people, and what became of a message.

Every request is signed with the account's token, which is checked before anything is believed.
"""

from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from daybook.apps.notifications import actions
from daybook.core.limits import Limit, asker_of, spend

# What Twilio posts has some dozen short fields.
LARGEST_BODY: Final = 64 * 1024
# Only calls that are refused count: Twilio itself may have ten thousand things to tell.
TRIES: Final = Limit("twilio-calls", 60, 60)


@csrf_exempt  # Twilio posts here; its signature is what counts
@never_cache
@require_POST
def replies(request: HttpRequest) -> HttpResponse:
    """Obey STOP, START and HELP; what is said back is TwiML."""
    _check(request)
    said = actions.take_reply(
        number=request.POST.get("From", ""), text=request.POST.get("Body", ""), now=timezone.now()
    )
    message = f"<Message>{escape(said)}</Message>" if said else ""
    twiml = f'<?xml version="1.0" encoding="UTF-8"?><Response>{message}</Response>'
    return HttpResponse(twiml, content_type="text/xml; charset=utf-8")


@csrf_exempt  # Twilio posts here; its signature is what counts
@never_cache
@require_POST
def reports(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Note what became of an SMS; what we do not know is answered the same way."""
    _check(request)
    actions.take_report(
        delivery_id=delivery_id,
        sid=request.POST.get("MessageSid", ""),
        fate=request.POST.get("MessageStatus", ""),
        error_code=request.POST.get("ErrorCode", ""),
        number=request.POST.get("To", ""),
        now=timezone.now(),
    )
    return HttpResponse(status=204)


def _check(request: HttpRequest) -> None:
    """Make sure that Twilio asks, before anything of the body is read in."""
    counted = spend(TRIES, asker_of(request), now=timezone.now())
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise RequestDataTooBig
    actions.check_signature(
        path=request.get_full_path(),
        fields=dict(request.POST.lists()),
        signature=request.headers.get("X-Twilio-Signature", ""),
    )
    counted.forgive()
