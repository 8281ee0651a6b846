"""Who may do what: one table of action × roles × condition. Auditors read it; every gate asks `may`.

The territory is not a column: records outside the actor's territory are never fetched (404). The
table answers for what lies inside it. A condition looks at the record and gives a reason when it closes the door.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sentra.access.actors import Actor
from sentra.access.roles import Role as R
from sentra.pages.errors import Refused
from sentra.territory.models import Region
from sentra.territory.scope import OutsideTerritory

Condition = Callable[[Actor, Any], "Denied | None"]


@dataclass(frozen=True)
class Allowed:
    allowed: bool = True
    reason: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Denied:
    """A refusal with its reason, the provisions behind it and the roles that may do it."""

    reason: str
    clauses: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    allowed: bool = False


class Forbidden(Refused):
    """The actor may not do this here; carries the `Denied`."""

    def __init__(self, denied: Denied) -> None:
        remedy = gettext("It can be done by: %(who)s.") % {"who": ", ".join(denied.who)} if denied.who else ""
        super().__init__(denied.reason, denied.clauses, remedy=remedy)
        self.denied = denied


@dataclass(frozen=True)
class Rule:
    """One row: the action, the roles that may take it, the provisions behind it, further conditions."""

    action: str
    title: Any
    roles: frozenset[str]
    clauses: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


# ---------------------------------------------------------------- conditions


def not_after(*actions: str) -> Condition:
    """Closed to whoever took one of these actions on the same record: different people decide."""

    def condition(actor: Actor, subject: Any) -> Denied | None:
        if subject is None or actor.user is None:
            return None
        for action in actions:
            if actor.user.pk in subject.people_who(action):
                done = RULES[action].title
                return Denied(
                    gettext("You already did “%(done)s” on this record; another person must take this step.")
                    % {"done": done}
                )
        return None

    return condition


def formed_office(actor: Actor, subject: Any) -> Denied | None:
    """A working group acts only once the document that formed it is on record."""
    if actor.office is not None and not actor.office.is_formed:
        return Denied(
            gettext(
                "The document that formed this working group is not on record yet. Enter its number and date first."
            ),
            ("kukm-23-2005/1.15.1", "kukm-23-2005/1.15.2"),
        )
    return None


def own_office(actor: Actor, subject: Any) -> Denied | None:
    """Only for records of the actor's own office."""
    if subject is None or actor.office is None or subject.office_id == actor.office.pk:
        return None
    return Denied(gettext("This belongs to another office."))


def own_region(actor: Actor, subject: Any) -> Denied | None:
    """Only for records of the region of the actor's office; the ministry's are those of no region."""
    if subject is None or actor.office is None or subject.region_id == actor.office.region_id:
        return None
    return Denied(gettext("This was set for another level or region; the office that set it changes it."))


def own_fund(actor: Actor, subject: Any) -> Denied | None:
    """An appointment for one fund opens that fund's records only; `subject` leads to its year."""
    chosen = actor.appointment.programme if actor.appointment else ""
    fund = _fund_of(subject)
    if not chosen or fund is None or fund == chosen:
        return None
    return Denied(gettext("Your appointment is for another fund."))


def _fund_of(subject: Any) -> str | None:
    """The fund of a year, a recipient or what belongs to one; None for anything else."""
    owner = getattr(subject, "recipient", subject)
    year = owner if hasattr(owner, "fund") else getattr(owner, "year", None)
    return getattr(year, "fund", None)


def own_fund_holder(actor: Actor, subject: Any) -> Denied | None:
    """Only the office that manages the fund of the recipient (PK2UMK Pasal 4 ayat (1), ayat (5))."""
    recipient = getattr(subject, "recipient", subject)
    if recipient is None or isinstance(recipient, Region) or actor.office is None:
        return None
    if (actor.office.kind, actor.office.region_id) == (recipient.holder, recipient.region_id):
        return None
    return Denied(gettext("Only the office that manages this fund does this."))


# ---------------------------------------------------------------- groups of roles

