"""Template tags and filters of the page kit; an absent value is an en dash, never a zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sentra.law import library

from .. import formatting
from ..findings import finding_marks, mark_of
from ..states import ICONS, State, badge, icon_svg
from ..verdicts import clause_url

register = template.Library()

THEMES = ("light", "dark")


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the one set (Lucide), hidden from screen readers: the word stands beside it."""
    return icon_svg(str(name))


@register.simple_tag
def tone_icon(tone: str, name: str = "") -> SafeString:
    """The icon that goes with a tone, unless another is named."""
    return icon_svg(name or ICONS.get(tone or "neutral", ICONS["neutral"]))


@register.simple_tag
def state_of(of: State | None, label: str = "", tone: str = "neutral", icon: str = "") -> State:
    """The state to draw: the object given, or one made of the attributes."""
    if of:
        return of
    return State(label, tone if tone in ICONS else "neutral", icon)  # type: ignore[arg-type]


@register.simple_tag
def state_badge(state: State) -> SafeString:
    """The state as icon and word in its tone."""
    return badge(state)


@register.simple_tag
def mark(value: str) -> State:
    """The word, tone and icon of a finding's mark (met, not_met, unknown, advice, not_applicable)."""
    return mark_of(value)


@register.simple_tag
def provision(clause_id: str) -> SafeString:
    """The citation of a provision, linked to its page: "Pasal 7 huruf b"; the id itself for one that is not held."""
    held = library().regulations.get(clause_id.partition("/")[0])
    clause = held.clauses.get(clause_id) if held else None
    if clause is None:
        return format_html("<code>{}</code>", clause_id)
    try:
        return format_html('<a href="{}">{}</a>', clause_url(clause_id), clause.cite)
    except NoReverseMatch:
        return format_html("{}", clause.cite)


@register.simple_tag
def verdict_marks(findings: Sequence[Any]) -> str:
    """How many of the findings are met, not met and unknown, as one sentence."""
    return finding_marks(findings)


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """`light` or `dark` when the person has chosen one, else empty (the system decides)."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in THEMES else ""


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """The present query string with some parameters changed; an empty value takes one away."""
    request = context.get("request")
    params = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(value)
    encoded = params.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.simple_tag
def sparkline(values: Sequence[float], label: str) -> SafeString:
    """A small line of a series as SVG; `label` says in words what it shows."""
    points = list(values)
    if len(points) < 2:
        return mark_safe("")
    low, high = min(points), max(points)
    span = (high - low) or 1
    step = 116 / (len(points) - 1)
    placed = [(2 + i * step, 26 - (v - low) / span * 24) for i, v in enumerate(points)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    return format_html(
        '<svg class="spark" viewBox="0 0 120 28" role="img" aria-label="{}">'
        '<polyline points="{}" fill="none" stroke="currentColor" stroke-width="2"'
        ' vector-effect="non-scaling-stroke"/><circle cx="{}" cy="{}" r="2.5" fill="currentColor"/></svg>',
        label,
        line,
        f"{placed[-1][0]:.1f}",
        f"{placed[-1][1]:.1f}",
    )


@register.simple_tag
def bar_width(value: float, largest: float) -> str:
    """The length of a bar in the 0 to 100 units of its drawing."""
    return f"{max(0.0, min(100.0, 100 * float(value) / float(largest))):.2f}" if largest else "0"


@register.simple_tag
def optional_word() -> str:
    """The word that stands behind the label of a field that may stay empty."""
    return _("(optional)")


@register.filter
def message_tone(level: str) -> str:
    """The tone of a message by Django's level tag."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(level, "info")


NIL = "–"


def _or_nil(write: Callable[..., str], value: Any, *arguments: Any) -> str:
    return NIL if value is None or value == "" else write(value, *arguments)


@register.filter
def rupiah(value: Any) -> str:
    """`Rp1.250.000`."""
    return _or_nil(formatting.rupiah, value)


@register.filter
def number(value: Any, decimals: int = 0) -> str:
    """`1.250`, with `decimals` digits behind the comma at most."""
    return _or_nil(formatting.number, value, decimals)


@register.filter
def percent(value: Any, decimals: int = 1) -> str:
    """A share as `12,5%`."""
    return _or_nil(formatting.percent, value, decimals)


@register.filter
def long_date(value: Any) -> str:
    """`5 Februari 2022`."""
    return _or_nil(formatting.long_date, value)


@register.filter
def short_date(value: Any) -> str:
    """`5 Feb 2022`."""
    return _or_nil(formatting.short_date, value)


@register.filter
def clock(value: Any) -> str:
    """`10.32`."""
    return _or_nil(formatting.clock, value)


@register.filter
def moment(value: Any) -> str:
    """`5 Februari 2022 10.32 WIB`."""
    return _or_nil(formatting.moment, value)


@register.filter
def since(value: Any) -> str:
    """`3 hari`."""
    return _or_nil(formatting.since, value)
