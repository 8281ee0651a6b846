"""The sentences of this room's actions, as they stand in every history."""

from __future__ import annotations

from typing import Any

SENTENCES: dict[str, Any] = {}
