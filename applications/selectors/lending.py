"""Papers that a consultant’s own firm lends to a client: what may be lent, and which papers of an answer are lent."""

from datetime import date

from django.db.models import Q, QuerySet

from applications.models import Application
from foundation.documents.models import Document
from foundation.documents.states import Confidentiality, DocumentStatus
from foundation.identity.models import Organisation, User
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
