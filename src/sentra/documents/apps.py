from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sentra.documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        from sentra.decisions import wording
        from sentra.documents.wording import SENTENCES

        wording.register(SENTENCES)
