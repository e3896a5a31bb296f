"""Where files stand, for one or for many with a constant number of queries, in the words of pages.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from applications import rules
from applications.models import Application, Improvement, InformationRequest
from applications.rules import Sentence, Wait
from applications.states import ApplicationStatus, ImprovementStatus, RequestStatus
from foundation.clock.models import Limit
from foundation.clock.selectors import LimitStanding  # type: ignore[attr-defined] # a value that selectors hands out
from foundation.clock.selectors import standings as limit_standings
from foundation.clock.services import local_date
from foundation.clock.states import LimitPhase
from programme.selectors import calendars

S = ApplicationStatus

TRADER_TAGS: dict[str, Promise] = {
    S.DRAFT: gettext_lazy("Draft"),
    S.SUBMITTED: gettext_lazy("Sent"),
    S.ACCEPTED: gettext_lazy("Accepted"),
    S.UNDER_VETTING: gettext_lazy("Desk checks"),
    S.INFORMATION_REQUESTED: gettext_lazy("Your turn"),
    S.PAUSED_FOR_IMPROVEMENT: gettext_lazy("Paused for you"),
    S.UNDER_VALIDATION: gettext_lazy("Visit"),
    S.FOR_DECISION: gettext_lazy("For decision"),
    S.HEARING: gettext_lazy("Your turn to speak"),
    S.DECIDED: gettext_lazy("Decided"),
    S.NOT_ACCEPTED: gettext_lazy("Not accepted"),
    S.WITHDRAWN: gettext_lazy("Withdrawn"),
}
WAITS: dict[Wait, Promise] = {
    Wait.TRADER_DRAFTS: gettext_lazy("The trader prepares it"),
    Wait.ACCEPTANCE_CHECK: gettext_lazy("Acceptance check"),
    Wait.START_OF_CHECKS: gettext_lazy("Start of the desk checks"),
    Wait.DESK_CHECKS: gettext_lazy("Desk checks"),
    Wait.ANSWERS: gettext_lazy("Answers of the trader"),
    Wait.IMPROVEMENT: gettext_lazy("Improvement by the trader"),
    Wait.VISIT: gettext_lazy("Visit and report"),
    Wait.DECISION: gettext_lazy("Decision"),
    Wait.STATEMENT: gettext_lazy("Statement of the trader"),
    Wait.NOTHING: gettext_lazy("Nothing"),
}

# A limit of Customs that the law ended (no decision counts as a refusal) has passed as much as one that still runs.
PASSED = (LimitPhase.LATE, LimitPhase.UNMET)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a file stands. `due_on` is the day by which whoever has the ball must act; None while nothing is due."""

    status: str
    tag_text: str
    tag_colour: str
    trader_tag: str
    ball: str
    officer_sentence: str
    trader_sentence: str
    due_on: date | None
    clock: LimitStanding | None
    waits_for: str
    is_late: bool
    open_questions: int = 0
    request_id: str = ""

    @property
    def trader_must_act(self) -> bool:
        return self.ball == rules.Holder.TRADER


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the progress line, as the component takes it."""

    text: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class _Ask:
    """The open request of a file."""

    public_id: str
    due_on: date
    questions: int


@dataclass(frozen=True, slots=True)
class _Pause:
    """The pause that runs on a file."""

    until: date


def standing(application: Application, on: date) -> Standing:
    """Where one file stands on a day."""
    return standings([application], on)[application.pk]


def standings(applications: Iterable[Application], on: date) -> dict[int, Standing]:
    """Where many files stand, by primary key, in a constant number of queries for each office's calendar."""
    files = list(applications)
    asks, clocks, pauses = _asks(files), _clocks(files, on), _pauses(files)
    return {
        file.pk: _standing(file, asks.get(file.pk) or pauses.get(file.pk), clocks.get(file.pk), on) for file in files
    }


def counted_kind(application: Application) -> str | None:
    """Which limit of Customs counts on a file now."""
    return rules.counted_limit(application.status, application.resumes_at)


def progress_line(application: Application, now_at: Standing) -> list[Step]:
    """The six steps for the trader; empty for a draft and for a file that ended without a decision."""
    states = rules.progress(application.status, application.resumes_at)
    texts = [_("Sent"), _("Accepted"), _("Desk checks"), _("Visit to your site"), _("Decision"), _("Certificate")]
    notes = [_sent_note(application), _accepted_note(application), "", "", "", ""]
    step = next((place for place, state in enumerate(states) if state == rules.ProgressState.CURRENT), None)
    if step is not None and now_at.trader_must_act:
        notes[step] = _("waits for you")
    if states and not notes[4] and application.accepted_on and now_at.clock and now_at.clock.due_on:
        notes[4] = _("by %(day)s") % {"day": day_month(now_at.clock.due_on)}
    return [Step(text, note, state) for text, note, state in zip(texts, notes, states, strict=False)]


