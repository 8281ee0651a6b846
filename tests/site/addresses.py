"""How each address of the product is filled from the world, and what is asked of it beyond its door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from sentra.designation.models import Submission
from sentra.territory.models import Region, RegionClass
from tests.personas import PEKALONGAN, region
from tests.site.world import World


@dataclass(frozen=True)
class Address:
    """One way to fill an address.

    `subject` is the record whose territory decides who gets 404; without one the address lies in no territory.
    `post` is the action that sending asks for, where it is another one than seeing; `data` what is sent. `sees` is
    the action that both ask for, where the door is open to more than may see what lies behind it.
    `condition` says why a role of the table may still be refused; such an address may answer 403 to the granted.
    """

    kwargs: dict[str, Any] = field(default_factory=dict)
    subject: Any = None
    post: str = ""
    sees: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    condition: str = ""
    bound: frozenset[str] | None = None  # which people bound to a record reach it, where the scope does not say so
    query: str = ""


@dataclass(frozen=True)
class Route:
    """A pattern of the resolver with its full name and the view behind it."""

    name: str
    pattern: str
    view: Any

    @property
    def door(self) -> str:
        return str(getattr(self.view, "door", ""))


def routes(resolver: URLResolver | None = None, space: str = "", prefix: str = "") -> Iterator[Route]:
    """Every pattern under the root, in order."""
    for one in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield Route(space + (one.name or pattern), pattern, one.callback)
        else:
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from routes(one, inner, pattern)


def addresses(world: World) -> dict[str, list[Address]]:
    """Every address of ours by its name; several where it can be filled in different ways."""
    found = _shell(world) | _documents(world) | _registry(world) | _imports(world) | _designation(world)
    found |= _development(world) | _funding(world) | _insight(world) | _administration(world)
    return {name: value if isinstance(value, list) else [value] for name, value in found.items()}


Filled = dict[str, Address | list[Address]]


def _shell(world: World) -> Filled:
    return {
        "home": Address(),
        "inbox": Address(),
        "search": Address(query="q=batik"),
        "switch_office": Address(),
        "set_language": Address(data={"language": "id"}),
        "set_theme": Address(),
        "health": Address(),
        "portal:verify_form": Address(),
        "portal:verify": Address({"code": world.paper.code}),
        "portal:law": Address(),
        "portal:regulation": Address({"regulation_id": "kukm-23-2005"}),
        "portal:chapter": Address({"regulation_id": "perin-5-2022", "chapter": "bab-iv-a"}),
        "portal:clause": Address({"clause_id": "kukm-23-2005/5.1.a.1"}),
        "portal:law_search": Address(query="q=anggota"),
        "portal:checks": Address(),
        "portal:check": Address({"check_id": "sentra.criteria"}, query="member_count=19"),
        "portal:compare": Address(query="regulation=kukm-23-2005"),
    }


def _documents(world: World) -> Filled:
    paper = Address({"pk": world.paper.pk}, world.paper)
    return {
        "documents:paper": paper,
        "documents:paper_pdf": paper,
        "documents:paper_docx": paper,
        "documents:evidence": Address({"pk": world.evidence.pk}, world.evidence),
        "documents:exports": Address(),
        "documents:export_file": Address({"pk": world["export"].pk}, condition="an export belongs to who asked for it"),
    }


def _registry(world: World) -> Filled:
    sentra = Address({"pk": world.sentra.pk}, world.sentra)
    keeps = Address({"pk": world.sentra.pk}, world.sentra, post="registry.keep")
    enterprise = Address({"pk": world.enterprise.pk}, world.enterprise)
    keeps_enterprise = Address({"pk": world.enterprise.pk}, world.enterprise, post="registry.keep")
    person = Address({"pk": world.person.pk}, world.person)
    partner = Address({"pk": world.partner.pk}, world.partner)
    cluster = world["cluster"]
    return {
        "registry:sentra_list": Address(),
        "registry:sentra_new": Address(),
        "registry:sentra_candidates": Address(query="name=Sentra+Batik"),
        "registry:sentra": sentra,
        "registry:sentra_edit": sentra,
        "registry:sentra_members": Address(
            {"pk": world.sentra.pk},
            world.sentra,
            post="registry.keep",
            data={"enterprise": world.twin.pk, "joined_on": "2025-01-05", "section": "member"},
        ),
        "registry:sentra_figures": keeps,
        "registry:sentra_partners": Address({"pk": world.sentra.pk}, world.sentra, post="registry.keep_partner"),
        "registry:sentra_support": keeps,
        "registry:sentra_history": sentra,
        "registry:sentra_retire": sentra,
        "registry:sentra_reactivate": Address({"pk": world.retired.pk}, world.retired),
        "registry:member": Address({"pk": world.member.pk}, world.member),
        "registry:partnership_end": Address({"pk": world["partnership_supply"].pk}, world["partnership_supply"]),
        "registry:enterprise_list": Address(),
        "registry:enterprise_new": Address(),
        "registry:enterprise_candidates": Address(query="name=Usaha"),
        "registry:enterprise": enterprise,
        "registry:enterprise_edit": enterprise,
        "registry:enterprise_figures": keeps_enterprise,
        "registry:enterprise_legality": keeps_enterprise,
        "registry:enterprise_history": enterprise,
        "registry:enterprise_retire": enterprise,
        "registry:enterprise_reactivate": enterprise,
        "registry:enterprise_merge": enterprise,
        "registry:person": person,
        "registry:person_edit": person,
        "registry:person_reveal": person,
        "registry:person_merge": person,
        "registry:merge": Address({"pk": world["merge"].pk}, world["merge"]),
        "registry:partner_list": Address(),
        "registry:partner_new": Address(),
        "registry:partner": Address({"pk": world.partner.pk}, world.partner, post="registry.keep_partner"),
        "registry:partner_edit": partner,
        "registry:partner_retire": partner,
        "registry:cluster_list": Address(),
        "registry:cluster_new": Address(),
        "registry:cluster": Address({"pk": cluster.pk}, post="registry.keep_cluster"),
        "registry:cluster_party_remove": Address({"pk": world["party"].pk}),
        "registry:cluster_link_remove": Address({"pk": world["link"].pk}),
        "registry:pick": [
            *(Address({"kind": kind}) for kind in ("usaha", "mitra", "sentra")),
            Address({"kind": "usaha"}, subject=world.sentra, query=f"sentra={world.sentra.pk}"),
        ],
        "registry:check": [Address({"name": name}, data={name: "123"}) for name in ("nib", "owner_nik", "phone")],
        "registry:draft": Address({"key": "sentra:new"}),
    }


def _imports(world: World) -> Filled:
    run = Address({"pk": world["import"].pk}, world["import"], sees="registry.import")
    of_the_year = f"jenis=allocations&about={world['fund_year'].pk}"
    return {
        "registry:import_list": [Address(), Address(query=of_the_year, sees="funding.allocate")],
        "registry:import_template": [
            Address({"kind": "enterprises"}, sees="registry.import"),
            Address({"kind": "allocations"}, query=of_the_year, sees="funding.allocate"),
        ],
        "registry:import_run": run,
        "registry:import_progress": run,
        "registry:import_mend": run,
        "registry:import_corrections": replace(
            run, condition="the file with its numbers goes back only to who brought it"
        ),
        "registry:import_confirm": replace(run, condition="a wrong row stops the whole file"),
        "registry:import_cancel": run,
        "registry:import_recheck": run,
    }


def _designation(world: World) -> Filled:
    proposal, sentra = world.proposal, world.candidate
    judged = Address({"pk": sentra.pk}, sentra)
    own = Address({"pk": proposal.pk}, proposal)
    draft = Address({"pk": world.draft_decree.pk}, condition="drafts stay with the ministry")
    submission = Submission.unscoped.get(pk=proposal.submission_id)
    steps = {
        "assess": "assess",
        "reassess": "assess",
        "select": "select",
        "hold_back": "hold_back",
        "submit": "submit",
        "resubmit": "resubmit",
        "withdraw": "withdraw",
        "verify": "verify",
        "return": "return",
        "forward": "forward",
        "reverify": "reverify",
        "choose": "choose",
        "not_choose": "choose",
        "reconsider": "reconsider",
    }
    sent = {"reason": "Sesuai berkas.", "note": "Sesuai berkas.", "version": proposal.version}
    return {
        "designation:proposal_list": Address(),
        "designation:pool": Address(),
        "designation:bulk": [
            Address({"step": step}, post=f"designation.{action}")
            for step, action in steps.items()
            if step in ("select", "submit", "verify", "forward", "choose", "not_choose")
        ],
        "designation:identify": Address({"sentra_pk": sentra.pk}, sentra),
        "designation:proposal": own,
        "designation:step": [
            Address(
                {"pk": proposal.pk, "name": step},
                proposal,
                post=f"designation.{action}",
                data=sent,
                condition="the state of the proposal or who took an earlier step",
            )
            for step, action in steps.items()
        ],
        "designation:file": own,
        "designation:complete": Address(
            {"pk": proposal.pk}, proposal, post="designation.prepare", condition="the file is fixed once submitted"
        ),
        "designation:compare": own,
        "designation:comment": own,
        "designation:form_pdf": Address({"pk": world["form"].pk}, world["form"]),
        "designation:assessment": Address(
            {"pk": sentra.pk}, sentra, post="designation.assess", data={"cluster_prospect": "true"}
        ),
        "designation:findings": judged,
        "designation:evaluate": judged,
        "designation:submission_list": Address(),
        "designation:submission": Address({"pk": submission.pk}, submission),
        "designation:decree_list": Address(),
        "designation:draft_decree": Address(),
        "designation:decree": [Address({"pk": world.decree.pk}), draft],
        "designation:edit_decree": draft,
        "designation:discard_decree": draft,
        "designation:issue_decree": draft,
        "designation:change_decree": Address({"pk": world.decree.pk}),
        "designation:decree_pdf": draft,
        "designation:decree_text": Address({"pk": world.decree.pk}),
        "designation:designated_list": Address(),
    }


def _development(world: World) -> Filled:
    return _of_a_sentra(world) | _of_money(world) | _of_the_network(world) | _of_programmes(world)


def _of_a_sentra(world: World) -> Filled:
    sentra = Address({"pk": world.sentra.pk}, world.sentra)
    found: Filled = {
        f"development:{name}": sentra
        for name in (
            *("sentra", "sentra_support", "sentra_finance", "sentra_stages", "sentra_classifications"),
            *("sentra_partners", "sentra_activities", "sentra_outreach", "sentra_invite", "sentra_advise"),
            *("support_other", "classify", "partner_propose", "activity_new", "equipment_new", "outreach_new"),
            *("placement_new", "credit_new"),
        )
    }
    return found | {
        "development:strand_list": Address(),
        "development:service_new": Address(
            {"pk": world.sentra.pk}, world.sentra, bound=frozenset({"sentra_manager", "partner"})
        ),
        "development:support_apply": Address({"pk": world.sentra.pk, "support": "map_capital"}, world.sentra),
        "development:stage_record": Address({"pk": world.sentra.pk, "stage": 3}, world.sentra),
        "development:outreach_log": Address({"pk": world["outreach"].pk}, world["outreach"]),
        "development:activity_withdraw": Address({"pk": world["activity"].pk}, world["activity"]),
    }


def _of_money(world: World) -> Filled:
    applied = world["open_application"]
    return {
        "development:support_list": Address(),
        "development:support": Address({"pk": applied.pk}, applied),
        "development:support_decide": Address({"pk": applied.pk}, applied),
        "development:support_deliver": Address({"pk": world["application"].pk}, world["application"]),
        "development:support_agreement": Address(
            {"pk": world["application"].pk}, world["application"], condition="partnerships are kept by the regions"
        ),
        "development:placement": Address({"pk": world["placement"].pk}, world["placement"]),
        "development:loan_new": Address({"pk": world["placement"].pk}, world["placement"]),
        "development:credit": Address({"pk": world["credit"].pk}, world["credit"]),
        "development:credit_decide": Address({"pk": world["credit"].pk}, world["credit"]),
    }


def _of_the_network(world: World) -> Filled:
    proposed = Address({"pk": world["partner_proposal"].pk}, world["partner_proposal"])
    invited = Address({"pk": world["invitation"].pk}, world["invitation"])
    advice = Address({"pk": world["advice"].pk}, world["advice"])
    partner = Address({"pk": world.partner.pk}, world.partner)
    return {
        "development:partner_proposal": proposed,
        "development:proposal_advise": proposed,
        "development:proposal_decide": proposed,
        "development:partner_advice": partner,
        "development:partner_advise": partner,
        "development:advice": advice,
        "development:advice_answer": advice,
        "development:invitation_list": Address(),
        "development:invitation": invited,
        "development:invitation_answer": invited,
        "development:invitation_end": invited,
        "development:news": Address(condition="business information is for designated sentra (8.1.c)"),
        "development:news_new": Address(),
        "development:rubric_list": Address(),
        "development:rubric_new": Address(),
    }


def _of_programmes(world: World) -> Filled:
    own = Address({"pk": world["programme"].pk}, world["programme"], condition="only the office that wrote it")
    return {
        "development:programme_list": Address(),
        "development:programme_new": Address(),
        "development:programme": Address({"pk": world["programme"].pk}, world["programme"]),
        "development:programme_change": own,
        "development:line_new": own,
        "development:programme_close": own,
        "development:programme_advise": Address(
            {"pk": world["programme"].pk}, world["programme"], condition="advice goes to the own province's programme"
        ),
        "development:programme_invite": Address({"pk": world["programme"].pk}, world["programme"]),
        "development:fold": Address(
            {"pk": world["provincial"].pk, "regional": world["programme"].pk}, world["programme"]
        ),
        "development:line_remove": Address(
            {"pk": world["line"].pk}, world["line"], condition="only the office that wrote it"
        ),
    }


def _funding(world: World) -> Filled:
    own = Address({"pk": world["standard"].pk}, world["standard"])
    year, industry = world["fund_year"], world["industry_year"]
    recipient = Address({"pk": world["recipient"].pk}, world["recipient"])
    adjustment = Address({"pk": world["adjustment"].pk}, world["adjustment"])
    here = Address({"pk": industry.pk, "code": PEKALONGAN}, region(PEKALONGAN))
    manages = "only the office that manages the fund"
    return {
        "funding:year_list": Address(),
        "funding:year_new": Address(),
        "funding:year": Address({"pk": year.pk}),
        "funding:stage": Address({"pk": year.pk, "number": 1}),
        "funding:decree_new": Address({"pk": year.pk}),
        "funding:candidates": Address({"pk": year.pk}),
        "funding:criteria": here,
        "funding:criteria_edit": here,
        "funding:choose": here,
        "funding:recipient": recipient,
        "funding:allocate": recipient,
        "funding:withdraw": recipient,
        "funding:adjustment_new": replace(recipient, condition=manages),
        "funding:adjustment": adjustment,
        "funding:adjustment_decide": adjustment,
        "funding:adjustment_withdraw": replace(adjustment, condition=manages),
        **_treasury(world),
        **_plans(world),
        "funding:standard_list": Address(),
        "funding:standard_new": Address(query="component=mentor_honorarium&unit=person_month"),
        "funding:standard": own,
        "funding:standard_end": Address(
            own.kwargs, own.subject, condition="only the level and region that set a standard ends it"
        ),
    }


def _treasury(world: World) -> Filled:
    """The money's pages: stage 1 was received, stage 2 is on its way, stage 3 waits."""
    recipient, order = world["treasury"], world["order"]
    seen = Address({"pk": recipient.pk}, recipient)
    kept = replace(seen, condition="only the office that manages the fund")
    paid = {"pk": recipient.pk, "order": order.pk}

    def stage(number: int, like: Address = seen) -> Address:
        return replace(like, kwargs={"pk": recipient.pk, "number": number})

    return {
        "funding:overview": Address(),
        **{f"funding:{name}": seen for name in ("treasury", "treasury_lines", "treasury_reports", "payment_list")},
        **{f"funding:{name}": kept for name in ("payment_new", "achievement_new", "statement_new", "remit")},
        "funding:recommend": stage(3),
        "funding:disbursement_receive": stage(2, kept),
        "funding:disbursement_cancel": stage(2),
        "funding:report_accept": stage(1),
        "funding:payment": replace(seen, kwargs=paid),
        "funding:payment_correct": replace(kept, kwargs=paid),
    }


