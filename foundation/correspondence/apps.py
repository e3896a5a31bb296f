from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "foundation.correspondence"
    label = "correspondence"
