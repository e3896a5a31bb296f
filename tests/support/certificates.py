"""Files ready for a decision and certificates at every stage: moved along the legal states, decided by the real acts."""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from applications.models import Application
from applications.states import APPLICATION_TABLE
from certificates.models import Certificate, DecisionRow
from certificates.selectors import to_propose
from certificates.services import ProposedRow
from certificates.states import Proposal, RefusalCode
from foundation.audit.services import acting, locked, move
from foundation.correspondence.services import open_letter
from foundation.identity.models import Office, User
from foundation.identity.states import CompanyRole, StaffRole
from lifecycle import services as lifecycle
from lifecycle.services import RowChoice
from operators.models import Operator
from operators.states import OPERATOR_TABLE
from programme import selectors as programme
from programme import services as programme_services
from programme.models import OperatorType
from programme.states import Act, DecisionAct
from tests.support import identity
from tests.support.programme import HOUSE, reference_data
from validations.models import TeamMember, Validation
from validations.states import VALIDATION_TABLE
from vetting.models import Vetting
from vetting.states import VETTING_TABLE

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
TODAY = date(2026, 9, 14)
STARTS = date(2026, 9, 19)  # the fifth day after the decision
BOTH = ("simplification", "security")
CANARY = "CANARY-7f3k internal grounds"
RELEASED = "On 25 August goods stood in an open yard without lock or guard."
_numbers = itertools.count(1)
_VISIT = ("notify", "start", "end_visit", "send_for_review", "send_to_trader", "close")


def later(days: int, hours: int = 0) -> datetime:
    """A moment some days after the ground day."""
    return NOW + timedelta(days=days, hours=hours)


class Scene:
    """One company whose file may be decided, with the people around it. Nobody may decide without `delegate`."""

    def __init__(
        self,
        name: str = "Brenna Pass Carriers Ltd",
        *,
        kinds: Sequence[str] = BOTH,
        types: Sequence[str] = ("road_carrier",),
        office: str = "NOR",
        ready: bool = True,
    ) -> None:
        reference_data(NOW)
        number = next(_numbers)
        self.office = Office.objects.get(code=office)
        self.case_officer = self.officer("Dalia Roost", StaffRole.CASE_OFFICER)
        self.vetter = self.officer("Emil Vardan", StaffRole.VETTING_OFFICER)
        self.validator = self.officer("Petra Lund", StaffRole.VALIDATOR)
        self.decider = self.officer("Lena Brandt", StaffRole.DECISION_MAKER)
        self.company = identity.make_company(name)
        self.trader = identity.make_member(
            self.company,
            CompanyRole.ADMINISTRATOR,
            CompanyRole.PREPARER,
            CompanyRole.SIGNATORY,
            user=identity.make_user("Tomas Brenn"),
        )
        self.operator = make_operator(self.company, self.office, name, f"XA{2205000 + number}")
        self.application = make_application(self.operator, self.case_officer, kinds, types, number)
        self.validation: Validation | None = None
        if ready:
            self.vet()
            self.visit()

    def officer(self, name: str, *roles: str) -> User:
        """Somebody of the office with roles and an authenticator."""
        return identity.make_officer(*roles, office=self.office, full_name=name)

    def vet(self) -> Vetting:
        """Desk checks determined, with the act that separation of duties remembers."""
        with acting(actor=self.vetter, at=NOW, reason="clear"):
            vetting = Vetting.objects.create(application=self.application, opened_at=NOW)
            also = {"risk": "LOW", "determination": CANARY, "determined_at": NOW, "valid_until": date(2027, 1, 22)}
            move(vetting, "determine", table=VETTING_TABLE, event="vetting.determined", also=also)
        programme_services.take_act(file_id=self.application.public_id, act=Act.VET, user=self.vetter, now=NOW)
        return vetting

    def visit(self) -> Validation:
        """A visit closed, led by the validator."""
        with acting(actor=self.validator, at=NOW, reason="visit"):
            visit = Validation.objects.create(
                operator=self.operator,
                application=self.application,
                office=self.office,
                sample_seed=1,
                sample_reason="test",
                planned_at=NOW,
                visited_on=date(2026, 8, 26),
            )
            TeamMember.objects.create(validation=visit, user=self.validator, role="LEAD")
            for name in _VISIT:
                move(visit, name, table=VALIDATION_TABLE, event=f"validation.{name}")
        programme_services.take_act(file_id=self.application.public_id, act=Act.VALIDATE, user=self.validator, now=NOW)
        self.validation = visit
        return visit

    def delegate(self, *acts: str, holder: User | None = None, **narrowed: Any) -> None:
        """Give the power to take decisions; all of them when none is named."""
        for act in acts or DecisionAct.values:
            programme_services.delegate(
                number=f"{next(_numbers)}/2026",
                holder=holder or self.decider,
                act=act,
                valid_from=date(2020, 1, 1),
                office=self.office,
                actor=HOUSE,
                now=NOW,
                **narrowed,
            )

    def rows(self, *refused: str, condition: str = "") -> list[ProposedRow]:
        """The proposal for every kind × type not decided yet: refuse the kinds named, grant the others."""
        pairs = to_propose(self.application)
        return [self.row(kind, one, refuse=kind in refused, condition=condition) for kind, one in pairs]

    def row(self, kind: str, operator_type: OperatorType, *, refuse: bool = False, condition: str = "") -> ProposedRow:
        proposal = Proposal.REFUSE if refuse else Proposal.GRANT_WITH_CONDITION if condition else Proposal.GRANT
        return ProposedRow(
            kind=kind,
            operator_type=operator_type,
            proposal=proposal,
            grounds=CANARY,
            released_text=RELEASED if refuse else "",
            refusal_code=RefusalCode.SECURITY if refuse else "",
            condition=condition,
            condition_due_on=date(2026, 12, 31) if condition else None,
        )

    def propose(self, *refused: str, now: datetime = NOW, condition: str = "") -> list[DecisionRow]:
        rows = lifecycle.propose_decision(
            application=self.application,
            rows=self.rows(*refused, condition=condition),
            actor=self.case_officer,
            now=now,
        )
        self.application.refresh_from_db()
        return rows

    def decide(
        self, *, now: datetime = NOW, actor: User | None = None, reason: str = "Agreed.", **by_kind: str
    ) -> lifecycle.Decided:
        """Agree with every open row, or choose otherwise by kind: `decide(security="otherwise")`."""
        open_rows = DecisionRow.objects.filter(application=self.application, status__in=("PROPOSED", "HEARING"))
        choices = [
            RowChoice(
                row=row,
                choice=by_kind.get(row.kind, "agree"),
                released_text=RELEASED,
                refusal_code=row.refusal_code or RefusalCode.OTHER,
            )
            for row in open_rows.select_related("operator_type", "application__operator")
        ]
        decided = lifecycle.decide_application(
            application=self.application, choices=choices, reason=reason, actor=actor or self.decider, now=now
        )
        self.application.refresh_from_db()
        return decided

    def granted(self, *, now: datetime = NOW) -> list[Certificate]:
        """Certificates of every kind, not yet in force."""
        self.delegate()
        self.propose(now=now)
        return self.decide(now=now).certificates

    def active(self, *, now: datetime = NOW) -> list[Certificate]:
        """Certificates in force from the fifth day."""
        started = []
        for certificate in self.granted(now=now):
            on = certificate.effective_from
            started.append(lifecycle.start_certificate(certificate=certificate, on=on, now=later(5)))
        return started

    def heard(self, *, now: datetime = NOW) -> DecisionRow:
        """The security kind is to be refused: the hearing is open, the letter opened by the trader."""
        self.delegate()
        self.propose("security", now=now)
        self.decide(now=now)
        row = DecisionRow.objects.get(application=self.application, status="HEARING")
        letter = open_letter(letter=row.hearing_letter, reader=self.trader, now=now)
        lifecycle.letter_received(letter=letter, now=now)
        return row


