from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sentra.documents"
    verbose_name = "Documents"
