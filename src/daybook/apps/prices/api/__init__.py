"""Prices over HTTP: open to strangers, but for what is a person's own."""

from daybook.apps.prices.api import alerts
from daybook.apps.prices.api.routes import router

router.add_router("/alerts", alerts.router)

__all__ = ["router"]
