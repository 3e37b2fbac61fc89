"""Prices over HTTP, open to strangers."""

from daybook.apps.prices.api import compare, now, statistics
from daybook.apps.prices.api.routes import router

router.add_router("/compare", compare.router)
router.add_router("/now", now.router)
router.add_router("/statistics", statistics.router)

__all__ = ["router"]
