"""Pages of text that anybody may read."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.identity.permissions import PUBLIC, GuardedView


class InformationPage(GuardedView):
    """A page of text in the frame of whoever looks at it."""

    permission = PUBLIC
    http_method_names = ["get", "head", "options"]
    template_name: ClassVar[str]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, self.template_name)


class Help(InformationPage):
    permission = PUBLIC
    template_name = "pages/help.html"


class Accessibility(InformationPage):
    permission = PUBLIC
    template_name = "pages/accessibility.html"


class Cookies(InformationPage):
    permission = PUBLIC
    template_name = "pages/cookies.html"


class Privacy(InformationPage):
    permission = PUBLIC
    template_name = "pages/privacy.html"


class LegalBasis(InformationPage):
    permission = PUBLIC
    template_name = "pages/legal_basis.html"


class Contact(InformationPage):
    permission = PUBLIC
    template_name = "pages/contact.html"
