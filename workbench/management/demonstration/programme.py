"""What the central unit of the demonstration has written: explaining texts, readings of criteria, a draft, a proposal."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

from foundation.clock.models import DayUnit
from foundation.correspondence.services import without_email
from programme import services
from programme.models import CriteriaSet, Criterion
from programme.selectors import configuration, section_place, step_place, time_limit
from programme.states import Cause, CauseEffect, FigureCode, GuidanceStep, HoldersFrom, Kind, TimeLimitCode

from .cast import HQ
from .country import Country

TEXTS = (
    (section_place("A"), "en", "Customs looks most of this up. You only tell us what our records can’t show."),
    (section_place("A"), "fr", "La douane vérifie l’essentiel elle-même. Dites-nous seulement ce que nos dossiers ignorent."),
    (section_place("I"), "en", "Walk once around each place with these questions in hand. Like places can share an answer."),
    (step_place(GuidanceStep.SUBMITTED), "en", "We check whether anything is missing. We don’t judge your answers yet."),
    (step_place(GuidanceStep.UNDER_VETTING), "en", "We compare your answers with our own records and ask other authorities."),
    (step_place(GuidanceStep.UNDER_VETTING), "fr", "Nous comparons vos réponses avec nos dossiers et interrogeons d’autres autorités."),
    (step_place(GuidanceStep.UNDER_VALIDATION), "en", "Somebody comes to see how you work. Have the people ready who do the work."),
)  # fmt: skip
CHANGES = {
    "B-04": {
        "requirement": "Records are backed up to a second place, and restore is tested at least every six months."
    },
    "E-08": {"plain_question": "How do you hear about changes in customs rules, how soon, and who passes them on?"},
    "I-08": {"weight": "must"},
}
NEXT_REASON = "Firms asked for longer to read the report; large files need more time than the limit gives."
NEXT_FIGURES: dict[str, int] = {FigureCode.EFFECTIVE_DAYS: 3, FigureCode.SME_QUEUE_DAYS: 5}


def write(country: Country) -> None:
    """Everything in the order of its days; no e-mail leaves."""
    with without_email():
        _version_in_force(country)
        _texts(country)
        _readings(country)
        _proposal(country)
        _draft(country)
        _next_version(country)


def _texts(country: Country) -> None:
    for place, language, text in TEXTS:
        services.write_guidance(
            place=place,
            language=language,
            text=text,
            seen=0,
            actor=country.log_ins["programme_admin"],
            now=country.moment(200),
        )


def _readings(country: Country) -> None:
    central, officer = country.log_ins["programme_admin"], country.log_ins["case_officer"]
    services.note_interpretation(
        code="B-06",
        question="Does one count a year do for a firm that sells the same ten goods all year?",
        answer="Yes, when spot checks between the counts show small differences and somebody signs them.",
        is_precedent=True,
        is_public=True,
        actor=central,
        now=country.moment(150),
    )
    asked = services.ask_central_unit(
        code="I-08",
        question="A camera without recording: is it an alarm system?",
        office=None,
        actor=officer,
        now=country.moment(60),
    )
    services.answer_question(
        interpretation=asked,
        question="Is a camera without recording an alarm system?",
        answer="No, unless a guard watches it at all times. Ask for recording or a guard log.",
        is_precedent=False,
        is_public=False,
        actor=central,
        now=country.moment(55),
    )
    services.ask_central_unit(
        code="K-03",
        question="Does a printed register page of last month show that a partner is an AEO?",
        office=None,
        actor=officer,
        now=country.moment(3),
    )


def _proposal(country: Country) -> None:
    agency = country.log_ins["oga_user"]
    row = services.propose_criterion(
        agency="Food Safety Office",
        title="Cold chain is recorded",
        requirement="Temperature of chilled food is recorded from loading to hand-over and kept for a year.",
        reason="Spoiled goods were found behind whole seals three times this year.",
        origin="Food Act, article 12",
        kind=Kind.SECURITY,
        actor=agency,
        now=country.moment(20),
    )
    services.discuss_proposal(
        proposal=row,
        text="Would a logger in the vehicle do, or must the store be covered too?",
        actor=country.log_ins["programme_admin"],
        now=country.moment(12),
    )


def _draft(country: Country) -> None:
    admin, now = country.log_ins["programme_admin"], country.moment(10)
    draft = services.begin_criteria_draft(reason="Losses of records in four firms", actor=admin, now=now)
    rows = {row.code: row for row in Criterion.objects.filter(criteria_set=draft).select_related("criteria_set")}
    for code, values in CHANGES.items():
        services.save_part(part=rows[code], values=values, version=1, actor=admin, now=now)
    _effect(country, draft)


def _version_in_force(country: Country) -> None:
    """The first configuration of its own: what comes from outside stops the decision, recorded by an officer."""
    author, second = country.officer("PROGRAMME_ADMIN", HQ, 1), country.log_ins["programme_admin"]
    now = country.moment(890)
    draft = services.prepare_configuration(
        like=configuration(now.date()),
        valid_from=country.moment(880).date(),
        reason="Courts and other agencies keep files waiting; the Customs Code lets the limit stand still meanwhile.",
        actor=author,
        now=now,
    )
    for cause in (Cause.CONSULTATION, Cause.CRIMINAL):
        terms = services.CauseTerms(cause=cause, effect=CauseEffect.STOP)
        draft = services.set_cause(
            draft=draft, code=TimeLimitCode.DECISION, terms=terms, edition=draft.edition, actor=author, now=now
        )
    services.publish_configuration(configuration=draft, edition=draft.edition, actor=second, now=country.moment(888))


def _next_version(country: Country) -> None:
    """A version of figures and limits, prepared by one administrator; the other one has it to publish."""
    author, now = country.officer("PROGRAMME_ADMIN", HQ, 1), country.moment(6)
    current = configuration(country.on)
    draft = services.prepare_configuration(
        like=current, valid_from=country.on + timedelta(days=40), reason=NEXT_REASON, actor=author, now=now
    )
    by: dict[str, Any] = {"draft": draft, "actor": author, "now": now}
    figures = {row.code: row.legal_basis for row in draft.figures.all()}
    values = {code: (value, figures[code]) for code, value in NEXT_FIGURES.items()}
    services.set_figures(values=values, edition=draft.edition, **by)
    limit = time_limit(TimeLimitCode.REPORT_REPLY, draft)
    names = [field.name for field in fields(services.LimitTerms)]
    terms = replace(services.LimitTerms(**{name: getattr(limit, name) for name in names}), amount=21)
    services.set_time_limit(code=limit.code, terms=terms, edition=draft.edition + 1, **by)
    longer = services.CauseTerms(
        cause=Cause.CUSTOMS, effect=CauseEffect.EXTEND, amount=20, unit=DayUnit.BUSINESS_DAYS, times=1
    )
    services.set_cause(code=TimeLimitCode.DECISION, terms=longer, edition=draft.edition + 2, **by)


def _effect(country: Country, draft: CriteriaSet) -> None:
    services.set_effect(
        criteria_set=draft,
        valid_from=country.on + timedelta(days=60),
        holders_from=HoldersFrom.YEARLY_RETURN,
        holders_on=None,
        reason="Losses of records in four firms",
        actor=country.log_ins["programme_admin"],
        now=country.moment(9),
    )