def _plans(world: World) -> Filled:
    manages = "only the office that manages the fund"
    draft = Address({"pk": world["plan"].pk}, world["plan"])
    own = replace(draft, condition=manages)
    activity = Address({"pk": world["plan_activity"].pk}, world["plan_activity"], condition=manages)
    line = Address({"pk": world["plan_line"].pk}, world["plan_line"], condition=manages)
    changed = Address({"pk": world["plan_change"].pk}, world["plan_change"])
    found: Filled = {
        f"funding:plan_{name}": own for name in ("describe", "send", "take_back", "drop", "submit", "decide", "forward")
    }
    return found | {
        "funding:plan_new": Address({"pk": world["recipient"].pk}, world["recipient"], condition=manages),
        "funding:plan_change": Address({"pk": world["recipient"].pk}, world["recipient"], condition=manages),
        "funding:plan": [draft, changed],
        "funding:plan_pdf": draft,
        "funding:plan_sheet": draft,
        "funding:plan_difference": changed,
        "funding:plan_file": [replace(own, kwargs={"pk": world["plan"].pk, "kind": kind}) for kind in ("kak", "rab")],
        "funding:plan_review": Address({"pk": world["plan_in_review"].pk}, world["plan_in_review"]),
        "funding:plan_activity_new": [own, replace(own, query="kegiatan=training")],
        "funding:plan_activity": activity,
        "funding:plan_activity_remove": activity,
        "funding:plan_line_new": activity,
        "funding:plan_line_judge": activity,
        "funding:plan_line": line,
        "funding:plan_line_remove": line,
    }


