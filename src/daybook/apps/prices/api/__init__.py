"""Prices over HTTP, open to strangers."""

from daybook.apps.prices.api import now
from daybook.apps.prices.api.routes import router

router.add_router("/now", now.router)

__all__ = ["router"]