def long_day(value: date | None) -> str:
    """Monday 28 September 2026: a limit in a sentence."""
    return _written(value, pgettext("date pattern: weekday, day, month, year", "l j F Y"))


def day(value: date | None) -> str:
    """28 September 2026."""
    return _written(value, pgettext("date pattern: day, month, year", "j F Y"))


def day_month(value: date | None) -> str:
    """28 September."""
    return _written(value, pgettext("date pattern: day, month", "j F"))


def _written(value: date | None, pattern: str) -> str:
    return date_format(value, pattern) if value else "–"


def _asks(files: list[Application]) -> dict[int, _Ask]:
    rows = InformationRequest.objects.filter(application__in=files, status=RequestStatus.OPEN)
    found = rows.annotate(questions=Count("items")).values_list("application_id", "public_id", "due_on", "questions")
    return {key: _Ask(str(public_id), due_on, questions) for key, public_id, due_on, questions in found}


def _pauses(files: list[Application]) -> dict[int, _Pause]:
    paused = [file.pk for file in files if file.status == S.PAUSED_FOR_IMPROVEMENT]
    rows = Improvement.objects.filter(application__in=paused, status=ImprovementStatus.RUNNING) if paused else ()
    return {row.application_id: _Pause(row.until) for row in rows}


def _clocks(files: list[Application], on: date) -> dict[int, LimitStanding]:
    wanted = {
        (file.public_id, kind): file.pk
        for file in files
        if (kind := rules.counted_limit(file.status, file.resumes_at)) is not None
    }
    rows = Limit.objects.filter(file_id__in=[file_id for file_id, _kind in wanted]).order_by("created_at", "id")
    limits = {wanted[row.file_id, row.kind]: row for row in rows if (row.file_id, row.kind) in wanted}
    if not limits:
        return {}
    found = limit_standings(limits.values(), calendars(years_around=on), on)
    return {key: found[limit.pk] for key, limit in limits.items()}


def _standing(file: Application, waits: _Ask | _Pause | None, clock: LimitStanding | None, on: date) -> Standing:
    late = bool(clock and clock.phase in PASSED)
    ask = waits if isinstance(waits, _Ask) else None
    facts = rules.StandingFacts(
        status=file.status,
        on=on,
        ready_to_sign=file.ready_at is not None,
        late=late,
        answer_due_on=_until(waits),
    )
    verdict = rules.verdict(facts)
    trader = verdict.ball == rules.Holder.TRADER
    due = facts.answer_due_on if trader else (clock.due_on if clock else None)
    return Standing(
        status=file.status,
        tag_text=file.get_status_display(),
        tag_colour=verdict.colour,
        trader_tag=str(TRADER_TAGS[file.status]),
        ball=verdict.ball,
        officer_sentence=_officer_sentence(file, verdict, facts.answer_due_on, clock),
        trader_sentence=_trader_sentence(file, verdict.sentence, waits, clock),
        due_on=due,
        clock=clock,
        waits_for=str(WAITS[verdict.wait]),
        is_late=late,
        open_questions=ask.questions if ask else 0,
        request_id=ask.public_id if ask else "",
    )


def _until(waits: _Ask | _Pause | None) -> date | None:
    """The day of the trader, if something waits for the trader."""
    return waits.due_on if isinstance(waits, _Ask) else waits.until if waits else None


def _trader_sentence(
    file: Application, sentence: Sentence, waits: _Ask | _Pause | None, clock: LimitStanding | None
) -> str:
    ask = waits if isinstance(waits, _Ask) else None
    due = long_day(clock.due_on) if clock and clock.due_on else None
    values = {
        "due": due or "",
        "counted_from": day(file.complete_on or file.accepted_on),
        "ended": day(file.ended_on),
        "n": ask.questions if ask else 0,
        "answer_by": long_day(ask.due_on) if ask else "",
        "answer_day": day(ask.due_on) if ask else "",
        "until": long_day(waits.until) if isinstance(waits, _Pause) else "",
        "officer": file.case_officer.full_name if file.case_officer else str(file.office or ""),
    }
    if sentence in (Sentence.ANSWER_QUESTIONS, Sentence.QUESTIONS_LATE):
        return _question_sentence(sentence, values)
    return " ".join(
        text % values
        for text in _sentences(sentence, has_due=due is not None, stands_still=_stands_still(clock))
        if text
    )