def _insight(world: World) -> Filled:
    table, scenario = world["snapshot"], Address({"pk": world["scenario"].pk}, world["scenario"])
    trying = f"snapshot={table.pk}&check=sentra.criteria&value/kukm-23-2005/5.1.a.1/min_member_count=15"
    return {
        "insight:screening": Address(),
        "insight:failing": Address(
            {
                "pk": table.pk,
                "check_id": "sentra.criteria",
                "day": table.as_of.isoformat(),
                "clause_id": "kukm-23-2005/5.1.a.1",
            }
        ),
        "insight:what_if": Address(query=trying),
        "insight:scenario_list": Address(),
        "insight:scenario_save": Address(data={"query": trying, "name": "Minimum 15"}),
        "insight:scenario": scenario,
        "insight:scenario_print": scenario,
        "insight:scenario_remove": Address(
            {"pk": world["scenario"].pk}, world["scenario"], condition="only its author removes a scenario"
        ),
        "insight:changed": Address({"pk": world["scenario"].pk, "side": "bertambah"}, world["scenario"]),
        "insight:snapshot_list": Address(),
        "insight:snapshot_start": Address(data={"subject": "sentra"}),
        "insight:table_bring": Address(),
        "insight:snapshot": Address({"pk": table.pk}),
        "insight:snapshot_cancel": Address({"pk": world["unwritten"].pk}, post="insight.snapshot"),
        "insight:snapshot_remove": Address({"pk": table.pk}, post="insight.snapshot"),
    }


