"""What officers type: the result of a check, a finding on a hit, a determination, the three files of a list."""

from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from vetting.models import Check
from vetting.states import CheckResult, Risk

LOOKED_AT = [
    ("passport", _("Passport")),
    ("population", _("Population register")),
    ("company", _("Company register")),
]


class CheckForm(forms.Form):
    """The result of one check. `version` is the one the officer saw."""

    result = forms.ChoiceField(
        label=_("Result"),
        choices=CheckResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a result.")},
    )
    source = forms.CharField(
        label=_("Where you looked"),
        max_length=200,
        help_text=_("Register, database or paper, with the day of its data."),
        error_messages={"required": _("Write where you looked.")},
    )
    note = forms.CharField(
        label=_("Internal note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The trader never sees it. Anything but ‘clear’ needs one."),
    )
    expires_on = forms.DateField(
        label=_("Last day on which the result counts"),
        required=False,
        widget=forms.SelectDateWidget,
        error_messages={"invalid": _("This day does not exist. Write day, month and year as numbers.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, check: Check) -> "CheckForm":
        """The form with what stands."""
        names = ("result", "source", "note", "expires_on", "version")
        return cls(initial={name: getattr(check, name) for name in names})

    def over(self, theirs: Check) -> "CheckForm":
        """What was typed, ready to be saved over what somebody else saved meanwhile."""
        data = {**self.data.dict(), "version": str(theirs.version)}  # type: ignore[attr-defined]
        form = CheckForm(data)
        form.is_valid()
        return form


class FindingForm(forms.Form):
    """Is this the same person or company?"""

    SAME, OTHER, UNCLEAR = "same", "other", "unclear"
    finding = forms.ChoiceField(
        label=_("Finding"),
        choices=[
            (SAME, _("True: it is the same")),
            (OTHER, _("False: it is somebody else")),
            (UNCLEAR, _("Unclear: more is needed")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write why. Your reason is read if the hit comes back.")},
    )
    looked_at = forms.MultipleChoiceField(
        label=_("What you looked at"), choices=LOOKED_AT, required=False, widget=forms.CheckboxSelectMultiple
    )

    @classmethod
    def hints(cls) -> dict[str, str]:
        """What each finding leads to."""
        return {
            cls.SAME: _t("The check becomes ‘fail’; the team leader is told."),
            cls.OTHER: _t("Stays silent until the entry or our record changes."),
            cls.UNCLEAR: _t("The check stays open; write what you will do."),
        }

    def reason_with_sources(self) -> str:
        """The reason as it is kept, with what was looked at."""
        names = dict(LOOKED_AT)
        looked = ", ".join(str(names[key]) for key in self.cleaned_data["looked_at"])
        reason: str = self.cleaned_data["reason"].strip()
        return reason + "\n" + _t("Looked at: %(sources)s.") % {"sources": looked} if looked else reason


class ReopenForm(forms.Form):
    """Why a finding is taken back."""

    reason = forms.CharField(
        label=_("Why you look again"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why. Your reason is read if the hit comes back.")},
    )


class DeterminationForm(forms.Form):
    """The determination; it posts to the route of the whole act."""

    risk = forms.ChoiceField(label=_("Risk"), choices=Risk.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Internal. The trader reads only that desk checks are done."),
    )


class ListForm(forms.Form):
    """The three files of one day."""

    code = forms.CharField(
        label=_("Short name of the list"), max_length=30, initial="ofac-sdn", validators=[validate_slug]
    )
    title = forms.CharField(label=_("Name of the list"), max_length=200, initial="OFAC Specially Designated Nationals")
    sdn = forms.FileField(label=_("SDN file"), error_messages={"required": _("Choose the SDN file.")})
    alt = forms.FileField(label=_("ALT file"), error_messages={"required": _("Choose the ALT file.")})
    add = forms.FileField(label=_("ADD file"), error_messages={"required": _("Choose the ADD file.")})
    accept_losses = forms.BooleanField(
        label=_("Entries that are missing in these files are really gone"),
        required=False,
        help_text=_("Only needed when more than a fifth of the list would go."),
    )

    def as_import(self) -> dict[str, Any]:
        """The arguments of the service."""
        return dict(self.cleaned_data)
