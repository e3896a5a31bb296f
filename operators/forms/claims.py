"""Forms of the power to act: how it is shown, decided, and given to somebody new."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.identity.models import User
from operators.states import ClaimMethod

from .fields import text_field

L = gettext_lazy


class ClaimForm(forms.Form):
    """How the power to act is shown."""

    method = forms.ChoiceField(
        label=L("How do you want to show that you may act for the company?"),
        widget=forms.RadioSelect,
        error_messages={"required": L("Choose one of the ways.")},
        choices=[
            (ClaimMethod.LETTER_CODE, L("By a code in a letter to the registered address")),
            (ClaimMethod.DEED, L("By a paper that an officer checks")),
        ],
    )
    deed = forms.FileField(
        label=L("Extract of the company register, or power of attorney"), required=False, allow_empty_file=True
    )

    def __init__(self, *given: Any, sign_on: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        if sign_on:
            field = cast(forms.ChoiceField, self.fields["method"])
            field.choices = [*self.base_fields["method"].choices, (ClaimMethod.SIGN_ON, _("By national sign-on"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("method") == ClaimMethod.DEED and not data.get("deed"):
            self.add_error("deed", _("Add the paper that shows who may act for the company."))
        return data


class CodeForm(forms.Form):
    """The code of the letter."""

    code = text_field(
        L("Code of the letter"),
        L("Enter the code of the letter."),
        length=40,
        hint=L("10 letters and figures, such as 7KDM2-XW4PA."),
    )


class DecideForm(forms.Form):
    """An officer confirms or rejects, and says why."""

    choice = forms.ChoiceField(
        label=L("Decision"),
        widget=forms.RadioSelect,
        choices=[("confirm", L("Confirm")), ("reject", L("Reject"))],
        error_messages={"required": L("Choose confirm or reject.")},
    )
    reason = forms.CharField(
        label=L("What you have seen, or why you reject"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": L("Write what you have seen, or why you reject.")},
    )


class RecoveryForm(forms.Form):
    """A new administrator for a company that nobody can reach."""

    email = forms.EmailField(
        label=L("E-mail address of the new administrator"),
        help_text=L("The person needs an account here first."),
        error_messages={
            "required": L("Enter the e-mail address."),
            "invalid": L("Enter an e-mail address in the right form."),
        },
    )
    proof = forms.CharField(
        label=L("What was shown, and where it is filed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": L("Write what was shown and where it is filed.")},
    )

    def clean_email(self) -> User:
        person = User.objects.filter(email__iexact=self.cleaned_data["email"], is_staff=False, is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody outside Customs has an account with this address."))
        return person
