"""Stages (Pasal 9), classification (Pasal 1 angka 2) and the rubric versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door
from sentra.development import forms
from sentra.development.blocks import Cell, Facts, Note, Table, day, offered
from sentra.development.entitlements import classification_instrument, law_today
from sentra.development.labels import name_of
from sentra.development.models import Classification, RubricVersion, StageRecord
from sentra.development.rubrics import read_criteria, read_scale
from sentra.development.services import Pioneering, classify, load_rubric, record_stage
from sentra.development.stage_reading import Recorded, StageReading, StageView, read_stages
from sentra.development.views.common import (
    data_of,
    findings_of,
    page,
    send,
    sentra_crumbs,
    sentra_of,
    sentra_page,
)
from sentra.pages.formatting import language
from sentra.pages.states import State
from sentra.registry.models import Sentra


@door("development.view")
def sentra_stages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the sentra stands, stage by stage, with the evidence and the gaps."""
    sentra = sentra_of(request, pk, "development.view")
    actor = actor_of(request)
    reading = read_stages(sentra, law_today(actor.today), actor.today)
    blocks: list[Any] = [_shown(reading)]
    blocks += [
        Note(
            _("Evidence of stage %(n)s is missing (%(cite)s); later stages do not count before it.")
            % {"n": view.stage.number, "cite": view.stage.cite},
            "warn",
        )
        for view in reading.gaps
    ]
    blocks.append(_stage_table(sentra, reading, actor))
    blocks += [
        findings_of(view.verdict, view.stage.label)
        for view in reading.views
        if view.verdict is not None and not view.holds
    ][:1]
    blocks.append(_record_table(reading))
    return sentra_page(request, sentra, "sentra_stages", blocks)


def _shown(reading: StageReading) -> Note:
    if not reading.shown:
        return Note(_("No stage is reached yet."), "info")
    view = reading.of(reading.shown)
    return Note(f"{view.stage.label} ({view.stage.cite})", "good", _("The stage reached"))


def _stage_state(view: StageView) -> State:
    if view.reached:
        return State(_("Reached"), "good")
    if view.is_incomplete:
        return State(_("Incomplete"), "warn")
    if view.holds:
        return State(_("Waits for an earlier stage"), "info")
    return State(_("Missing"), "neutral")


def _stage_table(sentra: Sentra, reading: StageReading, actor: Any) -> Table:
    law = law_today(reading.day)
    rows: list[list[Cell | str]] = []
    for view in reading.views:
        address = reverse("development:stage_record", args=[sentra.pk, view.stage.number])
        button = offered(actor, "development.record_stage", _("Record it"), address, subject=sentra)
        title = law.check(view.stage.check).title(language()) if view.stage.check else ""
        rests_on = _("Follows the check “%(check)s”") % {"check": title} if title else _("Assessor's record")
        rows.append(
            [
                Cell(view.stage.label, note=view.stage.cite),
                Cell(state=_stage_state(view)),
                rests_on,
                Cell(button[0].label, button[0].url) if button and button[0].permission.allowed else Cell(""),
            ]
        )
    return Table(_("Stages"), [_("Stage"), _("State"), _("Rests on"), _("Record it")], rows, id="stages", acts=True)


def _record_table(reading: StageReading) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(str(one.record.stage), note="" if one.record.is_complete else _("Incomplete")),
            day(one.record.recorded_on),
            one.record.assessor.name,
            _evidence_of(one),
        ]
        for view in reading.views
        for one in view.records
    ]
    return Table(
        _("Records"),
        [_("Stage"), _("Recorded on"), _("Assessor"), _("Evidence")],
        rows,
        empty=_(
            "No stage has been recorded by hand. The regency's working group records one when its evidence is there."
        ),
    )


def _evidence_of(one: Recorded) -> str:
    record, parts = one.record, list(one.pioneers)
    parts += [f"{name_of(name)}: {text or _('missing')}" for name, text in record.evidence.items()]
    if record.evidence:
        parts.append(_("Joint activity: %(text)s") % {"text": record.joint_activity or _("missing")})
    told = [part.rstrip(" .") for part in ([*parts, record.note] if record.note else parts)]
    return "; ".join(told) or "–"


@door("development.record_stage")
def stage_record(request: HttpRequest, pk: UUID, stage: int) -> HttpResponse:
    """Record a stage with the evidence it asks for."""
    sentra = sentra_of(request, pk, "development.record_stage")
    actor = actor_of(request)
    law = law_today(actor.today)
    views = read_stages(sentra, law, actor.today).views
    view = next((one for one in views if one.stage.number == stage), None)
    if view is None:
        raise Http404
    form = forms.StageForm(data_of(request), view.stage, sentra)

    def do(data: dict[str, Any]) -> StageRecord:
        places = range(1, forms.StageForm.PIONEERS + 1)
        named = [(data.get(f"pioneer_{n}"), data.get(f"technology_{n}", "")) for n in places]
        return record_stage(
            actor=actor,
            sentra=sentra,
            stage=stage,
            pioneers=[Pioneering(enterprise, technology) for enterprise, technology in named if enterprise],
            evidence={name[9:]: text for name, text in data.items() if name.startswith("evidence_")},
            joint_activity=data.get("joint_activity", ""),
            note=data["note"],
            id=data["client_id"],
        )

    return send(
        request,
        form,
        do,
        title=_("Record stage %(n)s") % {"n": stage},
        lead=f"{view.stage.label} · {view.stage.cite}",
        crumbs=sentra_crumbs(sentra, _("Stages")),
        submit=_("Record the stage"),
        done=_("The record is kept beside the earlier ones."),
        back=reverse("development:sentra_stages", args=[pk]),
    )


