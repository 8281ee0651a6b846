"""What the law's own categories are called: kinds of provision, severities, bases of a fact, marks of a trace."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "definition": _("Definition"),
    "parameter": _("Value"),
    "rule": _("Rule"),
    "workflow": _("Step"),
    "role": _("Role"),
    "document": _("Document"),
    "deadline": _("Deadline"),
    "cost": _("Cost"),
    "entitlement": _("Entitlement"),
    "stage": _("Stage"),
    "indicator": _("Indicator"),
    "report": _("Report"),
    "context": _("Background"),
}
SEVERITIES: dict[str, Any] = {
    "must": _("Binding"),
    "should": _("Preference: advice where it is not followed"),
    "may": _("Permission: nothing to fail"),
}
BASES: dict[str, Any] = {
    "counted": _("counted in the register or from attendance"),
    "declared": _("declared on a form or in a signed statement"),
    "recorded": _("recorded in the system or in a document on file"),
    "derived": _("derived from other records or checks"),
    "assessed": _("assessed by a person, with date and reason"),
}
CLASSES: dict[str, Any] = {
    "small": _("Small"),
    "medium": _("Medium"),
    "none": _("None of the classes"),
    "unknown": _("Not known yet"),
}
ASPECTS: dict[str, Any] = {
    "values": _("Value"),
    "condition": _("Condition"),
    "text": _("Wording"),
    "reading": _("Reading"),
    "severity": _("Binding force"),
    "citation": _("Citation"),
}
#: How a provision is traced in the product, by its kind.
TRACES: dict[str, Any] = {
    "definition": _("as a term that records and checks use"),
    "parameter": _("as a value that checks read"),
    "rule": _("as a rule that gates apply"),
    "workflow": _("as a step of a procedure"),
    "role": _("as a role with its powers"),
    "document": _("as a paper or a file that is asked for"),
    "deadline": _("as a deadline"),
    "cost": _("as a rule on costs"),
    "entitlement": _("as a support that may be granted"),
    "stage": _("as a stage that is recorded"),
    "indicator": _("as an indicator"),
    "report": _("as a report"),
    "context": _("as background that pages tell"),
}
