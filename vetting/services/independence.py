"""An officer with a declared interest in a company takes no part in its checks (R-ACC, officer independence)."""

from datetime import date

from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused
from foundation.identity.models import User
from operators.models import Operator
from vetting.selectors import has_interest


def demand_independence(actor: Actor, operator: Operator, on: date) -> None:
    """Raises Refused for an officer who declared an interest in the company."""
    if isinstance(actor, User) and has_interest(actor, operator, on):
        raise Refused(
            _("You declared an interest in %(company)s. Somebody else must do this.") % {"company": operator.legal_name}
        )
