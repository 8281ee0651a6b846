"""The demonstration: a province at work for three years, made by the services themselves."""

from sentra.site.demo.accounts import print_accounts
from sentra.site.demo.build import build, is_empty
from sentra.site.demo.places import account

__all__ = ["account", "build", "is_empty", "print_accounts"]
