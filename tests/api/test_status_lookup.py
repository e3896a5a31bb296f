"""The status look-up: what border and risk systems are told of an operator, today and on a past day."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from oauth2_provider.models import get_access_token_model

from certificates.models import Certificate
from foundation.audit.services import acting
from foundation.clock.services import now as clock_now
from foundation.clock.services import today
from foundation.identity.services import register_api_client
from lifecycle import selectors, services
from lifecycle.api import ACTIVE
from lifecycle.models import StatusProjection
from programme.models import OperatorType
from tests.support.lifecycle import BOTH, House, at, granted, in_force, make_operator
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db
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


@pytest.fixture
def border(db: None) -> System:
    return System()


@pytest.fixture
def house(db: None) -> House:
    return House(at(START))


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let the look-up believe that it is some day."""

    def travel(day: date, hour: int = 12) -> None:
        monkeypatch.setattr("lifecycle.api.now", lambda: at(day, hour))

    return travel


def suspend(house: House, certificate: Certificate, day: date) -> Certificate:
    return services.suspend_certificate(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        until=day + 60 * DAY,
        reason="Facts are gathered.",
        actor=house.decider,
        now=at(day),
    )


def lift(house: House, certificate: Certificate, day: date, *, as_if_never: bool = False) -> Certificate:
    return services.lift_suspension(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        reason="Cleared.",
        actor=house.decider,
        now=at(day),
        as_if_never=as_if_never,
    )


def revoke(house: House, certificate: Certificate, day: date) -> Certificate:
    return services.revoke_certificate(
        grounds="Goods stood unlocked.", certificate=certificate, reason="Breach.", actor=house.decider, now=at(day)
    )


# --- the words --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-LIF-11", "R-IEX-03")
def test_a_certificate_in_force_tells_kinds_facilitation_and_benefits(border: System, house: House) -> None:
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=START, types=("exporter", "carrier"))

    answer = border.ask(operator.tin)

    assert answer == {
        "name": operator.legal_name,
        "status": "active",
        "kinds": [
            {
                "kind": "security",
                "status": "active",
                "effective_from": START.isoformat(),
                "valid_until": None,
                "operator_types": certificate.operator_types,
            }
        ],
        "facilitation": "security",
        "benefits": ["low_inspection", "rapid_release", "own_premises", "account_manager"],
        "holder": None,
    }


def test_what_is_granted_but_not_yet_effective_is_none(border: System, house: House, on: Callable[..., None]) -> None:
    operator = make_operator()
    granted(house, operator, decided_on=START)

    for day in (START, START + 4 * DAY):
        on(day)
        assert border.ask(operator.tin) == NOTHING

    on(START + 5 * DAY, 0)
    assert border.ask(operator.tin)["status"] == "active"
    assert Certificate.objects.get().status == "ISSUED", "the calendar answers, no sweep has run"


@pytest.mark.requirement("R-SUS-08")
def test_a_suspension_shows_in_the_very_next_request_and_takes_the_benefits(border: System, house: House) -> None:
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=START)
    assert border.ask(operator.tin)["status"] == "active"

    certificate = suspend(house, certificate, today())
    answer = border.ask(operator.tin)
    assert (answer["status"], answer["facilitation"], answer["benefits"]) == ("suspended", "none", [])
    assert answer["kinds"][0]["status"] == "suspended"

    lift(house, certificate, today())
    assert border.ask(operator.tin)["facilitation"] == "security"


def test_one_kind_suspended_leaves_the_other_in_force(border: System, house: House) -> None:
    operator = make_operator()
    security, simple = in_force(house, operator, BOTH, since=START)
    assert border.ask(operator.tin)["facilitation"] == "full"

    suspend(house, security, today())

    answer = border.ask(operator.tin)
    assert (answer["status"], answer["facilitation"]) == ("active", "simplification")
    assert {kind["kind"]: kind["status"] for kind in answer["kinds"]} == {
        "security": "suspended",
        "simplification": "active",
    }
    assert "deferred_payment" in answer["benefits"]
    assert simple.status == "ACTIVE"


