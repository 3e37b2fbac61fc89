"""Consumption over HTTP, for the person it belongs to."""

from daybook.apps.consumption.api import (
    comparison,
    costs,
    imports,
    meters,
    octopus,
    readings,
    tariffs,
    use,
)
from daybook.apps.consumption.api.routes import router

router.add_router("/compare", comparison.router)
router.add_router("/meters", meters.router)
router.add_router("/readings", readings.router)
router.add_router("/tariffs", tariffs.router)
router.add_router("/costs", costs.router)
router.add_router("/octopus", octopus.router)
router.add_router("/use", use.router)
router.add_router("/import", imports.router)

__all__ = ["router"]
