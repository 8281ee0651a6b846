"""What the parts of this room's API share: the router they add their operations to, bounds, common bodies."""

from __future__ import annotations

from ninja import Router, Schema
from pydantic import Field

router = Router(tags=["development"])
PAGE = 100
LAST_PAGE = 1_000_000
LARGEST = 10**17
Rupiah = Field(ge=0, le=LARGEST)


class DecisionIn(Schema):
    approve: bool
    reason: str
