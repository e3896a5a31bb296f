"""How often one address may do something that needs no account; counted in the cache that every worker shares."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST = 30
SECONDS = 5 * 60


def too_often(request: HttpRequest, what: str) -> bool:
    """Count one try and say whether it is one too many. The address itself is not stored."""
    address = str(get_adapter(request).get_client_ip(request))
    key = f"tries:{what}:{hashlib.sha256(address.encode()).hexdigest()[:24]}"
    cache.add(key, 0, SECONDS)
    try:
        return int(cache.incr(key)) > MOST
    except ValueError:  # the count ended between the two lines
        return False
