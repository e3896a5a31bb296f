"""Applications at every stage of life, made by the real services: no test starts from a state that cannot come about."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count

from applications import selectors, services
from applications.models import Application, InformationRequest
from foundation.audit.services import acting
from foundation.clock.services import local_date
from foundation.documents.models import Document
from foundation.documents.states import DocumentStatus
from foundation.identity.models import Membership, Organisation, User
from foundation.identity.states import CompanyRole, OrganisationKind, StaffRole
from operators.models import Operator, Person, Site
from operators.states import FirmSize, PersonRole
from programme.services import start_limit
from programme.states import Kind, TimeLimitCode
from tests.support.programme import HOUSE, make_officer, make_person, reference_data

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BOTH = (Kind.SIMPLIFICATION, Kind.SECURITY)
_numbers = count(1)


class Company:
    """A verified company with its people in the portal: Ana prepares and administers, Jonas signs."""

    def __init__(
        self, name: str = "Solvane Foods Ltd", *, sites: int = 2, people: int = 1, verified: bool = True
    ) -> None:
        reference_data(NOW)
        number = next(_numbers)
        self.preparer = make_person(f"Ana Perrin {number}")
        self.signatory = make_person(f"Jonas Halvek {number}")
        with acting(actor=HOUSE, at=NOW):
            self.organisation = Organisation.objects.create(kind=OrganisationKind.TRADER, name=name)
            self.operator = _operator(self.organisation, name, number)
            self._members()
            self._record(sites, people)
        if verified:
            verify(self.operator)

    def _members(self) -> None:
        rows = ((self.preparer, CompanyRole.PREPARER), (self.preparer, CompanyRole.ADMINISTRATOR))
        for user, role in (*rows, (self.signatory, CompanyRole.SIGNATORY)):
            Membership.objects.create(user=user, organisation=self.organisation, role=role, valid_from=date(2020, 1, 1))

    def _record(self, sites: int, people: int) -> None:
        for place in range(1, sites + 1):
            Site.objects.create(
                operator=self.operator,
                name=f"Store {place}",
                address=f"{place} Port Road",
                city="Lenmar",
                region=self.operator.region,
                activity="storage",
                keeps_records=place == 1,
            )
        for place in range(1, people + 1):
            person = Person.objects.create(
                operator=self.operator,
                full_name=f"Owner {place}",
                role=PersonRole.OWNER,
                email=f"o{place}@firm.example",
            )
            give_consent(person)

    def paper(self, title: str = "Stock count") -> Document:
        """A checked document in the library."""
        with acting(actor=HOUSE, at=NOW):
            return Document.objects.create(
                organisation=self.organisation,
                title=title,
                status=DocumentStatus.CLEAN,
                file_name=f"{title}.pdf",
                content_type="application/pdf",
                size=1000,
                sha256=f"{next(_numbers):064x}",
                storage_key=f"test-{next(_numbers)}",
                page_count=1,
                uploaded_at=NOW,
                uploaded_by=self.preparer,
                uploaded_by_label=self.preparer.full_name,
            )


def _operator(organisation: Organisation, name: str, number: int) -> Operator:
    return Operator.objects.create(
        organisation=organisation,
        legal_name=name,
        tin=f"XA{number:07d}",
        legal_form="limited company",
        sector="food",
        employees=25,
        size=FirmSize.SMALL,
        size_rule_version=1,
        established_on=date(2010, 1, 1),
        address="14 Port Road",
        city="Lenmar",
        region="north",
        country="XA",
        registered_at=NOW,
    )


def verify(operator: Operator) -> None:
    """The company's power to act is shown."""
    with acting(actor=HOUSE, at=NOW):
        operator.status = "VERIFIED"
        operator.save(update_fields=["status"])


def give_consent(person: Person) -> None:
    """The person gives consent to checks."""
    with acting(actor=HOUSE, at=NOW):
        person.status, person.consent_at = "GIVEN", NOW
        person.save(update_fields=["status", "consent_at"])


def begun(
    company: Company, kinds: Iterable[str] = BOTH, types: Iterable[str] = ("exporter",), now: datetime = NOW
) -> Application:
    """A draft without answers."""
    return services.begin(operator=company.operator, kinds=kinds, type_tokens=types, user=company.preparer, now=now)


