"""Consumption over HTTP, for the person it belongs to."""

from daybook.apps.consumption.api import costs, tariffs
from daybook.apps.consumption.api.routes import router

router.add_router("/tariffs", tariffs.router)
router.add_router("/costs", costs.router)

__all__ = ["router"]
