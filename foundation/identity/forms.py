"""Forms of signing in and of people. They clean input and save nothing of ours; allauth's own forms get our words."""

from datetime import date
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm, ResetPasswordForm, ResetPasswordKeyForm, SignupForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foundation.identity.models import User

_EMAIL_WORDS = {
    "required": _("Enter your e-mail address."),
    "invalid": _("Enter an e-mail address in the right form, such as name@company.example."),
}
_PASSWORD_HINT = _("At least 12 characters. Several words together are easy to remember. Don’t use it anywhere else.")
_CODE_HINT = _("6 digits from your authenticator app, or one of your recovery codes.")


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _email_field()
        _own_password(self.fields["password"])


class SignUpForm(SignupForm):
    """A person opens an account; companies are registered or joined afterwards."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your full name.")},
    )
    field_order = ["full_name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _email_field(_("We send a link to this address to confirm it."))
        _new_password(self.fields["password1"])


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _email_field()


class NewPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self.fields["password1"])
        self.fields["password2"].label = _("The same password again")


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _own_password(self.fields["password"])


class CodeForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _CODE_HINT)


class CodeAgain(CodeAgainForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _CODE_HINT)


class SetUpAppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("6 digits that the app shows for this portal."))


def _email_field(hint: Any = "") -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
    return forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=widget, help_text=hint, error_messages=_EMAIL_WORDS
    )


def _own_password(field: forms.Field) -> None:
    field.label, field.help_text = _("Password"), ""
    field.widget.attrs.pop("placeholder", None)
    field.error_messages["required"] = _("Enter your password.")


def _new_password(field: forms.Field) -> None:
    field.label, field.help_text = _("Password"), _PASSWORD_HINT
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["autocomplete"] = "new-password"
    field.error_messages["required"] = _("Enter a password.")


def _code(field: forms.Field, hint: Any) -> None:
    field.label, field.help_text = _("Code"), hint
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    field.error_messages["required"] = _("Enter the code.")


class ProfileForm(forms.Form):
    full_name = forms.CharField(
        label=_("Full name"), max_length=200, error_messages={"required": _("Enter your full name.")}
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language of e-mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class DayField(forms.DateField):
    """A day in three boxes."""

    def __init__(self, **kwargs: Any) -> None:
        words = {"invalid": _("Enter a real day, such as 28 9 2026."), "required": _("Enter the day.")}
        super().__init__(widget=forms.SelectDateWidget(), error_messages=words, **kwargs)


class EndForm(forms.Form):
    """The last day of a membership; empty ends it now."""

    last_day = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty to end it now."))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_last_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        if day and day < self.on:
            raise forms.ValidationError(_("The last day can’t lie in the past. Leave it empty to end it now."))
        return day


class PeopleChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class AbsenceForm(forms.Form):
    person = PeopleChoice(
        label=_("Who is away"), queryset=User.objects.none(), error_messages={"required": _("Choose a person.")}
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea, max_length=1000, error_messages={"required": _("Write the reason.")}
    )


class DeputyForm(forms.Form):
    deputy = PeopleChoice(
        label=_("Who stands in"),
        queryset=User.objects.none(),
        help_text=_("Colleagues who hold one of the same roles."),
        error_messages={"required": _("Choose a colleague.")},
    )
    valid_from = DayField(label=_("First day"))
    valid_until = DayField(
        label=_("Last day"), required=False, help_text=_("Leave it empty for “until further notice”.")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = people  # type: ignore[attr-defined]
