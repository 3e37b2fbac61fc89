"""Consumption over HTTP, for the person it belongs to."""

from daybook.apps.consumption.api import use
from daybook.apps.consumption.api.routes import router

router.add_router("/use", use.router)

__all__ = ["router"]
