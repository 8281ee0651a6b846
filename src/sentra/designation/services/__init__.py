"""What can be done with candidates, files, proposals and decrees; one function a verb."""

from sentra.designation.services.bulk import Outcome
from sentra.designation.services.candidates import (
    assess,
    evaluate,
    hold_back,
    identify_candidate,
    select,
    select_many,
)
from sentra.designation.services.choice import choose, choose_many, not_choose, not_choose_many, reconsider
from sentra.designation.services.comments import add_comment
from sentra.designation.services.drafting import discard_decree, draft_decree, edit_decree
from sentra.designation.services.entries import Entry
from sentra.designation.services.file import (
    complete_file,
    complete_form,
    resubmit,
    set_funding,
    submit,
    submit_many,
    withdraw,
)
from sentra.designation.services.judgements import record_assessed_fact, record_assessed_facts
from sentra.designation.services.papers import print_missing
from sentra.designation.services.signing import Signing, issue_decree
from sentra.designation.services.steps import Moved, transition
from sentra.designation.services.verification import (
    Answer,
    Difference,
    forward,
    forward_many,
    return_to_regency,
    reverify,
    verify,
    verify_many,
)

__all__ = [
    "Answer",
    "Difference",
    "Entry",
    "Moved",
    "Outcome",
    "Signing",
    "add_comment",
    "assess",
    "choose",
    "choose_many",
    "complete_file",
    "complete_form",
    "discard_decree",
    "draft_decree",
    "edit_decree",
    "evaluate",
    "forward",
    "forward_many",
    "hold_back",
    "identify_candidate",
    "issue_decree",
    "not_choose",
    "not_choose_many",
    "reconsider",
    "print_missing",
    "record_assessed_fact",
    "record_assessed_facts",
    "resubmit",
    "return_to_regency",
    "reverify",
    "select",
    "select_many",
    "set_funding",
    "submit",
    "submit_many",
    "transition",
    "verify",
    "verify_many",
    "withdraw",
]
