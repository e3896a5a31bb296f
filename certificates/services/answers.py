"""The signed answer of the check page: what the page says, at which moment, under the seal of the administration."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from certificates import selectors
from certificates.adapters import signing
from certificates.models import Certificate
from certificates.states import API_WORD, CertificateStatus
from foundation.clock.services import local_date


def signed_verdict(certificate: Certificate, *, now: datetime) -> dict[str, str]:
    """Whether a certificate counts at this moment, as a JWS that anybody can keep and check."""
    verdict = selectors.verdict(certificate, local_date(now))
    claims: dict[str, Any] = {
        "iss": settings.PUBLIC_URL,
        "sub": settings.PUBLIC_URL + reverse("certificates:verify", args=[certificate.public_id]),
        "iat": int(now.timestamp()),
        "as_of": now.isoformat(timespec="seconds"),
        "certificate": certificate.number,
        "name": certificate.operator.legal_name,
        "tin": certificate.operator.tin,
        "valid": verdict.valid,
        "kinds": [
            {
                "kind": line.code,
                "status": API_WORD[CertificateStatus(line.status)],
                "effective_from": line.effective_from.isoformat(),
                "valid_until": line.valid_until.isoformat() if line.valid_until else None,
            }
            for line in verdict.lines
        ],
    }
    return signing.signed(claims)


def public_keys() -> dict[str, Any]:
    """The keys with which anybody checks a signed answer."""
    return signing.public_keys()


def seal_fingerprint() -> str:
    """How the seal on papers is recognised."""
    return signing.fingerprint()
