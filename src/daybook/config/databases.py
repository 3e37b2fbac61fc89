"""Which database, cache and place for jobs to use, and the options that make them safe."""

import hashlib
from pathlib import Path
from typing import Any

import dj_database_url

# WAL lets readers and the one writer work side by side; IMMEDIATE takes the write lock when a
# transaction begins, so that it waits its turn instead of failing half-way.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=NORMAL;"
    "PRAGMA mmap_size=134217728;"
    "PRAGMA cache_size=-16000;"
    "PRAGMA temp_store=MEMORY;"
)


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's settings for the database at ``url``, an SQLite file in ``data_dir`` by default."""
    # For its owner only: the database is in it, and so is what people looked up.
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings: dict[str, Any] = dict(
        dj_database_url.parse(url or f"sqlite:///{data_dir / 'daybook.sqlite3'}")
    )
    options = settings.setdefault("OPTIONS", {})
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        options |= {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS}
    else:
        options.setdefault("pool", {"min_size": 1, "max_size": 8, "timeout": 10})
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


def cache(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's settings for a cache that all processes share: Redis, or files at home."""
    if url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(data_dir / "cache" / "django"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }


def tasks(jobs: str, redis_url: str, secret_key: str) -> dict[str, Any]:
    """Django's settings for jobs: in the database, and bulk jobs in Redis where that is chosen.

    The machines of one site have the same secret key; two sites in one Redis keep apart by it.
    """
    site = hashlib.sha256(f"jobs {secret_key}".encode()).hexdigest()[:12]
    places: dict[str, Any] = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}
    }
    if jobs == "redis":
        places["bulk"] = {
            "BACKEND": "daybook.core.jobs.bulk.RedisBackend",
            "QUEUES": [],
            "OPTIONS": {"url": redis_url, "prefix": f"daybook:{site}:jobs"},
        }
    return places
