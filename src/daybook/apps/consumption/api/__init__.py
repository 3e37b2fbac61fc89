"""Consumption over HTTP, for the person it belongs to."""

from daybook.apps.consumption.api.routes import router

__all__ = ["router"]
