"""The company record: for the people who act for it, and for officers of its office."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Upper

from foundation.audit.models import Event
from foundation.clock.services import local_date
from foundation.documents.models import Document
from foundation.identity.models import Organisation, User, in_force
from foundation.identity.permissions import Permission, office_ids
from operators import rules
from operators.models import Bar, ExchangeConsent, Operator, Person, Site, SiteGroup
from operators.states import CheckConsent, OperatorStatus
from programme.selectors import configuration, figure
from programme.states import FigureCode


def for_company(organisation: Organisation) -> Operator | None:
    """The operator of the organisation somebody acts for; None for agencies, partners and the like."""
    return Operator.objects.filter(organisation=organisation).select_related("organisation", "office").first()


def operators_of(user: User, on: date) -> QuerySet[Operator]:
    """The operators a person acts for on a day."""
    held = user.memberships.filter(in_force(on))
    return Operator.objects.filter(organisation__in=held.values("organisation"))


def visible_to_staff(user: User, on: date, permission: Permission = Permission.FILE_READ) -> QuerySet[Operator]:
    """The operators of the offices for which a person holds a permission on a day; those without an office are seen by
    everybody who holds it somewhere. A guest is given a file and no company."""
    rows = Operator.objects.select_related("organisation", "office")
    offices = office_ids(user, on, permission)
    if offices is None:
        return rows
    return rows.filter(Q(office__isnull=True) | Q(office__in=offices)) if offices else rows.none()


def find_operators(
    user: User, on: date, *, q: str = "", status: str = "", size: str = "", structure: str = ""
) -> QuerySet[Operator]:
    """The companies an officer may see, by a part of the name or number, status, size and legal person."""
    rows = visible_to_staff(user, on).order_by("legal_name", "id")
    wanted = q.strip().upper()
    if wanted:
        rows = rows.annotate(upper_name=Upper("legal_name"))
        rows = rows.filter(Q(upper_name__contains=wanted) | Q(tin__istartswith=wanted))
    filters = {"status": status, "size": size, "structure": structure}
    return rows.filter(**{name: value for name, value in filters.items() if value})


def is_verified(operator: Operator) -> bool:
    """Whether the power to act for the company is shown (OPR-R06)."""
    return operator.status == OperatorStatus.VERIFIED


def sites(operator: Operator, *, closed: bool = False) -> QuerySet[Site]:
    """The places of a company, the open ones unless `closed`."""
    rows = Site.objects.filter(operator=operator).order_by("name", "id")
    return rows if closed else rows.filter(closed_on__isnull=True)


def sites_to_limit(operator: Operator, held: Iterable[UUID]) -> QuerySet[Site]:
    """The places a person can be limited to: the open ones, and those of the limit that holds although they closed since.
    Left out, saving the limit once more would lift it."""
    rows = sites(operator, closed=True)
    return rows.filter(Q(closed_on__isnull=True) | Q(public_id__in=list(held)))


def site_groups(operator: Operator) -> QuerySet[SiteGroup]:
    """The groups of like places of a company, with their open places at hand as `.open_sites`; two queries."""
    members = Site.objects.filter(closed_on__isnull=True).order_by("name", "id")
    rows = SiteGroup.objects.filter(operator=operator).order_by("name", "id")
    return rows.prefetch_related(Prefetch("sites", members, to_attr="open_sites"))


def people(operator: Operator, *, left: bool = False) -> QuerySet[Person]:
    """The people of a company, those who are there unless `left`."""
    rows = Person.objects.filter(operator=operator).order_by("full_name", "id")
    return rows if left else rows.filter(left_on__isnull=True)


def missing_consents(operator: Operator) -> QuerySet[Person]:
    """The people whose own consent to the checks is not there."""
    return people(operator).exclude(status=CheckConsent.GIVEN)


def person_by_token(digest: str, now: datetime) -> Person | None:
    """The person a personal link belongs to, while it holds (OPR-R08)."""
    if not digest:
        return None
    person = Person.objects.filter(link_digest=digest).select_related("operator__organisation").first()
    if person is None or person.link_sent_at is None:
        return None
    days = link_days(local_date(person.link_sent_at))
    holds = rules.link_holds(sent_at=person.link_sent_at, left_on=person.left_on, now=now, days=days)
    return person if holds else None


def link_days(sent_on: date) -> int:
    """For how many days a personal link holds that was sent on a day: as the letter with it says."""
    return figure(FigureCode.PERSONAL_LINK_DAYS, configuration(sent_on))


def invitation_days(on: date) -> int:
    """For how many days an invitation sent on a day can be taken up."""
    return figure(FigureCode.INVITATION_DAYS, configuration(on))


def papers_of(person: Person) -> QuerySet[Document]:
    """What a person handed in through the personal link, latest first."""
    return papers(person.operator).filter(about_person=person.public_id)


def papers(operator: Operator) -> QuerySet[Document]:
    """Every paper about a person of the company, latest first; for officers only."""
    rows = Document.objects.filter(organisation=operator.organisation_id, about_person__isnull=False)
    return rows.filter(removed_at__isnull=True).order_by("-uploaded_at", "-id")


def bars(operator: Operator, kind: str, on: date) -> QuerySet[Bar]:
    """The bars that shut this kind out on a day (OPR-R10)."""
    return Bar.objects.filter(in_force(on), Q(kind="") | Q(kind=kind), operator=operator).order_by(
        "-valid_until", "-id"
    )


def consents(operator: Operator) -> QuerySet[ExchangeConsent]:
    """Every consent to exchange, given or withdrawn, latest first."""
    return ExchangeConsent.objects.filter(operator=operator).order_by("-given_at", "-id")


def has_exchange_consent(operator: Operator, partner_code: str) -> bool:
    """Whether the holder consents today to exchange with this partner."""
    return consents(operator).filter(partner_code=partner_code, withdrawn_at__isnull=True).exists()


def history(operator: Operator, *, disclosed_only: bool = False) -> QuerySet[Event]:
    """What happened to the company record, newest first."""
    rows = Event.objects.filter(organisation_id=operator.organisation_id).order_by("-id")
    return rows.filter(disclosed=True) if disclosed_only else rows
