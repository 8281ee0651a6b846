from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "sentra.administration"
    verbose_name = "Administration"

    def ready(self) -> None:
        from sentra.administration.wording import SENTENCES
        from sentra.decisions import wording

        wording.register(SENTENCES)
