"""Papers that a consultant’s own firm lends to a client: what may be lent, and which papers of an answer are lent."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from applications.models import Application, RequestItem
from applications.states import RequestStatus
from foundation.documents.models import Document
from foundation.documents.states import Confidentiality, DocumentStatus
from foundation.identity.models import Membership, Organisation, User, in_force
from foundation.identity.selectors import all_actings
from foundation.identity.states import CompanyRole


def papers_to_lend(user: User, client: Organisation, on: date) -> QuerySet[Document]:
    """What somebody with a mandate of the client may lend to it: papers that everybody of the own firm reads. Papers of
    other clients are none of these, because a mandate makes nobody a colleague."""
    held = all_actings(user, on)
    if not any(acting.organisation == client and CompanyRole.CONSULTANT in acting.roles for acting in held):
        return Document.objects.none()
    own = Q(pk__in=[])
    for firm in held:
        if firm.organisation != client and firm.roles - {CompanyRole.CONSULTANT}:
            own |= Q(organisation=firm.organisation) & firm.limits(kinds="kinds", sites="sites")
    rows = Document.objects.filter(
        own,
        confidentiality=Confidentiality.COMPANY,
        about_person__isnull=True,
        removed_at__isnull=True,
    )
    return rows.exclude(status=DocumentStatus.INFECTED).select_related("organisation")


def is_lent(document: Document, application: Application) -> bool:
    """Whether a paper of a file belongs to somebody else than its company."""
    return document.organisation_id != application.operator.organisation_id


def loans_ended(application: Application, papers: Iterable[Document], on: date) -> frozenset[int]:
    """The firms that lent some of these papers and of which nobody holds a mandate of the company any more. A query only
    where something is lent."""
    lenders = {paper.organisation_id for paper in papers if is_lent(paper, application)}
    if not lenders:
        return frozenset()
    here = Membership.objects.filter(in_force(on), user__is_active=True)
    client = application.operator.organisation_id
    consultants = here.filter(organisation=client, role=CompanyRole.CONSULTANT).order_by().values("user")
    own = here.filter(organisation__in=lenders, user__in=consultants).exclude(role=CompanyRole.CONSULTANT)
    return frozenset(lenders - set(own.order_by().values_list("organisation", flat=True)))


def papers_of_item(item: RequestItem, application: Application, on: date) -> tuple[list[Document], list[Document]]:
    """The papers of an answer to a question of Customs that count on a day, and the loans that have ended unsent."""
    papers = list(item.documents.all())
    sent = item.request.status == RequestStatus.ANSWERED
    gone = frozenset() if sent else loans_ended(application, papers, on)
    ended = [paper for paper in papers if paper.organisation_id in gone]
    return [paper for paper in papers if paper not in ended], ended
