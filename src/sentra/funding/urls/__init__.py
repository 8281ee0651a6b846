"""Addresses of this room, under `dana/`."""

from sentra.funding.urls import allocations, plans, standards, treasury

app_name = "funding"
urlpatterns = [*allocations.patterns, *plans.patterns, *treasury.patterns, *standards.patterns]
