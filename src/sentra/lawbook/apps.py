from django.apps import AppConfig


class LawbookConfig(AppConfig):
    name = "sentra.lawbook"
    verbose_name = "Law"
