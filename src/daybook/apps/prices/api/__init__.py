"""Prices over HTTP, open to strangers."""

from daybook.apps.prices.api.routes import router

__all__ = ["router"]
