"""People in the operator's admin."""

from typing import Final

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts.models import Erasure, User

CONTACT: Final = (
    "phone",
    "address_line1",
    "address_line2",
    "city",
    "county",
    "postcode",
    "country",
)


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    """Django's own admin for users, with an e-mail where it has a user name."""

    list_display = ("email", "name", "is_active", "is_staff", "joined_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    ordering = ("email",)
    # How people are reached they say themselves: pages and API check it, this form would not.
    readonly_fields = (
        "joined_at",
        "last_login",
        "closes_at",
        *CONTACT,
        "first_weekday",
        "currency",
    )
    fieldsets = (
        (None, {"fields": ("email", "password", "name")}),
        (_("Contact"), {"fields": CONTACT}),
        (
            _("Day"),
            {"fields": ("time_zone", "language", "day_starts_at", "first_weekday", "currency")},
        ),
        (
            _("Rights"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Dates"), {"fields": ("last_login", "joined_at", "closes_at")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "name", "usable_password", "password1", "password2"),
            },
        ),
    )


@admin.register(Erasure)
class ErasureAdmin(admin.ModelAdmin[Erasure]):
    """The log of deleted accounts: to be read, and nothing else."""

    list_display = ("id", "begun_at", "tries", "finished_at")
    list_filter = ("finished_at",)
    fields = ("id", "begun_at", "tried_at", "tries", "done", "failed", "finished_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody writes into a log."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        """Nobody changes a log."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        """Nobody tears a page out of a log."""
        del request, obj
        return False
