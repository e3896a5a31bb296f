"""Who at Customs works for a company, and who may not."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, QuerySet

from foundation.identity.models import Office, User, in_force
from foundation.identity.permissions import Permission
from foundation.identity.selectors import staff_in_role
from operators.models import InterestDeclaration, OfficerAssignment, Operator
from operators.states import AssignmentRole

from .company import visible_to_staff


def current_officer(operator: Operator, role: str) -> User | None:
    """Who works for the operator in this role now."""
    row = OfficerAssignment.objects.filter(operator=operator, role=role, valid_until__isnull=True)
    found = row.select_related("officer").first()
    return found.officer if found else None


def current_assignments(operators: Iterable[Operator]) -> dict[int, dict[str, User]]:
    """The officers of many operators by operator and role, in one query."""
    rows = OfficerAssignment.objects.filter(operator__in=operators, valid_until__isnull=True).select_related("officer")
    found: dict[int, dict[str, User]] = {}
    for row in rows:
        found.setdefault(row.operator_id, {})[row.role] = row.officer
    return found


def assignments(operator: Operator) -> QuerySet[OfficerAssignment]:
    """Every assignment of a company, the running ones first."""
    rows = OfficerAssignment.objects.filter(operator=operator).select_related("officer")
    return rows.order_by("role", "-valid_from", "-id")


def interests(operator: Operator, on: date) -> QuerySet[InterestDeclaration]:
    """The interests that officers have declared in a company and that hold on a day."""
    return InterestDeclaration.objects.filter(in_force(on), operator=operator).select_related("officer")


def interests_of(officer: User) -> QuerySet[InterestDeclaration]:
    """Every interest an officer has declared, the running ones first: the own page."""
    rows = InterestDeclaration.objects.filter(officer=officer).select_related("operator")
    return rows.order_by(F("valid_until").desc(nulls_first=True), "-declared_at", "-id")


def interests_visible_to(user: User, on: date) -> QuerySet[InterestDeclaration]:
    """The interests that colleagues have in companies of the offices for which a leader sees to people, on a day."""
    companies = visible_to_staff(user, on, Permission.PEOPLE_MANAGE).order_by().values("pk")
    rows = InterestDeclaration.objects.filter(in_force(on), operator__in=companies).exclude(officer=user)
    return rows.select_related("officer", "operator").order_by("operator__legal_name", "officer__full_name", "id")


def free_of_interest(officer: User, operator: Operator, on: date) -> bool:
    """Whether an officer has declared no interest in a company on a day (OPR-R09)."""
    return not interests(operator, on).filter(officer=officer).exists()


_STAFF_ROLE = {
    AssignmentRole.CASE_OFFICER: "CASE_OFFICER",
    AssignmentRole.CONTACT_OFFICER: "CASE_OFFICER",
    AssignmentRole.ACCOUNT_MANAGER: "ACCOUNT_MANAGER",
}


def officers_for(operator: Operator, role: str, on: date, office: Office | None = None) -> QuerySet[User]:
    """The people who may be assigned to a company in a role: they hold it for its office and declared no interest."""
    able = staff_in_role(_STAFF_ROLE[AssignmentRole(role)], on, office or operator.office)
    return able.exclude(pk__in=interests(operator, on).values("officer")).order_by("full_name", "id")


def assignable(operator: Operator, on: date) -> QuerySet[User]:
    """The people who may be assigned to a company in some role."""
    able: QuerySet[User] = User.objects.none()
    for role in set(_STAFF_ROLE.values()):
        able = able | staff_in_role(role, on, operator.office)
    interested = interests(operator, on).values("officer")
    return able.exclude(pk__in=interested).distinct().order_by("full_name", "id")
