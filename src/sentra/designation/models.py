"""From candidate to decree: assessments, proposals, submissions, decrees (Permen KUKM 23/2005 Pasal 5 dan 7)."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sentra.access.models import Appointment, User
from sentra.decisions.queries import people_who
from sentra.documents.models import Evidence, Paper
from sentra.registry.models import Sentra, Tier
from sentra.territory.models import Office, Region
from sentra.territory.scope import Territorial


class State(models.TextChoices):
    """The states of a proposal, named as the steps of Pasal 7 name them; the last ones are our procedure."""

    IDENTIFIED = "identified", _("Identified")
    ASSESSED = "assessed", _("Assessed")
    SELECTED = "selected", _("Selected")
    SUBMITTED = "submitted_to_province", _("Proposed to the province")
    RETURNED = "returned_to_regency", _("Returned to the regency")
    VERIFIED = "verified_by_province", _("Verified by the province")
    FORWARDED = "forwarded_to_ministry", _("With the ministry")
    REVERIFIED = "reverified", _("Verified again by the ministry")
    CHOSEN = "chosen", _("Chosen")
    NOT_CHOSEN = "not_chosen", _("Not chosen")
    DESIGNATED = "designated", _("Designated")
    WITHDRAWN = "withdrawn", _("Withdrawn")


FINAL_STATES = frozenset({State.NOT_CHOSEN, State.DESIGNATED, State.WITHDRAWN})


class Funding(models.TextChoices):
    APBN = "apbn", _("State budget (APBN)")
    REVOLVING = "revolving_fund", _("Revolving fund")
    BOTH = "both", _("State budget and revolving fund")
    OTHER = "other", _("Other source")


class Submission(Territorial):
    """The one integrated proposal of a regency for a year, holding candidates of both funding routes
    (Pasal 7 huruf a)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["regency", "year"], name="one_submission_a_year")]

    def __str__(self) -> str:
        return f"{self.regency.name} {self.year}"


class Proposal(Territorial):
    """The way of one sentra to one tier. A designation file keeps the version of the law it started under."""

    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="proposals")
    tier = models.CharField(max_length=10, choices=[c for c in Tier.choices if c[0] != Tier.CANDIDATE])
    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=24, choices=State.choices, default=State.IDENTIFIED)
    state_since = models.DateTimeField()
    law_date = models.DateField()  # the day whose law applies to the whole file
    funding_source = models.CharField(max_length=16, choices=Funding.choices, blank=True)
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="proposals")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_by_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)  # optimistic lock: every transition adds one

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["regency", "state"]), models.Index(fields=["state", "state_since"])]
        constraints = [
            models.UniqueConstraint(
                fields=["sentra", "tier"],
                condition=~Q(state__in=["not_chosen", "designated", "withdrawn"]),
                name="one_open_proposal_per_tier",
            ),
        ]

    def __str__(self) -> str:
        """The sentra, and the tier where it is a higher one: "Sentra Batik Jenggot (Sentra unggulan)"."""
        return self.sentra.name if self.tier == Tier.SENTRA else f"{self.sentra.name} ({self.get_tier_display()})"

    @property
    def is_open(self) -> bool:
        return self.state not in FINAL_STATES

    #: Set by a page that has read the history anyway; a service always asks the records.
    known_people: dict[str, set[int]] | None = None

    def people_who(self, action: str) -> set[int]:
        """Who took an action on this proposal; the policy keeps the steps in different hands."""
        if self.known_people is not None:
            return self.known_people.get(action, set())
        return people_who(self, action)


