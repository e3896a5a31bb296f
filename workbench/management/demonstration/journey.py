"""Walks one operator from registration to its stage, act by act, each at its own moment and by the person who would."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from applications import selectors as applications_read
from applications import services as applications
from applications.models import Application
from applications.states import Outcome
from certificates.models import Certificate
from certificates.states import Proposal, RefusalCode
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from foundation.documents import services as documents
from foundation.documents.models import Document
from foundation.identity import services as identity
from foundation.identity.models import User
from foundation.identity.selectors import memberships
from foundation.identity.states import CompanyRole, MandateScope, StaffRole
from lifecycle import services as lifecycle
from operators import services as operators
from operators.models import Operator
from operators.states import ClaimMethod, PersonRole
from programme.selectors import competent_office
from validations import services as validations
from validations.models import Validation
from validations.states import Grade, PointResult
from vetting import services as vetting
from vetting.models import Vetting
from vetting.states import CheckResult, Risk

from .cast import LISTED, NORTH, Part, Stage
from .country import Country

ORDER = list(Stage)
BRENNA, SOLVANE, VELIN, TALLOW = "XA2205418", "XA1047733", "XA3318840", "XA3230217"
# What the consultant may do for whom; for the last one until a day.
MANDATES: dict[str, tuple[str, ...]] = {
    BRENNA: (),
    SOLVANE: (),
    TALLOW: (MandateScope.APPLICATIONS, MandateScope.ANSWERS, MandateScope.DOCUMENTS, MandateScope.MESSAGES),
}
PAPER = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>endobj
4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
5 0 obj<</Length 72>>stream
BT /F1 18 Tf 72 760 Td (Procedures and records of %s) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
%%EOF
"""


