"""Consumption over HTTP, for the person it belongs to."""

from daybook.apps.consumption.api import octopus
from daybook.apps.consumption.api.routes import router

router.add_router("/octopus", octopus.router)

__all__ = ["router"]
