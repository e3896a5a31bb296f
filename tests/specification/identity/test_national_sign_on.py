"""National sign-on over OpenID Connect, with a provider that answers inside the test: off by default, on by settings."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from jwcrypto import jwk, jwt

from aeo_portal.settings.parts.accounts import social_account_providers
from aeo_portal.settings.parts.environment import Environment
from foundation.audit.models import Event
from foundation.identity.adapters.sign_on import SignOnAdapter
from foundation.identity.models import User
from operators.models import Claim, Operator
from operators.states import ClaimMethod, ClaimStatus, OperatorStatus
from tests.support import identity
from tests.support.operators import make_operator, owner_of
from tests.support.programme import reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference():
    reference_data()


ISSUER = "https://sign-on.example"
VARIABLES = {
    "SECRET_KEY": "x",
    "DATABASE_URL": "postgresql://a@b/c",
    "OIDC_NAME": "Kestria ID",
    "OIDC_SERVER_URL": ISSUER,
    "OIDC_CLIENT_ID": "aeo",
    "OIDC_CLIENT_SECRET": "word",
    "OIDC_TIN_CLAIM": "organisation_numbers",
}
KEY = jwk.JWK.generate(kty="RSA", size=2048, kid="1")


class Provider:
    """A sign-on that knows one person."""

    def __init__(self, **claims: Any) -> None:
        self.claims = {"sub": "person-7", "name": "Mira Tesk", "email": "mira@kestria.example", "email_verified": True}
        self.claims |= claims
        self.nonce = ""

    def __enter__(self) -> "Provider":
        return self

    def __exit__(self, *problem: object) -> None:
        return None

    def get(self, url: str, **given: Any) -> requests.Response:
        return self.request("GET", url, **given)

    def request(self, method: str, url: str, **given: Any) -> requests.Response:
        place = url.removeprefix(ISSUER)
        answers = {
            "/.well-known/openid-configuration": {
                "issuer": ISSUER,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "userinfo_endpoint": f"{ISSUER}/me",
                "jwks_uri": f"{ISSUER}/keys",
            },
            "/token": {"access_token": "t", "token_type": "Bearer", "id_token": self.token()},
            "/me": self.claims,
            "/keys": {"keys": [json.loads(KEY.export_public())]},
        }
        response = requests.Response()
        response.status_code = 200
        response.headers["content-type"] = "application/json"
        response._content = json.dumps(answers[place]).encode()
        return response

    def token(self) -> str:
        facts = {**self.claims, "iss": ISSUER, "aud": "aeo", "iat": 1_700_000_000, "exp": 4_000_000_000}
        made = jwt.JWT(header={"alg": "RS256", "kid": "1"}, claims=facts)
        made.make_signed_token(KEY)
        return str(made.serialize())


@pytest.fixture
def provider(settings, monkeypatch) -> Provider:
    given = Provider()
    env = Environment.read(VARIABLES)
    settings.SOCIALACCOUNT_PROVIDERS = social_account_providers(env)
    settings.OIDC_TIN_CLAIM = env.oidc_tin_claim
    monkeypatch.setattr(SignOnAdapter, "get_requests_session", lambda self: given)
    return given


def sign_on(client: Client, process: str = "login") -> Any:
    """Through the door of the sign-on and back again."""
    began = client.post(f"/account/oidc/national/login/?process={process}")
    address = urlsplit(began.url)
    assert f"{address.scheme}://{address.netloc}" == ISSUER
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert asked["code_challenge_method"] == "S256"
    return client.get("/account/oidc/national/login/callback/", {"code": "c", "state": asked["state"]})


def test_without_settings_there_is_none():
    assert social_account_providers(Environment.read({"SECRET_KEY": "x", "DATABASE_URL": "postgresql://a@b/c"})) == {}
    assert Client().post("/account/oidc/national/login/").status_code == 404
    assert "Kestria ID" not in Client().get("/account/login/").content.decode()


def test_a_person_signs_up_by_the_sign_on_and_comes_back_as_the_same(provider):
    client = Client()
    assert "Sign in with Kestria ID" in client.get("/account/login/").content.decode()

    assert sign_on(client).status_code == 302

    person = User.objects.get(email="mira@kestria.example")
    assert (person.full_name, person.is_staff, person.has_usable_password()) == ("Mira Tesk", False, False)
    assert Event.objects.filter(name="user.signed_up", actor_id=str(person.pk)).exists()
    again = Client()
    sign_on(again)
    assert again.get(reverse("identity:account")).status_code == 200
    assert User.objects.filter(email__startswith="mira").count() == 1


def test_an_equal_address_alone_joins_nobody(provider):
    """Somebody else's account with this address stays somebody else's: only its holder joins it."""
    holder = identity.make_user("Mira Other", email="mira@kestria.example")
    sign_on(Client())
    assert not SocialAccount.objects.filter(user=holder).exists()


@pytest.mark.parametrize(
    ("numbers", "shown"), [("XA902", True), (["XA1", "xa902 "], True), (["XA903"], False), (None, False)]
)
def test_the_configured_claim_shows_the_power_to_act(provider, numbers, shown):
    operator = make_operator(verified=False, tin="XA902")
    client = identity.sign_in(Client(), owner_of(operator))
    page = reverse("operators:claim")
    provider.claims["organisation_numbers"] = numbers
    way = {"method": ClaimMethod.SIGN_ON}

    assert "Sign in with Kestria ID" in client.get(page).content.decode()
    assert "Use national sign-on first" in client.post(page, way).content.decode()
    sign_on(client, "connect")
    client.post(page, way)

    operator = Operator.objects.get(pk=operator.pk)
    assert (operator.status == OperatorStatus.VERIFIED) is shown
    claims = Claim.objects.filter(operator=operator, method=ClaimMethod.SIGN_ON)
    assert [claim.status for claim in claims] == ([ClaimStatus.CONFIRMED] if shown else [])