def test_without_a_kind_in_force_the_latest_of_the_others_is_told(border: System, house: House) -> None:
    operator = make_operator()
    security, simple = in_force(house, operator, BOTH, since=START)

    revoke(house, security, START + 30 * DAY)
    services.surrender_certificate(certificate=simple, actor=house.decider, now=at(START + 40 * DAY))

    assert border.ask(operator.tin)["status"] == "surrendered"
    assert border.ask(operator.tin, on=(START + 35 * DAY).isoformat())["status"] == "active"


@pytest.mark.requirement("R-SUS-07")
def test_a_certificate_ends_by_the_calendar_though_no_sweep_has_run(
    border: System, house: House, on: Callable[..., None]
) -> None:
    operator = make_operator()
    last = START + 100 * DAY
    in_force(house, operator, since=START, valid_until=last)

    on(last, 20)
    assert border.ask(operator.tin)["status"] == "active"
    on(last + DAY, 0)
    answer = border.ask(operator.tin)
    assert (answer["status"], answer["facilitation"], answer["benefits"]) == ("expired", "none", [])
    assert border.bulk({"tins": [operator.tin]}).json()["results"][0]["status"] == "expired"
    assert Certificate.objects.get().status == "ACTIVE"


def test_an_end_by_the_calendar_counts_from_its_own_day(border: System, house: House, on: Callable[..., None]) -> None:
    """Security was revoked before simplification expired: expired is the later word."""
    operator = make_operator()
    last = START + 100 * DAY
    security, _simple = in_force(house, operator, BOTH, since=START, valid_until=last)
    revoke(house, security, START + 50 * DAY)

    on(last + 10 * DAY)

    assert border.ask(operator.tin)["status"] == "expired"


def test_an_annulled_certificate_is_revoked_today_and_none_for_the_days_it_never_counted(
    border: System, house: House, on: Callable[..., None]
) -> None:
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=START)
    annulled = START + 50 * DAY

    services.annul_certificate(
        grounds="Goods stood unlocked.",
        certificate=certificate,
        reason="False papers.",
        actor=house.decider,
        now=at(annulled),
    )

    on(annulled)
    assert border.ask(operator.tin)["status"] == "revoked"
    on(annulled + 30 * DAY)
    assert border.ask(operator.tin, on=(annulled + 3 * DAY).isoformat())["status"] == "revoked"
    for day in (START, annulled - DAY):
        assert border.ask(operator.tin, on=day.isoformat()) == NOTHING


def test_the_days_of_an_annulled_suspension_count_with_their_benefits(
    border: System, house: House, on: Callable[..., None]
) -> None:
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=START)
    certificate = suspend(house, certificate, START + 10 * DAY)
    in_between = (START + 12 * DAY).isoformat()
    assert border.ask(operator.tin, on=in_between)["status"] == "suspended"

    lift(house, certificate, START + 20 * DAY, as_if_never=True)

    answer = border.ask(operator.tin, on=in_between)
    assert (answer["status"], len(answer["benefits"])) == ("active", 4)


def test_a_lifted_suspension_stays_in_the_past(border: System, house: House) -> None:
    operator = make_operator()
    (certificate,) = in_force(house, operator, since=START)
    certificate = suspend(house, certificate, START + 10 * DAY)
    lift(house, certificate, START + 20 * DAY)

    told = [border.ask(operator.tin, on=(START + n * DAY).isoformat())["status"] for n in (-1, 0, 9, 10, 19, 20)]

    assert told == ["none", "active", "active", "suspended", "suspended", "active"]