@dataclass
class Walk:
    """One operator on its way. Every step moves the clock of the walk forward by its own number of days."""

    country: Country
    part: Part
    days: int = 0
    operator: Operator = field(init=False)
    application: Application = field(init=False)
    people: dict[str, User] = field(default_factory=dict)
    visit: Validation = field(init=False)

    def __post_init__(self) -> None:
        self.days = self.part.days + 25

    # --- time and people ---

    def after(self, days: int) -> datetime:
        """The moment of the next act: some days later, never after the demonstration's own day."""
        self.days = max(self.days - days, 0)
        return self.country.moment(self.days, hour=9 + (len(self.part.name) % 6), minute=len(self.part.tin) * 5 % 60)

    def until(self, stage: Stage) -> bool:
        """Whether the part goes at least as far as a stage."""
        return ORDER.index(self.part.stage) >= ORDER.index(stage)

    def officer(self, role: str, place: int = 0) -> User:
        return self.country.officer(role, self._office(), place)

    def _office(self) -> str:
        office = competent_office(region=self.part.region, size="", type_tokens=list(self.part.types))
        return office.code

    def member(self, role: str) -> User:
        """Who acts for the company in a role."""
        return self.people.get(role) or self.people[CompanyRole.ADMINISTRATOR]

    # --- before applying ---

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
        known = {"XA2205418": "trader_admin", "XA3318840": "trader_other"}
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

    def _paper(self, title: str, now: datetime) -> Document:
        content = PAPER.replace(b"Procedures and records of %s", f"{title} of {self.part.name}".encode())
        return documents.upload(
            organisation=self.operator.organisation,
            upload=SimpleUploadedFile(f"{title}.pdf", content, content_type="application/pdf"),
            title=title,
            uploader=self.member(CompanyRole.PREPARER),
            uploader_label=self.member(CompanyRole.PREPARER).full_name,
            now=now,
        )

    # --- applying ---

    def apply(self) -> None:
        preparer = self.member(CompanyRole.PREPARER)
        now = self.after(5)
        self.application = applications.begin(
            operator=self.operator, kinds=self.part.kinds, type_tokens=self.part.types, user=preparer, now=now
        )
        answers = {
            question.key: question.key not in ("trading_under_three_years", "handles_sealed_units", "seals_full_units")
            for question in applications_read.start_questions(self.application)
        }
        applications.answer_start(application=self.application, answers=answers, user=preparer, now=now)
        self._answer(preparer, self.after(6))
        if not self.until(Stage.READY):
            return
        applications.hand_to_signatory(application=self.application, user=preparer, now=self.after(1))
        if self.until(Stage.SUBMITTED):
            self.application = lifecycle.submit_application(
                application=self._fresh(), signatory=self.member(CompanyRole.SIGNATORY), now=self._sent()
            )

    def _sent(self) -> datetime:
        self.days = self.part.days
        return self.after(0)

    def _answer(self, preparer: User, now: datetime) -> None:
        """Every question for finished files, the first half for drafts."""
        paper = self._paper("Procedures and records", now)
        rows = list(applications_read.assessment(self._fresh()).rows)
        if not self.until(Stage.READY):
            rows = rows[: len(rows) // 2]
        entered = [
            applications.AnswerInput(
                criterion=row.criterion,
                outcome=Outcome.MET,
                how="Written down in our procedures; the person in charge checks it every quarter.",
                site=row.site,
                documents=(paper,),
            )
            for row in rows
        ]
        applications.save_answers(application=self.application, answers=entered, user=preparer, now=now)

    def _fresh(self) -> Application:
        return applications_read.for_page(Application.objects.filter(pk=self.application.pk)).get()

    # --- acceptance and desk checks ---

    def accept(self) -> None:
        officer = self.officer(StaffRole.CASE_OFFICER, len(self.part.name))
        leader = self.country.log_ins["team_leader"] if self._office() == NORTH else officer
        applications.assign(
            applications=[self._fresh()], officer=officer, reason="Next in turn.", actor=leader, now=self.after(2)
        )
        if self.part.stage == Stage.ASKED_EARLY:
            self._ask(officer)
            return
        if self.part.stage == Stage.NOT_ACCEPTED:
            lifecycle.not_accept_application(
                application=self._fresh(),
                reason="The accounts of the last year are missing.",
                actor=officer,
                now=self.after(20),
            )
            return
        for item in applications_read.acceptance_items(self.application):
            applications.tick(application=self._fresh(), code=item.code, passed=True, actor=officer, now=self.after(0))
        self.application = lifecycle.accept_application(
            application=self._fresh(),
            complete_on=local_date(self._sent_at()),
            actor=officer,
            now=self.after(5),
        )
        self._open_letters()

    def _sent_at(self) -> datetime:
        return self._fresh().submitted_at or self.after(0)

    def _ask(self, officer: User) -> None:
        criterion = applications_read.relevant_criteria(self.application)[8]
        questions = [
            applications.NewItem(
                criterion=criterion,
                site=None,
                question="Please add the counts of the last two quarters and say who signed them.",
            ),
            applications.NewItem(
                criterion=applications_read.relevant_criteria(self.application)[20],
                site=None,
                question="Which seals do you use, and where is the list of their numbers?",
            ),
        ]
        applications.ask(application=self._fresh(), items=questions, actor=officer, now=self.after(3))

    def check(self) -> None:
        if self.part.stage == Stage.WITHDRAWN:
            applications.withdraw(
                application=self._fresh(), user=self.member(CompanyRole.SIGNATORY), now=self.after(10)
            )
            return
        if self.part.stage == Stage.ASKED:
            self._ask(self._fresh().case_officer or self.officer(StaffRole.CASE_OFFICER))
            return
        officer = self.officer(StaffRole.VETTING_OFFICER)
        file = Vetting.objects.get(application=self.application)
        now = self.after(8)
        done = list(file.checks.all()) if self.until(Stage.DETERMINED) else list(file.checks.all())[:6]
        for check in done:
            vetting.record_check(
                check=check,
                result=CheckResult.CLEAR,
                source="Register extract",
                note="Nothing against it.",
                expires_on=None,
                version=check.version,
                actor=officer,
                now=now,
            )
        if self.until(Stage.DETERMINED):
            lifecycle.determine_vetting(
                vetting_file=file,
                risk=Risk.LOW,
                reason="Clean record over three years.",
                actor=officer,
                now=self.after(6),
            )

    # --- visit ---

    def plan(self) -> None:
        officer = self.officer(StaffRole.CASE_OFFICER)
        lead = self.officer(StaffRole.VALIDATOR)
        self.visit = validations.plan(
            application=self._fresh(), lead=lead, actor=officer, now=self.after(2), seed=len(self.part.name)
        )
        validations.declare_no_interest(validation=self.visit, user=lead, now=self.after(0))
        if not self.until(Stage.NOTIFIED):
            return
        told = self.after(1)
        starts = self._visit_day(told)
        self.visit = validations.notify(
            validation=self._visit(), starts_on=starts, ends_on=starts, actor=officer, now=told
        )
        validations.confirm_date(
            validation=self._visit(), user=self.member(CompanyRole.ADMINISTRATOR), now=self.after(1)
        )

    def _visit_day(self, told: datetime) -> date:
        from_day = local_date(told) + timedelta(days=21)
        return self.country.moment((self.country.on - from_day).days).date() if from_day < self.country.on else from_day

    def _visit(self) -> Validation:
        return Validation.objects.select_related("operator", "application", "office").get(pk=self.visit.pk)

    def visiting(self) -> None:
        lead = self.officer(StaffRole.VALIDATOR)
        starts = self._visit().starts_on or self.country.on
        self.days = max((self.country.on - starts).days, 0)
        now = self.after(0)
        validations.start(validation=self._visit(), actor=lead, now=now)
        points = list(self.visit.points.all())
        for number, point in enumerate(points if self.until(Stage.REVIEW) else points[: len(points) // 2]):
            failed = self.part.finding and number == 3
            if failed:
                validations.add_finding(
                    point=point,
                    grade=Grade.REQUIRED_ACTION,
                    text="The key list of the vehicles was two months old. Keep it up to date and sign it weekly.",
                    due_on=self.country.on + timedelta(days=20),
                    actor=lead,
                    now=now,
                )
            validations.record_point(
                point=point,
                result=PointResult.PARTLY_MET if failed else PointResult.MET,
                note="Seen on site.",
                version=point.version,
                actor=lead,
                now=now,
            )
        if self.until(Stage.REVIEW):
            self._report(lead)

    def _report(self, lead: User) -> None:
        validations.end_visit(validation=self._visit(), actor=lead, now=self.after(0))
        validations.write_report(
            validation=self._visit(),
            people_met="Managing director, customs manager, store keeper",
            papers_seen="Stock counts, seal list, training records",
            conclusion="The self-assessment is accurate.",
            version=0,
            actor=lead,
            now=self.after(1),
        )
        validations.send_for_review(validation=self._visit(), actor=lead, now=self.after(0))
        if not self.until(Stage.WITH_TRADER):
            return
        colleague = self.officer(StaffRole.VALIDATOR, 1)
        validations.review_and_send(
            validation=self._visit(), note="Complete and fair.", actor=colleague, now=self.after(2)
        )
        self._open_letters()
        if self.until(Stage.CLOSED):
            validations.reply(
                validation=self._visit(),
                agrees=True,
                text="We agree.",
                user=self.member(CompanyRole.ADMINISTRATOR),
                now=self.after(3),
            )
            lifecycle.close_validation(validation=self._visit(), actor=lead, now=self.after(1))

    # --- decision and after ---

    def propose(self) -> None:
        refused = self.part.stage in (Stage.HEARING, Stage.REFUSED)
        rows = [
            lifecycle.ProposedRow(
                kind=kind,
                operator_type=operator_type,
                proposal=Proposal.REFUSE if refused and kind == self.part.kinds[-1] else Proposal.GRANT,
                grounds="All criteria looked at; see the report.",
                released_text="On the day of the visit goods for export stood in an open yard without lock or guard."
                if refused
                else "",
                refusal_code=RefusalCode.SECURITY if refused and kind == self.part.kinds[-1] else "",
            )
            for kind in self.part.kinds
            for operator_type in self.application.operator_types.all()
        ]
        officer = self.officer(StaffRole.CASE_OFFICER)
        lifecycle.propose_decision(application=self._fresh(), rows=rows, actor=officer, now=self.after(3))

    def decide(self) -> None:
        maker = self.officer(StaffRole.DECISION_MAKER)
        self._decide(maker, self.after(3))
        if self.part.stage == Stage.REFUSED:
            self._open_letters()
            lifecycle.speak(
                application=self._fresh(),
                text="We have built a fence since.",
                more_will_follow=False,
                user=self.member(CompanyRole.SIGNATORY),
                now=self.after(6),
            )
            self._decide(maker, self.after(4))

    def _decide(self, maker: User, now: datetime) -> None:
        open_rows = self.application.decision_rows.filter(status__in=("PROPOSED", "HEARING"))
        choices = [
            lifecycle.RowChoice(row=row, choice="agree")
            for row in open_rows.select_related("operator_type", "application__operator")
        ]
        lifecycle.decide_application(
            application=self._fresh(), choices=choices, reason="Agree with the proposal.", actor=maker, now=now
        )

    def hold(self) -> None:
        for certificate in self._certificates():
            begins = self.country.moment(max((self.country.on - certificate.effective_from).days, 0), hour=0, minute=30)
            lifecycle.start_certificate(certificate=certificate, on=certificate.effective_from, now=begins)
        self._open_letters()
        self.days = max(self.part.days - 200, 40)
        self._later_life()

    def _later_life(self) -> None:
        maker = self.officer(StaffRole.DECISION_MAKER)
        held = self._certificates()
        if self.part.stage == Stage.SUSPENDED:
            secure = [c for c in held if c.kind == "security"]
            lifecycle.suspend_certificate(
                grounds="In August goods stood in a yard without lock or guard.",
                certificate=secure[0],
                until=self.country.on + timedelta(days=30),
                reason="The security of the yard is not shown; facts are being gathered.",
                actor=maker,
                now=self.after(20),
            )
        if self.part.stage == Stage.REVOKED:
            for certificate in held:
                lifecycle.revoke_certificate(
                    grounds="In three of four quarters duties were declared too low.",
                    certificate=certificate,
                    reason="Repeated infringements.",
                    actor=maker,
                    now=self.after(5),
                )
        if self.part.stage == Stage.SURRENDERED:
            for certificate in held:
                lifecycle.surrender_certificate(
                    certificate=certificate, actor=self.member(CompanyRole.SIGNATORY), now=self.after(5)
                )

    def _certificates(self) -> list[Certificate]:
        return list(
            Certificate.objects.filter(application=self.application).select_related("operator", "application__office")
        )

    def _open_letters(self) -> None:
        """The signatory opens what was sent, a day later."""
        now = self.after(1)
        for letter in Letter.objects.filter(organisation=self.operator.organisation, first_opened_at__isnull=True):
            opened = correspondence.open_letter(letter=letter, reader=self.member(CompanyRole.SIGNATORY), now=now)
            lifecycle.letter_received(letter=opened, now=now)


# Each leg of a walk, and the first stage that needs it.
LEGS: tuple[tuple[Stage, Callable[[Walk], None]], ...] = (
    (Stage.UNVERIFIED, Walk.register),
    (Stage.DRAFT, Walk.apply),
    (Stage.ASKED_EARLY, Walk.accept),
    (Stage.VETTING, Walk.check),
    (Stage.PLANNED, Walk.plan),
    (Stage.VISITING, Walk.visiting),
    (Stage.PROPOSED, Walk.propose),
    (Stage.HEARING, Walk.decide),
    (Stage.ACTIVE, Walk.hold),
)


def walk(country: Country, part: Part) -> Walk:
    """Walk one operator to its stage."""
    journey = Walk(country, part)
    with correspondence.without_email():
        for stage, leg in LEGS:
            if journey.until(stage):
                leg(journey)
    return journey
