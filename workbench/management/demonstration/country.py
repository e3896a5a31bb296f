"""The people of the demonstration: officers with offices, deputies and delegations; partners; one arrangement in force."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from benefits import services as benefits
from foundation.audit.services import SYSTEM
from foundation.identity import services as identity
from foundation.identity.models import Office, User
from foundation.identity.states import OrganisationKind, StaffRole
from mra import services as mra
from programme import services as programme
from programme.selectors import calendar
from programme.states import DecisionAct

from .cast import COLLEAGUES, HQ, LOG_INS

FIRST_DAY_OFFSET = 900


@dataclass
class Country:
    """The demonstration on one day. `officer(role, office)` gives who plays, always the same person."""

    on: date
    officers: dict[tuple[str, str], list[User]] = field(default_factory=dict)
    log_ins: dict[str, User] = field(default_factory=dict)

    def moment(self, days_ago: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment some days before the demonstration's day, on a business day, in the administration's zone."""
        day = calendar(None, years_around=self.on).previous_business_day(self.on - timedelta(days=days_ago))
        return datetime.combine(day, time(hour, minute), ZoneInfo(settings.ADMINISTRATION_TIME_ZONE))

    def officer(self, role: str, office: str, place: int = 0) -> User:
        """The officer of a role at an office, the `place`-th where there are several."""
        people = self.officers[role, office]
        return people[place % len(people)]

    def settle(self) -> None:
        """Put everybody in place: roles, deputies, delegations, the catalogue, partners."""
        now = self.moment(FIRST_DAY_OFFSET)
        self._log_ins(now)
        self._colleagues(now)
        self._deputies(now)
        self._delegations(now)
        benefits.load_catalogue(actor=SYSTEM, now=now)
        self._partner(now)

    def _log_ins(self, now: datetime) -> None:
        for role in identity.DEMO_ROLES:
            self.log_ins[role] = identity.ensure_demo_user(role=role, actor=SYSTEM, now=now)
        for role, office in LOG_INS.items():
            self._grant(self.log_ins[role], role.upper(), office, now)

    def _colleagues(self, now: datetime) -> None:
        for name, role, office in COLLEAGUES:
            email = f"{name.lower().replace(' ', '.')}@customs.example"
            user = identity.create_user(email=email, full_name=name, is_staff=True, actor=SYSTEM, now=now)
            self._grant(user, role, office, now)

    def _grant(self, user: User, role: str, office: str, now: datetime) -> None:
        place = Office.objects.get(code=office) if office else None
        identity.grant_role(user=user, role=role, office=place, valid_from=now.date(), actor=SYSTEM, now=now)
        self.officers.setdefault((role, office), []).append(user)

    def _deputies(self, now: datetime) -> None:
        """Each pair of officers of one role and office stand in for each other; one of them is away this week."""
        for (role, _office), people in self.officers.items():
            for principal, deputy in zip(people, people[1:] + people[:1], strict=True):
                if principal != deputy:
                    identity.name_deputy(
                        principal=principal,
                        deputy=deputy,
                        valid_from=now.date(),
                        valid_until=None,
                        actor=SYSTEM,
                        now=now,
                    )
            if role == StaffRole.ACCOUNT_MANAGER and len(people) > 1:
                identity.record_absence(
                    user=people[1],
                    starts_on=self.on,
                    ends_on=self.on + timedelta(days=4),
                    actor=SYSTEM,
                    now=self.moment(7),
                )

    def _delegations(self, now: datetime) -> None:
        number = 0
        for (role, office), people in sorted(self.officers.items()):
            if role != StaffRole.DECISION_MAKER:
                continue
            for person in people:
                for act in DecisionAct.values:
                    number += 1
                    programme.delegate(
                        number=f"{number:02}/{now.year}",
                        holder=person,
                        act=act,
                        office=None if office == HQ else Office.objects.get(code=office),
                        valid_from=now.date(),
                        actor=SYSTEM,
                        now=now,
                    )

    def _partner(self, now: datetime) -> None:
        body = identity.create_organisation(
            kind=OrganisationKind.PARTNER, name="Customs of Morvania", actor=SYSTEM, now=now
        )
        partner = mra.add_partner(
            organisation=body, country_code="XB", programme_name="Trusted Trader Morvania", actor=SYSTEM, now=now
        )
        arrangement = mra.begin_arrangement(
            partner=partner,
            title="Kestria and Morvania: mutual recognition",
            kinds=["security"],
            benefits="Fewer examinations of your exports at Morvania’s border; contact point in a standstill of trade.",
            identifier_hint="Put your TIN in field 44 of the Morvanian import declaration, code Y023.",
            actor=SYSTEM,
            now=now,
        )
        steps = ("compare", "visit", "negotiate", "sign", "prepare_operation", "put_in_force")
        for place, step in enumerate(steps):
            day = self.moment(FIRST_DAY_OFFSET - 60 * (place + 1))
            arrangement = mra.advance(arrangement=arrangement, transition=step, actor=SYSTEM, now=day)
