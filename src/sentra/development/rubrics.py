"""Reading a rubric as an administrator types it: one criterion, one step of the scale a line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sentra.development.services.stages import RubricCriterion, ScaleStep
from sentra.pages.errors import BadInput, InputProblem


def read_criteria(text: str) -> list[RubricCriterion]:
    """`code; criterion; weight; least score` a line, the last part optional; BadInput names the line."""
    found = []
    for number, parts in _lines(text):
        if len(parts) not in (3, 4) or not all(part.isdigit() for part in parts[2:] if part):
            remedy = _("Write code; criterion; weight; least score.")
            raise BadInput([InputProblem("criteria", "; ".join(parts), _wrong(number), remedy)])
        least = int(parts[3]) if len(parts) == 4 and parts[3] else None
        found.append(RubricCriterion(parts[0], parts[1], int(parts[2] or 0), least))
    return found


def read_scale(text: str) -> list[ScaleStep]:
    """`score; what it stands for` a line; BadInput names the line."""
    found = []
    for number, parts in _lines(text):
        if len(parts) != 2 or not parts[0].isdigit():
            remedy = _("Write score; what it stands for.")
            raise BadInput([InputProblem("scale", "; ".join(parts), _wrong(number), remedy)])
        found.append(ScaleStep(int(parts[0]), parts[1]))
    return found


def _lines(text: str) -> list[tuple[int, list[str]]]:
    rows = enumerate(text.splitlines(), start=1)
    return [(number, [part.strip() for part in row.split(";")]) for number, row in rows if row.strip()]


def _wrong(number: int) -> str:
    return _("Line %(n)s cannot be read.") % {"n": number}
