"""Log-ins of the demonstration: they work, they rotate, and production has none."""

import base64
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from foundation.audit.services import Refused
from foundation.identity import services
from foundation.identity.services import DEMO_CLIENTS, DEMO_ROLES
from tests.support.identity import TEST, moment

pytestmark = pytest.mark.django_db

ROLES = [
    "trader_admin",
    "trader_preparer",
    "trader_signatory",
    "trader_other",
    "consultant",
    "case_officer",
    "vetting_officer",
    "validator",
    "third_party_validator",
    "decision_maker",
    "appeal_officer",
    "account_manager",
    "team_leader",
    "regional_manager",
    "border_officer",
    "back_office",
    "duty_officer",
    "programme_admin",
    "mra_officer",
    "oga_user",
    "guest_officer",
    "committee_member",
    "auditor",
    "executive",
]


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def rows(folder: Path) -> dict[str, Any]:
    return {row["role"]: row for row in json.loads((folder / "demo-logins.json").read_text())}


def test_the_file_lists_every_role_and_client_and_belongs_to_its_owner_alone(folder: Path) -> None:
    # when
    call_command("demo_logins", stdout=StringIO())
    # then
    found = rows(folder)
    assert list(found) == [*ROLES, "border_system", "mra_partner"] == [*DEMO_ROLES, *DEMO_CLIENTS]
    assert (folder / "demo-logins.json").stat().st_mode & 0o777 == 0o600
    keys = {"role", "username", "password", "totp_secret", "client_id", "client_secret"}
    assert {frozenset(row) for row in found.values()} == {frozenset(keys)}
    assert found["trader_admin"]["totp_secret"] is None
    assert found["case_officer"]["totp_secret"]


def test_a_demonstration_officer_signs_in_with_what_the_file_and_the_command_say(folder: Path, client: Client) -> None:
    # given
    call_command("demo_logins", stdout=StringIO())
    row, out = rows(folder)["case_officer"], StringIO()
    # when
    client.post(reverse("account_login"), {"login": row["username"], "password": row["password"]})
    call_command("demo_code", "case_officer", stdout=out)
    answer = client.post(reverse("mfa_authenticate"), {"code": out.getvalue().strip()})
    # then
    assert answer.status_code == 302
    assert "_auth_user_id" in client.session


def test_rotating_ends_sessions_and_old_words_and_a_second_start_keeps_them(folder: Path, client: Client) -> None:
    # given
    call_command("demo_logins", stdout=StringIO())
    old = rows(folder)["trader_admin"]
    given = {"login": old["username"], "password": old["password"]}
    client.post(reverse("account_login"), given)
    # when
    call_command("demo_logins", "--only-if-missing", stdout=StringIO())
    kept = rows(folder)["trader_admin"] == old
    call_command("demo_logins", stdout=StringIO())
    # then
    assert kept
    assert rows(folder)["trader_admin"]["password"] != old["password"]
    assert client.get(reverse("identity:account")).status_code == 302
    assert Client().post(reverse("account_login"), given).status_code == 200


@pytest.mark.parametrize(
    ("client_role", "scope", "status"),
    [
        ("border_system", "status:read", 200),
        ("border_system", "mra:read", 400),
        ("border_system", "status:read mra:read", 400),
        ("mra_partner", "mra:read", 200),
        ("mra_partner", "status:read", 400),
    ],
)
def test_an_api_client_gets_tokens_for_its_own_scopes_only(
    client_role: str, scope: str, status: int, folder: Path, client: Client
) -> None:
    # given
    call_command("demo_logins", stdout=StringIO())
    row = rows(folder)[client_role]
    basic = base64.b64encode(f"{row['client_id']}:{row['client_secret']}".encode()).decode()
    # when
    answer = client.post(
        reverse("api-token"),
        {"grant_type": "client_credentials", "scope": scope},
        headers={"Authorization": f"Basic {basic}"},
    )
    # then
    assert answer.status_code == status
    assert status != 200 or answer.json()["scope"] == scope


def test_production_has_no_demonstration_log_ins(settings: Any, folder: Path) -> None:
    # given
    settings.DEMONSTRATION_ALLOWED = False
    # then
    for command in (["demo_logins"], ["demo_code", "case_officer"]):
        with pytest.raises(CommandError, match="production"):
            call_command(*command)
    with pytest.raises(Refused):
        services.ensure_demo_user(role="case_officer", actor=TEST, now=moment())
    assert not (folder / "demo-logins.json").exists()


def test_a_role_without_a_code_is_said_so(folder: Path) -> None:
    # given
    with pytest.raises(CommandError, match="no demonstration log-ins yet"):
        call_command("demo_code", "case_officer")
    call_command("demo_logins", stdout=StringIO())
    # then
    for role in ("trader_admin", "emperor"):
        with pytest.raises(CommandError, match="has no code"):
            call_command("demo_code", role)
