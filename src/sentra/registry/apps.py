from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "sentra.registry"
    verbose_name = "Registry"

    def ready(self) -> None:
        from sentra.decisions import wording
        from sentra.registry.wording import SENTENCES

        wording.register(SENTENCES)

        from sentra.registry.imports.kinds import REGISTRY_SHEETS
        from sentra.registry.imports.sheets import register

        register(*REGISTRY_SHEETS)
