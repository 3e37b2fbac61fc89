"""The shape of what people say about how they want to be told."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daybook.apps.notifications.domain import Channel
from daybook.apps.notifications.queries import KindWishes, Wish


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
        help_text=gettext_lazy("E-mails wait until then. The inbox makes no noise."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    paused_until = forms.DateField(
        label=gettext_lazy("Pause e-mails until"),
        required=False,
        help_text=gettext_lazy("They go out again on the morning of that day."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, kinds: Sequence[KindWishes], **kwargs: Any) -> None:
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
                required=False, initial=wish.is_on, label=channel_label(wish.channel)
            )

    def changed_wishes(self) -> list[tuple[Wish, bool]]:
        """The boxes that were switched, with what they say now."""
        said = [(wish, bool(self.cleaned_data[name])) for name, wish in self.boxes.items()]
        return [(wish, is_on) for wish, is_on in said if wish.is_on != is_on]

    def grid(self) -> list[dict[str, Any]]:
        """A row for each kind: what it is, and its boxes or the channels that are always on."""
        return [
            {
                "kind": kind,
                "cells": [
                    {
                        "field": self[f"{wish.kind}.{wish.channel}"] if wish.may_be_off else None,
                        "is_on": wish.is_on,
                        "label": f"{kind.label}: {channel_label(wish.channel)}",
                    }
                    for wish in kind.wishes
                ],
            }
            for kind in self.kinds
        ]


def channel_label(channel: Channel) -> str:
    """What people call a channel."""
    return {
        Channel.INBOX: _("Inbox"),
        Channel.EMAIL: _("E-mail"),
        Channel.PUSH: _("Devices"),
    }[channel]
