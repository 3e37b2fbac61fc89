"""What happened to a message, in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.apps.notifications.domain import Channel, Happening, State
from daybook.apps.notifications.forms import channel_label
from daybook.apps.notifications.queries.history import Step, Trace
from daybook.ui.formats import full_moment, moment


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, ready to be shown."""

    words: str
    when: str
    when_full: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way a message took, with what happened on it."""

    label: str
    events: tuple[Event, ...]


def ways_of(traces: Sequence[Trace], *, now: dt.datetime) -> list[Way]:
    """What is shown of ``traces``, times as people say them."""
    zone = timezone.get_current_timezone()
    return [
        Way(
            channel_label(trace.channel),
            tuple(
                Event(_words(step, trace), moment(step.at, now, zone), full_moment(step.at, zone))
                for step in trace.steps
            ),
        )
        for trace in traces
    ]


def _sent(trace: Trace) -> str:
    if trace.segments:
        words = ngettext("Sent as %(count)s SMS", "Sent as %(count)s SMS in one", trace.segments)
        return words % {"count": trace.segments}
    return _("Sent in the digest") if trace.digest_at else _("Sent")


def _words(step: Step, trace: Trace) -> str:
    words = {
        Happening.SHOWN: _("Put into your inbox"),
        Happening.READ: _("Read"),
        Happening.QUEUED: _("Handed over to be sent"),
        Happening.HELD: _("Held for a digest"),
        Happening.GATHERED: _("Put into a digest"),
        Happening.DUE: _("Due"),
        Happening.SENDING: _("On its way"),
        Happening.SENT: _sent(trace),
        Happening.DELAYED: _("Delayed on its way"),
        Happening.BOUNCED: _("Came back"),
        Happening.COMPLAINED: _("Called spam at your mail provider"),
        Happening.UNDELIVERED: _("Did not reach your phone"),
        Happening.REACHED: _("Handed to a device"),
        Happening.REFUSED: _("Refused for a device"),
        Happening.DELIVERED: _("Delivered"),
        Happening.OPENED: _("A link in it was opened"),
        Happening.FAILED: _("Could not be sent"),
        Happening.DROPPED: _("Not sent"),
    }[step.what]
    if step.what is Happening.DUE and trace.state is State.HELD:
        words = _("Digest due")
    elif step.what is Happening.DUE and trace.attempts:
        words = _("To be tried again, after %(count)s tries") % {"count": trace.attempts}
    if step.note and trace.channel is not Channel.INBOX:
        words = _("%(what)s: %(why)s") % {"what": words, "why": step.note}
    return words
