from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "sentra.access"
    verbose_name = "Access"
