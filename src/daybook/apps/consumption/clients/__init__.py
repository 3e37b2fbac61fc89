"""Other services that consumption asks."""

from daybook.apps.consumption.clients.octopus import OctopusAccounts

__all__ = ["OctopusAccounts"]