def filled(company: Company, now: datetime = NOW, **given: Iterable[str]) -> Application:
    """A draft in which nothing is missing."""
    application = begun(company, now=now, **given)
    paper = company.paper()
    rows = selectors.assessment(application).rows
    answers = [
        services.AnswerInput(row.criterion, "MET", "We do it every week.", row.site, documents=(paper,)) for row in rows
    ]
    services.save_answers(application=application, answers=answers, user=company.preparer, now=now)
    return fresh(application)


def submitted(company: Company, now: datetime = NOW) -> Application:
    """Signed and sent, with the acceptance limit running as `lifecycle` starts it."""
    application = services.submit(application=filled(company, now), signatory=company.signatory, now=now)
    start_clock(application, TimeLimitCode.ACCEPTANCE, local_date(now), now)
    return fresh(application)


def accepted(company: Company, now: datetime = NOW) -> Application:
    """Accepted on the day it came in, the decision limit running from there."""
    application = submitted(company, now)
    day = local_date(now)
    application = services.accept(application=application, complete_on=day, actor=officer(), now=now)
    start_clock(application, TimeLimitCode.DECISION, day, now)
    return fresh(application)


def under_vetting(company: Company, now: datetime = NOW) -> Application:
    """In the desk checks."""
    return _advanced(accepted(company, now), "start_vetting", now)


def under_validation(company: Company, now: datetime = NOW) -> Application:
    """The visit is due."""
    return _advanced(under_vetting(company, now), "start_validation", now)


def for_decision(company: Company, now: datetime = NOW) -> Application:
    """Proposed, waiting for the decision."""
    return _advanced(under_validation(company, now), "propose", now)


def in_hearing(company: Company, now: datetime = NOW) -> Application:
    """The trader may speak before an adverse decision."""
    return _advanced(for_decision(company, now), "open_hearing", now)


def decided(company: Company, now: datetime = NOW) -> Application:
    """The end of the road."""
    return _advanced(for_decision(company, now), "decide", now)


def not_accepted(company: Company, now: datetime = NOW) -> Application:
    """Something needed did not come."""
    application = submitted(company, now)
    return fresh(services.not_accept(application=application, reason="No balance sheet.", actor=officer(), now=now))


def withdrawn(company: Company, now: datetime = NOW) -> Application:
    """Taken back by the signatory."""
    return fresh(services.withdraw(application=submitted(company, now), user=company.signatory, now=now))


def asked(
    company: Company, now: datetime = NOW, stage: Callable[..., Application] = under_vetting
) -> InformationRequest:
    """One question about the first criterion, asked while the file stands at `stage`."""
    application = stage(company, now)
    criterion = selectors.relevant_criteria(application)[0]
    item = services.NewItem("Please send the last count.", criterion)
    return services.ask(application=application, items=[item], actor=officer(), now=now + timedelta(days=1))


def information_requested(company: Company, now: datetime = NOW) -> Application:
    """Waiting for answers of the trader."""
    return fresh(asked(company, now).application)


STAGES: dict[str, Callable[[Company], Application]] = {
    "DRAFT": filled,
    "SUBMITTED": submitted,
    "ACCEPTED": accepted,
    "UNDER_VETTING": under_vetting,
    "INFORMATION_REQUESTED": information_requested,
    "UNDER_VALIDATION": under_validation,
    "FOR_DECISION": for_decision,
    "HEARING": in_hearing,
    "DECIDED": decided,
    "NOT_ACCEPTED": not_accepted,
    "WITHDRAWN": withdrawn,
}


def officer(name: str = "Dalia Roost") -> User:
    """A case officer for every office."""
    found = User.objects.filter(full_name=name).first()
    return found or make_officer(name, StaffRole.CASE_OFFICER)


def start_clock(application: Application, code: str, on: date, now: datetime) -> None:
    """What `lifecycle` does after the act of this room."""
    start_limit(
        code=code,
        file_id=application.public_id,
        on=on,
        configuration=application.configuration,
        office=application.office,
        reason="Received",
        actor=HOUSE,
        now=now,
    )


def fresh(application: Application) -> Application:
    """The row as a page would load it."""
    return selectors.for_page(Application.objects.all()).get(pk=application.pk)


def _advanced(application: Application, transition: str, now: datetime) -> Application:
    return fresh(services.advance(application=application, transition=transition, actor=officer(), now=now))
