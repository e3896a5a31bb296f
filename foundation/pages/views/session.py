"""Small routes behind the frame of each page: brand colours, language, staying signed in, jumping to a tab."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from foundation.clock.services import now
from foundation.identity.models import User
from foundation.identity.permissions import PUBLIC, GuardedView
from foundation.identity.services import update_profile
from foundation.pages import selectors


@method_decorator(cache_control(public=True, max_age=3600), name="get")
class BrandSheet(GuardedView):
    """The tenant's colours as a style sheet, because no page carries inline styles."""

    permission = PUBLIC
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        colours = selectors.brand_colours()
        css = (
            f":root{{--govuk-brand-colour:{colours['brand_colour']};"
            f"--portal-header-colour:{colours['header_colour']}}}\n"
        )
        return HttpResponse(css, content_type="text/css; charset=utf-8")


# Without a token, so that public pages set no cookie for a form that anybody may send: the language of a reader is no
# secret and no right. Django checks that `next` stays on this host; from elsewhere no browser sends the session along.
@method_decorator(csrf_exempt, name="dispatch")
class Language(GuardedView):
    """Changes the language and returns to the page the reader was on; for who is signed in, e-mails follow."""

    permission = PUBLIC
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        user, language = request.user, request.POST.get("language", "")
        if isinstance(user, User) and language in dict(settings.LANGUAGES) and language != user.language:
            update_profile(user=user, full_name=user.full_name, phone=user.phone, language=language, now=now())
        return set_language(request)


class KeepAlive(GuardedView):
    """“Stay signed in”: the session's end moves; 401 says that it had ended already."""

    permission = PUBLIC
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return HttpResponse(status=401)
        request.session.modified = True
        return HttpResponse(status=204)


class Go(GuardedView):
    """The tabs of a file as a select with a button, on narrow screens: goes to the chosen address of this host."""

    permission = PUBLIC
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        target = request.GET.get("to", "/")
        is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
        return redirect(target if is_ours else "/")