def _question_sentence(sentence: Sentence, values: dict[str, object]) -> str:
    if sentence is Sentence.QUESTIONS_LATE:
        return _("The time ended on %(answer_day)s. You can still send; we may decide without it.") % values
    many = ngettext(
        "Answer %(n)s question by %(answer_by)s.", "Answer %(n)s questions by %(answer_by)s.", int(str(values["n"]))
    )
    return " ".join((many % values, _("Until then our time limit stands still.")))


def _stands_still(clock: LimitStanding | None) -> bool:
    return clock is not None and clock.phase == LimitPhase.STOPPED


def _sentences(sentence: Sentence, *, has_due: bool, stands_still: bool = False) -> tuple[str, ...]:
    """The sentences of pages.md; a part that names a day falls away while there is none."""
    nothing_to_do = _("You don’t need to do anything.")
    still = _("Our time limit stands still.") if stands_still else ""
    decide = _("We must decide by %(due)s.") if has_due else still
    return {
        Sentence.DRAFT: (_("Finish it when you like; drafts stay until you delete them."),),
        Sentence.READY_TO_SIGN: (_("It is ready for your signatory to sign."),),
        Sentence.SENT: (
            _("We check until %(due)s whether anything is missing.")
            if has_due
            else _("We check whether anything is missing."),
            nothing_to_do,
        ),
        Sentence.ACCEPTED: (_("Your application is complete, counted from %(counted_from)s."), decide),
        Sentence.DESK_CHECKS: (_("Desk checks are going on."), decide, nothing_to_do),
        Sentence.IMPROVE: (
            _("You improve what we agreed until %(until)s. Then tell us, or we go on with what is there."),
            _("Until then our time limit stands still."),
        ),
        Sentence.IMPROVE_LATE: (
            _("The agreed time ended on %(until)s. Tell us if you are done; we may go on with what is there."),
        ),
        Sentence.VISIT: (
            _("We look at your places. Your messages say on which day, and what we need from you."),
            decide,
        ),
        Sentence.FOR_DECISION: (_("Everything is there."), decide),
        Sentence.HEARING: (_("We intend to refuse a part. You can tell us your view; the letter says until when."),),
        Sentence.DECIDED: (_("We decided on %(ended)s. The letter says what is granted and from when."),),
        Sentence.NOT_ACCEPTED: (
            _("Something was missing on %(ended)s. This is not a decision. The letter says what was missing."),
            _("You can start again with these answers."),
        ),
        Sentence.WITHDRAWN: (_("You withdrew on %(ended)s. You can start again with these answers."),),
        Sentence.LATE: (
            _("We should have decided by %(due)s and are late."),
            _("%(officer)s is working on it."),
            _("You can appeal against the delay."),
        ),
        Sentence.LATE_CHECK: (
            _("We should have told you by %(due)s whether anything is missing, and are late."),
            _("%(officer)s is working on it."),
        ),
    }[sentence]


def _officer_sentence(
    file: Application, verdict: rules.Verdict, waits_until: date | None, clock: LimitStanding | None
) -> str:
    """What the file waits for, and how its limit stands: “6 of 120 business days left, due Tuesday 22 September 2026”."""
    return ". ".join(filter(None, (str(WAITS[verdict.wait]), _ask_words(waits_until), clock_words(clock)))) + "."


def _ask_words(until: date | None) -> str:
    return _("Answer due %(day)s") % {"day": long_day(until)} if until else ""


def clock_words(clock: LimitStanding | None) -> str:
    """One clause on a limit, for officers' pages and the head of the clock panel."""
    if clock is None:
        return ""
    values = {"left": clock.left, "total": clock.total, "unit": clock.counted_in.label, "due": long_day(clock.due_on)}
    if clock.phase == LimitPhase.STOPPED:
        since = day_month(clock.stopped_on)
        return _("Stopped since %(since)s, %(left)s of %(total)s %(unit)s left") % {**values, "since": since}
    if clock.phase == LimitPhase.LATE:
        return _("Late since %(due)s by %(late)s %(unit)s") % {**values, "late": clock.late_by}
    if clock.phase == LimitPhase.RUNNING:
        return _("%(left)s of %(total)s %(unit)s left, due %(due)s") % values
    return str(clock.phase.label)


def _sent_note(file: Application) -> str:
    return day(local_date(file.submitted_at)) if file.submitted_at else ""


def _accepted_note(file: Application) -> str:
    return _("counted from %(day)s") % {"day": day(file.accepted_on)} if file.accepted_on else ""
