"""Development for programmes: the same services, rights and records as the pages. Money is whole rupiah."""

from sentra.development.api import finance, network, programmes, stages, support  # each adds its operations
from sentra.development.api.common import router

__all__ = ["finance", "network", "programmes", "router", "stages", "support"]
