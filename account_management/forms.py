"""What an account manager types to a client, and what a company types to Customs."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.documents.forms import FilesField


class WriteForm(forms.Form):
    """A message to the client."""

    body = forms.CharField(
        label=_("Your message"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your message.")},
    )


class NewConversationForm(forms.Form):
    """A company begins a conversation: with whom, about what, the message and files."""

    to = forms.ChoiceField(
        label=_("To whom"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose to whom you write.")},
    )
    subject = forms.CharField(
        label=_("What it is about"), max_length=200, error_messages={"required": _("Write what it is about.")}
    )
    body = forms.CharField(
        label=_("Your message"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your message.")},
    )
    files = FilesField()  # type: ignore[assignment]
    kinds = forms.MultipleChoiceField(
        label=_("Only about"),
        help_text=_(
            "Choose nothing when it is about the company as a whole. Colleagues and consultants who are limited to other "
            "kinds or places don’t read what you choose here."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sites = forms.MultipleChoiceField(
        label=_("Only about these places"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *given: Any,
        choices: Sequence[tuple[str, str]],
        kinds: Sequence[tuple[str, str]],
        sites: Sequence[tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        for name, offered in (("kinds", kinds), ("sites", sites)):
            cast(forms.MultipleChoiceField, self.fields[name]).choices = list(offered)
            if not offered:
                del self.fields[name]
        field = cast(forms.ChoiceField, self.fields["to"])
        field.choices = list(choices)
        field.initial = choices[0][0] if choices else None
