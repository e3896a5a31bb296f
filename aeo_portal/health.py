"""What a load balancer and a monitoring system ask: alive, ready, figures.

`/livez` depends on nothing. `/readyz` is 200 when the database answers, every migration is applied, the history
triggers are enabled and the reference data is there; the broker is reported and never makes the portal unready.
"""

import hmac
import os
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import View
from kombu import Connection
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from foundation.correspondence.selectors import outbox_health
from foundation.identity.permissions import PUBLIC
from programme.models import OperatorType

LOOPBACK = {"127.0.0.1", "::1"}


class Live(View):
    """The process answers."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", content_type="text/plain")


class Ready(View):
    """Everything that a page needs is there; otherwise 503 and the name of what is missing."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> JsonResponse:
        try:
            checks = {"database": _database_answers(), "migrations": _migrations_applied()}
            if all(checks.values()):
                checks |= {"triggers": _triggers_enabled(), "reference_data": _reference_data_loaded()}
        except DatabaseError:
            checks = {"database": False}
        ready = all(checks.values())
        body: dict[str, Any] = {"ready": ready, **checks, "broker": _broker_answers()}
        if ready:  # rows given up need a person, but keep nobody out
            outbox = outbox_health()
            body["outbox"] = {"waiting": outbox.waiting, "dead": outbox.dead}
        return JsonResponse(body, status=200 if ready else 503)


class Metrics(View):
    """Prometheus figures, for a caller with the token or, when none is set, for this machine only."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        if not _may_read_metrics(request):
            return HttpResponse(status=404)
        return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not forwarded


def _registry() -> CollectorRegistry:
    """The figures of all web processes where they share a folder, else those of this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _triggers_enabled() -> bool:
    """A trigger that somebody switched off (`ALTER TABLE … DISABLE TRIGGER`) leaves history with holes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
        return bool(cursor.fetchone() == (0,))


def _reference_data_loaded() -> bool:
    """Whether `seed_reference` has run: without operator types nobody can apply."""
    return OperatorType.objects.exists()


def _broker_answers() -> bool:
    """Ask at most every five seconds, and never wait for more than one."""
    answer: bool | None = cache.get("broker-answers")
    if answer is None:
        answer = _ask_broker()
        cache.set("broker-answers", answer, timeout=5)
    return answer


def _ask_broker() -> bool:
    options = {"socket_timeout": 1, "socket_connect_timeout": 1}
    try:
        with Connection(settings.CELERY_BROKER_URL, transport_options=options, connect_timeout=1) as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
            return bool(broker.connected)
    except Exception:  # noqa: BLE001 - each transport raises errors of its own
        return False
