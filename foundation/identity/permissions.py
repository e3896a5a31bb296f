"""The permission vocabulary, what each role holds, and the one view class that refuses when nothing is declared.
Whether a person may touch *this* object is asked in each app's own `permissions`."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from foundation.clock.services import now, today

from . import selectors
from .adapters import proof, second_factor, sessions
from .models import GuestGrant, User
from .selectors import Acting
from .states import CompanyRole, MandateScope, StaffRole

__all__ = [
    "PUBLIC",
    "Acting",
    "GuardedView",
    "Permission",
    "ReauthenticatedView",
    "company_permissions",
    "end_if_too_old",
    "guest_file_ids",
    "identify",
    "narrow",
    "office_ids",
    "permissions_of",
    "permissions_on_file",
    "prove_now",
    "recently_signed_in",
    "refuse",
    "roles_to_give",
    "roles_with",
    "second_factor_missing",
    "staff_permissions",
]

FRESH_SECONDS = 10 * 60
CHOSEN = "acting_for"  # the session's key for the company chosen on the page “Choose a company”


class Permission(StrEnum):
    """What a person may do. Names start with the thing, then the verb."""

    # For a company (granted by memberships)
    COMPANY_READ = "company.read"
    COMPANY_EDIT = "company.edit"
    MEMBERS_MANAGE = "members.manage"
    MANDATE_GIVE = "mandate.give"
    APPLICATION_READ = "application.read"
    APPLICATION_PREPARE = "application.prepare"
    APPLICATION_SIGN = "application.sign"
    DOCUMENT_READ = "document.read"
    DOCUMENT_ADD = "document.add"
    MESSAGE_READ = "message.read"
    MESSAGE_WRITE = "message.write"
    INFORMATION_ANSWER = "information.answer"
    LETTER_READ = "letter.read"
    FINDING_READ = "finding.read"
    # At Customs and beside it (granted by roles)
    FILE_READ = "file.read"
    FILE_WORK = "file.work"
    FILE_ASSIGN = "file.assign"
    OPERATOR_VERIFY = "operator.verify"
    VETTING_READ = "vetting.read"
    VETTING_CHECK = "vetting.check"
    VETTING_DETERMINE = "vetting.determine"
    WATCHLIST_MANAGE = "watchlist.manage"
    VALIDATION_READ = "validation.read"
    VALIDATION_PLAN = "validation.plan"
    VALIDATION_VISIT = "validation.visit"
    VALIDATION_REVIEW = "validation.review"
    DECISION_READ = "decision.read"
    DECISION_PROPOSE = "decision.propose"
    DECISION_TAKE = "decision.take"
    CERTIFICATE_READ = "certificate.read"
    APPEAL_DECIDE = "appeal.decide"
    CLIENT_READ = "client.read"
    CLIENT_MANAGE = "client.manage"
    STATUS_READ = "status.read"
    MRA_READ = "mra.read"
    MRA_MANAGE = "mra.manage"
    PROGRAMME_READ = "programme.read"
    PROGRAMME_CONFIGURE = "programme.configure"
    CRITERIA_PROPOSE = "criteria.propose"
    PEOPLE_READ = "people.read"
    PEOPLE_MANAGE = "people.manage"
    AUDIT_READ = "audit.read"
    FIGURES_READ = "figures.read"
    # Held by everybody who is signed in
    HOME = "home"
    ACCOUNT = "account"


P = Permission
_ALWAYS = frozenset({P.HOME, P.ACCOUNT})
_READ_FILES = frozenset(
    {P.FILE_READ, P.CERTIFICATE_READ, P.DECISION_READ, P.STATUS_READ, P.PROGRAMME_READ, P.PEOPLE_READ}
)

# What everybody who acts for a company reads of it; the scope of a mandate narrows it.
_COMPANY_READS = frozenset(
    {P.COMPANY_READ, P.APPLICATION_READ, P.DOCUMENT_READ, P.MESSAGE_READ, P.LETTER_READ, P.FINDING_READ}
)
_COMPANY_PREPARES = frozenset({P.APPLICATION_PREPARE, P.INFORMATION_ANSWER, P.DOCUMENT_ADD, P.MESSAGE_WRITE})

COMPANY_PERMISSIONS: dict[str, frozenset[Permission]] = {
    CompanyRole.ADMINISTRATOR: _COMPANY_READS | _COMPANY_PREPARES | {P.COMPANY_EDIT, P.MEMBERS_MANAGE},
    CompanyRole.PREPARER: _COMPANY_READS | _COMPANY_PREPARES,
    CompanyRole.SIGNATORY: _COMPANY_READS | {P.MANDATE_GIVE, P.APPLICATION_SIGN, P.MESSAGE_WRITE},
    CompanyRole.CONSULTANT: _COMPANY_READS | _COMPANY_PREPARES,
}

STAFF_PERMISSIONS: dict[str, frozenset[Permission]] = {
    StaffRole.CASE_OFFICER: _READ_FILES
    | {P.FILE_WORK, P.OPERATOR_VERIFY, P.VETTING_READ, P.VALIDATION_READ, P.VALIDATION_PLAN, P.DECISION_PROPOSE},
    StaffRole.VETTING_OFFICER: _READ_FILES
    | {P.VETTING_READ, P.VETTING_CHECK, P.VETTING_DETERMINE, P.WATCHLIST_MANAGE, P.VALIDATION_READ},
    StaffRole.VALIDATOR: _READ_FILES | {P.VALIDATION_READ, P.VALIDATION_VISIT, P.VALIDATION_REVIEW},
    StaffRole.THIRD_PARTY_VALIDATOR: frozenset({P.VALIDATION_READ, P.VALIDATION_VISIT}),
    StaffRole.DECISION_MAKER: _READ_FILES | {P.VETTING_READ, P.VALIDATION_READ, P.DECISION_TAKE},
    StaffRole.APPEAL_OFFICER: _READ_FILES | {P.VETTING_READ, P.VALIDATION_READ, P.APPEAL_DECIDE},
    StaffRole.ACCOUNT_MANAGER: _READ_FILES | {P.CLIENT_READ, P.CLIENT_MANAGE},
    StaffRole.TEAM_LEADER: _READ_FILES
    | {P.FILE_ASSIGN, P.OPERATOR_VERIFY, P.VETTING_READ, P.VALIDATION_READ, P.CLIENT_READ, P.PEOPLE_MANAGE},
    StaffRole.REGIONAL_MANAGER: _READ_FILES
    | {P.FILE_ASSIGN, P.VETTING_READ, P.VALIDATION_READ, P.CLIENT_READ, P.PEOPLE_MANAGE, P.FIGURES_READ},
    StaffRole.BORDER_OFFICER: frozenset({P.STATUS_READ, P.PEOPLE_READ}),
    StaffRole.BACK_OFFICE: frozenset({P.STATUS_READ, P.CLIENT_READ, P.PEOPLE_READ}),
    StaffRole.DUTY_OFFICER: frozenset({P.STATUS_READ, P.CERTIFICATE_READ, P.FILE_READ, P.PEOPLE_READ}),
    StaffRole.PROGRAMME_ADMIN: frozenset(
        {P.PROGRAMME_READ, P.PROGRAMME_CONFIGURE, P.PEOPLE_READ, P.PEOPLE_MANAGE, P.STATUS_READ}
    ),
    StaffRole.MRA_OFFICER: frozenset({P.MRA_READ, P.MRA_MANAGE, P.STATUS_READ, P.PROGRAMME_READ, P.PEOPLE_READ}),
    StaffRole.OGA_USER: frozenset({P.STATUS_READ, P.CRITERIA_PROPOSE}),
    StaffRole.GUEST_OFFICER: frozenset(),
    StaffRole.COMMITTEE_MEMBER: frozenset({P.DECISION_READ, P.FILE_READ}),
    StaffRole.AUDITOR: _READ_FILES
    | {P.VETTING_READ, P.VALIDATION_READ, P.CLIENT_READ, P.MRA_READ, P.AUDIT_READ, P.FIGURES_READ},
    StaffRole.EXECUTIVE: frozenset({P.FIGURES_READ, P.STATUS_READ, P.PROGRAMME_READ}),
}


# What a guest officer needs for one act on one file; the acts are those of the programme's separation table.
GUEST_PERMISSIONS: dict[str, frozenset[Permission]] = {
    "VET": frozenset({P.FILE_READ, P.VETTING_READ, P.VETTING_CHECK, P.VETTING_DETERMINE}),
    "VALIDATE": frozenset({P.FILE_READ, P.VALIDATION_READ, P.VALIDATION_VISIT}),
    "REVIEW": frozenset({P.FILE_READ, P.VALIDATION_READ, P.VALIDATION_REVIEW}),
    "PROPOSE": frozenset({P.FILE_READ, P.DECISION_READ, P.DECISION_PROPOSE}),
    "DECIDE": frozenset({P.FILE_READ, P.DECISION_READ, P.VETTING_READ, P.VALIDATION_READ, P.DECISION_TAKE}),
    "MANAGE": frozenset({P.FILE_READ, P.CLIENT_READ, P.CLIENT_MANAGE}),
    "AUDIT": frozenset({P.FILE_READ, P.AUDIT_READ}),
    "APPEAL": frozenset({P.FILE_READ, P.DECISION_READ, P.APPEAL_DECIDE}),
}

# What a mandate's scope leaves of a consultant's permissions.
SCOPE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    MandateScope.APPLICATIONS: frozenset({P.APPLICATION_READ, P.APPLICATION_PREPARE}),
    MandateScope.ANSWERS: frozenset({P.APPLICATION_READ, P.INFORMATION_ANSWER}),
    MandateScope.DOCUMENTS: frozenset({P.DOCUMENT_READ, P.DOCUMENT_ADD}),
    MandateScope.MESSAGES: frozenset({P.MESSAGE_READ, P.MESSAGE_WRITE}),
    MandateScope.LETTERS: frozenset({P.LETTER_READ}),
    MandateScope.FINDINGS: frozenset({P.FINDING_READ}),
}


def staff_permissions(user: User, on: date) -> frozenset[Permission]:
    """The permissions a person has at Customs on a day somewhere: by a role for some office, or as guest of some file.

    They open rooms and lists, which show only what each permission reaches; what may be done with one file is asked
    with `permissions_on_file`.
    """
    return _role_permissions(selectors.staff_roles(user, on)) | _guest_permissions(
        selectors.guest_acts_anywhere(user, on)
    )


def permissions_on_file(user: User, file_id: UUID | None, on: date, *offices: int | None) -> frozenset[Permission]:
    """What a person of Customs may do on this very file: by the roles that reach its office, and by a guest's grant.

    `offices` are the ids of the offices that the file belongs to; most belong to one.
    """
    roles = _role_permissions(selectors.staff_roles_at(user, on, offices))
    return roles | (_guest_permissions(selectors.guest_acts(user, file_id, on)) if file_id else frozenset())


def roles_with(*wanted: Permission) -> frozenset[str]:
    """The roles at Customs that give one of these permissions."""
    return frozenset(role for role, held in STAFF_PERMISSIONS.items() if held & set(wanted))


def office_ids(user: User, on: date, *wanted: Permission) -> frozenset[int] | None:
    """The offices in which a person holds one of these permissions on a day, and all below; None means every office.

    A role held in the north gives nothing in the south, whatever other role the person holds there.
    """
    return selectors.office_ids(user, on, roles_with(*wanted))


def guest_file_ids(user: User, on: date, *wanted: Permission) -> QuerySet[GuestGrant, UUID]:
    """The files on which a guest's grant gives one of these permissions on a day."""
    acts = [act for act, held in GUEST_PERMISSIONS.items() if held & set(wanted)]
    return selectors.guest_file_ids(user, on).filter(act__in=acts)


