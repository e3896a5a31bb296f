"""What ./start runs: embedded servers, mail into files, demonstration data allowed, DEBUG off as everywhere."""

from aeo_portal.settings.base import *  # noqa: F403

DEMONSTRATION_ALLOWED = True
