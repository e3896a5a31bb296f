"""Small tags that the pages of applications and every tab of a dossier need."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from applications.models import Application
from applications.selectors import Dossier, is_lent
from foundation.documents.models import Document

register = template.Library()


@register.simple_tag
def pieces(**parts: Any) -> dict[str, SafeString]:
    """`{% pieces NOT_MET=plan_field as conditional %}`: a mapping for tags that take one."""
    return {name: format_html("{}", part) for name, part in parts.items()}


@register.simple_tag
def joined(*parts: Any) -> SafeString:
    """Pieces of safe HTML as one."""
    return format_html_join("", "{}", ((part,) for part in parts))


@register.simple_tag(takes_context=True)
def dossier_tabs(context: Context, dossier: Dossier) -> list[dict[str, Any]]:
    """The tabs of a dossier; the one of this page is current, also on the pages below it. `current_tab` names it for
    pages whose address stands elsewhere."""
    path, named = context["request"].path, context.get("current_tab")
    reached = [tab.url for tab in dossier.tabs if tab.name == named or path.startswith(tab.url)]
    current = next((tab.url for tab in dossier.tabs if tab.name == named), max(reached, key=len, default=""))
    return [{"text": tab.text, "url": tab.url, "current": tab.url == current} for tab in dossier.tabs]


@register.simple_tag
def paper_url(application: Application, document: Document) -> str:
    """Where the company reads a paper of its file: in its own library, or at the file when a consultant’s firm lent it."""
    if is_lent(document, application):
        return reverse("applications:lent_paper", args=[application.public_id, document.public_id])
    return reverse("documents:open", args=[document.public_id])


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """The entry of a mapping whose key is known only on the page."""
    return mapping.get(key)
