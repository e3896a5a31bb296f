"""Visits at every stage of their life, each reached through the room's own services, on an operator with several sites."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.urls import reverse
from PIL import Image

from applications.models import Answer, Application
from applications.states import APPLICATION_TABLE
from foundation.audit.services import acting, locked, move
from foundation.identity.models import Office, Organisation, User
from foundation.identity.states import CompanyRole, OrganisationKind, StaffRole
from operators.models import Operator, Site
from operators.states import OPERATOR_TABLE
from programme import selectors as programme
from programme.models import OperatorType
from tests.support import identity
from tests.support.programme import HOUSE, reference_data
from validations import services
from validations.models import Finding, Point, Validation
from validations.states import PointResult

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
TODAY = date(2026, 9, 14)
SEED = 20_260_914
PATH = ("submit", "accept", "start_vetting", "start_validation")
# Reached in this order; each step is one act of the room.
STAGES = ("PLANNED", "NOTIFIED", "CONFIRMED", "IN_PROGRESS", "RECORDED", "REPORT_DRAFT", "REPORT_REVIEW", "WITH_TRADER")


def later(days: int, hours: int = 0) -> datetime:
    """A moment some days after the ground day."""
    return NOW + timedelta(days=days, hours=hours)


class Scene:
    """One operator under validation, with the people around its visit."""

    def __init__(
        self, *, sites: int = 3, office: str = "NOR", name: str = "Brenna Pass Carriers Ltd", tin: str = "XA2205418"
    ) -> None:
        self.configuration = reference_data(NOW)
        self.office = Office.objects.get(code=office)
        self.lead = identity.make_officer(StaffRole.VALIDATOR, office=self.office, full_name="Petra Lund")
        self.member = identity.make_officer(StaffRole.VALIDATOR, office=self.office, full_name="Oskar Feld")
        self.reviewer = identity.make_officer(StaffRole.VALIDATOR, office=self.office, full_name="Nadia Sorel")
        self.case_officer = identity.make_officer(StaffRole.CASE_OFFICER, office=self.office, full_name="Dalia Roost")
        self.company = identity.make_company(name)
        self.trader = identity.make_member(
            self.company, CompanyRole.ADMINISTRATOR, CompanyRole.SIGNATORY, user=identity.make_user("Tomas Brenn")
        )
        self.operator = make_operator(self.company, self.office, name=name, tin=tin)
        self.sites = [make_site(self.operator, number) for number in range(sites)]
        self.application = make_application(
            self.operator, self.office, self.case_officer, number=f"AEO-2026-{tin[-6:]}"
        )

    def third_party(self) -> User:
        """A validator of another body, for every office."""
        return identity.make_officer(StaffRole.THIRD_PARTY_VALIDATOR, full_name="Ines Halvorsen")

    def plan(self, **given: Any) -> Validation:
        terms = {"lead": self.lead, "members": [self.member], "seed": SEED, "now": NOW, **given}
        visit = services.plan(application=self.application, actor=self.case_officer, **terms)
        for person in (terms["lead"], *terms["members"]):
            services.declare_no_interest(validation=visit, user=person, now=terms["now"])
        return visit

    def at(self, stage: str, *, failed: bool = False) -> Validation:
        """A visit at one of STAGES. `failed`: one must at a site is not met and has a required action."""
        visit = self.plan()
        steps = {
            "NOTIFIED": lambda: services.notify(
                validation=visit, starts_on=TODAY + timedelta(days=30), ends_on=TODAY + timedelta(days=31),
                actor=self.case_officer, now=NOW,
            ),
            "CONFIRMED": lambda: services.confirm_date(validation=visit, user=self.trader, now=later(1)),
            "IN_PROGRESS": lambda: services.start(validation=visit, actor=self.lead, now=later(30)),
            "RECORDED": lambda: self.record_all(visit, failed=failed),
            "REPORT_DRAFT": lambda: services.end_visit(validation=visit, actor=self.lead, now=later(31)),
            "REPORT_REVIEW": lambda: self.send_for_review(visit),
            "WITH_TRADER": lambda: services.review_and_send(
                validation=visit, note="sound", actor=self.reviewer, now=later(35)
            ),
        }  # fmt: skip
        for step in STAGES[1 : STAGES.index(stage) + 1]:
            steps[step]()
        visit.refresh_from_db()
        return Validation.objects.get(pk=visit.pk)

    def record_all(self, visit: Validation, *, failed: bool = False) -> None:
        """Every point recorded by the lead; `failed`: the first must at a site is not met. Only the first few go through
        the service one by one: the rows of the rest are the same, and a visit has more than a hundred points."""
        points = list(visit.points.select_related("criterion", "site", "validation"))
        must = next((p for p in points if p.site and p.criterion.weight == "must"), None) if failed else None
        if must:
            services.record_entry(
                point=must, result=PointResult.NOT_MET, note="CANARY note: key box open", version=must.version,
                finding=services.NewFinding("REQUIRED_ACTION", "Keep the key box locked.", TODAY + timedelta(days=60)),
                actor=self.lead, now=later(30, 1),
            )  # fmt: skip
        others = [point for point in points if point != must]
        for point in others[:3]:
            services.record_point(
                point=point, result="MET", note="CANARY note", version=point.version, actor=self.lead, now=later(30, 1)
            )
        with acting(actor=self.lead, at=later(30, 1)):
            Point.objects.filter(pk__in=[point.pk for point in others[3:]]).update(
                result="MET",
                note="CANARY note",
                checked_by=self.lead,
                checked_at=later(30, 1),
                version=F("version") + 1,
            )

    def send_for_review(self, visit: Validation) -> None:
        services.write_report(
            validation=visit, people_met="Tomas Brenn", papers_seen="Gate list", conclusion="In good order.",
            version=0, actor=self.lead, now=later(32),
        )  # fmt: skip
        services.send_for_review(validation=visit, actor=self.lead, now=later(33))

    def action(self, visit: Validation) -> Finding:
        """The required action of a visit that failed a must."""
        return visit.findings.get(grade="REQUIRED_ACTION")


def make_operator(company: Organisation, office: Office, *, name: str, tin: str) -> Operator:
    assert company.kind == OrganisationKind.TRADER
    with acting(actor=HOUSE, at=NOW):
        operator = Operator.objects.create(
            organisation=company,
            legal_name=name,
            tin=tin,
            legal_form="Ltd",
            sector="Road transport",
            employees=84,
            size="LARGE",
            size_rule_version=1,
            address="4 Mill Lane",
            city="Halvik",
            region="north",
            country="XA",
            office=office,
            registered_at=NOW,
        )
        operator = locked(operator)
        move(operator, "verify", table=OPERATOR_TABLE, event="operator.verified")
        return operator


def make_site(operator: Operator, number: int, **given: Any) -> Site:
    """The first site keeps the records; the others load and unload alike."""
    fields = {
        "name": f"Yard {number:02}",
        "address": f"{number} Gate Road",
        "city": "Oskav",
        "region": "north",
        "activity": "loading yard",
        "keeps_records": number == 0,
        **given,
    }
    with acting(actor=HOUSE, at=NOW):
        return Site.objects.create(operator=operator, **fields)


def make_application(operator: Operator, office: Office, officer: User, *, number: str) -> Application:
    """A file that stands at the visit, with one answer for the company and one for a site."""
    with acting(actor=HOUSE, at=NOW, reason="test"):
        application = Application.objects.create(
            number=number,
            operator=operator,
            kinds=["security"],
            criteria_set=programme.criteria_set(TODAY),
            configuration=programme.configuration(TODAY),
            small_firm=False,
            office=office,
            case_officer=officer,
            created_at=NOW,
            created_by_label="test",
            saved_at=NOW,
            saved_by_label="test",
        )
        application.operator_types.add(*OperatorType.objects.filter(family="carrier")[:1])
        for name in PATH:
            also = {"submitted_at": NOW} if name == "submit" else None
            move(application, name, table=APPLICATION_TABLE, event=f"application.{name}", also=also)
        Answer.objects.bulk_create(
            Answer(
                application=application, criterion=criterion, outcome="MET",
                how=f"We do {criterion.code} with care.", saved_at=NOW, saved_by=officer,
            )
            for criterion in application.criteria_set.criteria.all()
        )  # fmt: skip
    return application


def picture(name: str = "box.png") -> SimpleUploadedFile:
    """The smallest picture the intake takes."""
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


def point_of(visit: Validation, *, must: bool = True) -> Point:
    """A must (or should) at a site."""
    weight = "must" if must else "should"
    return visit.points.filter(criterion__weight=weight, site__isnull=False).select_related("criterion", "site").first()


def url(name: str, visit: Validation, *args: object) -> str:
    return reverse(f"validations:{name}", args=[visit.public_id, *args])


def as_user(user: User) -> Client:
    return identity.sign_in(Client(), user)


def text(answer: Any) -> str:
    return answer.content.decode()
