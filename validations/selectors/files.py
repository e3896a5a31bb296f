"""Which visits a person sees, who may take part in one, and what visits say about a decision."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from applications.models import Application
from foundation.correspondence.selectors import Concerns
from foundation.identity.models import Office, User, in_force
from foundation.identity.permissions import Acting, Permission, permissions_of, roles_with
from foundation.identity.selectors import absent_principals, guest_file_ids, office_ids, staff_in_role, staff_roles
from foundation.identity.states import StaffRole
from operators.models import InterestDeclaration, Operator
from programme.selectors import people_able, worded
from programme.states import Act
from validations.models import Finding, SampleSuggestion, TeamMember, Validation, ValidationSite
from validations.states import Grade, ValidationStatus

# These roles see a visit only while they belong to its team.
TEAM_ONLY = frozenset({StaffRole.THIRD_PARTY_VALIDATOR, StaffRole.GUEST_OFFICER})
SHOWN_TO_TRADER = tuple(s for s in ValidationStatus if s not in (ValidationStatus.PLANNED, ValidationStatus.CANCELLED))


def visible_to_staff(user: User, on: date) -> QuerySet[Validation]:
    """The visits an officer may see on a day: of the offices for which a role lets the officer read them, and of own
    teams. Third parties and guests who visit see own teams only, a guest only while the grant holds; who leaves a team
    sees it no longer. A guest asked to review or to decide sees the visits of that file."""
    rows = _for_page(Validation.objects.all())
    own = Q(pk__in=TeamMember.objects.filter(user=user).values("validation"))
    offices = office_ids(user, on, roles_with(Permission.VALIDATION_READ) - TEAM_ONLY)
    if offices is None:
        return rows
    granted = guest_file_ids(user, on)
    joins = Q(application__public_id__in=granted.filter(act=Act.VALIDATE))
    reads = Q(application__public_id__in=granted.filter(act__in=(Act.REVIEW, Act.DECIDE)))
    joined = own if offices or StaffRole.THIRD_PARTY_VALIDATOR in staff_roles(user, on) else own & joins
    return rows.filter(Q(office__in=offices) | reads | joined)


def mine(rows: QuerySet[Validation], user: User, on: date) -> QuerySet[Validation]:
    """Those of some visits whose team the person, or somebody absent the person stands in for, belongs to."""
    people = [user.pk, *absent_principals(user, on).values_list("pk", flat=True)]
    return rows.filter(pk__in=TeamMember.objects.filter(user__in=people).values("validation"))


def by_day(rows: QuerySet[Validation]) -> QuerySet[Validation]:
    """Some visits by their first day, those without a day last."""
    return rows.order_by(F("starts_on").asc(nulls_last=True), "id")


def for_company(acting: Acting) -> QuerySet[Validation]:
    """The visits somebody of a company may know of: notified ones, and cancelled ones that had been notified; of files of
    the kinds and to one of the places within a limit."""
    known = Q(status__in=SHOWN_TO_TRADER) | Q(status=ValidationStatus.CANCELLED, notified_on__isnull=False)
    reached = acting.limits(kinds="application__kinds")
    rows = Validation.objects.filter(known, reached, operator__organisation=acting.organisation)
    if acting.sites:
        visited = ValidationSite.objects.filter(validation=OuterRef("pk"))
        rows = rows.filter(Exists(visited.filter(site__public_id__in=acting.sites)) | ~Exists(visited))
    covered = {Permission.APPLICATION_READ, Permission.FINDING_READ} & permissions_of(acting)
    return _for_page(rows if covered else rows.none())


def concerns(validation: Validation, finding: Finding | None = None) -> Concerns:
    """What a letter or notice about a visit concerns, or about one finding of it."""
    kinds = tuple(validation.application.kinds) if validation.application else ()
    if finding is not None:
        place = finding.point.site
        return Concerns(kinds, (place.public_id,) if place else (), needs=(Permission.FINDING_READ,))
    places = tuple(row.site.public_id for row in validation.sites.select_related("site"))
    return Concerns(kinds, places, needs=(Permission.APPLICATION_READ, Permission.FINDING_READ))


def reaches_all_of(acting: Acting, validation: Validation) -> bool:
    """Whether the person reaches every place of a visit: the words of its report are about all of them at once."""
    return acting.may_touch_sites(row.site.public_id for row in validation.sites.all())


def of_application(application: Application) -> list[Validation]:
    """The visits that count for a file, oldest first: cancelled ones are left out."""
    rows = _for_page(Validation.objects.filter(application=application))
    return list(rows.exclude(status=ValidationStatus.CANCELLED).order_by("planned_at", "id"))


def latest(application: Application) -> Validation | None:
    """The visit that counts for a decision: the newest that was not cancelled."""
    rows = _for_page(Validation.objects.filter(application=application))
    return rows.exclude(status=ValidationStatus.CANCELLED).first()


def on_file(application: Application) -> list[Validation]:
    """Every visit of a file, newest first: the tab of the dossier."""
    return list(_for_page(Validation.objects.filter(application=application)))


def file_id_of(validation: Validation) -> UUID:
    """The file the visit belongs to: the application's, or its own where no application asked for it."""
    return validation.application.public_id if validation.application else validation.public_id


