from django.apps import AppConfig


class ConsumptionConfig(AppConfig):
    """Consumption: what a household uses, and what it adds up to."""

    name = "daybook.apps.consumption"
    label = "consumption"

    def ready(self) -> None:
        """Register what this app contributes."""
        from daybook.apps.consumption import plugs
