"""The service navigation of whoever is signed in: a context processor that knows every room's front page."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.correspondence.selectors import unread_count
from foundation.identity.models import RoleGrant, User, in_force
from foundation.identity.permissions import Permission
from operators.selectors import for_company

Item = tuple[Promise, str, Permission]

PUBLIC: tuple[tuple[Promise, str], ...] = (
    (_("Criteria"), "programme:criteria"),
    (_("Find an AEO"), "certificates:register"),
    (_("Check a certificate"), "certificates:check"),
)
TRADER: tuple[Item, ...] = (
    (_("Home"), "workbench:home", Permission.HOME),
    (_("Applications"), "applications:list", Permission.APPLICATION_READ),
    (_("Messages"), "correspondence:inbox", Permission.MESSAGE_READ),
    (_("Documents"), "documents:library", Permission.DOCUMENT_READ),
    (_("Benefits"), "benefits:mine", Permission.APPLICATION_READ),
    (_("Company and sites"), "operators:company", Permission.COMPANY_READ),
)
STAFF: tuple[Item, ...] = (
    (_("Home"), "workbench:home", Permission.HOME),
    (_("Queue"), "workbench:queue", Permission.FILE_READ),
    (_("Companies"), "operators:operators", Permission.FILE_READ),
    (_("Talks"), "applications:talks", Permission.FILE_WORK),
    (_("Vetting"), "vetting:desk", Permission.VETTING_CHECK),
    (_("Visits"), "validations:list", Permission.VALIDATION_READ),
    (_("Certificates"), "certificates:list", Permission.CERTIFICATE_READ),
    (_("Clients"), "account_management:clients", Permission.CLIENT_READ),
    (_("Claims"), "operators:claims", Permission.OPERATOR_VERIFY),
    (_("Partners"), "mra:partners", Permission.MRA_READ),
    (_("Programme"), "programme:configuration", Permission.PROGRAMME_READ),
    (_("Proposed criteria"), "programme:proposals", Permission.CRITERIA_PROPOSE),
    (_("People"), "identity:people", Permission.PEOPLE_MANAGE),
)


def navigation_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, `person_line`, `home_url`, `search_url`, `change_company_url`, `acting_tin`."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": _links(request, PUBLIC), "home_url": _url("programme:landing")}
    permissions: frozenset[Permission] = getattr(request, "rooms", frozenset())
    items = STAFF if user.is_staff else TRADER
    shown = _links(request, tuple((text, name) for text, name, permission in items if permission in permissions))
    if user.is_staff:
        search = _url("workbench:search") if Permission.FILE_READ in permissions else ""
        return {
            "navigation": shown,
            "home_url": _url("workbench:home"),
            "person_line": _person_line(user, request),
            "search_url": search,
        }
    return _trader(request, user, shown)


def _trader(request: HttpRequest, user: User, shown: list[dict[str, Any]]) -> dict[str, Any]:
    acting = getattr(request, "acting_for", None)
    operator = for_company(acting.organisation) if acting else None
    unread = unread_count(user, [acting]) if acting else 0
    for item in shown:
        if item["url"] == _url("correspondence:inbox") and unread:
            item["badge"] = unread
    bar = {"name": acting.name, "tin": operator.tin if operator else "", "role": acting.role} if acting else None
    return {
        "navigation": shown,
        "home_url": _url("workbench:home"),
        "acting_for": bar,
        "change_company_url": _url("workbench:clients") if acting and acting.has_choice else "",
    }


def _links(request: HttpRequest, items: tuple[tuple[Promise, str], ...]) -> list[dict[str, Any]]:
    links = [{"text": text, "url": _url(name)} for text, name in items]
    return [{**link, "current": _current(request.path, str(link["url"]))} for link in links if link["url"]]


def _current(path: str, url: str) -> bool:
    return path == url or (url not in ("/", "") and path.startswith(url))


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _person_line(user: User, request: HttpRequest) -> str:
    """Dalia Roost, case officer, Northern office."""
    grants = RoleGrant.objects.filter(in_force(request.on), user=user).select_related("office").order_by("id")  # type: ignore[attr-defined]
    roles = list(dict.fromkeys(grant.get_role_display() for grant in grants))
    offices = list(dict.fromkeys(grant.office.name for grant in grants if grant.office))
    return ", ".join([user.full_name, *roles[:2], *offices[:1]])
