"""Before applying: the company with its people and places, and its proof that they may act for it."""

from datetime import date, datetime, timedelta

from foundation.clock.services import local_date
from foundation.documents.models import Document
from foundation.identity import services as identity
from foundation.identity.models import User
from foundation.identity.selectors import memberships
from foundation.identity.states import CompanyRole, StaffRole
from operators import services as operators
from operators.states import ClaimMethod, PersonRole
from workbench.management.demonstration.cast import BRENNA, LISTED, MANDATES, VELIN, Stage

from .base import Walk


class Founding(Walk):
    """The leg from registration to a verified company."""

    def register(self) -> None:
        now = self.after(0)
        administrator = self._administrator(now)
        self.operator = operators.register(
            user=administrator,
            legal_name=self.part.name,
            tin=self.part.tin,
            legal_form="Limited company" if self.part.name.endswith("Ltd") else "Joint-stock company",
            sector=self.part.sector,
            employees=self.part.employees,
            address=f"{len(self.part.name)} Mill Street",
            city=self.part.city,
            region=self.part.region,
            country="XA",
            established_on=date(2004 + len(self.part.name) % 14, 3, 1),
            now=now,
        )
        self._members(administrator, now)
        self._places(administrator, now)
        claim = operators.claim(
            operator=self.operator, claimant=administrator, method=ClaimMethod.DEED, deed=self._deed(now), now=now
        )
        if not self.until(Stage.VERIFIED):
            return
        officer = self.officer(StaffRole.CASE_OFFICER)
        operators.decide_claim(
            claim=claim, confirm=True, reason="Deed seen, signatory agrees.", actor=officer, now=self.after(3)
        )
        self.operator.refresh_from_db()
        if self.part.tin in LISTED:
            operators.set_listed(operator=self.operator, listed=True, actor=administrator, now=now)

    def _administrator(self, now: datetime) -> User:
        log_ins = self.country.log_ins
        known = {BRENNA: "trader_admin", VELIN: "trader_other"}
        if self.part.tin in known:
            return log_ins[known[self.part.tin]]
        first = self.part.name.split()[0].lower()
        name = f"{['Mira', 'Tomas', 'Elin', 'Jonas', 'Ana', 'Marek'][len(self.part.name) % 6]} {first.capitalize()}"
        return identity.create_user(
            email=f"office@{first}-{self.part.tin.lower()}.example",
            full_name=name,
            actor=self.country.log_ins["auditor"],
            now=now,
        )

    def _members(self, administrator: User, now: datetime) -> None:
        """Whoever registers holds every role, as a one-person firm does. Brenna has three people; two firms a consultant."""
        self.people = {CompanyRole.ADMINISTRATOR: administrator}
        log_ins = self.country.log_ins
        if self.part.tin == BRENNA:
            self._join(CompanyRole.PREPARER, log_ins["trader_preparer"], administrator, now)
            self._join(CompanyRole.SIGNATORY, log_ins["trader_signatory"], administrator, now)
            for row in memberships(administrator, local_date(now)).exclude(role=CompanyRole.ADMINISTRATOR):
                identity.end_membership(membership=row, last_day=local_date(now), actor=administrator, now=now)
        if self.part.tin == VELIN:
            email, actor = "greta.velin@velin-motors.example", log_ins["auditor"]
            colleague = identity.create_user(email=email, full_name="Greta Velin", actor=actor, now=now)
            self._join(CompanyRole.PREPARER, colleague, administrator, now)
        if self.part.tin in MANDATES:
            signatory = self.member(CompanyRole.SIGNATORY)
            self._join(CompanyRole.CONSULTANT, log_ins["consultant"], signatory, now, MANDATES[self.part.tin])

    def _join(self, role: str, user: User, actor: User, now: datetime, scope: tuple[str, ...] = ()) -> None:
        identity.grant_membership(
            user=user,
            organisation=self.operator.organisation,
            role=role,
            valid_from=local_date(now),
            valid_until=self.country.on + timedelta(days=300) if scope else None,
            mandate_scope=scope,
            actor=actor,
            now=now,
        )
        self.people[role] = user

    def _places(self, administrator: User, now: datetime) -> None:
        for place in range(self.part.sites):
            name = ["Head office and store", "Mill Lane store", "Oskav yard"][place % 3]
            operators.add_site(
                operator=self.operator,
                name=name,
                address=f"{place + 3} {['Mill Street', 'Mill Lane', 'Oskav road'][place % 3]}",
                city=self.part.city,
                region=self.part.region,
                activity=["Office, records and storage", "Storage", "Parking and loading"][place % 3],
                keeps_records=place == 0,
                actor=administrator,
                now=now,
            )
        if self.part.tin == VELIN:
            alike = list(self.operator.sites.order_by("id")[1:])
            operators.save_group(operator=self.operator, name="Stores", sites=alike, actor=administrator, now=now)
        people = [
            (administrator.full_name, PersonRole.DIRECTOR),
            (f"Jan {self.part.name.split()[0]}", PersonRole.CUSTOMS_MANAGER),
        ]
        if self.part.name.startswith("Orlenko"):
            people.append(("Viktor Orlenko", PersonRole.OWNER))
        for name, role in people:
            operators.add_person(
                operator=self.operator,
                full_name=name,
                role=role,
                email="",
                date_of_birth=date(1971, 5, 4),
                nationality="XA",
                actor=administrator,
                now=now,
            )
        for person in self.operator.people.all():
            operators.answer_consent(person=person, give=True, now=now)

    def _deed(self, now: datetime) -> Document:
        return self._paper("Deed of incorporation", now)
