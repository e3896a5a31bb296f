"""The front page and the published criteria."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from foundation.identity.permissions import PUBLIC
from programme import selectors
from programme.forms import CriteriaFilter
from programme.models import Criterion, Interpretation
from programme.states import Cause, FigureCode, TimeLimitCode

from .base import Page, route


class Landing(Page):
    """What the programme is, who can join, how long it takes, where to look a company up."""

    permission = PUBLIC
    template_name = "programme/landing.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        open_now, later = selectors.type_groups(self.on)
        configuration = selectors.configuration(self.on)
        decision = selectors.time_limit(TimeLimitCode.DECISION, configuration)
        return self.page(
            title=_("Trade faster as a trusted partner of Customs"),
            open_now=open_now,
            later=later,
            limit=selectors.amount_in_words(decision.amount, decision.unit),
            longest=selectors.longest_amount(TimeLimitCode.DECISION, configuration, cause=Cause.INFORMATION),
            fee=selectors.fee_in_words(configuration),
            is_free=not selectors.figure(FigureCode.APPLICATION_FEE, configuration),
            least=selectors.figure(FigureCode.LEAST_DECISIONS, configuration),
            sections=selectors.criteria_set(self.on).sections.count(),
            criteria=selectors.criteria_set(self.on).criteria.count(),
            register_url=route("certificates:register"),
            check_url=route("certificates:check"),
            check_start_url=route("applications:check_start"),
            interest_url=route("applications:interest"),
        )


class Criteria(Page):
    """The criteria in force, all or those that fit one type and kind; printable."""

    permission = PUBLIC
    template_name = "programme/criteria.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = CriteriaFilter(request.GET or None)
        chosen = form.cleaned_data if form.is_valid() else {}
        criteria_set = selectors.criteria_set(self.on)
        found = selectors.fitting(
            selectors.criteria(criteria_set),
            families=selectors.families_of([chosen["type"]]) if chosen.get("type") else (),
            kinds=[chosen["kind"]] if chosen.get("kind") else (),
        )
        return self.page(
            title=_("What we look at: the criteria"),
            form=form if form.is_bound else CriteriaFilter(),
            criteria_set=criteria_set,
            count=len(found),
            sections=_with_readings(found),
            levels=selectors.levels(selectors.configuration(self.on), chosen.get("kind", "")),
        )


def _with_readings(found: list[Criterion]) -> list[tuple[Any, list[tuple[Criterion, list[Interpretation]]]]]:
    """Section by section, each criterion with what everybody may read about it."""
    readings = selectors.public_interpretations()
    return [
        (section, [(row, readings.get(row.code, [])) for row in rows])
        for section, rows in groupby(found, key=lambda row: row.section)
    ]
