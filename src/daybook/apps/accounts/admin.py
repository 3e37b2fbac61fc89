"""People in the operator's admin."""

from typing import Final

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts.models import User

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
    readonly_fields = ("joined_at", "last_login", *CONTACT, "first_weekday", "currency")
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
        (_("Dates"), {"fields": ("last_login", "joined_at")}),
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
