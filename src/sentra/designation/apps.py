from django.apps import AppConfig


class DesignationConfig(AppConfig):
    name = "sentra.designation"
    verbose_name = "Designation"

    def ready(self) -> None:
        from sentra.decisions import wording
        from sentra.designation.wording import SENTENCES

        wording.register(SENTENCES)
