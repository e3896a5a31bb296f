"""Ground that most tests stand on: the reference data as the product ships it, and people at Customs."""

from datetime import UTC, date, datetime
from typing import Any

from foundation.audit.services import System, acting
from foundation.identity.models import Office, RoleGrant, User
from programme import services
from programme.models import Configuration

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
TODAY = date(2026, 9, 14)
HOUSE = System("test")


def reference_data(now: datetime = NOW) -> Configuration:
    """Everything `seed_reference` loads; gives the configuration in force. Each worker's database holds it from the start,
    until a test with `transaction=True` has emptied the tables."""
    if not Configuration.objects.filter(number=1).exists():
        services.load_reference(actor=HOUSE, now=now)
    return Configuration.objects.get(number=1)


def make_person(name: str = "Dalia Roost", *, is_staff: bool = False, **fields: Any) -> User:
    """A person with an e-mail address made of the name; the same name gives the same person."""
    email = f"{name.lower().replace(' ', '.')}@{'customs' if is_staff else 'firm'}.example"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, None, full_name=name, is_staff=is_staff, date_joined=NOW, **fields)


def make_officer(name: str, *roles: str, office: Office | str | None = None, since: date = date(2020, 1, 1)) -> User:
    """A person at Customs with roles, for an office and those below it, or everywhere."""
    place = Office.objects.get(code=office) if isinstance(office, str) else office
    officer = make_person(name, is_staff=True)
    with acting(actor=HOUSE, at=NOW):
        for role in roles:
            RoleGrant.objects.get_or_create(user=officer, role=role, office=place, defaults={"valid_from": since})
    return officer