@pytest.mark.parametrize("end", ["surrender", "annul"])
def test_a_future_certificate_given_back_does_not_hide_the_one_in_force(
    border: System, house: House, on: Callable[..., None], end: str
) -> None:
    operator = make_operator()
    in_force(house, operator, since=START, valid_until=START + 400 * DAY)
    (waiting,) = granted(house, operator, decided_on=START + 396 * DAY)
    day = START + 397 * DAY

    if end == "surrender":
        services.surrender_certificate(certificate=waiting, actor=house.decider, now=at(day))
    else:
        services.annul_certificate(
            grounds="Goods stood unlocked.", certificate=waiting, reason="Mistake.", actor=house.decider, now=at(day)
        )

    on(day)
    assert border.ask(operator.tin)["status"] == "active"


def test_a_new_certificate_after_a_revocation_speaks(border: System, house: House) -> None:
    operator = make_operator()
    (old,) = in_force(house, operator, since=START)
    revoke(house, old, START + 10 * DAY)
    in_force(house, operator, since=START + 200 * DAY)

    assert border.ask(operator.tin)["status"] == "active"
    assert border.ask(operator.tin, on=(START + 100 * DAY).isoformat())["status"] == "revoked"


def test_a_person_who_acts_before_the_sweep_finds_what_the_calendar_did(house: House, border: System) -> None:
    operator = make_operator()
    (certificate,) = granted(house, operator, decided_on=START)

    suspend(house, certificate, START + 6 * DAY)

    assert border.ask(operator.tin, on=(START + 5 * DAY).isoformat())["status"] == "active"
    assert border.ask(operator.tin, on=(START + 6 * DAY).isoformat())["status"] == "suspended"


# --- covered companies ------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-LIF-05")
def test_a_covered_company_answers_under_its_own_tin_and_names_the_holder(border: System, house: House) -> None:
    holder, covered = make_operator("Parent plc"), make_operator("Daughter Ltd")
    (certificate,) = in_force(house, holder, since=START)
    begins = START + 10 * DAY

    coverage = services.cover_company(
        certificate=certificate, operator=covered, on=begins, actor=house.decider, now=at(begins)
    )

    answer = border.ask(covered.tin)
    assert (answer["name"], answer["status"], answer["holder"]) == ("Daughter Ltd", "active", holder.tin)
    assert answer["benefits"]
    assert border.ask(holder.tin)["holder"] is None
    assert border.ask(covered.tin, on=(begins - DAY).isoformat()) == NOTHING

    certificate = suspend(house, certificate, today())
    assert border.ask(covered.tin)["status"] == "suspended"

    services.end_coverage(coverage=coverage, actor=house.decider, now=clock_now())
    assert border.ask(covered.tin) == NOTHING
    assert border.ask(covered.tin, on=(begins + DAY).isoformat())["status"] == "active"


def test_a_coverage_that_begins_later_shows_from_its_day(border: System, house: House, on: Callable[..., None]) -> None:
    holder, covered = make_operator("Parent plc"), make_operator("Daughter Ltd")
    (certificate,) = in_force(house, holder, since=START)
    begins = START + 10 * DAY
    services.cover_company(
        certificate=certificate, operator=covered, on=begins, actor=house.decider, now=at(START + DAY)
    )

    on(begins - DAY)
    assert border.ask(covered.tin) == NOTHING
    on(begins, 0)
    assert border.ask(covered.tin)["holder"] == holder.tin


def test_no_coverage_hides_a_suspension_of_one_s_own(border: System, house: House) -> None:
    holder, covered = make_operator("Parent plc"), make_operator("Daughter Ltd")
    (parent,) = in_force(house, holder, since=START)
    (own,) = in_force(house, covered, since=START)
    services.cover_company(certificate=parent, operator=covered, on=START, actor=house.decider, now=at(START))

    suspend(house, own, today())

    answer = border.ask(covered.tin)
    assert (answer["status"], answer["holder"]) == ("suspended", None)