REGENCY = frozenset({R.REGENCY_OFFICER, R.REGENCY_HEAD, R.REGENCY_GROUP})
REGENCY_AGENCY = frozenset({R.REGENCY_OFFICER, R.REGENCY_HEAD})
PROVINCE = frozenset({R.PROVINCE_OFFICER, R.PROVINCE_HEAD, R.PROVINCE_GROUP})
PROVINCE_AGENCY = frozenset({R.PROVINCE_OFFICER, R.PROVINCE_HEAD})
MINISTRY = frozenset({R.MINISTRY_OFFICER, R.MINISTRY_APPROVER, R.DECREE_OFFICER})
READERS = frozenset({R.AUDITOR, R.OBSERVER})
OFFICES = REGENCY | PROVINCE | MINISTRY | {R.TECHNICAL_UNIT}
ALL_STAFF = OFFICES | READERS
READERS_OF_ACCESS = frozenset(
    {R.REGENCY_HEAD, R.PROVINCE_HEAD, R.MINISTRY_APPROVER, R.ADMINISTRATOR, R.AUDITOR},
)
MEMBERS = frozenset({R.SENTRA_MANAGER})
PARTNERS = frozenset({R.PARTNER})
HOLDERS = REGENCY_AGENCY | PROVINCE_AGENCY | {R.TECHNICAL_UNIT}
HEADS_OF_HOLDERS = frozenset({R.REGENCY_HEAD, R.PROVINCE_HEAD, R.TECHNICAL_UNIT})
DECIDERS_OF_FUNDS = frozenset({R.MINISTRY_OFFICER, R.MINISTRY_APPROVER})
#: Whoever may take the action of any spreadsheet; which one, the action of its sheet says.
BRINGERS_OF_FILES = REGENCY | HOLDERS | frozenset({R.MINISTRY_OFFICER})
SETTERS_OF_COSTS = REGENCY_AGENCY | PROVINCE_AGENCY | {R.MINISTRY_OFFICER}

_C = "kukm-23-2005/"
_P = "kopukm-pk2umk-2022/"
_I = "perin-5-2022/"
_COSTS = tuple(f"kopukm-pk2umk-2022/{one}" for one in ("6.5", "7.2", "8.5"))


def _rule(
    action: str, title: Any, roles: frozenset[str], *clauses: str, when: tuple[Condition, ...] = ()
) -> tuple[str, Rule]:
    """A row; a provision is one of Permen KUKM 23/2005 unless it names its regulation."""
    return action, Rule(action, title, roles, tuple(c if "/" in c else _C + c for c in clauses), when)


