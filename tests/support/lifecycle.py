"""Files on their whole way and certificates in every state, each made by the acts that the portal itself takes."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import count

from applications import selectors as applications_read
from applications.models import Application
from applications.services import advance
from applications.states import APPLICATION_TABLE
from benefits import services as benefits
from certificates import services as certificate_services
from certificates.models import Certificate, DecisionRow
from certificates.states import Proposal, RefusalCode
from foundation.audit.services import acting, move
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.identity.models import User
from foundation.identity.states import StaffRole
from lifecycle import services
from operators.models import Operator
from programme import selectors as programme
from programme.models import OperatorType
from programme.services import delegate, take_act
from programme.states import Act, DecisionAct, Kind, TimeLimitCode
from tests.support.applications import Company, filled, start_clock
from tests.support.programme import HOUSE, make_officer, reference_data
from tests.support.vetting import clear_all, make_operator
from validations import services as validations
from validations.models import Validation
from validations.states import VALIDATION_TABLE
from vetting.models import Vetting
from vetting.services import open_vetting

FIRST = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BOTH = (Kind.SIMPLIFICATION, Kind.SECURITY)
_numbers = count(1)


def at(day: date, hour: int = 8) -> datetime:
    """A moment of a day in the administration's zone, which is near to UTC in the suite."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


class House:
    """Reference data, the catalogue of benefits and one officer for each part of the work; every decision delegated."""

    def __init__(self, now: datetime = FIRST, *, delegated: Iterable[str] = DecisionAct.values) -> None:
        reference_data(now)
        benefits.load_catalogue(actor=HOUSE, now=now)
        for act in delegated:
            since = local_date(now) - timedelta(days=4000)
            delegate(number=f"D-{act}", holder=self.decider, act=act, valid_from=since, actor=HOUSE, now=now)

    @cached_property
    def case_officer(self) -> User:
        return make_officer("Dalia Roost", StaffRole.CASE_OFFICER)

    @cached_property
    def leader(self) -> User:
        return make_officer("Oren Vask", StaffRole.TEAM_LEADER)

    @cached_property
    def vetting_officer(self) -> User:
        return make_officer("Nadia Sorel", StaffRole.VETTING_OFFICER)

    @cached_property
    def validator(self) -> User:
        return make_officer("Petra Lund", StaffRole.VALIDATOR)

    @cached_property
    def reviewer(self) -> User:
        return make_officer("Oskar Feld", StaffRole.VALIDATOR)

    @cached_property
    def decider(self) -> User:
        return make_officer("Ilse Marn", StaffRole.DECISION_MAKER)

    @cached_property
    def account_manager(self) -> User:
        return make_officer("Henrik Osk", StaffRole.ACCOUNT_MANAGER)


