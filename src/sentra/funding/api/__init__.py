"""The funds for programmes: the same services, rights and records as the pages. Money is whole rupiah."""

from sentra.funding.api import allocations, plans, standards, treasury  # each adds its operations
from sentra.funding.api.common import router

__all__ = ["allocations", "plans", "router", "standards", "treasury"]
