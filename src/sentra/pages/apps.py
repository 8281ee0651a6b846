"""The page kit as a Django app: templates, components, static files; no models."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Registers the page kit."""

    name = "sentra.pages"
    label = "pages"
