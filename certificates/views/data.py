"""What machines may read without an account: the signed answer of a check, the keys for it, the register as open data."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from certificates import selectors, services
from certificates.selectors import OpenRow
from foundation.clock.services import local_date, now
from foundation.identity.permissions import PUBLIC

from .throttle import ThrottledView

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@method_decorator(never_cache, name="dispatch")
class SignedAnswer(ThrottledView):
    """What the check page says now, as a JWS."""

    permission = PUBLIC

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        certificate = selectors.by_public_id(public_id)
        if certificate is None:
            raise Http404
        answer = services.signed_verdict(certificate, now=now())
        return JsonResponse(answer, content_type="application/jose+json")


class PublicKeys(ThrottledView):
    """The keys with which a signed answer is checked (JWKS)."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(services.public_keys(), content_type="application/jwk-set+json")


class RegisterCsv(ThrottledView):
    """The register of those who agreed to be shown, as CSV."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponseBase:
        moment = now()
        rows = _csv(selectors.open_rows_of_register(local_date(moment)))
        return _stream(rows, "text/csv; charset=utf-8", f"aeo-register-{local_date(moment)}.csv")


class RegisterJson(ThrottledView):
    """The same as JSON."""

    permission = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponseBase:
        moment = now()
        rows = _json(moment.isoformat(timespec="seconds"), selectors.open_rows_of_register(local_date(moment)))
        return _stream(rows, "application/json", f"aeo-register-{local_date(moment)}.json")


def _stream(rows: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(rows, content_type=content_type, headers=headers)


class _Line:
    """A file for the CSV writer that hands each line back."""

    def write(self, line: str) -> str:
        return line


def _csv(rows: Iterator[OpenRow]) -> Iterator[str]:
    writer: Any = csv.writer(_Line(), lineterminator="\n")
    yield writer.writerow([field.name for field in fields(OpenRow)])
    for row in rows:
        yield writer.writerow([_harmless(value) for value in asdict(row).values()])


def _harmless(value: str) -> str:
    """A spreadsheet runs a cell that begins like a formula; the sign in front makes it words."""
    return f"'{value}" if value.startswith(FORMULA) else value


def _json(as_of: str, rows: Iterator[OpenRow]) -> Iterator[str]:
    yield f'{{"as_of": {json.dumps(as_of)}, "rows": ['
    for place, row in enumerate(rows):
        yield (",\n" if place else "\n") + json.dumps(asdict(row), ensure_ascii=False)
    yield "\n]}\n"
