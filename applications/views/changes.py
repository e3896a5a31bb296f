"""Changes of the record: told by the trader, looked at by officers. Accepting and refusing is an act of `lifecycle`."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import permissions, selectors, services
from applications.forms import AskBackForm, ChangeForm, ReplyForm
from applications.models import ChangeNotice
from applications.states import CHANGE_TABLE, ChangeStatus, ChangeSubject
from foundation.audit.services import record_read
from foundation.clock.services import now
from foundation.documents.services import UploadRefused, serve
from foundation.identity.permissions import Permission
from operators.models import Operator, Person, Site
from operators.selectors import for_company, people, sites

from .acts import FormAct
from .base import CompanyPage, Page, uuid_or_404

TELLERS = (Permission.APPLICATION_PREPARE, Permission.COMPANY_EDIT)


class _OfCompany(CompanyPage):
    """The company somebody acts for."""

    @cached_property
    def operator(self) -> Operator:
        found = for_company(self.organisation)
        if found is None:
            raise Http404
        return found

    @cached_property
    def sites(self) -> QuerySet[Site]:
        """The open places, without those a limited member or mandate does not take in."""
        return sites(self.operator).filter(self.acting.limits(site="public_id"))

    @cached_property
    def notices(self) -> QuerySet[ChangeNotice]:
        """What the company told, with the same limit."""
        return selectors.changes_of_company(self.acting)


class Changes(_OfCompany):
    """Everything the company told, and the ways to tell something new."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/changes.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.notices[:100]
        context = {
            "title": _("Changes you tell us"),
            "rows": [change_line(row, reverse("applications:change", args=[row.public_id])) for row in rows],
            "sites": self.sites,
            "people": people(self.operator),
            "can_tell": bool(set(TELLERS) & self.held),
        }
        return self.page(context)


class TellChange(FormAct, _OfCompany):
    """One subject: the record stands in the fields; what is different is told."""

    permission = TELLERS
    template_name = "applications/change_form.html"
    button_text = gettext_lazy("Tell Customs about this change")

    def allowed(self) -> bool:
        return True

    @cached_property
    def subject(self) -> str:
        given = str(self.kwargs["subject"]).upper()
        if given not in ChangeSubject.values:
            raise Http404
        return given

    @cached_property
    def site(self) -> Site | None:
        return self._about(self.sites, (ChangeSubject.SITE, ChangeSubject.CLOSED_SITE))

    @cached_property
    def person(self) -> Person | None:
        return self._about(people(self.operator), (ChangeSubject.PERSON, ChangeSubject.LEFT_PERSON))

    def _about(self, rows: Any, subjects: tuple[str, ...]) -> Any:
        if self.subject not in subjects:
            return None
        found = rows.filter(public_id=uuid_or_404(self.request.GET.get("about", ""))).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def record(self) -> dict[str, str]:
        return selectors.record_of(self.subject, self.operator, self.site, self.person)

    def form(self, *given: Any) -> ChangeForm:
        return ChangeForm(*given, subject=self.subject, record=self.record, library=self.library)

    def take(self, form: Any) -> str:
        taken, refused = self.take_in(form.cleaned_data["papers"])
        if refused:
            raise UploadRefused(refused[0], tuple(refused))
        services.notify_change(
            operator=self.operator,
            subject=self.subject,
            values=form.values(),
            since=form.cleaned_data["since"],
            note=form.cleaned_data["note"],
            site=self.site,
            person=self.person,
            documents=[*taken, *self.chosen(form.cleaned_data["library"])],
            user=self.user,
            now=now(),
        )
        return _("Told. Your record stays as it is until Customs accepts the change.")

    def more(self) -> dict[str, Any]:
        about = self.site or self.person
        label = ChangeSubject(self.subject).label
        return {"title": f"{label}: {about}" if about else label, "subject": self.subject}

    def back(self) -> str:
        return reverse("applications:changes")


class _OneChange(_OfCompany):
    """One notice of this company."""

    @cached_property
    def notice(self) -> ChangeNotice:
        found = self.notices.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise Http404
        return found

    def refused_to(self) -> str:
        return reverse("applications:change", args=[self.notice.public_id])


