from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The Django-aware parts that all apps share."""

    name = "daybook.core"
    label = "core"

    def ready(self) -> None:
        """Register what this app contributes."""
        from daybook.core.health import checks