RULES: dict[str, Rule] = dict(
    [
        # access
        _rule("access.view", _("see the appointments"), OFFICES | READERS | {R.ADMINISTRATOR}, "10"),
        _rule("access.review", _("review who can see what"), READERS_OF_ACCESS, "10"),
        _rule(
            "access.appoint",
            _("appoint a person"),
            frozenset({R.REGENCY_HEAD, R.PROVINCE_HEAD, R.MINISTRY_APPROVER, R.ADMINISTRATOR}),
            "10",
        ),
        _rule(
            "access.revoke",
            _("end an appointment"),
            frozenset({R.REGENCY_HEAD, R.PROVINCE_HEAD, R.MINISTRY_APPROVER, R.ADMINISTRATOR}),
            "10",
        ),
        _rule(
            "access.confirm",
            _("confirm a national appointment"),
            frozenset({R.MINISTRY_APPROVER, R.ADMINISTRATOR}),
            "10",
            "10.a",
        ),
        _rule("access.policy", _("read the policy table"), ALL_STAFF | {R.ADMINISTRATOR}),
        _rule(
            "access.reveal",
            _("reveal an identity number"),
            frozenset({R.REGENCY_OFFICER, R.REGENCY_HEAD, R.REGENCY_GROUP, R.AUDITOR}),
        ),
        _rule("access.reads", _("see who read protected numbers"), frozenset({R.AUDITOR, R.ADMINISTRATOR})),
        # territory
        _rule("territory.view", _("see regions, offices and calendar"), ALL_STAFF | MEMBERS | {R.ADMINISTRATOR}),
        _rule(
            "territory.manage_office",
            _("keep an office's record"),
            frozenset({R.REGENCY_HEAD, R.PROVINCE_HEAD, R.ADMINISTRATOR}),
            "1.14.1",
            "1.14.2",
            "1.15.1",
            "1.15.2",
        ),
        _rule("territory.manage_calendar", _("keep the calendar"), frozenset({R.ADMINISTRATOR})),
        _rule("territory.manage_classes", _("keep the classes of regions"), frozenset({R.ADMINISTRATOR})),
        # decisions
        _rule("decisions.audit", _("verify the decision records"), frozenset({R.AUDITOR, R.ADMINISTRATOR})),
        # documents
        _rule("documents.view", _("see papers and evidence"), ALL_STAFF | MEMBERS),
        _rule("documents.add_evidence", _("add evidence"), REGENCY | HOLDERS | PROVINCE | MINISTRY | MEMBERS),
        # imports: the pages of a file on its way in; each sheet asks its own action besides
        _rule("imports.bring", _("bring a file in"), BRINGERS_OF_FILES, "15.a.1", _P + "3.1", _P + "4.1"),
        # registry
        _rule("registry.view", _("see the registry"), ALL_STAFF | MEMBERS, "15.a.1"),
        _rule("registry.keep", _("keep the registry"), REGENCY, "15.a.1", "14.b.1"),
        _rule("registry.import", _("import from Excel"), REGENCY, "15.a.1"),
        _rule("registry.export", _("export the registry"), ALL_STAFF),
        _rule("registry.merge", _("merge duplicates"), REGENCY_AGENCY | {R.REGENCY_GROUP}),
        _rule(
            "registry.keep_partner",
            _("keep partners, cooperatives and providers"),
            REGENCY | PROVINCE,
            "12.c.1",
        ),
        _rule("registry.keep_cluster", _("keep clusters"), frozenset({R.MINISTRY_OFFICER}), "1.1.5"),
        # designation: the main line (Pasal 7)
        _rule("designation.view", _("see proposals"), ALL_STAFF | MEMBERS),
        _rule("designation.view_decree", _("see the decrees"), ALL_STAFF | MEMBERS | PARTNERS, "7.f"),
        _rule("designation.identify", _("identify a candidate"), REGENCY, "7.a.s1", "14.b.1"),
        _rule(
            "designation.assess",
            _("assess a candidate"),
            frozenset({R.REGENCY_GROUP}),
            "7.a.s2",
            "15.a.2",
            when=(formed_office,),
        ),
        _rule(
            "designation.select",
            _("select a candidate"),
            frozenset({R.REGENCY_GROUP}),
            "7.a.s3",
            when=(formed_office,),
        ),
        _rule("designation.hold_back", _("hold a candidate back"), REGENCY_AGENCY, "14.b.2"),
        _rule("designation.prepare", _("prepare the proposal file"), REGENCY, "7.a.1"),
        _rule("designation.fill_application", _("fill in an application form"), REGENCY | MEMBERS, "L2", "L3"),
        _rule(
            "designation.submit",
            _("propose to the province"),
            REGENCY_AGENCY,
            "7.b",
            "14.c",
            "10.c.2",
            when=(not_after("designation.select"),),
        ),
        _rule(
            "designation.resubmit",
            _("propose again after a return"),
            REGENCY_AGENCY,
            "7.b",
            when=(not_after("designation.select"),),
        ),
        _rule("designation.withdraw", _("withdraw a proposal"), REGENCY_AGENCY, "7.b"),
        _rule(
            "designation.verify",
            _("verify completeness"),
            frozenset({R.PROVINCE_GROUP}),
            "7.c",
            "13.a",
            when=(formed_office, not_after("designation.select", "designation.submit", "designation.resubmit")),
        ),
        _rule(
            "designation.return",
            _("return to the regency"),
            frozenset({R.PROVINCE_GROUP}),
            "7.c",
            when=(formed_office,),
        ),
        _rule(
            "designation.forward",
            _("forward to the ministry"),
            PROVINCE_AGENCY,
            "7.d",
            "12.a",
            "10.b.2",
            when=(not_after("designation.verify"),),
        ),
        _rule(
            "designation.reverify",
            _("verify again"),
            frozenset({R.MINISTRY_OFFICER}),
            "7.e.1",
            "10.a",
            when=(
                not_after("designation.submit", "designation.resubmit", "designation.verify", "designation.forward"),
            ),
        ),
        _rule(
            "designation.choose",
            _("choose or not choose"),
            frozenset({R.MINISTRY_APPROVER}),
            "7.e.2",
            "10.a",
            when=(not_after("designation.reverify"),),
        ),
        _rule("designation.reconsider", _("take a choice back"), frozenset({R.MINISTRY_APPROVER}), "7.e.2", "10.a"),
        _rule(
            "designation.draft_decree",
            _("draft a decree"),
            frozenset({R.DECREE_OFFICER, R.MINISTRY_OFFICER}),
            "7.f",
            "10.a",
        ),
        _rule("designation.issue_decree", _("record the signed decree"), frozenset({R.DECREE_OFFICER}), "7.f"),
        _rule("designation.comment", _("comment on a proposal"), ALL_STAFF),
        # development: what follows a designation, and the regions' own programmes
        _rule("development.classify", _("record a classification"), frozenset({R.REGENCY_GROUP}), "1.2.1"),
        _rule(
            "development.record_stage",
            _("record a development stage"),
            frozenset({R.REGENCY_GROUP}),
            "9.b",
            "9.c",
        ),
        _rule("development.view", _("see support, stages and programmes"), ALL_STAFF | MEMBERS | PARTNERS),
        _rule("development.apply_support", _("apply for support"), MEMBERS | REGENCY_AGENCY, "8.1", "8.2", "8.3"),
        _rule("development.decide_support", _("decide on support"), frozenset({R.MINISTRY_OFFICER}), "8.1"),
        _rule("development.deliver_support", _("record support given"), REGENCY | MINISTRY, "8.1", "5.2.a"),
        _rule("development.place_map", _("place MAP with a KSP or USP"), REGENCY_AGENCY | MINISTRY, "8.1.a", "1.9.3"),
        _rule("development.lend_map", _("record a loan out of MAP"), REGENCY_AGENCY | PARTNERS, "8.1.a", "1.9.2"),
        _rule("development.apply_credit", _("apply for guaranteed credit"), MEMBERS | REGENCY_AGENCY, "8.1.d"),
        _rule("development.decide_credit", _("decide on guaranteed credit"), PARTNERS, "8.1.d"),
        _rule("development.log_service", _("log a service to a member"), REGENCY | PARTNERS, "8.1.b"),
        _rule("development.equip", _("record network equipment"), REGENCY_AGENCY | PROVINCE_AGENCY | MINISTRY, "8.1.c"),
        _rule(
            "development.publish_news",
            _("publish business information"),
            REGENCY_AGENCY | PROVINCE_AGENCY,
            "8.1.c",
        ),
        _rule("development.programme", _("write a programme"), REGENCY_AGENCY | PROVINCE_AGENCY, "12.b", "14.a"),
        _rule("development.fold", _("take a regency's programme into the province's"), PROVINCE_AGENCY, "14.a"),
        _rule("development.advise", _("give advice"), frozenset({R.PROVINCE_GROUP}), "13.b", "13.c"),
        _rule(
            "development.advise_partner",
            _("advise on a proposed partner"),
            frozenset({R.REGENCY_GROUP}),
            "15.b.1",
            "15.b.2",
        ),
        _rule("development.answer_advice", _("answer advice"), REGENCY_AGENCY | PROVINCE_AGENCY, "13.b"),
        _rule(
            "development.propose_partner",
            _("propose a partner"),
            REGENCY_AGENCY | PROVINCE_AGENCY,
            "12.c.1",
            "15.b.1",
        ),
        _rule("development.decide_partner", _("assign a proposed partner"), PROVINCE_AGENCY, "12.c.1"),
        _rule("development.invite", _("invite an institution"), PROVINCE_AGENCY, "12.c.2"),
        _rule("development.answer_invitation", _("answer an invitation"), PARTNERS, "12.c.2"),
        _rule("development.link_activity", _("link an activity of another programme"), REGENCY_AGENCY, "14.d"),
        _rule("development.outreach", _("plan and log outreach"), frozenset({R.REGENCY_GROUP}), "15.c"),
        _rule(
            "development.load_rubric", _("load the criteria of classification"), frozenset({R.ADMINISTRATOR}), "1.2.2"
        ),
        # funding: what a unit of a cost component may cost at most
        _rule("funding.view", _("see the funds and cost standards"), ALL_STAFF, *_COSTS),
        _rule("funding.set_standard", _("set a cost standard"), SETTERS_OF_COSTS, *_COSTS),
        _rule("funding.end_standard", _("end a cost standard"), SETTERS_OF_COSTS, *_COSTS, when=(own_region,)),
        # funding: years, recipients and allocations
        _rule(
            "funding.keep_year",
            _("open a fund's year and set its stages"),
            frozenset({R.MINISTRY_OFFICER}),
            _P + "3.1",
            _I + "II.B",
            when=(own_fund,),
        ),
        _rule(
            "funding.record_criteria",
            _("record what shows that a region may receive"),
            REGENCY_AGENCY | {R.MINISTRY_OFFICER},
            _I + "II.A.1",
            _I + "II.A.2",
            _I + "II.A.3",
            when=(own_fund,),
        ),
        _rule(
            "funding.choose", _("choose a recipient"), DECIDERS_OF_FUNDS, _P + "37.4", _I + "VI.A.3", when=(own_fund,)
        ),
        _rule(
            "funding.allocate",
            _("record ceilings and targets by decree"),
            frozenset({R.MINISTRY_OFFICER}),
            _P + "3.1",
            _I + "II.B",
            when=(own_fund,),
        ),
        _rule(
            "funding.propose_adjustment",
            _("propose another use of the allocation"),
            HEADS_OF_HOLDERS,
            _P + "3.3",
            when=(own_fund_holder,),
        ),
        _rule(
            "funding.decide_adjustment",
            _("decide on another use of the allocation"),
            frozenset({R.MINISTRY_APPROVER}),
            _P + "3.4.approval",
            when=(own_fund,),
        ),
        # funding: the plan
        _rule("funding.plan", _("draw up the plan of use"), HOLDERS, _P + "4.1", when=(own_fund_holder,)),
        _rule(
            "funding.review",
            _("review a plan"),
            frozenset({R.AUDITOR}),
            _I + "V.A.1.reviewed",
            when=(own_fund, not_after("funding.plan")),
        ),
        _rule(
            "funding.submit",
            _("agree to a plan for the region and hand it in"),
            HEADS_OF_HOLDERS,
            _P + "4.6.recipient",
            _I + "V.B.1.region",
            when=(own_fund_holder, not_after("funding.review")),
        ),
        _rule(
            "funding.agree",
            _("agree to a plan for the ministry"),
            DECIDERS_OF_FUNDS,
            _P + "4.5.approval",
            _I + "V.B.1.ministry",
            when=(own_fund, not_after("funding.review", "funding.submit")),
        ),
        _rule(
            "funding.forward_change",
            _("pass a change on to the Ministry of Finance"),
            frozenset({R.MINISTRY_OFFICER}),
            _I + "V.B.2.forward",
            when=(own_fund,),
        ),
        # funding: the money
        _rule(
            "funding.recommend",
            _("recommend a disbursement"),
            frozenset({R.MINISTRY_OFFICER}),
            _I + "V.B.1.follows",
            _I + "V.B.3",
            when=(own_fund,),
        ),
        _rule("funding.receive", _("record money received"), HOLDERS, _I + "V.B.3", when=(own_fund_holder,)),
        _rule("funding.pay", _("record payments and what was reached"), HOLDERS, when=(own_fund_holder,)),
        _rule(
            "funding.accept_report",
            _("accept the report on a stage"),
            frozenset({R.MINISTRY_OFFICER}),
            _I + "V.B.3",
            when=(own_fund,),
        ),
        # insight: the registry as a whole, and what another law would change
        _rule("insight.screen", _("screen the registry"), ALL_STAFF, "10"),
        _rule("insight.try", _("try other values of the law"), ALL_STAFF, "10"),
        _rule("insight.save", _("keep a scenario"), OFFICES, "10"),
        _rule("insight.snapshots", _("see the snapshots"), MINISTRY | READERS | {R.ADMINISTRATOR}, "10.a"),
        _rule(
            "insight.snapshot",
            _("write a snapshot of the registry"),
            frozenset({R.MINISTRY_OFFICER, R.MINISTRY_APPROVER, R.ADMINISTRATOR}),
            "10.a",
        ),
        _rule(
            "insight.bring_table",
            _("bring a table in for screening"),
            frozenset({R.MINISTRY_OFFICER, R.MINISTRY_APPROVER}),
            "10.a",
        ),
    ]
)


