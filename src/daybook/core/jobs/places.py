"""The two places where jobs wait."""

from typing import Final

DATABASE: Final = "database"
REDIS: Final = "redis"
PLACES: Final = (DATABASE, REDIS)
