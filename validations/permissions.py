"""Who may do what on this very visit. Views ask here; the services repeat what is a rule and not a role."""

from dataclasses import dataclass
from datetime import date

from foundation.identity.models import User
from foundation.identity.permissions import Permission, permissions_on_file
from programme import selectors as programme
from programme.states import Act

from .models import TeamMember, Validation
from .selectors import file_id_of, offices_of
from .states import TeamRole

READ = (Permission.VALIDATION_READ, Permission.VALIDATION_VISIT)


@dataclass(frozen=True, slots=True)
class VisitActs:
    """What one person may do on one visit, whatever its status allows."""

    plan: bool
    visit: bool
    must_declare: bool
    doubles: tuple[str, ...]
    review: bool
    judge: bool
    review_refusal: tuple[str, ...] = ()


def acts_on(validation: Validation, user: User, on: date) -> VisitActs:
    """The acts of a person: by role, by belonging to the team, and as far as earlier acts on the file allow."""
    held = permissions_on_file(user, file_id_of(validation), on, *offices_of(validation))
    member = TeamMember.objects.filter(validation=validation, user=user).first()
    leads = member is not None and member.role == TeamRole.LEAD
    reviews = Permission.VALIDATION_REVIEW in held
    refusal = programme.breaches(file_id=file_id_of(validation), act=Act.REVIEW, user=user, on=on) if reviews else []
    doubles = (
        programme.needs_reason(file_id=file_id_of(validation), act=Act.VALIDATE, user=user, on=on) if member else []
    )
    return VisitActs(
        plan=Permission.VALIDATION_PLAN in held or (leads and Permission.VALIDATION_VISIT in held),
        visit=member is not None and Permission.VALIDATION_VISIT in held,
        must_declare=member is not None and (member.no_interest_declared_at is None or bool(doubles)),
        doubles=tuple(doubles),
        review=reviews and not refusal,
        # Third parties and guests see and record; what the trader answers is judged by Customs.
        judge=Permission.VALIDATION_PLAN in held or reviews,
        review_refusal=tuple(refusal),
    )