def may(actor: Actor, action: str, subject: Any = None) -> Allowed | Denied:
    """Whether the actor may take the action on the subject; a `Denied` carries the reason.

    An action that is not in the table raises `KeyError`: nothing is open by being forgotten.
    """
    rule = RULES[action]
    if actor.is_system:
        return Allowed()
    if actor.appointment is None:
        return Denied(gettext("You hold no appointment today. The head of your office can appoint you."), (_C + "10",))
    if actor.role not in rule.roles:
        who = tuple(R(role).label for role in sorted(rule.roles))
        return Denied(
            gettext("Only these may %(action)s: %(who)s.") % {"action": rule.title, "who": ", ".join(map(str, who))},
            rule.clauses,
            tuple(map(str, who)),
        )
    for condition in rule.conditions:
        if denied := condition(actor, subject):
            return Denied(denied.reason, denied.clauses or rule.clauses, denied.who)
    return Allowed(clauses=rule.clauses)


def ensure(actor: Actor, action: str, subject: Any = None) -> None:
    """Raise `OutsideTerritory` or `Forbidden` unless the action is granted on a subject in the actor's territory.

    The subject is a record, or the regency in which a new one shall be made.
    """
    place = subject if isinstance(subject, Region) else getattr(subject, "regency", None)
    if place is not None and actor.territory.level != "record" and not actor.territory.holds(place):
        raise OutsideTerritory
    answer = may(actor, action, subject)
    if isinstance(answer, Denied):
        raise Forbidden(answer)
