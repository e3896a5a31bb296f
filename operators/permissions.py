"""Who may do what with a company record, and who may open the paper a claim rests on."""

from datetime import date

from foundation.identity.models import User
from foundation.identity.permissions import Permission
from operators import selectors
from operators.models import Operator


def may_edit(held: frozenset[Permission]) -> bool:
    """Whether somebody who acts for the company may change its record."""
    return Permission.COMPANY_EDIT in held


def may_see(user: User, operator: Operator, on: date, permission: Permission = Permission.FILE_READ) -> bool:
    """Whether an officer holds this permission for the company's office."""
    return selectors.visible_to_staff(user, on, permission).filter(pk=operator.pk).exists()


def may_verify(held: frozenset[Permission]) -> bool:
    """Whether an officer may decide claims and recoveries."""
    return Permission.OPERATOR_VERIFY in held


def may_assign(held: frozenset[Permission]) -> bool:
    """Whether an officer may name who works for a company."""
    return Permission.FILE_ASSIGN in held
