"""What the look-up is measured against: a bare Django view with one select, and stock DRF with a ModelSerializer and OAuth2."""

import json
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.status_settings")

import django

django.setup()

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from oauth2_provider.contrib.rest_framework import TokenHasScope
from rest_framework import serializers
from rest_framework.generics import RetrieveAPIView

from lifecycle.models import StatusProjection

settings.MIDDLEWARE = []  # after the set-up, at which a library looks for its own
application = WSGIHandler()


def bare(request: HttpRequest, tin: str) -> HttpResponse:
    """No token, no scope, no log: one select, one answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT doc FROM lifecycle_statusprojection WHERE tin = %s", [tin])
        row = cursor.fetchone()
    return HttpResponse(row[0], content_type="application/json")


class Row(serializers.ModelSerializer[StatusProjection]):
    answer = serializers.SerializerMethodField()

    class Meta:
        model = StatusProjection
        fields = ["tin", "answer", "changes_on"]

    def get_answer(self, row: StatusProjection) -> Any:
        return json.loads(row.doc)


class Stock(RetrieveAPIView[StatusProjection]):
    queryset = StatusProjection.objects.all()
    serializer_class = Row
    lookup_field = "tin"
    permission_classes = [TokenHasScope]
    required_scopes = ["status:read"]
    throttle_classes: list[Any] = []


urlpatterns = [path("bare/<str:tin>", bare), path("stock/<str:tin>", Stock.as_view())]