def _role_permissions(roles: frozenset[str]) -> frozenset[Permission]:
    return _ALWAYS.union(*(STAFF_PERMISSIONS[role] for role in roles))


def _guest_permissions(acts: frozenset[str]) -> frozenset[Permission]:
    return frozenset().union(*(GUEST_PERMISSIONS.get(act, frozenset()) for act in acts))


def company_permissions(roles: frozenset[str], scope: frozenset[str] = frozenset()) -> frozenset[Permission]:
    """The permissions that roles in a company give; a scope narrows those of the consultant."""
    return _ALWAYS.union(*(_of_role(role, scope) for role in roles))


def roles_to_give(held: frozenset[Permission]) -> list[str]:
    """The roles in a company that a person with these permissions may give and end."""
    colleagues = (CompanyRole.ADMINISTRATOR, CompanyRole.PREPARER, CompanyRole.SIGNATORY)
    roles: list[str] = [*colleagues] if Permission.MEMBERS_MANAGE in held else []
    return [*roles, CompanyRole.CONSULTANT] if Permission.MANDATE_GIVE in held else roles


def permissions_of(acting: Acting) -> frozenset[Permission]:
    """What somebody may do for the company acted for, by roles and by the scope of a mandate."""
    return company_permissions(acting.roles, acting.scope)


