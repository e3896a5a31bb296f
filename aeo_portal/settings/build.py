"""For making an image: no secrets and no servers are there yet, only static files are collected."""

import os

os.environ.setdefault("SECRET_KEY", "only-while-the-image-is-built")
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@/none")

from aeo_portal.settings.base import *  # noqa: F403
from aeo_portal.settings.base import BASE_DIR

STATIC_ROOT = BASE_DIR / "static"
