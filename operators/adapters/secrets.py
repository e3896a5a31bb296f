"""Secrets of operators: the code in a letter and the token of a personal link. Only digests of them are stored."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.core.signing import Signer

_SIGNER = Signer(salt="operators.personal_link")


def new_code(alphabet: str, length: int) -> str:
    """A code nobody can guess."""
    return "".join(secrets.choice(alphabet) for _place in range(length))


def code_digest(code: str) -> str:
    """A slow digest: a stolen table does not give the codes away."""
    return make_password(code)


def is_code(code: str, digest: str) -> bool:
    """Whether this is the code of that digest, in a time that tells nothing."""
    return check_password(code, digest)


def link_token(person: UUID, sent_at: datetime) -> str:
    """The token of a link, made again from what the row holds, so that the outbox needs no secret. A new day of sending
    gives another token."""
    signature = _SIGNER.signature(f"{person.hex}.{sent_at.timestamp()}")
    return hashlib.sha256(signature.encode()).hexdigest()


def token_digest(token: str) -> str:
    """What the row keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
