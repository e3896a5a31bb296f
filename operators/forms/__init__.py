"""Forms of operators. They clean input and save nothing."""

from .chain import (
    ChainPartnerForm,
    ExplainForm,
    GroupNameForm,
    IndirectExportForm,
    InvitePartnerForm,
    MemberForm,
    SettleForm,
)
from .mandates import LimitForm, MandateForm
from .record import (
    AssignForm,
    ClaimForm,
    CodeForm,
    CompanyForm,
    ConsentForm,
    DecideForm,
    EditForm,
    InterestForm,
    OperatorsFilter,
    PaperForm,
    PartnerForm,
    PersonForm,
    RecoveryForm,
    RegisterForm,
    SiteForm,
)
from .sites import SiteGroupForm, SitesFileForm

__all__ = [
    "AssignForm",
    "ChainPartnerForm",
    "ClaimForm",
    "CodeForm",
    "CompanyForm",
    "ConsentForm",
    "DecideForm",
    "EditForm",
    "ExplainForm",
    "GroupNameForm",
    "IndirectExportForm",
    "InterestForm",
    "InvitePartnerForm",
    "LimitForm",
    "MandateForm",
    "MemberForm",
    "OperatorsFilter",
    "PaperForm",
    "PartnerForm",
    "PersonForm",
    "RecoveryForm",
    "RegisterForm",
    "SettleForm",
    "SiteForm",
    "SiteGroupForm",
    "SitesFileForm",
]
