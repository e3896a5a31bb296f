"""Who plays: officers beside the log-ins of each role, and the operators with the stage each has reached."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from foundation.identity.states import MandateScope
from foundation.identity.states import StaffRole as R

NORTH, SOUTH, HQ, EVERYWHERE = "NOR", "SOU", "HQ", ""

# The office of each demonstration log-in; names come with the log-ins.
LOG_INS: dict[str, str] = {
    "case_officer": NORTH,
    "vetting_officer": NORTH,
    "validator": NORTH,
    "third_party_validator": NORTH,
    "decision_maker": NORTH,
    "appeal_officer": HQ,
    "account_manager": NORTH,
    "team_leader": NORTH,
    "regional_manager": NORTH,
    "border_officer": "NOR-VELM",
    "back_office": HQ,
    "duty_officer": HQ,
    "programme_admin": HQ,
    "mra_officer": HQ,
    "oga_user": HQ,
    "guest_officer": SOUTH,
    "committee_member": HQ,
    "auditor": EVERYWHERE,
    "executive": EVERYWHERE,
}

# Colleagues without a log-in: name, role, office.
COLLEAGUES: tuple[tuple[str, str, str], ...] = (
    ("Nadia Sorel", R.CASE_OFFICER, NORTH),
    ("Lena Brandt", R.DECISION_MAKER, NORTH),
    ("Sten Aldous", R.VALIDATOR, NORTH),
    ("Karim Adeni", R.ACCOUNT_MANAGER, NORTH),
    ("Ilse Maro", R.VETTING_OFFICER, NORTH),
    ("Bruno Teske", R.CASE_OFFICER, SOUTH),
    ("Yara Domin", R.VETTING_OFFICER, SOUTH),
    ("Una Karst", R.VALIDATOR, SOUTH),
    ("Felix Oram", R.VALIDATOR, SOUTH),
    ("Ivo Marek", R.DECISION_MAKER, SOUTH),
    ("Tilda Renn", R.ACCOUNT_MANAGER, SOUTH),
    ("Hugo Serra", R.TEAM_LEADER, SOUTH),
    ("Ada Holm", R.CASE_OFFICER, HQ),
    ("Matti Koor", R.VETTING_OFFICER, HQ),
    ("Elin Vasse", R.VALIDATOR, HQ),
    ("Orla Finn", R.VALIDATOR, HQ),
    ("Peter Lind", R.DECISION_MAKER, HQ),
    ("Rosa Tamm", R.ACCOUNT_MANAGER, HQ),
    ("Runa Falk", R.PROGRAMME_ADMIN, HQ),
)


class Stage(StrEnum):
    """How far an operator has come; each stage includes those before it."""

    UNVERIFIED = "UNVERIFIED"
    VERIFIED = "VERIFIED"
    DRAFT = "DRAFT"
    READY = "READY"
    SUBMITTED = "SUBMITTED"
    ASKED_EARLY = "ASKED_EARLY"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    VETTING = "VETTING"
    ASKED = "ASKED"
    WITHDRAWN = "WITHDRAWN"
    DETERMINED = "DETERMINED"
    PLANNED = "PLANNED"
    NOTIFIED = "NOTIFIED"
    VISITING = "VISITING"
    REVIEW = "REVIEW"
    WITH_TRADER = "WITH_TRADER"
    CLOSED = "CLOSED"
    PROPOSED = "PROPOSED"
    HEARING = "HEARING"
    REFUSED = "REFUSED"
    GRANTED = "GRANTED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    REVOKED = "REVOKED"
    SURRENDERED = "SURRENDERED"


@dataclass(frozen=True, slots=True)
class Part:
    """One operator: who it is, what it applies for, how far it has come and how many days ago it sent the application."""

    name: str
    tin: str
    region: str
    city: str
    employees: int
    types: tuple[str, ...]
    stage: Stage
    days: int
    kinds: tuple[str, ...] = ("simplification", "security")
    sector: str = "food"
    sites: int = 1
    finding: bool = False


def _parts() -> tuple[Part, ...]:
    with Path(__file__).with_name("parts.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_part(row) for row in csv.DictReader(file))


def _part(row: dict[str, str]) -> Part:
    return Part(
        name=row["name"],
        tin=row["tin"],
        region=row["region"],
        city=row["city"],
        employees=int(row["employees"]),
        types=tuple(row["types"].split(";")),
        stage=Stage(row["stage"]),
        days=int(row["days"]),
        kinds=tuple(row["kinds"].split(";")),
        sector=row["sector"],
        sites=int(row["sites"]),
        finding=row["finding"] == "yes",
    )


# The operators, in the order in which they come on stage; `parts.csv` beside this file, lists joined by semicolons.
PARTS = _parts()
BRENNA, SOLVANE, VELIN, TALLOW = "XA2205418", "XA1047733", "XA3318840", "XA3230217"
# What the consultant may do for whom; for the last one until a day.
MANDATES: dict[str, tuple[str, ...]] = {
    BRENNA: (),
    SOLVANE: (),
    TALLOW: (MandateScope.APPLICATIONS, MandateScope.ANSWERS, MandateScope.DOCUMENTS, MandateScope.MESSAGES),
}
COVERED = ("XA3170214", "XA2270169")  # the first is covered by the certificates of the second
LISTED = frozenset(
    part.tin for part in PARTS if part.stage in (Stage.ACTIVE, Stage.SUSPENDED) and part.tin != "XA2630187"
)