@door("development.view")
def sentra_classifications(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How the sentra was classified, period by period."""
    sentra = sentra_of(request, pk, "development.view")
    actor = actor_of(request)
    law = law_today(actor.today)
    rows = list(Classification.objects.filter(sentra=sentra).select_related("assessor", "rubric"))
    table = Table(
        _("Classifications"),
        [_("Period rated"), _("Result"), _("Evidence"), _("Assessor"), _("Total")],
        [
            [
                f"{day(one.period_from)} – {day(one.period_to)}",
                one.result,
                one.evidence,
                Cell(one.assessor.name, note=day(one.recorded_on)),
                Cell(str(one.total), note=one.rubric.name) if one.rubric else "–",
            ]
            for one in rows
        ],
        numeric=(4,),
        buttons=offered(
            actor, "development.classify", _("Classify"), reverse("development:classify", args=[pk]), "plus", sentra
        ),
        empty=_(
            "The sentra has not been classified yet. The regency's working group records the result of a period with "
            "its evidence."
        ),
        note=_("A classification stands beside the tier; it neither raises nor lowers it."),
    )
    held = Note(
        _(
            "The criteria are those of decree %(number)s, whose text is not held. "
            "Without loaded criteria nothing is scored."
        )
        % {"number": classification_instrument(law)}
    )
    return sentra_page(
        request, sentra, "sentra_classifications", [held, table, *[_arithmetic(one) for one in rows if one.rubric]]
    )


def _arithmetic(one: Classification) -> Table:
    assert one.rubric is not None
    rows: list[list[Any]] = []
    for row in one.rubric.criteria:
        score = one.scores[row["code"]]
        least = row.get("minimum")
        note = _("least score %(n)s") % {"n": least} if least is not None else ""
        rows.append([Cell(row["label"], note=note), str(row["weight"]), str(score), str(row["weight"] * score)])
    rows.append([_("Total"), "", "", str(one.total)])
    return Table(
        _("How the total came about: %(from)s – %(to)s") % {"from": day(one.period_from), "to": day(one.period_to)},
        [_("Criterion"), _("Weight"), _("Score"), _("Weight × score")],
        rows,
        numeric=(1, 2, 3),
    )


@door("development.classify")
def classify_sentra(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Classify a sentra over a period, by the newest rubric version in force where one is loaded."""
    sentra = sentra_of(request, pk, "development.classify")
    actor = actor_of(request)
    rubric = RubricVersion.objects.filter(valid_from__lte=actor.today).first()
    form = forms.ClassificationForm(data_of(request), rubric)

    def do(data: dict[str, Any]) -> Classification:
        return classify(
            actor=actor,
            sentra=sentra,
            period_from=data["period_from"],
            period_to=data["period_to"],
            result=data["result"],
            evidence=data["evidence"],
            rubric=rubric,
            scores=form.scores(),
            id=data["client_id"],
        )

    return send(
        request,
        form,
        do,
        title=_("Classify the sentra"),
        lead=f"{sentra.name} · {rubric.name}" if rubric else sentra.name,
        crumbs=sentra_crumbs(sentra, _("Classification")),
        submit=_("Record the classification"),
        done=_("The classification is kept beside the earlier ones."),
        back=reverse("development:sentra_classifications", args=[pk]),
    )


@door("development.load_rubric")
def rubric_list(request: HttpRequest) -> HttpResponse:
    """The loaded versions of the criteria."""
    actor = actor_of(request)
    number = classification_instrument(law_today(actor.today))
    blocks: list[Any] = [
        Note(_("The criteria are those of decree %(number)s, whose text is not held.") % {"number": number})
    ]
    for rubric in RubricVersion.objects.select_related("loaded_by"):
        blocks.append(
            Facts(
                rubric.name,
                [
                    (_("Taken from"), rubric.source),
                    (_("Valid from"), day(rubric.valid_from)),
                    (_("Criteria"), "; ".join(f"{row['label']} × {row['weight']}" for row in rubric.criteria)),
                    (_("Scale"), "; ".join(f"{row['score']} = {row['descriptor']}" for row in rubric.scale)),
                    (_("Loaded by"), rubric.loaded_by.name),
                ],
            )
        )
    if len(blocks) == 1:
        blocks.append(Note(_("No criteria are loaded; classifications carry a result without a score.")))
    buttons = offered(actor, "development.load_rubric", _("Load criteria"), reverse("development:rubric_new"), "upload")
    return page(request, title=_("Criteria of classification"), blocks=blocks, buttons=buttons)


@door("development.load_rubric")
def rubric_new(request: HttpRequest) -> HttpResponse:
    """Load a version of the criteria."""
    actor = actor_of(request)
    form = forms.RubricForm(data_of(request))

    def do(data: dict[str, Any]) -> RubricVersion:
        return load_rubric(
            actor=actor,
            name=data["name"],
            source=data["source"],
            criteria=read_criteria(data["criteria"]),
            scale=read_scale(data["scale"]),
            valid_from=data["valid_from"],
            id=data["client_id"],
        )

    return send(
        request,
        form,
        do,
        title=_("Load criteria of classification"),
        submit=_("Load the criteria"),
        done=_("The criteria are loaded."),
        back=reverse("development:rubric_list"),
    )
