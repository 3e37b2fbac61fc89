from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Notifications: the one door through which people are told something."""

    name = "daybook.apps.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Register what this app contributes."""
        from daybook.apps.notifications import plugs
