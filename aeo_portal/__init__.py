"""Wiring only: settings, routes, Celery, the web server's entry and the embedded servers.

Importing the Celery application here makes `shared_task` find it in every process.
"""

from aeo_portal.celery import app as celery_app

__all__ = ["celery_app"]