def _of_role(role: str, scope: frozenset[str]) -> frozenset[Permission]:
    granted = COMPANY_PERMISSIONS[role]
    if role != CompanyRole.CONSULTANT or not scope:
        return granted
    return granted & frozenset({P.COMPANY_READ}).union(*(SCOPE_PERMISSIONS.get(part, frozenset()) for part in scope))


PUBLIC = "public"


class PortalRequest(HttpRequest):
    """A request as views behind a permission see it: somebody is signed in and the identity middleware has passed."""

    user: User  # type: ignore[assignment]
    permissions: frozenset[Permission]
    rooms: frozenset[Permission]
    acting_for: selectors.Acting | None
    on: date


class GuardedView(View):
    """A view that declares its permission. Undeclared is a fault; a stranger is asked to sign in; the wrong side gets 404.

    `permission` is PUBLIC, one Permission, or a tuple of which one is enough. `request.permissions` and
    `request.acting_for` are set by the identity middleware; a page of one object narrows them with `narrow`.
    """

    permission: Permission | str | tuple[Permission, ...]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refusal = refuse(request, getattr(self, "permission", None))
        return refusal or super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]


def refuse(request: HttpRequest, permission: Permission | str | tuple[Permission, ...] | None) -> HttpResponse | None:
    """None when the request may go on; a redirect to sign in; or Http404 / PermissionDenied raised."""
    if permission is None:
        raise PermissionDenied("This view declares no permission.")
    if permission == PUBLIC:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    wanted = _several(permission)
    if set(wanted) & request.permissions:  # type: ignore[attr-defined]
        return None
    if _other_side(request.user, wanted):
        raise Http404
    raise PermissionDenied


