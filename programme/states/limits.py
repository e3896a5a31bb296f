"""Time limits: which there are, what stops or extends them, what may follow their end."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeLimitCode(models.TextChoices):
    """The statutory limits of the programme; `Limit.kind` carries these values."""

    ACCEPTANCE = "application.acceptance", _("check whether the application is complete")
    INFORMATION = "information_request.answer", _("answer a request for information")
    DECISION = "application.decision", _("decide on the application")
    HEARING = "application.hearing", _("speak before an adverse decision")
    REPORT_REPLY = "validation.reply", _("reply to the validation report")
    VISIT_NOTICE = "validation.notice", _("notice before a visit")
    APPEAL = "decision.appeal", _("lodge an appeal")
    ADVERSE_PROPOSAL = "proposal.adverse", _("act on an opened proposal")
    IMPROVEMENT = "application.improvement", _("improve while the application is paused")


class Cause(models.TextChoices):
    """What may stop or extend a time limit; the configuration says what each does."""

    INFORMATION = "information_asked", _("information is asked from the trader")
    PAUSE = "pause", _("pause for improvement")
    HEARING = "hearing", _("the trader is heard")
    ADJUSTMENT = "adjustment", _("adjustments are agreed with the trader")
    TRADER = "trader_asked", _("the trader asks for more time")
    CUSTOMS = "customs_need", _("Customs needs more time")
    INVESTIGATION = "investigation", _("an investigation runs")
    CRIMINAL = "criminal_proceedings", _("criminal proceedings are pending")
    CONSULTATION = "consultation", _("another agency or state is asked")


class CauseEffect(models.TextChoices):
    """What a cause does to a limit."""

    STOP = "STOP", _("stops it; it resumes with the days left")
    EXTEND = "EXTEND", _("extends it")


class EndAction(models.TextChoices):
    """What happens when a limit has run out. Only the two ‘deemed’ ones change a file, because the law does."""

    REMIND = "REMIND", _("remind")
    ESCALATE = "ESCALATE", _("tell the team leader and open a proposal")
    DEEM_ACCEPTED = "DEEM_ACCEPTED", _("counts as accepted")
    DEEM_REFUSED = "DEEM_REFUSED", _("counts as refused")


# What may be chosen for which limit: the law can only deem what the limit is about.
END_ACTIONS: Final[dict[str, tuple[str, ...]]] = {
    TimeLimitCode.ACCEPTANCE: (EndAction.REMIND, EndAction.ESCALATE, EndAction.DEEM_ACCEPTED),
    TimeLimitCode.DECISION: (EndAction.REMIND, EndAction.ESCALATE, EndAction.DEEM_REFUSED),
}
OTHER_END_ACTIONS: Final = (EndAction.REMIND, EndAction.ESCALATE)


class DayCountUnit(models.TextChoices):
    CALENDAR_DAYS = "CALENDAR_DAYS", _("calendar days")
    BUSINESS_DAYS = "BUSINESS_DAYS", _("business days")
    MONTHS = "MONTHS", _("months")
    YEARS = "YEARS", _("years")
