"""Declared list pages: columns, filters, sort, pages, saved columns, export of exactly what is filtered."""

from .columns import Column
from .export import neutralised, write_csv, write_xlsx
from .filters import ChoiceFilter, DateRangeFilter, DayFilter, Filter, RegionFilter, SearchFilter
from .page import BulkAction, Listing, ListState
from .view import background_export, render_list

__all__ = [
    "BulkAction",
    "ChoiceFilter",
    "Column",
    "DateRangeFilter",
    "DayFilter",
    "Filter",
    "ListState",
    "Listing",
    "RegionFilter",
    "SearchFilter",
    "background_export",
    "neutralised",
    "render_list",
    "write_csv",
    "write_xlsx",
]
