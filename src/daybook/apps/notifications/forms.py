"""The shape of what people say about how they want to be told."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daybook.apps.notifications.domain import Channel, Pace
from daybook.apps.notifications.queries import KindWishes, Wish
from daybook.apps.notifications.queries.marketing import Asked


class CodeForm(forms.Form):
    """The code that came by SMS, as the person types it."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("The six digits of the SMS."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Type the six digits of the SMS.")},
    )


class WishesForm(forms.Form):
    """One box for each kind and channel that can be switched, quiet hours, and a pause."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        required=False,
        help_text=gettext_lazy("Messages wait until then. The inbox makes no noise."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    paused_until = forms.DateField(
        label=gettext_lazy("Pause messages until"),
        required=False,
        help_text=gettext_lazy("They go out again on the morning of that day."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(
        self, *args: Any, kinds: Sequence[KindWishes], gets_sms: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.boxes = {
            f"{wish.kind}.{wish.channel}": wish
            for kind in kinds
            for wish in kind.wishes
            if kind.may_be_off
        }
        self.kinds = kinds
        for name, wish in self.boxes.items():
            self.fields[name] = forms.BooleanField(
                required=False,
                initial=wish.is_on,
                label=channel_label(wish.channel),
                disabled=wish.channel is Channel.SMS and not gets_sms,
            )

    def changed_wishes(self) -> list[tuple[Wish, bool]]:
        """The boxes that were switched, with what they say now."""
        said = [(wish, bool(self.cleaned_data[name])) for name, wish in self.boxes.items()]
        return [(wish, is_on) for wish, is_on in said if wish.is_on != is_on]

    def columns(self) -> list[str]:
        """What stands above the boxes: the channels there are."""
        return [channel_label(wish.channel) for wish in self.kinds[0].wishes] if self.kinds else []

    def grid(self) -> list[dict[str, Any]]:
        """A row for each kind: what it is, and its boxes or the channels that are always on.

        Those with something to choose come first.
        """
        return [
            {
                "kind": kind,
                "cells": [
                    {
                        "field": self[f"{wish.kind}.{wish.channel}"] if wish.may_be_off else None,
                        "is_on": wish.is_on,
                        "way": channel_label(wish.channel),
                        "label": f"{kind.label}: {channel_label(wish.channel)}",
                    }
                    for wish in kind.wishes
                ],
            }
            for kind in sorted(self.kinds, key=lambda kind: not kind.may_be_off)
        ]


class DigestForm(forms.Form):
    """How what is not urgent comes by e-mail, and whether opening its links is noted."""

    pace = forms.TypedChoiceField(
        label=gettext_lazy("E-mails about what is not urgent"),
        choices=[
            (Pace.NOW.value, gettext_lazy("At once, each by itself")),
            (Pace.HOURLY.value, gettext_lazy("In a digest, every hour at most")),
            (Pace.MORNING.value, gettext_lazy("In a digest, each morning")),
        ],
        coerce=Pace,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how they are to come.")},
    )
    morning_at = forms.TimeField(
        label=gettext_lazy("Morning digest at"),
        help_text=gettext_lazy(
            "In the time zone of your profile. What may wait comes then in any case."
        ),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": gettext_lazy("Type a time, for example 07:00."),
            "invalid": gettext_lazy("Type a time, for example 07:00."),
        },
    )
    notes_openings = forms.BooleanField(
        label=gettext_lazy("Note when a link in an e-mail is opened"),
        required=False,
        help_text=gettext_lazy(
            "Only you see it, on the page of the message. E-mails never carry hidden pictures."
        ),
    )


def channel_label(channel: Channel) -> str:
    """What people call a channel."""
    return {
        Channel.INBOX: _("Inbox"),
        Channel.EMAIL: _("E-mail"),
        Channel.SMS: _("SMS"),
        Channel.PUSH: _("Devices"),
    }[channel]


class MarketingForm(forms.Form):
    """The box for news and offers, with the exact text that is agreed to and its version."""

    wants_news = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False)  # the page writes that of the text it shows

    def __init__(self, data: QueryDict | None = None, *, asked: Asked) -> None:
        super().__init__(data, initial={"wants_news": asked.agreed_at is not None})
        self.asked = asked
        self.fields["wants_news"].label = asked.text