def offices_of(validation: Validation) -> tuple[int | None, ...]:
    """The ids of the offices whose officers act on the visit: its own, and that of the file when it was handed over."""
    return validation.office_id, validation.application.office_id if validation.application else None


def decision_obstacles(application: Application, on: date) -> list[str]:
    """Why a decision may not be taken yet, as far as the visit is concerned. Two queries at most.

    A required action handed on to the decision is no obstacle: the decision maker weighs it (`handed_on`).
    """
    rows = Validation.objects.filter(application=application).exclude(status=ValidationStatus.CANCELLED)
    validation = rows.first()
    if validation is None:
        return [_("No visit is planned.")]
    if validation.status == ValidationStatus.CLOSED:
        return []
    words = _("The visit is not closed: {state}.").format(state=validation.get_status_display().lower())
    return [words]


def handed_on(application: Application) -> list[Finding]:
    """Required actions left open for the decision, with the reasons; criteria in the reader's language."""
    rows = Finding.objects.filter(validation__application=application, handed_on_at__isnull=False)
    rows = rows.filter(grade=Grade.REQUIRED_ACTION).select_related("point__criterion", "point__site")
    found = list(rows.order_by("handed_on_at", "id"))
    worded(finding.point.criterion for finding in found)
    return found


def suggestions(validation: Validation) -> list[SampleSuggestion]:
    """Sites that may share a failed must and are not in the sample yet."""
    rows = SampleSuggestion.objects.filter(validation=validation).select_related(
        "site", "point__criterion", "point__site"
    )
    return list(rows.exclude(site__in=validation.sites.values("site")))


def possible_leads(operator: Operator, office: Office, on: date) -> QuerySet[User]:
    """Validators of the office without a declared interest."""
    return _without_interest(staff_in_role(StaffRole.VALIDATOR, on, office), operator, on)


def possible_members(operator: Operator, office: Office, on: date, file_id: UUID) -> QuerySet[User]:
    """Validators of the office, third-party validators and guests of the file, without a declared interest."""
    roles = (StaffRole.VALIDATOR, StaffRole.THIRD_PARTY_VALIDATOR)
    people = Q(pk__in=[])
    for role in roles:
        people |= Q(pk__in=staff_in_role(role, on, office).values("pk"))
    people |= Q(pk__in=_guests(file_id, on))
    return _without_interest(User.objects.filter(people, is_active=True), operator, on)


def possible_reviewers(validation: Validation, on: date) -> QuerySet[User]:
    """Validators of the office outside the team: who may be asked to review the report."""
    team = TeamMember.objects.filter(validation=validation).values("user")
    return staff_in_role(StaffRole.VALIDATOR, on, validation.office).exclude(pk__in=team)


def to_begin_reply() -> QuerySet[Validation]:
    """Reports with the trader: the sweep that begins the reply period of those received looks at these."""
    rows = Validation.objects.filter(status=ValidationStatus.WITH_TRADER, report__letter__received_on__isnull=False)
    return _for_page(rows).order_by("pk")


def warnings_of_team(validation: Validation, on: date) -> list[str]:
    """Acts for which nobody would be left once everybody of the team has validated: the file heads for a deadlock."""
    as_if = [(user_id, Act.VALIDATE) for user_id in validation.team.values_list("user", flat=True)]
    file_id = file_id_of(validation)
    return [
        str(act.label)
        for act in (Act.REVIEW, Act.DECIDE)
        if not people_able(file_id=file_id, act=act, office=validation.office, on=on, as_if=as_if)
    ]


def _guests(file_id: UUID, on: date) -> Iterable[int]:
    guests = User.objects.filter(
        in_force(on, "guest_grants__"), guest_grants__file_id=file_id, guest_grants__act=Act.VALIDATE
    )
    return guests.values_list("pk", flat=True)


def _without_interest(people: QuerySet[User], operator: Operator, on: date) -> QuerySet[User]:
    interested = InterestDeclaration.objects.filter(in_force(on), operator=operator).values("officer")
    return people.exclude(pk__in=interested).order_by("full_name", "id")


def _for_page(rows: QuerySet[Validation]) -> QuerySet[Validation]:
    """With what the list, the dossier's tab and the trader's page of visits show."""
    return rows.select_related(
        "operator__organisation",
        "office",
        "application__office",
        "application__case_officer",
        "application__operator__organisation",
        "report__letter",
        "notice_letter",
    ).prefetch_related("sites__site", "team__user")
