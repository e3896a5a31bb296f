"""The form with which an application begins: kinds, types, and whether the answers of the last one are taken over."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application
from programme.models import OperatorType
from programme.states import Kind


class BeginForm(forms.Form):
    """Kinds and operator types of a new application; only what is open today can be chosen."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What do you apply for?"),
        help_text=gettext_lazy("You can choose one kind or both. With both you answer once."),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one kind.")},
    )
    types = forms.MultipleChoiceField(
        label=gettext_lazy("What does your company do?"),
        help_text=gettext_lazy("Choose everything that you want to be certified for."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one operator type.")},
    )

    carry = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, types: Iterable[OperatorType], last: Application | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if last is None:
            del self.fields["carry"]
        else:
            self.fields["carry"].label = _("Take over the answers and papers of %(number)s") % {"number": last.number}
        rows = list(types)
        self.type_hints = {row.token: row.description for row in rows}
        self.fields["types"].choices = [(row.token, row.label) for row in rows]  # type: ignore[attr-defined]
