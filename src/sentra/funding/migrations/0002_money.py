import django.db.models.deletion
import django.db.models.expressions
import django.db.models.manager
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("documents", "0002_prepared_export"),
        ("funding", "0001_initial"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgrammeYear",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "fund",
                    models.CharField(
                        choices=[("pk2umk", "PK2UMK fund"), ("ikm", "Fund for sentra of industry (IKM)")], max_length=10
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("regulation", models.CharField(max_length=40)),
                ("law_day", models.DateField()),
                ("governed_by", models.CharField(blank=True, max_length=120)),
                ("basis", models.CharField(blank=True, max_length=300)),
                ("plan_due", models.DateField(null=True)),
                ("plan_due_source", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "fund"],
                "constraints": [models.UniqueConstraint(fields=("fund", "year"), name="one_year_of_a_fund")],
            },
        ),
        migrations.CreateModel(
            name="AllocationDecree",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=120)),
                ("number", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=300)),
                ("date", models.DateField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decrees", to="funding.programmeyear"
                    ),
                ),
            ],
            options={
                "ordering": ["year", "date", "created_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "kind", "number", "date"), name="decree_once_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Criteria",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("facts", models.JSONField(default=dict)),
                ("sources", models.JSONField(default=dict)),
                ("recorded_on", models.DateField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.region"
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="criteria", to="funding.programmeyear"
                    ),
                ),
            ],
            options={
                "ordering": ["year", "region__code"],
                "base_manager_name": "unscoped",
                "constraints": [models.UniqueConstraint(fields=("year", "region"), name="criteria_once_a_year")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "holder",
                    models.CharField(
                        choices=[
                            ("province_agency", "Provincial agency"),
                            ("province_technical_unit", "Provincial technical unit"),
                            ("regency_agency", "Regency or city agency"),
                        ],
                        max_length=40,
                    ),
                ),
                ("instrument", models.CharField(max_length=300)),
                ("consideration", models.TextField(blank=True)),
                ("chosen_on", models.DateField()),
                ("planned", models.BigIntegerField(default=0)),
                ("received", models.BigIntegerField(default=0)),
                ("spent", models.BigIntegerField(default=0)),
                ("returned", models.BigIntegerField(default=0)),
                ("withdrawn_on", models.DateField(null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="territory.region"
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipients",
                        to="funding.programmeyear",
                    ),
                ),
            ],
            options={
                "ordering": ["year", "region__code", "holder"],
                "base_manager_name": "unscoped",
                "indexes": [models.Index(fields=["region", "year"], name="funding_rec_region__fc8448_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "region", "holder"), name="recipient_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("planned__gte", 0), ("returned__gte", 0), ("spent__gte", 0)),
                        name="recipient_sums_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "received__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("spent"), "+", models.F("returned")
                                ),
                            )
                        ),
                        name="spent_at_most_what_was_received",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first", "First allocation"),
                            ("revision", "Revision by decree"),
                            ("adjustment", "Adjusted use, approved by the Minister"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ceiling", models.BigIntegerField()),
                ("division", models.JSONField(default=dict)),
                ("target_participants", models.PositiveIntegerField(null=True)),
                ("target_mentors", models.PositiveIntegerField(null=True)),
                ("target_legal_aid", models.PositiveIntegerField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decree",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="funding.allocationdecree",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="funding.recipient"
                    ),
                ),
            ],
            options={
                "ordering": ["recipient", "number"],
                "base_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(fields=("recipient", "number"), name="allocation_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ceiling__gte", 0), ("ceiling__lte", 1000000000000000)),
                        name="ceiling_in_bounds",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("division", models.JSONField(default=dict)),
                ("target_participants", models.PositiveIntegerField(null=True)),
                ("target_mentors", models.PositiveIntegerField(null=True)),
                ("target_legal_aid", models.PositiveIntegerField(null=True)),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waits for the Minister's approval"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("proposed_on", models.DateField()),
                ("decided_on", models.DateField(null=True)),
                ("letter", models.CharField(blank=True, max_length=200)),
                ("decision_reason", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.allocation"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="funding.recipient"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "base_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("recipient",),
                        name="one_open_adjustment_of_a_recipient",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "With the internal auditor"),
                            ("reviewed", "Reviewed"),
                            ("submitted", "With the ministry"),
                            ("agreed", "Agreed"),
                            ("replaced", "Replaced by a later version"),
                            ("rejected", "Rejected by the ministry"),
                            ("dropped", "Dropped"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1)),
                ("change_reason", models.TextField(blank=True)),
                ("directions", models.JSONField(default=list)),
                ("discussed_on", models.DateField(null=True)),
                ("discussion", models.TextField(blank=True)),
                ("coordinated_on", models.DateField(null=True)),
                ("coordination", models.CharField(blank=True, max_length=300)),
                ("reviewed_on", models.DateField(null=True)),
                ("reviewed_edition", models.PositiveIntegerField(null=True)),
                ("review_note", models.TextField(blank=True)),
                ("submitted_on", models.DateField(null=True)),
                ("submitted_edition", models.PositiveIntegerField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("decision_reason", models.TextField(blank=True)),
                ("return_reason", models.TextField(blank=True)),
                ("forwarded_on", models.DateField(null=True)),
                ("forward_letter", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kak",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.evidence",
                    ),
                ),
                (
                    "rab",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.evidence",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="funding.recipient"
                    ),
                ),
            ],
            options={
                "ordering": ["recipient", "-number"],
                "base_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(fields=("recipient", "number"), name="plan_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "in_review", "reviewed", "submitted"])),
                        fields=("recipient",),
                        name="one_open_plan_of_a_recipient",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "agreed")),
                        fields=("recipient",),
                        name="one_agreed_plan_of_a_recipient",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PlanActivity",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("place", models.PositiveSmallIntegerField()),
                ("activity", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("training_kind", models.CharField(blank=True, max_length=40)),
                ("modality", models.CharField(blank=True, max_length=10)),
                ("first_month", models.PositiveSmallIntegerField()),
                ("last_month", models.PositiveSmallIntegerField()),
                ("location", models.CharField(max_length=200)),
                ("output_volume", models.PositiveIntegerField(null=True)),
                ("output_unit", models.CharField(blank=True, max_length=60)),
                ("directions", models.JSONField(default=list)),
                ("need", models.TextField(blank=True)),
                ("regional_affair", models.CharField(blank=True, max_length=200)),
                ("national_priority", models.CharField(blank=True, max_length=200)),
                ("facts", models.JSONField(default=dict)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="activities", to="funding.planversion"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "place"],
                "base_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "key"), name="activity_once_in_a_plan"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_month__gte", 1),
                            ("last_month__gte", models.F("first_month")),
                            ("last_month__lte", 12),
                        ),
                        name="activity_months",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PaymentOrder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=80)),
                ("paid_on", models.DateField()),
                ("payee", models.CharField(max_length=200)),
                ("purpose", models.CharField(max_length=300)),
                ("amount", models.BigIntegerField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="funding.paymentorder",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.evidence",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="funding.recipient"
                    ),
                ),
            ],
            options={
                "ordering": ["recipient", "-paid_on", "-created_at"],
                "base_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("corrects__isnull", True)),
                        fields=("recipient", "number"),
                        name="order_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects__isnull", True), ("amount__gte", 1), ("amount__lte", 1000000000000000)),
                            models.Q(
                                ("corrects__isnull", False), ("amount__gte", -1000000000000000), ("amount__lte", -1)
                            ),
                            _connector="OR",
                        ),
                        name="only_a_correction_is_negative",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("activity_key", models.UUIDField()),
                ("planned", models.BigIntegerField()),
                ("spent", models.BigIntegerField(default=0)),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="budget_lines", to="funding.recipient"
                    ),
                ),
            ],
            options={
                "base_manager_name": "unscoped",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned__gte", models.F("spent")), ("planned__lte", 1000000000000000), ("spent__gte", 0)
                        ),
                        name="line_spent_at_most_what_was_planned",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Achievement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("activity_key", models.UUIDField()),
                ("as_of", models.DateField()),
                ("volume", models.PositiveIntegerField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="achievements", to="funding.recipient"
                    ),
                ),
            ],
            options={
                "ordering": ["recipient", "activity_key", "-as_of", "-created_at"],
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="AbsorptionStatement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("as_of", models.DateField()),
                ("absorbed", models.BigIntegerField()),
                ("used", models.BigIntegerField()),
                ("reference", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="funding.recipient"
                    ),
                ),
            ],
            options={
                "ordering": ["recipient", "-as_of", "-created_at"],
                "base_manager_name": "unscoped",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("absorbed__gte", 0),
                            ("absorbed__lte", 1000000000000000),
                            ("used__gte", 0),
                            ("used__lte", 1000000000000000),
                        ),
                        name="statement_in_bounds",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Remittance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("amount", models.BigIntegerField()),
                ("remitted_on", models.DateField()),
                ("reference", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remittances", to="funding.recipient"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["recipient", "-remitted_on"],
                "base_manager_name": "unscoped",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 1), ("amount__lte", 1000000000000000)),
                        name="remittance_in_bounds",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("share_percent", models.PositiveSmallIntegerField()),
                ("opens_on", models.DateField()),
                ("min_absorption_percent", models.PositiveSmallIntegerField(null=True)),
                ("needs_report", models.BooleanField()),
                ("source", models.CharField(max_length=300)),
                (
                    "standing",
                    models.CharField(
                        choices=[("official", "Official"), ("proposed", "Proposed, not found in a published text")],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stages", to="funding.programmeyear"
                    ),
                ),
            ],
            options={
                "ordering": ["year", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="one_stage_of_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(("share_percent__gte", 1), ("share_percent__lte", 100)), name="stage_share"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("min_absorption_percent__isnull", True),
                            ("min_absorption_percent__lte", 100),
                            _connector="OR",
                        ),
                        name="stage_absorption",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disbursement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("amount", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recommended", "Recommended to the Ministry of Finance"),
                            ("received", "Received in the regional treasury"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=12,
                    ),
                ),
                ("conditions", models.CharField(max_length=300)),
                ("recommended_on", models.DateField()),
                ("received_on", models.DateField(null=True)),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("cancel_reason", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recommended_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disbursements",
                        to="funding.recipient",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disbursements", to="funding.stage"
                    ),
                ),
            ],
            options={
                "ordering": ["recipient", "stage__number"],
                "base_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("recipient", "stage"),
                        name="one_disbursement_of_a_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 1), ("amount__lte", 1000000000000000)),
                        name="disbursement_in_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "received"), _negated=True),
                            ("received_on__isnull", False),
                            _connector="OR",
                        ),
                        name="received_has_its_day",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="StageReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("accepted_on", models.DateField()),
                ("reference", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stage_reports",
                        to="funding.recipient",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="funding.stage"
                    ),
                ),
            ],
            options={
                "base_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(fields=("recipient", "stage"), name="one_accepted_report_of_a_stage")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("amount", models.BigIntegerField()),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="funding.budgetline"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="funding.paymentorder"
                    ),
                ),
            ],
            options={
                "base_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(fields=("order", "line"), name="line_once_in_an_order"),
                    models.CheckConstraint(condition=models.Q(("amount", 0), _negated=True), name="payment_not_zero"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PlanLine",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("place", models.PositiveSmallIntegerField()),
                ("component", models.CharField(max_length=60)),
                ("description", models.CharField(max_length=200)),
                (
                    "source",
                    models.CharField(
                        choices=[("fund", "This fund"), ("apbd", "Regional budget (APBD)")],
                        default="fund",
                        max_length=4,
                    ),
                ),
                ("volume", models.PositiveIntegerField()),
                ("frequency", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("person_hour", "person-hour (OJ)"),
                            ("person_lesson_hour", "person-lesson hour (OJP)"),
                            ("person_day", "person-day (OH)"),
                            ("person_month", "person-month (OB)"),
                            ("person_activity", "person-activity (OK)"),
                            ("person_trip", "person-trip (OP)"),
                            ("person", "person"),
                            ("activity", "activity"),
                            ("case", "case"),
                            ("document", "document"),
                            ("package", "package"),
                            ("set", "set"),
                            ("copy", "copy"),
                            ("sheet", "sheet"),
                            ("unit", "unit"),
                            ("day", "day"),
                            ("month", "month"),
                        ],
                        max_length=20,
                    ),
                ),
                ("unit_price", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
                ("account_code", models.CharField(blank=True, max_length=40)),
                ("facts", models.JSONField(default=dict)),
                (
                    "judgement",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "Accepted"), ("refused", "Refused"), ("to_discuss", "To be discussed")],
                        max_length=10,
                    ),
                ),
                ("judgement_note", models.TextField(blank=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="funding.planactivity"
                    ),
                ),
            ],
            options={
                "ordering": ["activity", "place"],
                "base_manager_name": "unscoped",
                "constraints": [
                    models.UniqueConstraint(fields=("activity", "key"), name="line_once_in_an_activity"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("unit_price"), "*", models.F("volume")
                                    ),
                                    "*",
                                    models.F("frequency"),
                                ),
                            )
                        ),
                        name="amount_is_the_product",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 1), ("amount__lte", 1000000000000000)),
                        name="line_amount_in_bounds",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="recipient",
            name="allocation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.allocation"
            ),
        ),
        migrations.AddField(
            model_name="allocation",
            name="adjustment",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="made", to="funding.adjustment"
            ),
        ),
    ]
