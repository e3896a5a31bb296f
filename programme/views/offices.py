"""Offices, which of them is competent, who may decide what, and the business calendars."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.clock.services import now
from foundation.identity.models import Office
from foundation.identity.permissions import Permission
from programme import permissions, selectors, services
from programme.forms import (
    CalendarForm,
    ClosureForm,
    CompetenceForm,
    DelegationForm,
    LastDayForm,
    OfficeForm,
    ReasonForm,
)
from programme.models import BusinessCalendar, Closure, Delegation

from .base import FormPage, Page

FIRST_FREE_YEAR, HOLIDAY_YEARS = 2, 5


class OfficesPage(Page):
    """Offices, competence and delegations on one page, each with its way to change it."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/offices.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            title=_("Offices and powers"),
            offices=[(row, selectors.calendar_title(row.calendar)) for row in selectors.offices()],
            competence=selectors.competence_lines(),
            delegations=selectors.all_delegations(self.on),
            can_configure=permissions.may_configure(self.held),
            back_url=reverse("programme:configuration"),
        )


class OfficeFormPage(FormPage):
    """What the forms of offices and powers share."""

    def next_url(self) -> str:
        return reverse("programme:offices")


class EditOffice(OfficeFormPage):
    """Add an office or change one."""

    button_text = gettext_lazy("Save the office")
    said = gettext_lazy("The office is saved.")

    @cached_property
    def office(self) -> Office | None:
        code = self.kwargs.get("code")
        return get_object_or_404(selectors.offices(), code=code) if code else None

    def form(self, *data: Any) -> OfficeForm:
        initial = {}
        if self.office:
            initial = {
                name: getattr(self.office, name) for name in ("name", "kind", "parent", "calendar", "address", "phone")
            }
        return OfficeForm(*data, office=self.office, initial=initial)

    def act(self, form: OfficeForm) -> None:
        code = self.office.code if self.office else ""
        services.save_office(office=self.office, actor=self.user, now=now(), **{"code": code, **form.cleaned_data})

    def more(self) -> dict[str, Any]:
        return {"title": self.office.name if self.office else _("Add an office")}


class AddCompetence(OfficeFormPage):
    """A further rule of competence; it is tried before the last one, which stands for every other file."""

    title = gettext_lazy("Add a rule of competence")
    button_text = gettext_lazy("Add the rule")
    said = gettext_lazy("The rules are saved. Files that run stay where they are.")

    def form(self, *data: Any) -> CompetenceForm:
        return CompetenceForm(*data, values=selectors.competence_values())

    def act(self, form: CompetenceForm) -> None:
        data = form.cleaned_data
        lines = _competence_lines()
        new = (data["criterion"], data["value"], data["office"])
        lines = [*lines[:-1], new] if data["criterion"] == "ELSE" else [*lines[:-1], new, *lines[-1:]]
        services.set_competence(lines=lines, actor=self.user, now=now())


class ArrangeCompetence(Page):
    """Move a rule one place up, or take it away."""

    permission = Permission.PROGRAMME_CONFIGURE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, position: int) -> HttpResponse:
        lines = _competence_lines()
        place = position - 1
        if not 0 <= place < len(lines):
            return redirect("programme:offices")
        if request.POST.get("remove"):
            lines.pop(place)
        elif place:
            lines.insert(place - 1, lines.pop(place))
        services.set_competence(lines=lines, actor=self.user, now=now())
        messages.success(request, _("The rules are saved. Files that run stay where they are."))
        return redirect("programme:offices")

    def refused_to(self) -> str:
        return reverse("programme:offices")


def _competence_lines() -> list[tuple[str, str, Office]]:
    return [(row.criterion, row.value, row.office) for row in selectors.competence_rules()]


class AddDelegation(OfficeFormPage):
    """Give a person the power to take one kind of decision."""

    title = gettext_lazy("Delegate a decision")
    button_text = gettext_lazy("Give this power")
    said = gettext_lazy("The delegation stands in the table.")

    def form(self, *data: Any) -> DelegationForm:
        asked = self.request.GET.get("holder", "")[:10]
        known = {"holder": int(asked)} if asked.isdecimal() else {}
        people = selectors.may_hold_delegations(self.on)
        return DelegationForm(*data, people=people, on=self.on, initial={"valid_from": self.on, **known})

    def act(self, form: DelegationForm) -> None:
        services.delegate(actor=self.user, now=now(), **form.cleaned_data)


class EndDelegation(OfficeFormPage):
    """The last day a delegation holds."""

    button_text = gettext_lazy("End the delegation")
    said = gettext_lazy("The delegation ends with that day.")

    @cached_property
    def delegation(self) -> Delegation:
        return get_object_or_404(selectors.all_delegations(self.on), pk=self.kwargs["pk"])

    def form(self, *data: Any) -> LastDayForm:
        return LastDayForm(*data, on=self.on, initial={"last_day": self.on})

    def act(self, form: LastDayForm) -> None:
        services.end_delegation(delegation=self.delegation, actor=self.user, now=now(), **form.cleaned_data)

    def more(self) -> dict[str, Any]:
        holder = self.delegation.holder.full_name
        return {"title": _("End delegation {number} of {name}").format(number=self.delegation.number, name=holder)}


