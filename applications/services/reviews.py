"""An officer's look at a draft, on invitation of the company, and the company's plan to improve what is weak.
Marks and plan never leave the draft's two sides: they are no part of what is signed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, DraftReview, ImprovementStep, ReviewPoint
from applications.rules.before import PointFacts, weak_first
from applications.selectors import Row, assessment
from applications.selectors.files import concerns
from foundation.audit.services import Refused, acting, locked
from foundation.clock.services import local_date
from foundation.correspondence.services import notify, notify_company
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.states import CompanyRole
from operators.models import Site
from operators.selectors import current_officer, free_of_interest
from operators.states import AssignmentRole
from programme.models import Criterion

from .life import note, refuse_unless_draft

STEP_FIELDS = frozenset({"weakness", "action", "responsible", "due_on"})
PREPARING = (CompanyRole.PREPARER, CompanyRole.ADMINISTRATOR)


class StaleStep(Refused):
    """Somebody changed the line of the plan meanwhile; `theirs` is the line as it stands."""

    def __init__(self, theirs: ImprovementStep) -> None:
        super().__init__(_("Somebody changed this line meanwhile. Choose what to keep."))
        self.theirs = theirs


def invite_review(*, application: Application, question: str = "", user: User, now: datetime) -> DraftReview:
    """Let the contact officer read the draft and mark points, until the company ends it or sends the application."""
    with acting(actor=user, at=now):
        row = locked(application)
        refuse_unless_draft(row)
        officer = current_officer(row.operator, AssignmentRole.CONTACT_OFFICER)
        if officer is None:
            raise Refused(_("You have no contact officer yet. Ask for a consultation first."))
        fields = {
            "officer": officer,
            "question": question.strip(),
            "invited_at": now,
            "invited_by_label": user.actor_label,
            "ended_at": None,
        }
        review, _made = DraftReview.objects.update_or_create(application=row, defaults=fields)
        note(row, "application.review_invited", officer=officer.full_name)
        notify(
            recipients=[officer],
            kind=NoticeKind.ACTION,
            title=lambda: _("{company} asks you to look at its draft").format(company=row.operator.legal_name),
            url=reverse("applications:review_draft", args=[row.public_id]),
            actor=user,
            now=now,
        )
        return review


def end_review(*, application: Application, user: User, now: datetime) -> None:
    """The officer no longer sees the draft; the marks stay."""
    with acting(actor=user, at=now):
        review = DraftReview.objects.select_for_update().filter(application=application, ended_at__isnull=True).first()
        if review is not None:
            review.ended_at = now
            review.save(update_fields=["ended_at"])
            note(application, "application.review_ended")


def mark_point(
    *, application: Application, criterion: Criterion, site: Site | None, hint: str, officer: User, now: datetime
) -> ReviewPoint:
    """“Look at this again”, with a hint; the mark at a question is written over."""
    with acting(actor=officer, at=now):
        row = _reviewed(application, officer, now)
        if not hint.strip():
            raise Refused(_("Write what the company should look at again."))
        point, _made = ReviewPoint.objects.update_or_create(
            application=row,
            criterion=criterion,
            site=site,
            defaults={"hint": hint.strip(), "marked_by": officer, "marked_at": now, "done_at": None},
        )
        note(row, "application.point_marked", criterion=criterion.code)
        return point


def unmark_point(*, point: ReviewPoint, officer: User, now: datetime) -> None:
    """The officer takes a mark back."""
    with acting(actor=officer, at=now):
        _reviewed(point.application, officer, now)
        locked(point).delete()


def finish_review(*, application: Application, officer: User, now: datetime) -> DraftReview:
    """The officer has looked: the company is told how many points are marked."""
    with acting(actor=officer, at=now):
        row = _reviewed(application, officer, now)
        review = locked(row.draft_review)
        review.looked_at = now
        review.save(update_fields=["looked_at"])
        note(row, "application.review_done")
        notify_company(
            organisation=row.operator.organisation,
            roles=PREPARING,
            kind=NoticeKind.ACTION,
            title=lambda: _("{officer} has looked at your draft").format(officer=officer.full_name),
            url=reverse("applications:review", args=[row.public_id]),
            file_id=row.public_id,
            concerns=concerns(row),
            actor=officer,
            now=now,
        )
        return review


def settle_point(*, point: ReviewPoint, user: User, now: datetime) -> ReviewPoint:
    """The company has looked at a marked point again."""
    with acting(actor=user, at=now):
        row = locked(point)
        if row.done_at is None:
            row.done_at = now
            row.save(update_fields=["done_at"])
        return row


def _reviewed(application: Application, officer: User, now: datetime) -> Application:
    """The draft, while this officer is invited to it."""
    row = locked(application)
    refuse_unless_draft(row)
    invited = DraftReview.objects.filter(application=row, officer=officer, ended_at__isnull=True).exists()
    if not invited or not free_of_interest(officer, row.operator, local_date(now)):
        raise Refused(_("The company has not invited you to look at this draft."))
    return row


# --- the plan ---------------------------------------------------------------------------------------------------------


def draw_up_plan(*, application: Application, user: User, now: datetime) -> int:
    """Put every weak point into the plan that is not in it yet; gives how many were added. Lines that stand stay."""
    with acting(actor=user, at=now):
        row = locked(application)
        refuse_unless_draft(row)
        hints = {
            (point.criterion_id, point.site_id): point.hint
            for point in ReviewPoint.objects.filter(application=row, done_at__isnull=True)
        }
        known = set(ImprovementStep.objects.filter(application=row).values_list("criterion_id", "site_id"))
        rows = {f"{one.criterion.code}|{one.site.pk if one.site else ''}": one for one in assessment(row).rows}
        facts = [_facts(key, one, hints) for key, one in rows.items()]
        weak = [rows[point.code] for point in weak_first(facts)]
        added = [one for one in weak if _place(one) not in known]
        ImprovementStep.objects.bulk_create(_step(row, one, hints.get(_place(one), "")) for one in added)
        if added:
            note(row, "application.plan_drawn_up", steps=len(added))
        return len(added)


def _place(row: Row) -> tuple[int, int | None]:
    return row.criterion.pk, row.site.pk if row.site else None


def _facts(key: str, row: Row, hints: Mapping[tuple[int, int | None], str]) -> PointFacts:
    outcome = row.answer.outcome if row.answer else ""
    return PointFacts(key, outcome, marked=_place(row) in hints, must=row.facts.must)


def _step(application: Application, row: Row, hint: str) -> ImprovementStep:
    answer = row.answer
    return ImprovementStep(
        application=application,
        criterion=row.criterion,
        site=row.site,
        weakness=hint,
        outcome=answer.outcome if answer and not hint else "",
        action=answer.plan if answer else "",
        due_on=answer.planned_until if answer else None,
    )


def save_step(
    *,
    application: Application,
    fields: Mapping[str, Any],
    done: bool,
    step: ImprovementStep | None = None,
    version: int | None = None,
    user: User,
    now: datetime,
) -> ImprovementStep:
    """Write a line of the plan; a new one of the company's own when there is none yet."""
    with acting(actor=user, at=now):
        row = locked(application)
        refuse_unless_draft(row)
        given = {name: value for name, value in fields.items() if name in STEP_FIELDS}
        done_on: date | None = local_date(now) if done else None
        if step is None:
            return ImprovementStep.objects.create(application=row, done_on=done_on, **given)
        line = locked(step)
        if version is not None and version != line.version:
            raise StaleStep(line)
        if not line.weakness and given.get("weakness") == step.words:
            given["weakness"] = ""  # as it was drawn: still said in each reader's language
        kept = line.done_on if done and line.done_on else done_on
        for name, value in {**given, "done_on": kept, "version": line.version + 1}.items():
            setattr(line, name, value)
        line.save(update_fields=[*given, "done_on", "version"])
        return line


def remove_step(*, step: ImprovementStep, user: User, now: datetime) -> None:
    """Take a line out of the plan; the history keeps it."""
    with acting(actor=user, at=now):
        refuse_unless_draft(step.application)
        locked(step).delete()