class Change(_OneChange):
    """A notice with old and new value, questions and the answer; the trader replies or takes it back here."""

    permission = Permission.APPLICATION_READ
    template_name = "applications/change.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return self._show(ReplyForm())

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        if not permissions.may_tell_changes(self.held):
            raise Http404
        if request.POST.get("withdraw"):
            services.withdraw_change(notice=self.notice, user=self.user, now=now())
            return redirect("applications:changes")
        form = ReplyForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form)
        taken, refused = self.take_in(form.cleaned_data["papers"])
        if refused:
            for sentence in refused:
                form.add_error("papers", sentence)
            return self._show(form)
        reply = form.cleaned_data["reply"]
        services.reply_about_change(notice=self.notice, reply=reply, documents=taken, user=self.user, now=now())
        return redirect(self.refused_to())

    def _show(self, form: ReplyForm) -> HttpResponse:
        tells = permissions.may_tell_changes(self.held)
        status = self.notice.status
        context = {
            **change_context(self.notice),
            "form": form,
            "can_reply": tells and status == ChangeStatus.ASKED,
            "can_withdraw": tells and "withdraw" in CHANGE_TABLE.allowed(status),
            "back_url": reverse("applications:changes"),
            "back_text": _("All changes you told us"),
        }
        return self.page(context)


class StaffChanges(Page):
    """Changes that wait for an officer, then the answered ones."""

    permission = Permission.OPERATOR_VERIFY
    template_name = "applications/staff_changes.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = selectors.changes_visible_to_staff(self.user, self.on)
        waiting = selectors.open_changes(self.user, self.on)[:200]
        others = rows.exclude(status=ChangeStatus.SENT)[:50]
        url = "applications:staff_change"
        context = {
            "title": _("Changes companies told"),
            "waiting": [change_line(row, reverse(url, args=[row.public_id])) for row in waiting],
            "others": [change_line(row, reverse(url, args=[row.public_id])) for row in others],
        }
        return self.page(context)


class _StaffChangePage(Page):
    """One notice of a company of the officer's offices."""

    @cached_property
    def notice(self) -> ChangeNotice:
        rows = selectors.changes_visible_to_staff(self.user, self.on)
        found = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise Http404
        return found

    def refused_to(self) -> str:
        return reverse("applications:staff_change", args=[self.notice.public_id])


class StaffChange(_StaffChangePage):
    """Old and new value with the papers; the officer asks back, accepts or refuses."""

    permission = Permission.OPERATOR_VERIFY
    template_name = "applications/staff_change.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        record_read(actor=self.user, at=now(), file_id=self.notice.operator.public_id, what="change")
        return self._show(AskBackForm())

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form = AskBackForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        question = form.cleaned_data["question"]
        services.ask_about_change(notice=self.notice, question=question, actor=self.user, now=now())
        return redirect(self.refused_to())

    def _show(self, form: AskBackForm) -> HttpResponse:
        is_open = self.notice.status in (ChangeStatus.SENT, ChangeStatus.ASKED)
        return self.page({**change_context(self.notice), "form": form, "is_open": is_open, "wide": True})


class ChangePaper(_StaffChangePage):
    """A paper that came with a change, as an attachment."""

    permission = Permission.OPERATOR_VERIFY

    def get(self, request: HttpRequest, public_id: str, paper_id: Any) -> FileResponse:
        document = selectors.document_of_change(self.notice, paper_id)
        if document is None:
            raise Http404
        answer = serve(document)
        what = f"paper:{document.public_id}"
        record_read(actor=self.user, at=now(), file_id=self.notice.operator.public_id, what=what)
        return answer


COLOURS = {"SENT": "blue", "ASKED": "orange", "WAITING": "teal", "ACCEPTED": "green", "REFUSED": "red"}


def change_line(row: ChangeNotice, url: str) -> dict[str, Any]:
    """One notice in a list."""
    return {
        "notice": row,
        "title": selectors.change_title(row),
        "url": url,
        "status": row.get_status_display(),  # type: ignore[attr-defined]
        "colour": COLOURS.get(row.status, "grey"),
    }


def change_context(row: ChangeNotice) -> dict[str, Any]:
    """What both sides see of a notice."""
    fields = selectors.fields_of(row)
    return {
        "title": selectors.change_title(row),
        "line": change_line(row, ""),
        "notice": row,
        "fields": fields,
        "is_stale": row.answered_at is None and any(field.is_stale for field in fields),
    }