class Calendars(Page):
    """Every business calendar."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/calendars.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            title=_("Business calendars"),
            calendars=selectors.business_calendars(),
            offices=selectors.offices(),
            proposals=selectors.closure_proposals()[:20],
            can_configure=permissions.may_configure(self.held),
            back_url=reverse("programme:configuration"),
        )


class CalendarFormPage(FormPage):
    """What the forms of one calendar share."""

    @cached_property
    def calendar(self) -> BusinessCalendar:
        return get_object_or_404(selectors.business_calendars(), code=self.kwargs["code"])

    def next_url(self) -> str:
        return reverse("programme:calendar", args=[self.calendar.code])


class CalendarPage(Page):
    """One calendar: its weekend, its days not worked, what is entered and waits."""

    permission = Permission.PROGRAMME_READ
    template_name = "programme/calendar.html"

    @cached_property
    def calendar(self) -> BusinessCalendar:
        return get_object_or_404(selectors.business_calendars(), code=self.kwargs["code"])

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.page(
            title=self.calendar.title,
            calendar=self.calendar,
            weekend=selectors.weekdays(self.calendar.weekend),
            closures=selectors.closures(self.calendar).filter(on__gte=self.on),
            proposals=selectors.closure_proposals().filter(calendar=self.calendar)[:20],
            offices=selectors.offices().filter(calendar=self.calendar.code),
            today=self.on,
            can_configure=permissions.may_configure(self.held),
            back_url=reverse("programme:calendars"),
        )

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """List public holidays that no running limit was counted without: all years while no office uses the calendar,
        else from the year after next. Nearer days are entered as closures, which show what they move."""
        if not permissions.may_configure(self.held):
            return redirect("programme:calendar", code=code)
        in_use = selectors.offices().filter(calendar=self.calendar.code).exists()
        first_year = self.on.year + (FIRST_FREE_YEAR if in_use else 0)
        count = services.list_holidays(
            calendar=self.calendar,
            first_year=first_year,
            last_year=self.on.year + HOLIDAY_YEARS,
            actor=self.user,
            now=now(),
        )
        messages.success(request, _("{n} public holidays are new in the calendar.").format(n=count))
        return redirect("programme:calendar", code=code)


class AddCalendar(FormPage):
    """A calendar with another weekend."""

    title = gettext_lazy("Add a calendar")
    button_text = gettext_lazy("Add the calendar")
    said = gettext_lazy("The calendar is there. Choose it at the offices that work by it.")

    def form(self, *data: Any) -> CalendarForm:
        return CalendarForm(data[0] if data else None, initial={"weekend": [5, 6]})

    def act(self, form: CalendarForm) -> None:
        services.add_calendar(actor=self.user, now=now(), **form.cleaned_data)

    def next_url(self) -> str:
        return reverse("programme:calendars")


class AddClosure(CalendarFormPage):
    """Enter a closure; the next page shows what it would move."""

    button_text = gettext_lazy("Show what it would move")
    said = gettext_lazy("Nothing has changed yet. Somebody else confirms the closure.")

    def form(self, *data: Any) -> ClosureForm:
        initial = {"first_day": self.on, "last_day": self.on}
        return ClosureForm(*data, calendar=self.calendar, on=self.on, initial=initial)

    def act(self, form: ClosureForm) -> None:
        self.proposal = services.propose_closure(
            calendar=self.calendar, actor=self.user, now=now(), **form.cleaned_data
        )

    def next_url(self) -> str:
        if hasattr(self, "proposal"):
            return reverse("lifecycle:closure", args=[self.proposal.public_id])
        return super().next_url()

    def more(self) -> dict[str, Any]:
        return {"title": _("Enter a closure"), "caption": self.calendar.title}


class DropClosure(Page):
    """Throw a closure away that nobody confirmed."""

    permission = Permission.PROGRAMME_CONFIGURE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        proposal = get_object_or_404(selectors.closure_proposals(), public_id=public_id)
        services.drop_closure(proposal=proposal, actor=self.user, now=now())
        messages.success(request, _("The closure is dropped. Nothing has changed."))
        return redirect("programme:calendar", code=proposal.calendar.code)

    def refused_to(self) -> str:
        return reverse("programme:calendars")


class WithdrawClosure(FormPage):
    """A day is worked after all."""

    button_text = gettext_lazy("Work on this day")
    said = gettext_lazy("The day is worked. Limits that were moved for it keep their later day.")
    caption = gettext_lazy("Take a closure out of the calendar")

    @cached_property
    def closure(self) -> Closure:
        return get_object_or_404(Closure.objects.select_related("calendar"), pk=self.kwargs["pk"])

    def form(self, *data: Any) -> ReasonForm:
        return ReasonForm(*data)

    def act(self, form: ReasonForm) -> None:
        services.withdraw_closure(closure=self.closure, actor=self.user, now=now(), **form.cleaned_data)

    def next_url(self) -> str:
        return reverse("programme:calendar", args=[self.closure.calendar.code])

    def more(self) -> dict[str, Any]:
        return {"title": f"{self.closure.name}, {date_format(self.closure.on, 'j F Y')}"}
