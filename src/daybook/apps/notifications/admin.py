"""Deliveries and suppressed addresses in the operator's admin."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain import address_mark
from daybook.apps.notifications.models import Delivery, MailReport, Sms, Suppression


class SmsInline(admin.StackedInline[Sms, Delivery]):
    """What is known of a delivery by SMS."""

    model = Sms
    fields = readonly_fields = ("asked_at", "segments", "sid", "fate", "told_at", "reason")
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        """Nobody makes one by hand."""
        del request, obj
        return False


class ReportInline(admin.TabularInline[MailReport, Delivery]):
    """What providers have told about a delivery."""

    model = MailReport
    fields = readonly_fields = ("outcome", "at", "provider", "note")
    ordering = ("at",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        """Only providers report."""
        del request, obj
        return False


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin[Delivery]):
    """What is on its way, and the dead letters: read-only but for "send again" and "drop"."""

    list_display = ("pk", "kind", "channel", "state", "due_at", "attempts", "error")
    list_filter = ("state", "channel")
    search_fields = ("message__kind", "message__person__email", "provider_id")
    list_select_related = ("message",)
    ordering = ("-due_at",)
    inlines = [SmsInline, ReportInline]
    actions = ["send_again", "give_up"]
    fields = (
        "kind", "person", "channel", "state", "queued_at", "due_at", "attempts", "claimed_at",
        "finished_at", "delivered_at", "provider_id", "error",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description=_("kind"))
    def kind(self, delivery: Delivery) -> str:
        """The kind of its message; what it says is the person's own business."""
        return delivery.message.kind

    @admin.display(description=_("person"))
    def person(self, delivery: Delivery) -> str:
        """Whose message it is."""
        return str(delivery.message.person)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody makes a delivery by hand."""
        del request
        return False

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Who may send again and drop."""
        return request.user.has_perm("notifications.change_delivery")

    @admin.action(description=_("Send dead letters again"), permissions=["retry"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Queue the failed ones among the chosen."""
        count = _each(chosen, lambda one: actions.resend(delivery=one, now=timezone.now()))
        told = ngettext("%d will be sent again.", "%d will be sent again.", count)
        self.message_user(request, told % count, messages.SUCCESS)

    @admin.action(description=_("Drop what is not sent"), permissions=["retry"])
    def give_up(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Drop those among the chosen that wait or have failed."""
        count = _each(chosen, lambda one: actions.drop(delivery=one, now=timezone.now()))
        told = ngettext("%d was dropped.", "%d were dropped.", count)
        self.message_user(request, told % count, messages.SUCCESS)


def _each(chosen: QuerySet[Delivery], act: Callable[[Delivery], bool]) -> int:
    return sum(act(delivery) for delivery in chosen)


@admin.register(Suppression)
class SuppressionAdmin(admin.ModelAdmin[Suppression]):
    """Addresses that get no optional mail, numbers that get no SMS; removing one lets it again."""

    list_display = ("short_mark", "cause", "reason", "at")
    list_filter = ("cause",)
    readonly_fields = ("mark", "cause", "reason", "at")
    search_fields = ("mark",)
    search_help_text = _(
        "An e-mail address or a number (+44…) finds its line, though only a mark of it is kept."
    )
    date_hierarchy = "at"
    ordering = ("-at",)

    @admin.display(description=_("mark of the address"))
    def short_mark(self, suppression: Suppression) -> str:
        """Enough of the mark to tell two apart."""
        return suppression.mark[:12]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Suppression], search_term: str
    ) -> tuple[QuerySet[Suppression], bool]:
        """Look for an address by its mark, and for a mark as it is."""
        term = search_term.strip()
        if "@" in term or term.startswith("+"):
            term = address_mark(term.replace(" ", ""))
        return super().get_search_results(request, queryset, term)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A mark cannot be typed."""
        del request
        return False
