from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "sentra.insight"
    verbose_name = "Insight"

    def ready(self) -> None:
        from sentra.decisions import wording
        from sentra.insight.wording import SENTENCES

        wording.register(SENTENCES)
