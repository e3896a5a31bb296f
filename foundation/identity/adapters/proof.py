"""A proof of identity typed on a page of ours: the password beside a declaration, the code beside a decision."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from foundation.identity.adapters.second_factor import check_code
from foundation.identity.models import User


def prove(request: HttpRequest, user: User, secret: str) -> bool:
    """Check a trader's password or an officer's code, and note it in the session. Counts as a try to sign in."""
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        return False
    return _by_code(request, user, secret) if user.is_staff else _by_password(request, user, secret)


def _by_code(request: HttpRequest, user: User, code: str) -> bool:
    authenticator = check_code(user, code)
    if authenticator is None:
        return False
    post_authentication(request, authenticator, reauthenticated=True)
    return True


def _by_password(request: HttpRequest, user: User, password: str) -> bool:
    try:
        right: bool = get_adapter(request).reauthenticate(user, password)
    except ValidationError:  # too many tries
        return False
    if right:
        reauthenticate_by_password(request)
    return right
