"""How a state looks on every page: a tone, an icon and always a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Tone = Literal["good", "bad", "warn", "info", "neutral", "accent"]
Mark = Literal["met", "not_met", "unknown", "advice", "not_applicable"]

ICONS: dict[str, str] = {
    "good": "circle-check",
    "bad": "circle-x",
    "warn": "triangle-alert",
    "info": "info",
    "neutral": "circle-dashed",
    "accent": "circle-dot",
}


@dataclass(frozen=True)
class State:
    """A state as it is shown: `label` is a word in the reader's language, `icon` a Lucide name."""

    label: str | Promise
    tone: Tone = "neutral"
    icon: str = ""

    @property
    def icon_name(self) -> str:
        """The icon given, or the usual one of the tone."""
        return self.icon or ICONS[self.tone]