def _administration(world: World) -> Filled:
    place: Region = region(PEKALONGAN)
    office = {"pk": world["office"].pk}
    keeper = "an office is kept by the office above it"
    granted = Address({"pk": world["appointment"].pk}, world["appointment"].office, condition="who may grant the role")
    found: Filled = {
        f"administration:{name}": Address()
        for name in (
            *("region_list", "office_list", "office_new", "calendar", "day_new", "deadlines", "appointment_list"),
            *("access_review", "policy", "decision_list", "chain_verify", "masked_reads", "export_list", "profile"),
            *("notification_list", "notification_read_all", "notification_preferences"),
        )
    }
    return found | {
        "administration:region": Address({"pk": place.pk}),
        "administration:office": Address(office),
        "administration:office_change": Address(office, world["office"], condition=keeper),
        "administration:office_close": Address(office, world["office"], condition=keeper),
        "administration:appointment_new": Address(
            {"office_pk": world["office"].pk}, world["office"], condition="who may grant a role there"
        ),
        "administration:class_new": Address({"pk": place.pk}),
        "administration:class_end": Address({"pk": RegionClass.objects.values_list("pk", flat=True)[0]}),
        "administration:day": Address({"pk": world["day"].pk}),
        "administration:day_remove": Address({"pk": world["day"].pk}),
        "administration:appointment": Address({"pk": world["appointment"].pk}, world["appointment"].office),
        "administration:appointment_confirm": granted,
        "administration:appointment_extend": granted,
        "administration:appointment_revoke": granted,
        "administration:link_renew": granted,
        "administration:decision": Address({"pk": world["decision"].number}, world["decision"]),
        "administration:chain_check": Address({"pk": world["chain_check"].pk}),
        "administration:notification_open": Address(
            {"pk": world["notification"].pk}, condition="a notification belongs to one person"
        ),
    }
