"""Prices over HTTP: open to strangers, but for what is a person's own."""

from daybook.apps.prices.api import alerts, appliances, compare, now, plans, preferences, statistics
from daybook.apps.prices.api.routes import router

router.add_router("/alerts", alerts.router)
router.add_router("/preferences", preferences.router)
router.add_router("/appliances", appliances.router)
router.add_router("/plan", plans.router)
router.add_router("/compare", compare.router)
router.add_router("/now", now.router)
router.add_router("/statistics", statistics.router)

__all__ = ["router"]
