"""Consumption over HTTP, for the person it belongs to."""

from daybook.apps.consumption.api import comparison, meters, readings
from daybook.apps.consumption.api.routes import router

router.add_router("/compare", comparison.router)
router.add_router("/meters", meters.router)
router.add_router("/readings", readings.router)

__all__ = ["router"]
