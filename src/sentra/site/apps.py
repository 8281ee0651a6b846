from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "sentra.site"
    label = "sentra_site"
    verbose_name = "Site"