class AssessedFact(Territorial):
    """A judgement that enters a check: who judged, when, why and on what evidence. Superseded, never overwritten."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="assessed_facts")
    name = models.CharField(max_length=80)  # the fact's name in the law; one judgement serves every check
    value: Any = models.JSONField()
    reason = models.TextField()
    assessed_on = models.DateField()
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["name", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sentra", "name"],
                condition=Q(superseded_at__isnull=True),
                name="assessed_fact_in_force_once",
            ),
        ]


class AssessmentStep(models.TextChoices):
    EVALUATION = "evaluation", _("Evaluation outside a proposal")
    ASSESSMENT = "assessment", _("Assessment by the regency working group")
    COMPLETENESS = "completeness", _("Completeness by the province working group")
    REVERIFICATION = "reverification", _("Second verification by the ministry")


class Assessment(Territorial):
    """One run of a check on a sentra or a proposal file, frozen with its facts and findings."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="assessments")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="assessments")
    step = models.CharField(max_length=16, choices=AssessmentStep.choices)
    check_id = models.CharField(max_length=60)
    as_of = models.DateField()  # the date of the facts
    law_version = models.CharField(max_length=120)
    facts: Any = models.JSONField(encoder=DjangoJSONEncoder)
    verdict = models.CharField(max_length=10)  # met, not_met, unknown
    findings: Any = models.JSONField(encoder=DjangoJSONEncoder)  # the whole verdict as JSON
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-at"]
        indexes = [models.Index(fields=["sentra", "check_id", "-at"])]


class ProposalForm(Territorial):
    """A form of the file (Lampiran 1–5) fixed in a version; a change after submission is a new version."""

    territory_path = "proposal__regency"
    record_path = "proposal__sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="forms")
    form = models.CharField(max_length=4)  # L1 … L5, as the law names them
    enterprise = models.ForeignKey(
        "registry.Enterprise", null=True, on_delete=models.PROTECT, related_name="+"
    )  # for L3: whose form it is
    version = models.PositiveSmallIntegerField(default=1)
    content: Any = models.JSONField(encoder=DjangoJSONEncoder)
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["form", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "form"],
                condition=Q(superseded_at__isnull=True, enterprise__isnull=True),
                name="form_in_force_once",
            ),
            models.UniqueConstraint(
                fields=["proposal", "form", "enterprise"],
                condition=Q(superseded_at__isnull=True, enterprise__isnull=False),
                name="enterprise_form_in_force_once",
            ),
        ]


class Comment(Territorial):
    """A remark in the thread of a proposal; it stays as written and moves nothing."""

    territory_path = "proposal__regency"
    record_path = "proposal__sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["at"]


class SignerOffice(models.TextChoices):
    """Whose signature stands under a decree; only the minister's designates (Pasal 7 huruf f, Pasal 10 huruf a)."""

    MINISTER = "minister", _("The minister")
    DEPUTY = "deputy", _("The deputy")
    OTHER = "other", _("Another official")


class Decree(models.Model):
    """A decision of the minister: drafted here, signed on paper, in effect from its date. National, not territorial."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SIGNED = "signed", _("Signed")
        DISCARDED = "discarded", _("Discarded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.CharField(max_length=250)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    draft_number = models.CharField(max_length=60)
    number = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True)
    signed_by = models.CharField(max_length=150, blank=True)  # the minister's name as printed
    signed_title = models.CharField(max_length=150, blank=True)
    signer_office = models.CharField(max_length=10, choices=SignerOffice.choices, blank=True)
    scan = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    amends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="amended_by")
    reason = models.TextField(blank=True)
    legal_basis: Any = models.JSONField(default=list)  # Mengingat, a line each; empty: as the regulation prints it
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="decree_number_once"),
            models.UniqueConstraint(fields=["draft_number"], name="decree_draft_number_once"),
            models.CheckConstraint(
                condition=~Q(state="signed") | (~Q(number="") & Q(signed_on__isnull=False)),
                name="signed_decree_has_number_and_date",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.draft_number


class DecreeEffect(models.TextChoices):
    DESIGNATE = "designate", _("Designates")
    REVOKE = "revoke", _("Revokes the designation")
    AMEND = "amend", _("Amends the designation")


class DecreeEntry(Territorial):
    """One sentra in a decree and what the decree does to it; each tier has its own entry (Pasal 7 huruf f)."""

    territory_path = "sentra__regency"
    record_path = ("sentra_id", "sentra__partnerships__partner_id")  # a partner's officer: the sentra it works with

    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="decree_entries")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="decree_entries")
    effect = models.CharField(max_length=10, choices=DecreeEffect.choices, default=DecreeEffect.DESIGNATE)
    tier = models.CharField(max_length=10, choices=Tier.choices)  # the tier from the decree's date on
    tier_before = models.CharField(max_length=10, choices=Tier.choices, blank=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["decree", "position"]
        constraints = [
            models.UniqueConstraint(fields=["decree", "sentra", "tier"], name="sentra_and_tier_once_in_a_decree")
        ]