def test_a_coverage_decided_after_one_s_own_certificate_ended_speaks(border: System, house: House) -> None:
    holder, covered = make_operator("Parent plc"), make_operator("Daughter Ltd")
    (parent,) = in_force(house, holder, since=START)
    (own,) = in_force(house, covered, since=START)
    revoke(house, own, START + 10 * DAY)
    services.cover_company(
        certificate=parent, operator=covered, on=START + 20 * DAY, actor=house.decider, now=at(START + 20 * DAY)
    )

    assert border.ask(covered.tin)["holder"] == holder.tin
    assert border.ask(covered.tin, on=(START + 15 * DAY).isoformat())["status"] == "revoked"


# --- who is known -----------------------------------------------------------------------------------------------------


def test_an_unknown_tin_answers_like_a_company_without_certificate(border: System, house: House) -> None:
    known, waiting = make_operator(), make_operator("Waiting Ltd")
    granted(house, waiting, decided_on=today())

    for query in ({}, {"on": "2025-04-01"}):
        bodies = [border.get(tin, **query).json() for tin in ("ZZ0NOBODY", known.tin, waiting.tin)]
        for body in bodies:
            body.pop("tin")
            body.pop("as_of")
        assert bodies == [NOTHING] * 3


def test_a_tin_is_trimmed_and_upper_cased(border: System, house: House) -> None:
    operator = make_operator()
    in_force(house, operator, since=START)

    assert border.ask(f"  {operator.tin.lower()} ")["status"] == "active"


def test_a_tin_stored_in_small_letters_is_found_today_and_in_the_past(border: System, house: House) -> None:
    operator = make_operator()
    with acting(actor=HOUSE, at=at(START)):
        operator.tin = "xa77lower"
        operator.save(update_fields=["tin"])
    in_force(house, operator, since=START)

    assert border.ask("XA77LOWER")["status"] == "active"
    assert border.ask("XA77LOWER", on=START.isoformat())["status"] == "active"


@pytest.mark.parametrize("tin", ["1234", "XA", "XA-12", "X1234", "XA12é", "XA" + "1" * 31, "XA%00", "XA'--"])
def test_a_malformed_tin_is_a_problem_that_names_it(border: System, tin: str) -> None:
    response = border.get(tin)

    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["pointer"] == "/tin"


def test_the_pattern_of_the_tin_is_the_administration_s(border: System, settings: Any) -> None:
    settings.TIN_PATTERN = r"^\d{9}$"

    assert border.get("XA1234567").status_code == HTTPStatus.BAD_REQUEST
    assert border.ask("123456789") == NOTHING


# --- the day asked ----------------------------------------------------------------------------------------------------


def test_the_answer_says_of_which_moment_or_day_it_speaks(
    border: System, house: House, on: Callable[..., None]
) -> None:
    on(date(2026, 9, 28), 8)

    assert border.get("XA1").json()["as_of"] == "2026-09-28T08:00:00+00:00"
    assert border.get("XA1", on="2026-09-27").json()["as_of"] == "2026-09-27"
    assert border.get("XA1", on="2026-09-28").json()["as_of"] == "2026-09-28T08:00:00+00:00"


@pytest.mark.parametrize("day", ["2999-01-01", "yesterday", "2026-02-30", "2026-2-3", "20260203"])
def test_a_day_in_the_future_or_none_at_all_is_a_problem(border: System, day: str) -> None:
    for response in (border.get("XA1", on=day), border.bulk({"tins": ["XA1"], "on": day})):
        assert response.status_code == HTTPStatus.BAD_REQUEST
        assert response.json()["errors"][0]["pointer"] == "/on"


# --- many at once -----------------------------------------------------------------------------------------------------


