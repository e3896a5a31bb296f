"""Guest officers of a file, and who may be asked to be one."""

from datetime import date

from django.db.models import QuerySet

from applications.models import Application
from foundation.identity.models import GuestGrant, RoleGrant, User, in_force
from operators.models import InterestDeclaration
from programme.selectors import delegation_for
from programme.states import Act, DecisionAct, Kind

# The acts that a guest may be asked to take on a file; an account or an audit is about the company, not a file.
GUEST_ACTS = (Act.VET, Act.VALIDATE, Act.REVIEW, Act.PROPOSE, Act.DECIDE, Act.APPEAL)


def guests_of(application: Application) -> QuerySet[GuestGrant]:
    """The guests a file has and had, those whose right ends last first."""
    rows = GuestGrant.objects.filter(file_id=application.public_id).select_related("user")
    return rows.order_by("-valid_until", "-id")


def possible_guests(application: Application, actor: User, on: date) -> QuerySet[User]:
    """The people of Customs who may be asked: active, with some role, without a declared interest; nobody asks oneself."""
    working = RoleGrant.objects.filter(in_force(on)).values("user")
    interested = InterestDeclaration.objects.filter(in_force(on), operator=application.operator).values("officer")
    people = User.objects.filter(is_active=True, is_staff=True, pk__in=working)
    return people.exclude(pk__in=interested).exclude(pk=actor.pk).order_by("full_name", "id")


def without_delegation(application: Application, officer: User, on: date) -> list[str]:
    """The decisions on this file that no delegation lets an officer take, in words; a guest's right alone is not enough."""
    kinds = {
        act: [
            str(Kind(kind).label)
            for kind in application.kinds
            if delegation_for(
                user=officer, act=act, kind=kind, office=application.office, small_firm=application.small_firm, on=on
            )
            is None
        ]
        for act in (DecisionAct.GRANT, DecisionAct.REFUSE)
    }
    return [f"{DecisionAct(act).label} ({', '.join(found)})" for act, found in kinds.items() if found]
