"""An officer's own view of one answer: the business context, and whether the evidence fits the risk. Never disclosed."""

from datetime import datetime

from django.utils.translation import gettext as _

from applications.models import Application, Judgement
from applications.states import ApplicationStatus, Fit
from foundation.audit.services import Refused, acting, locked
from foundation.clock.services import local_date
from foundation.identity.models import User
from operators.models import Site
from operators.services import demand_independence
from programme.models import Criterion

from .life import note


def judge(
    *,
    application: Application,
    criterion: Criterion,
    site: Site | None,
    fit: str,
    context: str,
    version: int,
    actor: User,
    now: datetime,
) -> Judgement:
    """Write or correct a judgement. `version` is the one that was shown, 0 for none; a newer one is not overwritten."""
    with acting(actor=actor, at=now):
        row = locked(application)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        if row.status == ApplicationStatus.DRAFT or criterion.criteria_set_id != row.criteria_set_id:
            raise Refused(_("This question does not belong to a file in work."))
        if fit not in Fit.values:
            raise Refused(_("Choose whether the evidence fits the risk."))
        found = Judgement.objects.filter(application=row, criterion=criterion, site=site).first()
        if (found.version if found else 0) != version:
            raise Refused(_("A colleague judged this answer meanwhile. Look at it again."))
        found = found or Judgement(application=row, criterion=criterion, site=site, version=0)
        found.fit, found.context, found.version = fit, context.strip(), version + 1
        found.judged_at, found.judged_by = now, actor
        found.save()
        note(row, "application.answer_judged", disclosed=False, code=criterion.code, fit=fit)
        return found