def test_many_are_answered_in_the_order_asked_and_duplicates_kept(border: System, house: House) -> None:
    first, second = make_operator(), make_operator("Second Ltd")
    in_force(house, first, since=START)
    in_force(house, second, ("simplification",), since=START)
    tins = [second.tin, "nonsense!", "XA0UNKNOWN", first.tin.lower(), second.tin, 7, None]

    results = border.bulk({"tins": tins}).json()["results"]

    assert [row["status"] for row in results] == [
        "active",
        "malformed",
        "none",
        "active",
        "active",
        "malformed",
        "malformed",
    ]
    assert [row["tin"] for row in results] == [
        second.tin, "nonsense!", "XA0UNKNOWN", first.tin, second.tin, "7", "null",
    ]  # fmt: skip
    single = border.get(first.tin).json()
    assert {**results[3], "as_of": ""} == {**single, "as_of": ""}
    assert all(set(row) == set(single) for row in results)


def test_many_are_answered_for_a_past_day(border: System, house: House) -> None:
    operator = make_operator()
    in_force(house, operator, since=START)
    body = {"tins": [operator.tin, "XA0"], "on": (START - DAY).isoformat()}

    results = border.bulk(body).json()["results"]

    assert [row["status"] for row in results] == ["none", "none"]
    assert results[0]["as_of"] == body["on"]


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ("{", 400, None),
        (b"\xff", 400, None),
        ("[]", 400, "/tins"),
        ({}, 400, "/tins"),
        ({"tins": "XA1"}, 400, "/tins"),
        ({"tins": ["XA1"], "day": "2026-01-01"}, 400, "/day"),
        ({"tins": ["XA1"], "on": 7}, 400, "/on"),
        ({"tins": ["XA1"] * 10_001}, 413, "/tins"),
        ("x" * 3_000_000, 413, "/tins"),
    ],
)
def test_a_body_at_fault_is_answered_with_its_place(
    border: System, body: object, status: int, pointer: str | None
) -> None:
    response = border.bulk(body)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json().get("errors", [{"pointer": None}])[0]["pointer"] == pointer


def test_ten_thousand_are_answered_and_an_empty_list_too(border: System) -> None:
    assert len(border.bulk({"tins": ["XA1"] * 10_000}).json()["results"]) == 10_000
    assert border.bulk({"tins": []}).json() == {"results": []}


