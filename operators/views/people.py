"""The people who own, run or handle customs for a company. The company sees whether they have answered, never what they sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.clock.services import now
from foundation.identity.permissions import Permission
from operators import permissions, selectors, services
from operators.forms import PersonForm
from operators.models import Person
from operators.services import StaleEdit
from operators.states import CheckConsent

from .base import CompanyPage, FormPage

CONSENT_COLOURS = {CheckConsent.ASKED: "orange", CheckConsent.GIVEN: "green", CheckConsent.REFUSED: "red"}


class People(CompanyPage):
    """Who they are and whether each has given consent."""

    permission = Permission.COMPANY_READ
    template_name = "operators/people.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            title=_("People of the company"),
            people=[
                {"row": row, "colour": CONSENT_COLOURS[CheckConsent(row.status)]}
                for row in selectors.people(self.operator)
            ],
            can_edit=permissions.may_edit(self.held),
            back_url=reverse("operators:company"),
        )


class _PersonForm(CompanyPage, FormPage):
    permission = Permission.COMPANY_EDIT
    template_name = "operators/person.html"

    def more(self) -> dict[str, Any]:
        return {"cancel_url": reverse("operators:people"), "button_text": _("Save the person")}


class AddPerson(_PersonForm):
    """A new person; the personal link goes out at once."""

    permission = Permission.COMPANY_EDIT
    title = gettext_lazy("Add a person")

    def form(self, data: Any = None, files: Any = None) -> PersonForm:
        return PersonForm(data, on=self.on)

    def more(self) -> dict[str, Any]:
        return {**super().more(), "button_text": _("Add the person and send the link")}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        moment = now()
        data.pop("version", None)
        person = services.add_person(operator=self.operator, actor=self.user, now=moment, send_link=True, **data)
        messages.success(self.request, _("{name} gets an e-mail with a personal link.").format(name=person.full_name))
        return redirect("operators:people")


class EditPerson(_PersonForm):
    """Changing what is known of a person."""

    permission = Permission.COMPANY_EDIT
    title = gettext_lazy("Change the person")

    @property
    def person(self) -> Person:
        return get_object_or_404(selectors.people(self.operator), public_id=self.kwargs["public_id"])

    def form(self, data: Any = None, files: Any = None) -> PersonForm:
        person = self.person
        return PersonForm(data, on=self.on, initial={name: getattr(person, name) for name in PersonForm.base_fields})

    def more(self) -> dict[str, Any]:
        return {**super().more(), "person": self.person}

    def save(self, data: dict[str, Any]) -> HttpResponse:
        version = data.pop("version") or 0
        try:
            services.edit_person(person=self.person, changes=data, version=version, actor=self.user, now=now())
        except StaleEdit as stale:
            return self.show_both(stale, data)
        messages.success(self.request, _("The person is saved."))
        return redirect("operators:people")


class _PersonAct(CompanyPage):
    permission = Permission.COMPANY_EDIT
    http_method_names = ["post", "options"]

    def refused_to(self) -> str:
        return reverse("operators:people")

    def person(self, public_id: str) -> Person:
        return get_object_or_404(selectors.people(self.operator), public_id=public_id)


class SendLink(_PersonAct):
    """The personal link again; the one before ends."""

    permission = Permission.COMPANY_EDIT

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        person = self.person(public_id)
        services.personal_link(person=person, actor=self.user, now=now())
        said = _("{name} gets an e-mail with a new personal link. The one before has ended.")
        messages.success(request, said.format(name=person.full_name))
        return redirect("operators:people")


class PersonLeft(_PersonAct):
    """The person has left; the record keeps the row."""

    permission = Permission.COMPANY_EDIT

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        person = self.person(public_id)
        services.person_left(person=person, on=self.on, actor=self.user, now=now())
        messages.success(request, _("{name} has left.").format(name=person.full_name))
        return redirect("operators:people")
