"""API clients of the OAuth provider: each may ask for the scopes it was given and for no others."""

import secrets
from typing import Any

from oauth2_provider.models import get_access_token_model, get_application_model
from oauth2_provider.scopes import SettingsScopes

from foundation.identity.models import ApiClient


class ClientScopes(SettingsScopes):
    """The provider's hook: available is what stands in the client's row; by default all of that is given."""

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        if application is None:
            return list(self.get_all_scopes())
        row = ApiClient.objects.filter(application=application).first()
        return list(row.scopes) if row else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        return self.get_available_scopes(application, request)


def register(*, client_id: str, name: str) -> Any:
    """A confidential client that fetches tokens with its own credentials; the same row when it exists."""
    model = get_application_model()
    application, _created = model._default_manager.get_or_create(
        client_id=client_id,
        defaults={
            "name": name,
            "client_type": model.CLIENT_CONFIDENTIAL,
            "authorization_grant_type": model.GRANT_CLIENT_CREDENTIALS,
            "client_secret": secrets.token_urlsafe(32),
        },
    )
    return application


def rotate_secret(application: Any) -> str:
    """Give the client a new secret, end its tokens, and return the secret: stored is only its hash."""
    secret = secrets.token_urlsafe(32)
    application.client_secret = secret
    application.save()
    get_access_token_model()._default_manager.filter(application=application).delete()
    return secret
