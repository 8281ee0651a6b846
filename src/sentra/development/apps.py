from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    name = "sentra.development"
    verbose_name = "Development of sentra"

    def ready(self) -> None:
        from sentra.decisions import wording
        from sentra.development.wording import SENTENCES

        wording.register(SENTENCES)
