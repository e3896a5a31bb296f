"""What other apps call: people and their sessions, companies and mandates, roles at Customs, demonstration log-ins."""

from foundation.identity.adapters.sessions import end_session, end_sessions
from foundation.identity.adapters.sign_on import is_offered as sign_on_offered
from foundation.identity.adapters.sign_on import numbers_said as sign_on_numbers
from foundation.identity.services.companies import (
    accept_invitation,
    create_organisation,
    end_membership,
    grant_membership,
    invite,
    limit_membership,
    send_invitation,
    withdraw_invitation,
)
from foundation.identity.services.demonstration import (
    DEMO_CLIENTS,
    DEMO_ROLES,
    demo_code,
    ensure_demo_user,
    refresh_demo_logins,
)
from foundation.identity.services.people import (
    create_user,
    disable_user,
    enable_user,
    register_api_client,
    update_profile,
)
from foundation.identity.services.staff import (
    create_office,
    end_deputy,
    end_guest,
    end_role,
    grant_guest,
    grant_role,
    name_deputy,
    record_absence,
    withdraw_absence,
)

__all__ = [
    "DEMO_CLIENTS",
    "DEMO_ROLES",
    "accept_invitation",
    "create_office",
    "create_organisation",
    "create_user",
    "demo_code",
    "disable_user",
    "enable_user",
    "end_deputy",
    "end_guest",
    "end_membership",
    "end_role",
    "end_session",
    "end_sessions",
    "ensure_demo_user",
    "grant_guest",
    "grant_membership",
    "grant_role",
    "invite",
    "limit_membership",
    "name_deputy",
    "record_absence",
    "refresh_demo_logins",
    "register_api_client",
    "send_invitation",
    "sign_on_numbers",
    "sign_on_offered",
    "update_profile",
    "withdraw_absence",
    "withdraw_invitation",
]
