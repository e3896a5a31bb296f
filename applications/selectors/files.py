"""Which applications a person sees, and the rows that hang on one: requests, check list, papers."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from applications import rules
from applications.models import AcceptanceItem, Application, Declaration, InformationRequest, RequestItem
from applications.states import TERMINAL, ApplicationStatus, RequestStatus
from foundation.clock.services import local_date
from foundation.correspondence.selectors import Concerns
from foundation.documents.models import Document
from foundation.identity.models import Office, Organisation, User
from foundation.identity.permissions import Acting, Permission, guest_file_ids, office_ids, permissions_of
from foundation.identity.selectors import memberships, whole
from foundation.identity.states import CompanyRole
from operators.models import Operator, Site
from operators.selectors import agreed_members
from programme.selectors import people_able
from programme.states import Act


def visible_to_company(acting: Acting) -> QuerySet[Application]:
    """The files of the company somebody acts for, newest first, drafts included: none for a mandate without applications,
    and not those of other kinds than a limit names."""
    rows = Application.objects.filter(acting.limits(kinds="kinds"), operator__organisation=acting.organisation)
    return for_page(rows if Permission.APPLICATION_READ in permissions_of(acting) else rows.none())


def declared_members(application: Application, on: date) -> list[Operator]:
    """The companies of the holder's group that the signed declaration names and that belong to the group on a day."""
    declaration = Declaration.objects.filter(application=application).first()
    named = {row["tin"] for row in declaration.answers.get("covers", [])} if declaration else set()
    return [row for row in agreed_members(application.operator, on) if row.tin in named]


def concerns(application: Application, sites: Iterable[Site | None] = ()) -> Concerns:
    """What a letter or notice about a file concerns; as soon as one place is not named, the company as a whole."""
    places = list(sites)
    named = tuple(site.public_id for site in places if site is not None)
    return Concerns(kinds=tuple(application.kinds), sites=named if len(named) == len(places) else ())


def visible_to_staff(user: User, on: date, permission: Permission = Permission.FILE_READ) -> QuerySet[Application]:
    """The files an officer may see on a day, or those on which the officer holds another permission: of the offices for
    which a role gives it, plus those given to a guest for an act that needs it. Drafts are the trader's own."""
    sent = Application.objects.exclude(status=ApplicationStatus.DRAFT).exclude(submitted_at__isnull=True)
    offices = office_ids(user, on, permission)
    if offices is None:
        return for_page(sent)
    given = guest_file_ids(user, on, permission)
    return for_page(sent.filter(Q(office__in=offices) | Q(public_id__in=given)))


def for_page(rows: QuerySet[Application]) -> QuerySet[Application]:
    """With what every page and list of files shows."""
    return rows.select_related(
        "operator__organisation", "office", "case_officer", "configuration", "criteria_set"
    ).prefetch_related("operator_types")


def files_by_public_id(
    user: User, on: date, public_ids: Iterable[UUID], permission: Permission = Permission.FILE_READ
) -> list[Application]:
    """The files an officer chose in a list; those without the permission are left out."""
    return list(visible_to_staff(user, on, permission).filter(public_id__in=list(public_ids)))


def open_application(organisation: Organisation) -> Application | None:
    """The one file of a company that has not ended, if any."""
    return visible_to_company(whole(organisation)).exclude(status__in=TERMINAL).first()


def last_ended(acting: Acting) -> Application | None:
    """The last file that was sent and has ended: its answers may serve a new one."""
    return visible_to_company(acting).filter(status__in=TERMINAL, submitted_at__isnull=False).first()


def ready_to_sign(user: User, on: date) -> QuerySet[Application]:
    """The drafts handed over for signature in every company a person signs for today, longest waiting first."""
    signs_for = memberships(user, on).filter(role=CompanyRole.SIGNATORY).values("organisation")
    rows = Application.objects.filter(
        status=ApplicationStatus.DRAFT, ready_at__isnull=False, operator__organisation__in=signs_for
    )
    return for_page(rows).order_by("ready_at", "id")


def requests_of(application: Application) -> QuerySet[InformationRequest]:
    """The requests of a file with their questions, newest first."""
    items = RequestItem.objects.select_related("criterion", "site").prefetch_related("documents__organisation")
    rows = InformationRequest.objects.filter(application=application).select_related("asked_by", "letter")
    return rows.prefetch_related(Prefetch("items", queryset=items))


def request_of(application: Application, public_id: UUID) -> InformationRequest | None:
    """One request of a file."""
    return requests_of(application).filter(public_id=public_id).first()


def open_request(application: Application) -> InformationRequest | None:
    """The request the trader has to answer now."""
    return requests_of(application).filter(status=RequestStatus.OPEN).first()


def acceptance_items(application: Application) -> QuerySet[AcceptanceItem]:
    """The check list of a file in its order."""
    return AcceptanceItem.objects.filter(application=application)


def acceptance_proposal(application: Application) -> date | None:
    """The day of acceptance that the rule gives; None for a draft."""
    if application.submitted_at is None:
        return None
    return rules.acceptance_date(
        received_on=local_date(application.submitted_at), information_on=information_days(application)
    )


def information_days(application: Application) -> list[date]:
    """The days on which information asked before acceptance came in."""
    answered = InformationRequest.objects.filter(
        application=application, before_acceptance=True, answered_at__isnull=False
    ).values_list("answered_at", flat=True)
    return [local_date(moment) for moment in answered if moment is not None]


def answer_mark(item: RequestItem) -> str:
    """What tells one answer to a question of Customs from another, for an editor who was away."""
    return rules.digest({"answer": item.answer})


def document_of_file(application: Application, public_id: UUID) -> Document | None:
    """A paper that stands as evidence in this file, in an answer or in an answer to a request that was sent: until then it
    is the trader's own."""
    sent = {"request_items__request__status": RequestStatus.ANSWERED}
    mine = Q(answers__application=application) | Q(request_items__request__application=application, **sent)
    mine |= Q(proofs__answers__application=application)
    return Document.objects.filter(mine, public_id=public_id).distinct().first()


def office_choices(application: Application) -> QuerySet[Office]:
    """The offices a file can be handed to: every other one."""
    offices = Office.objects.all()
    return offices.exclude(pk=application.office_id) if application.office_id else offices


def warnings_of_assignment(application: Application, officer: User, on: date) -> list[str]:
    """Acts for which nobody but this officer would be left: the assignment heads for a deadlock."""
    return [
        str(act.label)
        for act in (Act.VET, Act.DECIDE)
        if not [
            person
            for person in people_able(file_id=application.public_id, act=act, office=application.office, on=on)
            if person.pk != officer.pk
        ]
    ]
