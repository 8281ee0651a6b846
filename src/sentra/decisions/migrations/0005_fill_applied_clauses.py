"""Enters the provisions of the decisions recorded so far into the index of applied provisions."""

from django.db import migrations

BATCH = 2000


def clauses_of(decision):
    found = dict.fromkeys(decision.clauses or [])
    waiting = [decision.findings]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get("clause"), str):
                found[one["clause"]] = None
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return [clause for clause in found if "/" in clause]


def fill(apps, schema_editor):
    Decision = apps.get_model("decisions", "Decision")
    AppliedClause = apps.get_model("decisions", "AppliedClause")
    rows = []
    decisions = Decision._base_manager.order_by("number").only("number", "clauses", "findings")
    for decision in decisions.iterator(chunk_size=BATCH):
        rows += [AppliedClause(decision_id=decision.number, clause=clause) for clause in clauses_of(decision)]
        if len(rows) >= BATCH:
            AppliedClause.objects.bulk_create(rows)
            rows = []
    AppliedClause.objects.bulk_create(rows)


def empty(apps, schema_editor):
    apps.get_model("decisions", "AppliedClause").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("decisions", "0004_applied_clauses")]
    operations = [migrations.RunPython(fill, empty)]
