"""The router that every part of this room's API adds its operations to."""

from ninja import Router

router = Router(tags=["funding"])
