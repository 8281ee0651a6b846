"""How a state looks on every page: a tone, an icon and always a word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

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


@lru_cache(maxsize=512)
def icon_svg(name: str) -> SafeString:
    """An icon as inline SVG, hidden from screen readers: the word stands beside it."""
    return mark_safe(lucide(name, size=18, **{"class": "icon", "aria_hidden": "true", "focusable": "false"}))


def badge(state: State) -> SafeString:
    """The state as HTML: icon and word in its tone."""
    return format_html(
        '<span class="state" data-tone="{}">{}{}</span>', state.tone, icon_svg(state.icon_name), state.label
    )
