"""Says what is wrong with a field and what to do, where Django's own sentence says only the first.
A form's own message always wins."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _


def error_texts(field: BoundField) -> list[str]:
    """One sentence per error of the field."""
    texts = []
    for error in field.form.errors.as_data().get(field.name, []):
        better = _better(field, error)
        texts += [better] if better else [str(message) for message in error.messages]
    return texts


def _better(field: BoundField, error: ValidationError) -> str:
    """Our sentence for Django's stock ones; empty when the form has words of its own."""
    if error.message != _stock_messages(field.field).get(error.code or ""):
        return ""
    label = {"label": field.label}
    if error.code == "required":
        return _required(field.field.widget) % label
    if error.code == "invalid" and isinstance(field.field, forms.DateField):
        return _("“%(label)s”: there is no such day. Write day, month and year, like 28 9 2026.") % label
    if error.code == "invalid" and isinstance(field.field, forms.IntegerField):
        return _("“%(label)s”: write a number in digits, like 25.") % label
    return ""


def _stock_messages(field: forms.Field) -> dict[str, object]:
    """What Django would say, gathered as `Field` itself does."""
    messages: dict[str, object] = {}
    for ancestor in reversed(type(field).__mro__):
        messages |= getattr(ancestor, "default_error_messages", {})
    return messages


def _required(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return _("Tick “%(label)s” to go on.")
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _("Choose an answer: “%(label)s”.")
    if isinstance(widget, forms.FileInput):
        return _("Add a file: “%(label)s”.")
    return _("Fill in “%(label)s”.")
