from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "sentra.portal"
    verbose_name = "Portal"
