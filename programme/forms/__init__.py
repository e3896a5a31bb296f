"""Forms of the programme: criteria and openings, configuration, reviews."""

from .acts import (
    ReviewForm,
)
from .configuration import (
    CauseForm,
    FiguresForm,
    LimitForm,
    SeparationForm,
    StartForm,
)
from .criteria import (
    CriteriaFilter,
    OpeningForm,
    TypeWordsForm,
)
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
from .levels import (
    LevelForm,
)
from .offices import (
    CalendarForm,
    ClosureForm,
    CompetenceForm,
    DelegationForm,
    LastDayForm,
    OfficeForm,
)
from .parts import (
    CompareForm,
    CriterionForm,
    EffectForm,
    PartForm,
    PartTableForm,
    PreviewForm,
    QuestionForm,
    ReasonForm,
    SectionForm,
    StagesForm,
    TableForm,
    TranslationForm,
)
from .texts import (
    LegalBasisForm,
    LetterForm,
    TermsForm,
)

__all__ = [
    "CalendarForm",
    "CauseForm",
    "ClosureForm",
    "CompareForm",
    "CompetenceForm",
    "CriteriaFilter",
    "CriterionForm",
    "DelegationForm",
    "EffectForm",
    "FiguresForm",
    "GuidanceForm",
    "InterpretationFilter",
    "InterpretationForm",
    "LastDayForm",
    "LegalBasisForm",
    "LetterForm",
    "LevelForm",
    "LimitForm",
    "MessageForm",
    "NoteForm",
    "OfficeForm",
    "OpeningForm",
    "PartForm",
    "PartTableForm",
    "PreviewForm",
    "ProposalAnswerForm",
    "ProposalForm",
    "QuestionForm",
    "QuestionToCentralUnitForm",
    "ReasonForm",
    "ReviewForm",
    "SectionForm",
    "SeparationForm",
    "StagesForm",
    "StartForm",
    "TableForm",
    "TermsForm",
    "TranslationForm",
    "TypeWordsForm",
]
