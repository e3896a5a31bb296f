"""What keeps a report from its review and a visit from being closed, in words, each reason of its own."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from validations import rules
from validations.models import Finding, Point, Validation
from validations.rules import Breach
from validations.states import Grade

from .checklist import checklist, point_name
from .dates import reply_due_on


def report_obstacles(validation: Validation) -> list[str]:
    """What must be put right before the visit ends and the report goes to review."""
    return sentences(checklist(validation).unfinished)


def closing_obstacles(validation: Validation, on: date) -> list[str]:
    """What keeps the visit from being closed on a day; empty: it may be closed."""
    actions = Finding.objects.filter(validation=validation, grade=Grade.REQUIRED_ACTION)
    breaches = rules.closing_breaches(
        points_open=Point.objects.filter(validation=validation, result="").count(),
        actions=[_facts(row) for row in actions.select_related("point__criterion", "point__site")],
        replied=hasattr(validation, "report") and validation.report.replies.exists(),
        reply_due_on=reply_due_on(validation, on),
        on=on,
    )
    return sentences(breaches)


def _facts(finding: Finding) -> rules.ActionFacts:
    return rules.ActionFacts(point_name(finding.point), finding.status, handed_on=finding.handed_on_at is not None)


def sentences(breaches: list[tuple[Breach, str]]) -> list[str]:
    """One sentence per kind of reason; points are named, but not more than a reader takes in."""
    named: dict[Breach, list[str]] = {}
    for breach, name in breaches:
        named.setdefault(breach, []).append(name)
    return [_sentence(breach, names) for breach, names in named.items()]


def _sentence(breach: Breach, names: list[str]) -> str:
    count, shown = len(names), _shown(names)
    if breach == Breach.POINTS_OPEN and names[0].isdigit():
        count, shown = int(names[0]), ""
    sentences = {
        Breach.POINTS_OPEN: ngettext(
            "{n} point has no result yet. {names}", "{n} points have no result yet. {names}", count
        ),
        Breach.MUST_WITHOUT_ACTION: ngettext(
            "{n} must is not met and has no required action. {names}",
            "{n} musts are not met and have no required action. {names}",
            count,
        ),
        Breach.ACTIONS_OPEN: ngettext(
            "{n} required action is neither accepted nor handed on to the decision. {names}",
            "{n} required actions are neither accepted nor handed on to the decision. {names}",
            count,
        ),
        Breach.NO_REPLY: _("The trader has not replied to the report and the time for it is not over."),
    }
    return sentences[breach].format(n=count, names=shown).strip()


def _shown(names: list[str]) -> str:
    few, more = names[:5], len(names) - 5
    text = "; ".join(few)
    return _("{names} and {n} more.").format(names=text, n=more) if more > 0 else f"{text}."
