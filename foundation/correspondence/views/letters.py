"""A letter. Taking it is an act by POST, because it counts as receipt; looking at the page alone changes nothing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused
from foundation.clock.services import now, today
from foundation.correspondence import permissions, selectors, services
from foundation.correspondence.models import Letter
from foundation.identity.permissions import GuardedView, Permission


class LetterView(GuardedView):
    """A view of one letter of the company that is acted for."""

    permission: Any = Permission.LETTER_READ

    def letter(self, public_id: UUID) -> Letter:
        acting = self.request.acting_for  # type: ignore[attr-defined]
        letter = selectors.letter_for_company(acting, public_id) if acting else None
        if letter is None:
            raise Http404
        return letter


class LetterPage(LetterView):
    """Before the first opening the envelope, afterwards the letter with the record of its service."""

    permission = Permission.LETTER_READ

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        letter = self.letter(public_id)
        context = {
            "letter": letter,
            "title": letter.subject,
            "is_open": is_open(letter),
            "may_open": permissions.may_open_letter(request.user, letter, today()),  # type: ignore[arg-type]
            "wide": True,
            "back_url": f"{reverse('correspondence:inbox')}?show=letters",
            "back_text": _("Back to your letters"),
        }
        return render(request, "correspondence/letter.html", context)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        letter = self.letter(public_id)
        try:
            services.open_letter(letter=letter, reader=request.user, now=now())  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect("correspondence:letter", letter.public_id)


class LetterPrint(LetterView):
    """The letter on paper."""

    permission = Permission.LETTER_READ

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        letter = self.letter(public_id)
        if not is_open(letter):
            return redirect("correspondence:letter", letter.public_id)
        context = {
            "letter": letter,
            "title": letter.subject,
            "back_url": reverse("correspondence:letter", args=[letter.public_id]),
            "back_text": _("Back to the letter"),
        }
        return render(request, "correspondence/letter_print.html", context)


def is_open(letter: Letter) -> bool:
    """Opened by somebody who may, or received by a rule: from then on everybody who sees letters reads it."""
    return letter.first_opened_at is not None or letter.received_on is not None
