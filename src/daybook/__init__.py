"""The day of a household and of the small business down the road, on your own machine."""

__version__ = "0.1.0"
