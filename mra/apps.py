from django.apps import AppConfig


class MraConfig(AppConfig):
    name = "mra"
