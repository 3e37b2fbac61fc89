"""``/healthz``, ``/readyz`` and ``/metrics``."""

import ipaddress
import secrets
import time
from threading import Lock
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from daybook.core.contributions import Verdict
from daybook.core.health.report import Finding, examine
from daybook.core.jobs import gauges

log = structlog.get_logger(__name__)

NEEDED: Final = ("core.database", "core.migrations", "jobs.worker")
KEPT_SECONDS: Final = 2.0
FORWARDED: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


class Readiness:
    """The last answer to "are you ready?", kept so that asking often costs nothing."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until = 0.0
        self._findings: list[Finding] = []

    def findings(self) -> list[Finding]:
        """What the needed checks found, at most ``KEPT_SECONDS`` ago."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._findings = examine(now=timezone.now(), only=NEEDED)
                self._until = time.monotonic() + KEPT_SECONDS
            return self._findings

    def forget(self) -> None:
        """Ask again next time."""
        self._until = 0.0


readiness = Readiness()


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that this process answers; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Say whether requests should be sent here: database, migrations and a worker."""
    findings = readiness.findings()
    ready = all(finding.verdict is Verdict.OK for finding in findings)
    verdicts = {finding.name: str(finding.verdict) for finding in findings}
    return JsonResponse({"ready": ready, "checks": verdicts}, status=200 if ready else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; to everybody else there is no such page."""
    if not may_read_metrics(request):
        raise Http404
    exported: HttpResponse = ExportToDjangoView(request)
    try:
        exported.content += gauges.text(now=timezone.now())
    except DatabaseError as error:  # the other figures matter most just then
        log.warning("metrics.database-away", error=str(error))
    return exported


def may_read_metrics(request: HttpRequest) -> bool:
    """Whether the request carries the token, or comes from this machine and through no proxy."""
    token = settings.ENV.metrics_token
    given = request.headers.get("Authorization", "")
    if token and secrets.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    through_proxy = settings.ENV.proxies or any(name in request.META for name in FORWARDED)
    return not through_proxy and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
