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
from .claims import ClaimForm, CodeForm, DecideForm, RecoveryForm
from .company import CompanyForm, EditForm, PartnerForm, RegisterForm, SiteForm
from .mandates import InvitationForm, LimitForm, MandateForm
from .officers import AssignForm, EndInterestForm, InterestForm, OperatorsFilter
from .people import ConsentForm, PaperForm, PersonForm
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
    "EndInterestForm",
    "ExplainForm",
    "GroupNameForm",
    "IndirectExportForm",
    "InterestForm",
    "InvitationForm",
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
