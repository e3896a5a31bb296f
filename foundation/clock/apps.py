"""Registers the clock with Django. The label `clock` names its tables and migrations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClockConfig(AppConfig):
    """The lowest app of the house: it imports no other."""

    name = "foundation.clock"
    label = "clock"
    verbose_name = _("Time limits")
    default_auto_field = "django.db.models.BigAutoField"
