"""What mutual recognition brings a company, as a part of its page of benefits: that room may not import this one."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import gettext as _

from foundation.identity.permissions import Permission
from mra import selectors
from mra.rules import colour
from mra.states import ArrangementStatus

register = template.Library()


@register.inclusion_tag("mra/_company.html", takes_context=True)
def company_arrangements(context: Context) -> dict[str, Any]:
    """The arrangements, the identifier to put where, and the company's consent. Nothing for people of no company."""
    request = context["request"]
    acting_for = request.acting_for
    rows = selectors.for_company(acting_for.organisation, request.on) if acting_for else []
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "rows": [
            {"row": row, "tag": member_word(row.arrangement.status), "colour": member_colour(row)} for row in rows
        ],
        "may_consent": Permission.COMPANY_EDIT in request.permissions,
    }


def member_word(status: str) -> str:
    """The state as members read it."""
    if status in (ArrangementStatus.SIGNED, ArrangementStatus.OPERATIONAL_PROCEDURES):
        return _("Signed, not yet used")
    if status == ArrangementStatus.UNDER_REVIEW:
        return _("In force")
    return str(ArrangementStatus(status).label)


def member_colour(row: selectors.CompanyArrangement) -> str:
    """A review changes nothing for members, so it looks like being in force."""
    status = row.arrangement.status
    return colour(ArrangementStatus.IN_FORCE if status == ArrangementStatus.UNDER_REVIEW else status)