def test_two_and_two_thousand_take_the_same_number_of_queries(border: System, house: House) -> None:
    operators = [make_operator(f"Company {number}") for number in range(4)]
    for operator in operators:
        in_force(house, operator, BOTH, since=START)
    known = [operator.tin for operator in operators]

    def queries(tins: list[str], **more: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert border.bulk({"tins": tins, **more}).status_code == HTTPStatus.OK
        return len(captured)

    many = [*known, *(f"XA{number}" for number in range(2_000))]
    border.ask(known[0])
    assert queries(known[:2]) == queries(many) == 2
    assert queries(known[:2], on=START.isoformat()) == queries(many, on=START.isoformat())

    StatusProjection.objects.update(changes_on=START)
    assert queries(known[:2]) == queries(many)


def test_one_look_up_is_one_query(border: System, house: House) -> None:
    operator = make_operator()
    in_force(house, operator, since=START)

    border.ask(operator.tin)  # the first of a connection plans the statement
    with CaptureQueriesContext(connection) as captured:
        border.ask(operator.tin)

    assert len(captured) == 1


def test_the_look_up_sets_no_cookie_and_names_its_request(border: System) -> None:
    response = border.get("XA1")

    assert not response.cookies
    assert response["X-Request-Id"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_one_line_of_the_log_tells_who_asked_for_what(border: System, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("status")
    logger.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.INFO, "status"):
            response = border.get("XA1")
            border.bulk({"tins": ["XA1", "XA2"]})
    finally:
        logger.removeHandler(caplog.handler)

    one, many = (json.loads(message) for message in caplog.messages)
    assert (one["event"], one["client"], one["tin"]) == ("status.read", "border", "XA1")
    assert one["request_id"] == response["X-Request-Id"]
    assert (many["event"], many["count"]) == ("status.read_many", 2)


# --- who may ask ------------------------------------------------------------------------------------------------------


def refusal(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["instance"].startswith("urn:request:")
    return response.status_code, response.json()["title"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer nobody", "Basic Ym9yZGVyOng=", "Token x"])
def test_without_a_known_token_nothing_is_told(client: Client, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    one = client.get("/api/v1/operators/XA1/status", headers=headers)
    many = client.post(BULK, "{}", content_type="application/json", headers=headers)

    for response in (one, many):
        assert refusal(response) == (401, "Unauthorized")
        assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_token_that_has_run_out_is_refused() -> None:
    late = System(expires=clock_now() - timedelta(seconds=1))

    assert refusal(late.get("XA1"))[0] == refusal(late.bulk({"tins": []}))[0] == 401


def test_a_token_with_another_scope_is_refused() -> None:
    partner = System(scope="mra:read", client="partner")

    assert refusal(partner.get("XA1")) == (403, "Forbidden")
    assert refusal(partner.bulk({"tins": []}))[0] == 403


def test_a_token_of_the_provider_opens_the_look_up(client: Client, house: House) -> None:
    _made, secret = register_api_client(
        client_id="border", name="Border", scopes=["status:read"], actor=HOUSE, now=at(START)
    )
    form = {"grant_type": "client_credentials", "client_id": "border", "client_secret": secret, "scope": "status:read"}

    token = client.post("/api/v1/oauth/token", form).json()["access_token"]

    answer = client.get("/api/v1/operators/XA1/status", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == HTTPStatus.OK
    assert "token" not in answer.headers


@pytest.mark.parametrize(("method", "path", "allow"), [
    ("post", "/api/v1/operators/XA1/status", "GET, HEAD"),
    ("delete", "/api/v1/operators/XA1/status", "GET, HEAD"),
    ("get", BULK, "POST"),
    ("put", BULK, "POST"),
])  # fmt: skip
def test_a_method_that_is_not_offered_names_those_that_are(border: System, method: str, path: str, allow: str) -> None:
    response = getattr(border.http, method)(path, headers=border.headers)

    assert refusal(response)[0] == 405
    assert response["Allow"] == allow


def test_head_answers_without_a_body(border: System) -> None:
    response = border.http.head("/api/v1/operators/XA1/status", headers=border.headers)

    assert (response.status_code, response.content) == (200, b"")


def test_an_answer_is_never_kept_by_anybody(border: System) -> None:
    assert border.get("XA1")["Cache-Control"] == "no-store"
    assert border.bulk({"tins": []})["Cache-Control"] == "no-store"


# --- the description --------------------------------------------------------------------------------------------------


def test_the_schema_describes_both_routes_with_examples(client: Client) -> None:
    schema = client.get("/api/v1/schema/", {"format": "json"}).json()

    one = schema["paths"]["/api/v1/operators/{tin}/status"]["get"]
    many = schema["paths"]["/api/v1/status-lookups"]["post"]
    assert {parameter["name"] for parameter in one["parameters"]} == {"tin", "on"}
    assert {"200", "400", "401", "403"} <= one["responses"].keys()
    assert "413" in many["responses"]
    for answer in (one, many):
        assert answer["responses"]["200"]["content"]["application/json"]["examples"]
        assert answer["security"]
    assert many["requestBody"]["content"]["application/json"]["examples"]
    fields = schema["components"]["schemas"]["StatusAnswer"]["properties"]
    assert set(fields) == {*selectors.nothing("XA1"), "as_of"}


def test_the_examples_have_the_shape_of_real_answers(border: System, house: House) -> None:
    operator = make_operator()
    in_force(house, operator, since=START)
    assert OperatorType.objects.filter(token="carrier").exists()

    real = border.get(operator.tin).json()
    assert set(real) == set(ACTIVE.value)
    assert set(real["kinds"][0]) == set(ACTIVE.value["kinds"][0])
