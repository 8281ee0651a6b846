"""The spreadsheets of this room."""

from sentra.funding.imports.allocations import ALLOCATIONS
from sentra.funding.imports.payments import PAYMENTS
from sentra.funding.imports.plan_lines import PLAN_LINES

FUNDING_SHEETS = (ALLOCATIONS, PLAN_LINES, PAYMENTS)
