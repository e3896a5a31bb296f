"""Talks before an application: the company asks and reads, officers appoint, log and close."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import selectors, services
from applications.forms.before import ConsultationForm, EntryForm, OfficerForm
from applications.models import Consultation as Row
from applications.states import ConsultationStatus
from applications.views.base import CompanyPage, Page
from foundation.audit.services import Refused, record_read
from foundation.clock.services import now
from foundation.identity.permissions import Permission, narrow
from operators.selectors import for_company, officers_for
from operators.states import AssignmentRole

TAGS = {
    ConsultationStatus.ASKED: "blue",
    ConsultationStatus.RUNNING: "purple",
    ConsultationStatus.CLOSED: "grey",
}
OFFICERS = (Permission.FILE_WORK, Permission.FILE_ASSIGN)


class Consultation(CompanyPage):
    """Ask to talk before you apply; what was said stays readable here."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/before/consultation.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(ConsultationForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        operator = for_company(self.organisation)
        if operator is None:
            raise Http404
        if Permission.APPLICATION_PREPARE not in self.held:
            raise PermissionDenied
        form = ConsultationForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        services.ask_consultation(operator=operator, user=self.user, now=now(), **form.cleaned_data)
        messages.success(request, _("Your question is with us. A contact officer gets in touch with you."))
        return redirect("applications:consultation")

    def _show(self, form: forms.Form) -> HttpResponse:
        rows = list(selectors.consultations_of(self.organisation))
        is_open = any(row.status != ConsultationStatus.CLOSED for row in rows)
        context = {
            "title": _("Talk before you apply"),
            "form": form,
            "rows": [{"row": row, "colour": TAGS[ConsultationStatus(row.status)]} for row in rows],
            "can_ask": Permission.APPLICATION_PREPARE in self.held and not is_open,
            "back_url": reverse("applications:list"),
        }
        return self.page(context)


class Talks(Page):
    """The officers’ list: what waits for a contact officer, what runs, and drafts one is invited to."""

    permission = OFFICERS
    template_name = "applications/before/talks.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [
            {
                "cells": [
                    {"text": row.operator.legal_name, "url": reverse("applications:talk", args=[row.public_id])},
                    {"tag": row.get_status_display(), "colour": TAGS[ConsultationStatus(row.status)]},
                    {"text": row.officer.full_name if row.officer else _("nobody yet")},
                ]
            }
            for row in selectors.open_consultations(self.user, self.on)[:200]
        ]
        context = {
            "title": _("Talks before an application"),
            "columns": [{"text": _("Company")}, {"text": _("Stands")}, {"text": _("Contact officer")}],
            "rows": rows,
            "drafts": selectors.drafts_for_officer(self.user),
        }
        return self.page(context)


class Talk(Page):
    """One consultation: appoint, write down a talk, close."""

    permission = OFFICERS
    template_name = "applications/before/talk.html"

    @property
    def row(self) -> Row:
        rows = selectors.consultations_visible_to_staff(self.user, self.on)
        found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        if found.operator.office_id is not None:  # reading files of an office is not working there
            narrow(self.request, self.permission, found.operator.office_id)
        return found

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        record_read(actor=self.user, at=now(), file_id=self.row.operator.public_id, what="consultation")
        return self._show()

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        row = self.row
        act = {"appoint": self._appoint, "close": self._close}.get(request.POST.get("act", ""), self._log)
        try:
            return act(row)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("applications:talk", row.public_id)

    def _appoint(self, row: Row) -> HttpResponse:
        form = self._officer_form(row, self.request.POST)
        if not form.is_valid():
            return self._show(officer_form=form)
        officer = form.cleaned_data["officer"]
        if officer != self.user and Permission.FILE_ASSIGN not in self.held:
            raise PermissionDenied
        services.appoint(consultation=row, officer=officer, actor=self.user, now=now())
        messages.success(self.request, _("{name} is the contact officer.").format(name=officer.full_name))
        return redirect("applications:talk", row.public_id)

    def _close(self, row: Row) -> HttpResponse:
        services.close_consultation(consultation=row, actor=self.user, now=now())
        messages.success(self.request, _("The consultation is closed. What was said goes along with the application."))
        return redirect("applications:talks")

    def _log(self, row: Row) -> HttpResponse:
        form = EntryForm(self.request.POST, on=self.on)
        if not form.is_valid():
            return self._show(form=form)
        services.log_talk(consultation=row, actor=self.user, now=now(), **form.cleaned_data)
        messages.success(self.request, _("The talk is written down. The company reads all but the note."))
        return redirect("applications:talk", row.public_id)

    def _officer_form(self, row: Row, data: Any = None) -> OfficerForm:
        able = officers_for(row.operator, AssignmentRole.CONTACT_OFFICER, self.on)
        if Permission.FILE_ASSIGN not in self.held:
            able = able.filter(pk=self.user.pk)
        return OfficerForm(data, officers=able, initial={"officer": row.officer_id or self.user.pk})

    def _show(self, form: EntryForm | None = None, officer_form: OfficerForm | None = None) -> HttpResponse:
        row, on = self.row, self.on
        today: date = on
        context = {
            "title": row.operator.legal_name,
            "row": row,
            "entries": row.entries.select_related("written_by"),
            "colour": TAGS[ConsultationStatus(row.status)],
            "is_open": row.status != ConsultationStatus.CLOSED,
            "form": form or EntryForm(on=on, initial={"held_on": today}),
            "officer_form": officer_form or self._officer_form(row),
            "back_url": reverse("applications:talks"),
        }
        return self.page(context)
