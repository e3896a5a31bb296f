"""A border system with a token of its own, as the tests of the look-up ask through it."""

import json
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.test import Client
from oauth2_provider.models import get_access_token_model

from foundation.identity.services import register_api_client
from tests.support.lifecycle import at
from tests.support.programme import HOUSE

BULK = "/api/v1/status-lookups"
START = date(2025, 3, 3)
DAY = timedelta(days=1)
NOTHING = {"name": None, "status": "none", "kinds": [], "facilitation": "none", "benefits": [], "holder": None}


class System:
    """A border system with a token of its own."""

    def __init__(self, *, scope: str = "status:read", expires: datetime | None = None, client: str = "border") -> None:
        made, _secret = register_api_client(client_id=client, name=client, scopes=[scope], actor=HOUSE, now=at(START))
        self.token = f"secret-of-{client}"
        get_access_token_model().objects.create(
            application=made.application,
            token=self.token,
            scope=scope,
            expires=expires or datetime(2100, 1, 1, tzinfo=UTC),
        )
        self.http = Client()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, tin: str, **query: str) -> Any:
        return self.http.get(f"/api/v1/operators/{tin}/status", query, headers=self.headers)

    def ask(self, tin: str, **query: str) -> dict[str, Any]:
        response = self.get(tin, **query)
        assert response.status_code == HTTPStatus.OK, response.content
        answer = json.loads(response.content)
        assert answer.pop("as_of")
        assert answer.pop("tin") == tin.strip().upper()
        return answer

    def bulk(self, body: object) -> Any:
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.http.post(BULK, content, content_type="application/json", headers=self.headers)
