from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "sentra.funding"
    verbose_name = "Funding"

    def ready(self) -> None:
        from sentra.decisions import wording
        from sentra.funding.wording import SENTENCES

        wording.register(SENTENCES)

        from sentra.funding.imports import FUNDING_SHEETS
        from sentra.registry.imports.sheets import register

        register(*FUNDING_SHEETS)
