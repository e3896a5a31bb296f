"""Signing in: one e-mail address and a password, a second factor, national sign-on when it is configured."""

from aeo_portal.settings.parts.environment import Environment

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "rules.permissions.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
]
# Length and a list of known passwords, no rules of composition (ASVS 6.2): long sentences are welcome.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_ADAPTER = "foundation.identity.adapters.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "foundation.identity.forms.SignInForm",
    "signup": "foundation.identity.forms.SignUpForm",
    "reset_password": "foundation.identity.forms.ForgottenPasswordForm",
    "reset_password_from_key": "foundation.identity.forms.NewPasswordForm",
    "reauthenticate": "foundation.identity.forms.PasswordAgainForm",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# However busy, a session ends twelve hours after its sign-in.
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # A key is the typed address with the network address; beside it a slow limit per typed address from anywhere.
    "login_failed": "10/m/ip,5/300s/key",
    "login_failed_everywhere": "50/h/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
    "confirm_email": "1/3m/key",
}

MFA_ADAPTER = "foundation.identity.adapters.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "foundation.identity.forms.CodeForm",
    "reauthenticate": "foundation.identity.forms.CodeAgain",
    "activate_totp": "foundation.identity.forms.SetUpAppForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TRUST_ENABLED = False
MFA_TOTP_ISSUER = "AEO programme"
USERSESSIONS_TRACK_ACTIVITY = True

# An account is joined to national sign-on by the issuer's subject, never by an equal e-mail address.
SOCIALACCOUNT_ADAPTER = "foundation.identity.adapters.sign_on.SignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False


def social_account_providers(env: Environment) -> dict[str, object]:
    """The national sign-on of this deployment, if there is one."""
    if not env.oidc_server_url:
        return {}
    app = {
        "provider_id": "national",
        "name": env.oidc_name,
        "client_id": env.oidc_client_id,
        "secret": env.oidc_client_secret,
        "settings": {"server_url": env.oidc_server_url},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
