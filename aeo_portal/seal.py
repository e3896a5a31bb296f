"""The key with which a development machine or the suite seals papers and answers. An administration brings its own
(SIGNING_KEY and SIGNING_CERTIFICATE), issued by whom its country trusts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LASTS = timedelta(days=3650)
COMMON_NAME = "AEO programme, made on this machine, for demonstration only"


def development_variables(folder: Path) -> dict[str, str]:
    """The variables that name this machine's own key and certificate, made at the first call and kept."""
    key, certificate = folder / "signing-key.pem", folder / "signing-certificate.pem"
    if not (key.exists() and certificate.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        _make(key, certificate)
    return {"SIGNING_KEY_FILE": str(key), "SIGNING_CERTIFICATE_FILE": str(certificate)}


def _make(key_file: Path, certificate_file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    begins = datetime.now(UTC) - timedelta(days=365)  # noqa: TID251 - before any Django; no date of the domain
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, COMMON_NAME)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(begins).not_valid_after(begins + LASTS).add_extension(usage, critical=True)
    form = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    key_file.touch(mode=0o600)
    key_file.write_bytes(secret)
    certificate_file.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
