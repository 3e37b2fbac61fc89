"""Consumption over HTTP, for the person it belongs to."""

from daybook.apps.consumption.api import imports
from daybook.apps.consumption.api.routes import router

router.add_router("/import", imports.router)

__all__ = ["router"]
