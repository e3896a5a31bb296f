"""The certificate on paper: made once per set of operator types, sealed, filed with the holder's documents."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _

from certificates import selectors
from certificates.adapters import paper, signing
from certificates.models import Certificate
from certificates.selectors.wording import day
from foundation.audit.services import Actor, acting, locked, record
from foundation.clock.services import local_date
from foundation.correspondence.selectors import language_of
from foundation.documents import services as documents
from foundation.documents.models import Document
from foundation.pages.selectors import brand


def make_paper(*, certificate: Certificate, actor: Actor, now: datetime) -> Document:
    """Write the PDF of a certificate, seal it and file it. The same facts twice give the document that is there."""
    with override(language_of(certificate.operator.organisation, local_date(now))):
        facts = _paper(certificate)
        label = _("Seal of {name}").format(name=facts.administration)
    content = paper.pdf(facts)
    digest = hashlib.sha256(content).hexdigest()
    with acting(actor=actor, at=now):
        certificate = locked(certificate)
        if certificate.paper is not None and certificate.paper_digest == digest:
            return certificate.paper
        document = documents.store_generated(
            organisation=certificate.operator.organisation,
            title=_("Certificate {number}").format(number=certificate.number),
            file_name=f"{certificate.number}.pdf",
            content=signing.sealed(content, label=label),
            content_type="application/pdf",
            kinds=[certificate.kind],
            actor=actor,
            now=now,
        )
        if certificate.paper_id != document.pk:
            certificate.paper, certificate.paper_digest = document, digest
            certificate.save(update_fields=["paper", "paper_digest"])
            record(
                "certificate.paper_made",
                subject=certificate,
                file_id=certificate.public_id,
                organisation_id=certificate.operator.organisation_id,
                data={"number": certificate.number, "sha256": document.sha256},
                disclosed=True,
            )
        return document


def _paper(certificate: Certificate) -> paper.Paper:
    words = brand()
    url = settings.PUBLIC_URL + reverse("certificates:verify", args=[certificate.public_id])
    name = certificate.operator.legal_name
    kind = certificate.get_kind_display().lower()
    return paper.Paper(
        title=_("Certificate of an Authorised Economic Operator"),
        administration=words["administration"],
        programme=words["programme"],
        sentence=_("{company} is an Authorised Economic Operator for the {kind} kind.").format(company=name, kind=kind),
        rows=_rows(certificate),
        head_what=_("What"),
        head_value=_("As granted"),
        check_title=_("Does it count today?"),
        check_text=_("Scan the code or open the address. That page decides, not this paper."),
        code_alt=_("Code that leads to the check of this certificate"),
        footer=_("{administration}. Certificate {number}.").format(
            administration=words["administration"], number=certificate.number
        ),
        url=url,
        lang=(get_language() or settings.LANGUAGE_CODE).split("-")[0],
        rtl=get_language_bidi(),
        decided_on=certificate.decided_on,
    )


def _rows(certificate: Certificate) -> list[tuple[str, str]]:
    operator, level = certificate.operator, selectors.public_level(certificate)
    return [
        (_("Company"), operator.legal_name),
        (_("TIN"), operator.tin),
        (_("Address"), f"{operator.address}, {operator.city}"),
        (_("Certificate number"), certificate.number),
        (_("Kind"), certificate.get_kind_display()),
        *([(_("Level"), level.title)] if level else []),
        (_("Operator types"), selectors.types_by_certificate([certificate])[certificate.pk]),
        (_("Decided on"), day(certificate.decided_on)),
        (_("In force from"), day(certificate.effective_from)),
        (_("Valid until"), day(certificate.valid_until) if certificate.valid_until else _("no end date")),
    ]
