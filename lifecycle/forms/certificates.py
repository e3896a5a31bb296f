"""Forms of the later life of a certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from operators.models import Operator
from operators.states import OperatorStatus

from .acts import ReasonForm


class MeasureForm(ReasonForm):
    """A decision on a certificate: the grounds that leave the house in the letter, and the reason that stays in the file."""

    grounds = forms.CharField(
        label=_("Grounds"),
        help_text=_("The company reads them in the letter, beside the legal basis and its right to appeal."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write the grounds that the company reads in its letter.")},
    )
    field_order = ["grounds", "reason"]


class SuspendForm(MeasureForm):
    """Until when, and why."""

    until = forms.DateField(
        label=_("Suspended until"),
        widget=forms.SelectDateWidget,
        error_messages={"required": _("Choose the day until which the suspension lasts.")},
    )
    field_order = ["until", "grounds", "reason"]


class LiftForm(MeasureForm):
    """From now on, or as if the suspension had never been."""

    how = forms.ChoiceField(
        label=_("How"),
        choices=[
            ("now", _("Lift it from now on")),
            ("never", _("Annul it: its days count as in force, as if it had never been")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the suspension ends now or counts as never given.")},
    )
    field_order = ["how", "grounds", "reason"]


class CoverForm(forms.Form):
    """Another company that a certificate covers."""

    tin = forms.CharField(
        label=_("TIN of the other company"),
        max_length=40,
        error_messages={"required": _("Enter the TIN of the company to cover.")},
    )
    on = forms.DateField(
        label=_("Covered from"),
        widget=forms.SelectDateWidget,
        error_messages={"required": _("Enter the day from which it is covered.")},
    )

    def clean_tin(self) -> Operator:
        found = Operator.objects.filter(status=OperatorStatus.VERIFIED, tin__iexact=self.cleaned_data["tin"].strip())
        operator = found.first()
        if operator is None:
            raise forms.ValidationError(
                _("We know no verified company with this TIN. Check the number."), code="unknown"
            )
        return operator
