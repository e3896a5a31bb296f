"""Settings of the peers beside which the look-up is measured: our database and libraries, none of our routes."""

from aeo_portal.settings.dev import *  # noqa: F403

ROOT_URLCONF = "bench.status_peers"