class Walk:
    """One file on its way through the house; `now` moves on with every act."""

    def __init__(self, house: House, *, kinds: Sequence[str] = BOTH, name: str = "Solvane Foods Ltd") -> None:
        self.house, self.now = house, FIRST
        self.company = Company(name, sites=1)
        self.application = filled(self.company, self.now, kinds=kinds)

    def wait(self, days: int = 0, hours: int = 1) -> datetime:
        self.now += timedelta(days=days, hours=hours)
        return self.now

    def fresh(self) -> Application:
        """The row as a page would load it."""
        self.application = applications_read.for_page(Application.objects.all()).get(pk=self.application.pk)
        return self.application

    def send(self) -> Application:
        signatory = self.company.signatory
        services.submit_application(application=self.application, signatory=signatory, now=self.wait())
        return self.fresh()

    def accept(self, complete_on: date | None = None) -> Application:
        day = complete_on or local_date(self.now)
        services.accept_application(
            application=self.application, complete_on=day, actor=self.house.case_officer, now=self.wait(days=1)
        )
        return self.fresh()

    def determine(self) -> Application:
        vetting = Vetting.objects.get(application=self.application)
        clear_all(vetting, self.house.vetting_officer)
        services.determine_vetting(
            vetting_file=vetting,
            risk="LOW",
            reason="Clean record.",
            actor=self.house.vetting_officer,
            now=self.wait(days=1),
        )
        return self.fresh()

    def visit(self) -> Validation:
        """The whole visit, its report, the reply and the closing."""
        lead, planned = self.house.validator, self.wait(days=1)
        visit = validations.plan(
            application=self.fresh(), lead=lead, actor=self.house.case_officer, now=planned, seed=1
        )
        validations.declare_no_interest(validation=visit, user=lead, now=planned)
        day = local_date(planned) + timedelta(days=30)
        validations.notify(validation=visit, starts_on=day, ends_on=day, actor=self.house.case_officer, now=planned)
        validations.start(validation=visit, actor=lead, now=self.wait(days=30))
        visit.points.update(result="MET", note="Seen.", checked_by=lead, checked_at=self.now)
        validations.end_visit(validation=visit, actor=lead, now=self.wait())
        texts = {"people_met": "The director", "papers_seen": "Counts", "conclusion": "In good order."}
        validations.write_report(validation=visit, **texts, version=0, actor=lead, now=self.wait())
        validations.send_for_review(validation=visit, actor=lead, now=self.wait())
        validations.review_and_send(validation=visit, note="Sound.", actor=self.house.reviewer, now=self.wait())
        visit.refresh_from_db()
        validations.reply(validation=visit, agrees=True, text="", user=self.company.signatory, now=self.wait(days=1))
        services.close_validation(validation=visit, actor=lead, now=self.wait())
        self.fresh()
        return Validation.objects.get(pk=visit.pk)

    def propose(self, refuse: Iterable[str] = ()) -> list[DecisionRow]:
        refused = set(refuse)
        rows = [
            proposed(kind, operator_type, refuse=kind in refused)
            for kind in self.application.kinds
            for operator_type in self.application.operator_types.all()
        ]
        found = services.propose_decision(
            application=self.application, rows=rows, actor=self.house.case_officer, now=self.wait()
        )
        self.fresh()
        return found

    def to_decision(self, refuse: Iterable[str] = ()) -> Application:
        self.send()
        self.accept()
        self.determine()
        self.visit()
        self.propose(refuse)
        return self.application

    def open_rows(self) -> list[DecisionRow]:
        rows = self.application.decision_rows.filter(status__in=("PROPOSED", "HEARING"))
        return list(rows.select_related("operator_type").order_by("id"))

    def decide(
        self, choice: str = "agree", *, by: User | None = None, reason: str = "As proposed."
    ) -> services.Decided:
        choices = [services.RowChoice(row, choice) for row in self.open_rows()]
        decided = services.decide_application(
            application=self.application,
            choices=choices,
            reason=reason,
            actor=by or self.house.decider,
            now=self.wait(),
        )
        self.fresh()
        return decided


class Ready(Walk):
    """The same before its decision, without the hundred answers and points: checks and visit are taken as short as can be."""

    def __init__(
        self, house: House, *, kinds: Sequence[str] = BOTH, refuse: Iterable[str] = (), propose: bool = True
    ) -> None:
        self.house, self.now = house, FIRST
        self.company = Company("Solvane Foods Ltd", sites=1, people=0)
        self.application = make_file(self.company.operator, kinds, ("exporter",), self.now, PATH[:3])
        start_clock(self.application, TimeLimitCode.DECISION, local_date(self.now), self.now)
        open_vetting(application=self.application, actor=HOUSE, now=self.now)
        if propose:
            self.determine()
            self.visited()
            self.propose(refuse)

    def visited(self) -> Validation:
        day = local_date(self.wait(days=30))
        with acting(actor=HOUSE, at=self.now, reason="test"):
            visit = Validation.objects.create(
                operator=self.company.operator, application=self.application, office=self.application.office,
                sample_seed=1, sample_reason="test", planned_at=self.now,
            )  # fmt: skip
            for name in ("notify", "start", "end_visit", "send_for_review", "send_to_trader", "close"):
                also = {"visited_on": day} if name == "end_visit" else None
                move(visit, name, table=VALIDATION_TABLE, event=f"validation.{name}", also=also)
        return visit


