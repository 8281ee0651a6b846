from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "sentra.decisions"
    verbose_name = "Decisions"
