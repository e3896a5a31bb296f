"""What officers and traders send about visits. Forms clean input; the services decide."""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.documents.forms import FilesField
from foundation.identity.models import User

from .models import Finding, Point, Report, SampleSuggestion, Validation
from .services import NewFinding
from .states import Grade, PointResult

PICTURE_NAMES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff"})


class DayField(forms.DateField):
    """A day, entered with the browser's own calendar."""

    widget = forms.DateInput(attrs={"autocomplete": "off"})


class PlanForm(forms.Form):
    lead = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Who leads the visit"), empty_label=gettext_lazy("Choose a person")
    )
    members = forms.ModelMultipleChoiceField(
        User.objects.none(), label=gettext_lazy("Who takes part"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, leads: Iterable[User], members: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = leads  # type: ignore[attr-defined]
        self.fields["members"].queryset = members  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("lead"):
            cleaned["members"] = [person for person in cleaned.get("members", []) if person != cleaned["lead"]]
        return cleaned


class TeamForm(PlanForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class DatesForm(forms.Form):
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["ends_on"] = cleaned.get("ends_on") or cleaned.get("starts_on")
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )


class FindingFields(forms.Form):
    """Grade, text and day of a finding."""

    grade = forms.ChoiceField(
        label=gettext_lazy("Grade of the finding"), choices=Grade.choices, widget=forms.RadioSelect
    )
    finding = forms.CharField(
        label=gettext_lazy("Finding, as the trader reads it"), widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = DayField(
        label=gettext_lazy("To be done by"),
        help_text=gettext_lazy("Told at the closing meeting"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("grade") == Grade.REQUIRED_ACTION and "due_on" in cleaned and not cleaned["due_on"]:
            self.add_error("due_on", _("A required action needs the day until which it is done."))
        return cleaned


class FindingForm(FindingFields):
    """A finding that is there already."""

    def __init__(self, *args: Any, row: Finding, **kwargs: Any) -> None:
        initial = {"grade": row.grade, "finding": row.text, "due_on": row.due_on}
        super().__init__(*args, **kwargs | {"initial": initial})


class PointForm(FindingFields):
    """One page of the checklist: what was seen, note, photographs, and perhaps a finding."""

    result = forms.ChoiceField(
        label=gettext_lazy("What did you see?"),
        choices=PointResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you saw.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Internal. The trader never sees it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photos = FilesField(label=gettext_lazy("Photos"), help_text=gettext_lazy("Pictures only. Several at a time."))
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ["result", "note", "photos", "grade", "finding", "due_on", "version"]

    def __init__(self, *args: Any, point: Point, **kwargs: Any) -> None:
        initial = {"result": point.result, "note": point.note, "version": point.version}
        super().__init__(*args, **kwargs | {"initial": initial})
        self.fields["grade"].required = self.fields["finding"].required = False
        place = f"{point.criterion.code}, {point.site.name}" if point.site else point.criterion.code
        self.fields["photos"].label = _("Photos for {place}").format(place=place)
        self.fields["photos"].widget.attrs |= {"accept": "image/*", "capture": "environment"}

    def clean_photos(self) -> list[UploadedFile]:
        photos: list[UploadedFile] = self.cleaned_data["photos"]
        if any(PurePosixPath(photo.name or "").suffix.lower() not in PICTURE_NAMES for photo in photos):
            raise forms.ValidationError(_("This isn’t a picture we can read. Take it again."))
        return photos

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("finding") and not cleaned.get("grade"):
            self.add_error("grade", _("Choose the grade of the finding."))
        if cleaned.get("grade") and not cleaned.get("finding"):
            self.add_error("finding", _("Write the finding as the trader will read it."))
        return cleaned

    def new_finding(self) -> NewFinding | None:
        """The finding that was written beside the point, if any."""
        cleaned = self.cleaned_data
        return NewFinding(cleaned["grade"], cleaned["finding"], cleaned["due_on"]) if cleaned["grade"] else None


class DoubleForm(forms.Form):
    """Needed only where one person takes two acts that are reviewed afterwards."""

    reason = forms.CharField(
        label=gettext_lazy("Why one person takes both acts"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReportForm(forms.Form):
    people_met = forms.CharField(
        label=gettext_lazy("People met"),
        help_text=gettext_lazy("The trader reads this."),
        required=False,
        widget=forms.Textarea,
    )
    papers_seen = forms.CharField(
        label=gettext_lazy("Papers seen"),
        help_text=gettext_lazy("The trader reads this."),
        required=False,
        widget=forms.Textarea,
    )
    conclusion = forms.CharField(
        label=gettext_lazy("Conclusion"),
        help_text=gettext_lazy("The trader reads this. What is meant for the decision only belongs into the proposal."),
        required=False,
        widget=forms.Textarea,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: Report | None, **kwargs: Any) -> None:
        names = ("people_met", "papers_seen", "conclusion", "version")
        initial = {name: getattr(report, name) for name in names} if report else {"version": 0}
        super().__init__(*args, **kwargs | {"initial": initial})


class ReviewForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Your review"),
        choices=[
            ("send", gettext_lazy("The report is sound: send it to the trader")),
            ("return", gettext_lazy("Send it back to the team")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the team"),
        help_text=gettext_lazy("Internal. Needed when you send the report back."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == "return" and not cleaned.get("note"):
            self.add_error("note", _("Write what the team should change."))
        return cleaned


class JudgeForm(forms.Form):
    verdict = forms.ChoiceField(
        label=gettext_lazy("What do you find?"),
        choices=[
            ("accept", gettext_lazy("Done: accept the answer")),
            ("return", gettext_lazy("Not enough yet: return it")),
            ("hand_on", gettext_lazy("Leave it open for the decision")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The trader reads it, except where you leave the action open for the decision."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(label=gettext_lazy("New day, if you return it"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("verdict") in ("return", "hand_on") and not cleaned.get("reason"):
            self.add_error("reason", _("Write the reason."))
        return cleaned


class EnlargeForm(ReasonForm):
    sites = forms.MultipleChoiceField(label=gettext_lazy("Visit these sites too"), widget=forms.CheckboxSelectMultiple)
    field_order = ["sites", "reason"]

    def __init__(self, *args: Any, suggestions: Iterable[SampleSuggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.site.public_id), f"{row.site.name}: {row.point.criterion.code}") for row in suggestions]
        self.fields["sites"].choices = choices  # type: ignore[attr-defined]


# --- the trader -------------------------------------------------------------------------------------------------------


class DayForm(forms.Form):
    """Confirm the day, or offer others."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Does the day suit you?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, we offer other days"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether the day suits you.")},
    )
    first = DayField(label=gettext_lazy("A day that suits you"), required=False)
    second = DayField(label=gettext_lazy("Another day"), required=False)
    third = DayField(label=gettext_lazy("A third day"), required=False)
    remark = forms.CharField(
        label=gettext_lazy("Anything we should know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def __init__(self, *args: Any, validation: Validation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "no" and not self.days(cleaned) and not self.errors:
            self.add_error("first", _("Offer at least one day after today."))
        return cleaned

    @staticmethod
    def days(cleaned: dict[str, Any]) -> list[Any]:
        """The days that were entered."""
        return [cleaned[name] for name in ("first", "second", "third") if cleaned.get(name)]


class ReplyForm(forms.Form):
    agrees = forms.ChoiceField(
        label=gettext_lazy("Do you agree with the report?"),
        choices=[("yes", gettext_lazy("Yes, we agree")), ("no", gettext_lazy("No, we see it differently"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether you agree with the report.")},
    )
    text = forms.CharField(label=gettext_lazy("Your words"), required=False, widget=forms.Textarea, max_length=10000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("agrees") == "no" and not cleaned.get("text"):
            self.add_error("text", _("Write what you do not agree with."))
        return cleaned


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What have you done?"),
        widget=forms.Textarea,
        max_length=10000,
        error_messages={"required": gettext_lazy("Write what you have done.")},
    )
    papers = FilesField(label=gettext_lazy("Papers or pictures that show it"))
