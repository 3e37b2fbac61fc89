from django.apps import AppConfig


class PricesConfig(AppConfig):
    """Prices: when electricity is cheapest, and what it costs then."""

    name = "daybook.apps.prices"
    label = "prices"

    def ready(self) -> None:
        """Register what this app contributes."""
        from daybook.apps.prices import plugs