def proposed(kind: str, operator_type: OperatorType, *, refuse: bool = False) -> services.ProposedRow:
    if not refuse:
        return services.ProposedRow(kind, operator_type, Proposal.GRANT, "All criteria are met.")
    return services.ProposedRow(
        kind, operator_type, Proposal.REFUSE, "Internal: open yard.", "The yard stood open.", RefusalCode.SECURITY
    )


# --- certificates without the whole way --------------------------------------------------------------------------------


PATH = ("submit", "accept", "start_vetting", "start_validation", "propose")


def make_file(
    operator: Operator, kinds: Sequence[str], types: Sequence[str], now: datetime, path: Sequence[str] = PATH
) -> Application:
    """A file that stands before its decision, or earlier on its way, moved there along the legal states."""
    on = local_date(now)
    with acting(actor=HOUSE, at=now, reason="test"):
        application = Application.objects.create(
            number=f"AEO-{on.year}-T{next(_numbers):05}",
            operator=operator,
            kinds=list(kinds),
            criteria_set=programme.criteria_set(on),
            configuration=programme.configuration(on),
            small_firm=True,
            office=operator.office or programme.competent_office(region=operator.region, size="", type_tokens=types),
            created_at=now,
            created_by_label="test",
            saved_at=now,
            saved_by_label="test",
        )
        application.operator_types.set(OperatorType.objects.filter(token__in=types))
        for name in path:
            also = {"submit": {"submitted_at": now}, "accept": {"accepted_on": on}}.get(name)
            move(application, name, table=APPLICATION_TABLE, event=f"application.{name}", also=also)
    return application


def granted(
    house: House,
    operator: Operator,
    kinds: Sequence[str] = ("security",),
    *,
    decided_on: date,
    types: Sequence[str] = ("exporter",),
    valid_until: date | None = None,
) -> list[Certificate]:
    """Certificates decided on a day, in force five days later; the desk checks and the visit are left out."""
    now = at(decided_on)
    application = make_file(operator, kinds, types, now)
    rows = [proposed(kind, token) for kind in kinds for token in application.operator_types.all()]
    with correspondence.without_email(), acting(actor=house.decider, at=now, reason="test"):
        written = certificate_services.propose(application=application, rows=rows, actor=house.case_officer, now=now)
        act = take_act(file_id=application.public_id, act=Act.DECIDE, user=house.decider, reason="test", now=now)
        delegation = programme.delegations(decided_on).get(number="D-GRANT")
        rows_granted = [
            certificate_services.grant_row(
                row=row, act=act, delegation=delegation, reason="test", actor=house.decider, now=now
            )
            for row in written
        ]
        certificates = certificate_services.issue(
            application=application, rows=rows_granted, validation=None, actor=house.decider, now=now
        )
        for certificate in certificates:
            if valid_until:
                certificate.valid_until = valid_until
                certificate.save(update_fields=["valid_until"])
            benefits.entitle(certificate=certificate, on=certificate.effective_from, actor=house.decider, now=now)
        advance(application=application, transition="decide", actor=house.decider, now=now)
        services.refresh_projection(operators=[operator], now=now)
    return certificates


def in_force(
    house: House, operator: Operator, kinds: Sequence[str] = ("security",), *, since: date, **more: object
) -> list[Certificate]:
    """Certificates in force since a day, started by the sweep of that day."""
    found = granted(house, operator, kinds, decided_on=since - timedelta(days=5), **more)  # type: ignore[arg-type]
    return [services.start_certificate(certificate=one, on=since, now=at(since, 0)) for one in found]


__all__ = [
    "BOTH",
    "FIRST",
    "House",
    "Ready",
    "Walk",
    "at",
    "granted",
    "in_force",
    "make_file",
    "make_operator",
    "proposed",
]
