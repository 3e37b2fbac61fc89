from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: sign-up, sign-in, profile, tokens."""

    name = "daybook.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this app contributes."""
        from daybook.apps.accounts import plugs