def narrow(
    request: Any,
    permission: Permission | str | tuple[Permission, ...],
    *offices: int | None,
    file_id: UUID | None = None,
) -> None:
    """The page has found its object: from here on `request.permissions` is what this officer may do with it.

    Raises PermissionDenied when the page's own permission is held for other offices or other files only.
    """
    request.permissions = permissions_on_file(request.user, file_id, request.on, *offices)
    if not set(_several(permission)) & request.permissions:
        raise PermissionDenied


def _several(permission: Permission | str | tuple[Permission, ...]) -> tuple[Permission, ...]:
    return permission if isinstance(permission, tuple) else (Permission(permission),)


def _other_side(user: User, wanted: tuple[Permission, ...]) -> bool:
    """Whether the page belongs to the other side of the counter: its existence is then not told."""
    company = set().union(*COMPANY_PERMISSIONS.values())
    return bool(set(wanted) & company) == user.is_staff


def identify(request: Any) -> None:
    """Set `request.on`, `request.acting_for`, `request.permissions` and `request.rooms`, the same for the navigation:
    it stays when a page narrows the permissions to its object. At most two queries, whoever asks."""
    _identify(request)
    request.rooms = request.permissions


def _identify(request: Any) -> None:
    request.on, request.acting_for, request.permissions = today(), None, frozenset()
    user = request.user
    if not user.is_authenticated:
        return
    if user.is_staff:
        request.permissions = staff_permissions(user, request.on)
        return
    acting = selectors.acting_for(user, request.on, request.session.get(CHOSEN))
    request.acting_for = acting
    request.permissions = permissions_of(acting) if acting else _ALWAYS


def end_if_too_old(request: Any) -> None:
    """End a session that was opened longer ago than the setting allows; idle ones end by themselves."""
    if not request.user.is_authenticated:
        return
    if sessions.seconds_since_sign_in(request, now().timestamp()) > settings.SESSION_ABSOLUTE_SECONDS:
        sessions.sign_out(request)


def second_factor_missing(request: Any) -> str | None:
    """What a signed-in officer still owes: “set_up”, “pass”, or None. Traders owe nothing."""
    user = request.user
    if not user.is_authenticated or not user.is_staff or second_factor.has_passed(request):
        return None
    return "pass" if second_factor.has_factor(user) else "set_up"


def recently_signed_in(request: Any) -> bool:
    """Whether this session proved who sits there within ten minutes: officers by second factor, traders by password."""
    if not request.user.is_authenticated:
        return False
    methods = ("mfa",) if request.user.is_staff else ("password", "mfa", "socialaccount")
    age = sessions.seconds_since_proof(request, methods, now().timestamp())
    return age is not None and age < FRESH_SECONDS


def prove_now(request: Any, secret: str) -> bool:
    """Check a password (traders) or a code (officers) typed on the page itself; then `recently_signed_in` holds."""
    return proof.prove(request, request.user, secret)


class ReauthenticatedView(GuardedView):
    """A guarded view whose POST needs a recent proof of identity. The post is carried out after the proof."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refusal = refuse(request, getattr(self, "permission", None))
        if refusal is not None:
            return refusal
        if request.method == "POST" and request.user.is_authenticated and not recently_signed_in(request):
            return sessions.ask_again(request)
        return super().dispatch(request, *args, **kwargs)