def make_operator(company: Any, office: Office, name: str, tin: str, **facts: Any) -> Operator:
    """A verified company of an office."""
    with acting(actor=HOUSE, at=NOW):
        operator = Operator.objects.create(
            organisation=company,
            legal_name=name,
            tin=tin,
            office=office,
            registered_at=NOW,
            **{
                "legal_form": "Ltd",
                "sector": "Road transport",
                "employees": 84,
                "size": "LARGE",
                "size_rule_version": 1,
                "address": "4 Mill Lane",
                "city": "Halvik",
                "region": "north",
                "country": "XA",
                **facts,
            },
        )
        operator = locked(operator)
        move(operator, "verify", table=OPERATOR_TABLE, event="operator.verified")
        return operator


def other_operator(name: str = "Solvane Foods Ltd", office: str = "NOR", **facts: Any) -> Operator:
    """Another verified company, without a file."""
    company = identity.make_company(name)
    return make_operator(company, Office.objects.get(code=office), name, f"XA{3300000 + next(_numbers)}", **facts)


def make_application(
    operator: Operator, officer: User, kinds: Sequence[str], types: Sequence[str], number: int
) -> Application:
    """A file at the visit with its decision clock running."""
    with acting(actor=HOUSE, at=NOW, reason="test"):
        application = Application.objects.create(
            number=f"AEO-2026-{number:06}",
            operator=operator,
            kinds=list(kinds),
            criteria_set=programme.criteria_set(TODAY),
            configuration=programme.configuration(TODAY),
            small_firm=False,
            office=operator.office,
            case_officer=officer,
            created_at=NOW,
            created_by_label="test",
            saved_at=NOW,
            saved_by_label="test",
        )
        application.operator_types.add(*OperatorType.objects.filter(token__in=types))
        for name in ("submit", "accept", "start_vetting", "start_validation"):
            also = {"submitted_at": NOW, "accepted_on": TODAY} if name == "submit" else None
            move(application, name, table=APPLICATION_TABLE, event=f"application.{name}", also=also)
        return application


def list_publicly(operator: Operator, *, listed: bool = True) -> Operator:
    """The holder's consent to be shown."""
    with acting(actor=HOUSE, at=NOW):
        operator.listed = listed
        operator.save(update_fields=["listed"])
    return operator
