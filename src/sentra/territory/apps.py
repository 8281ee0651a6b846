from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "sentra.territory"
    verbose_name = "Territory"
