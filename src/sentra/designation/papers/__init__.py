"""What stands on the papers of a designation, in Indonesian: forms, letters, minutes, the decree."""

from sentra.designation.papers.common import findings_on_paper, procedure_note
from sentra.designation.papers.decree import decree_paper
from sentra.designation.papers.forms import KIND_OF_FORM, LAYOUT_NOTE, form_paper, form_title
from sentra.designation.papers.letters import province_letter, regency_letter
from sentra.designation.papers.minutes import minutes

__all__ = [
    "KIND_OF_FORM",
    "LAYOUT_NOTE",
    "decree_paper",
    "findings_on_paper",
    "form_paper",
    "form_title",
    "minutes",
    "procedure_note",
    "province_letter",
    "regency_letter",
]
