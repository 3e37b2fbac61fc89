"""The house's own checks: settings, database, folders, time zones, disk, outside services."""

import datetime as dt
import os
import shutil
import zoneinfo
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.core import checks as django_checks
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from redis.exceptions import RedisError

from daybook.core.contributions import Health, Verdict, health_checks

SERVICE_TIMEOUT_SECONDS: Final = 5.0
LEAST_FREE_BYTES: Final = 200 * 1024 * 1024
LOCAL: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@health_checks.register("core.settings", order=10)
def settings_fit(_now: dt.datetime) -> Health:
    """Whether the settings fit together and suit how Daybook is reached."""
    wrong = django_checks.run_checks(include_deployment_checks=settings.ENV.is_production)
    if serious := [message for message in wrong if message.level >= django_checks.ERROR]:
        return Health(Verdict.FAILED, f"{serious[0].msg} {serious[0].hint or ''}".strip())
    if settings.DEBUG:
        return Health(Verdict.WARNING, "DAYBOOK_DEBUG is on: never where others can reach it.")
    if settings.ENV.host not in LOCAL and not settings.ENV.allowed_hosts:
        return Health(
            Verdict.WARNING,
            f"DAYBOOK_HOST is {settings.ENV.host}, but DAYBOOK_ALLOWED_HOSTS names no host:"
            " other machines will be refused. Put the names people use into it.",
        )
    if wrong:
        return Health(Verdict.WARNING, wrong[0].msg)
    return Health(Verdict.OK, f"Mode {settings.ENV.mode}, debug off, secret key present.")


@health_checks.register("core.time-zones", order=11)
def time_zones(_now: dt.datetime) -> Health:
    """Whether the time zone data is there."""
    try:
        zoneinfo.ZoneInfo(settings.TIME_ZONE)
    except zoneinfo.ZoneInfoNotFoundError:
        return Health(Verdict.FAILED, "Time zone data is missing: install the tzdata package.")
    return Health(Verdict.OK, f"{len(zoneinfo.available_timezones())} zones known.")


@health_checks.register("core.database", order=20)
def database(_now: dt.datetime) -> Health:
    """Whether the database answers, and which one it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    version = ".".join(map(str, connection.get_database_version()))
    return Health(Verdict.OK, f"{connection.display_name} {version} answers.")


@health_checks.register("core.migrations", order=21)
def migrations(_now: dt.datetime) -> Health:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Health(
            Verdict.FAILED, f"{len(waiting)} migrations are missing: run `daybook migrate`."
        )
    return Health(Verdict.OK, "All migrations are applied.")


@health_checks.register("core.cache", order=22)
def shared_cache(_now: dt.datetime) -> Health:
    """Whether tries to sign in can be counted; without that nobody gets in."""
    try:
        cache.set("doctor", "ok", SERVICE_TIMEOUT_SECONDS)
    except (OSError, RedisError) as error:
        return Health(
            Verdict.FAILED, f"The cache cannot be written, so nobody can sign in: {error}"
        )
    return Health(Verdict.OK, "Redis answers." if settings.ENV.redis_url else "Files, writable.")


@health_checks.register("core.folders", order=30)
def folders(_now: dt.datetime) -> Health:
    """Whether data and caches can really be written."""
    for folder in (settings.DATA_DIR, settings.ANSWERS_DIR):
        if problem := _unwritable(Path(folder)):
            return Health(Verdict.FAILED, f"{folder} cannot be written: {problem}.")
    return Health(Verdict.OK, f"{settings.DATA_DIR} and its caches can be written.")


def _unwritable(folder: Path) -> str:
    probe = folder / f".written-by-doctor-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("ok", encoding="ascii")
        probe.unlink()
    except OSError as error:
        return error.strerror or str(error)
    return ""


@health_checks.register("core.disk", order=31)
def disk(_now: dt.datetime) -> Health:
    """Whether there is room left."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    text = f"{free / 1024**3:.1f} GiB free where the data lies."
    return Health(Verdict.OK if free >= LEAST_FREE_BYTES else Verdict.WARNING, text)


@health_checks.register("core.octopus", order=50)
def octopus(_now: dt.datetime) -> Health:
    """Whether the source of prices can be reached."""
    return _service(settings.OCTOPUS_URL, "pages will show cached prices or none")


@health_checks.register("core.carbon", order=51)
def carbon(_now: dt.datetime) -> Health:
    """Whether the source of carbon intensity can be reached."""
    return _service(settings.CARBON_URL, "pages will do without carbon intensity")


def _service(url: str, consequence: str) -> Health:
    host = urlsplit(url).netloc.rpartition("@")[2]  # without a name and a password
    try:
        answer = httpx.head(url, timeout=SERVICE_TIMEOUT_SECONDS, follow_redirects=True)
    except httpx.HTTPError as error:
        return Health(
            Verdict.WARNING, f"{host} cannot be reached ({type(error).__name__}): {consequence}."
        )
    # A server that does not know HEAD is there all the same.
    if answer.is_server_error and answer.status_code != HTTPStatus.NOT_IMPLEMENTED:
        return Health(Verdict.WARNING, f"{host} answers with {answer.status_code}: {consequence}.")
    return Health(Verdict.OK, f"{host} answers.")
