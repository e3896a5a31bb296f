"""Forms of the programme: criteria and openings, configuration, reviews."""

from .acts import ReviewForm
from .configuration import ProfileForm
from .criteria import CriteriaFilter, OpeningForm
from .guidance import (
    GuidanceForm,
    InterpretationFilter,
    InterpretationForm,
    MessageForm,
    NoteForm,
    ProposalAnswerForm,
    ProposalForm,
    QuestionToCentralUnitForm,
)
from .parts import (
    CompareForm,
    CriterionForm,
    EffectForm,
    PartForm,
    PreviewForm,
    QuestionForm,
    ReasonForm,
    SectionForm,
    StagesForm,
    TableForm,
    TranslationForm,
)

__all__ = [
    "CompareForm",
    "CriteriaFilter",
    "CriterionForm",
    "EffectForm",
    "GuidanceForm",
    "InterpretationFilter",
    "InterpretationForm",
    "MessageForm",
    "NoteForm",
    "OpeningForm",
    "PartForm",
    "PreviewForm",
    "ProfileForm",
    "ProposalAnswerForm",
    "ProposalForm",
    "QuestionForm",
    "QuestionToCentralUnitForm",
    "ReasonForm",
    "ReviewForm",
    "SectionForm",
    "StagesForm",
    "TableForm",
    "TranslationForm",
]
