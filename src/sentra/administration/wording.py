"""The sentences of this room's actions, as they stand in every history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "territory.register_office": _("%(actor)s registered the office %(subject)s"),
    "territory.change_office": _("%(actor)s changed the record of %(subject)s"),
    "territory.close_office": _("%(actor)s closed the office %(subject)s as of %(day)s"),
    "territory.add_day": _("%(actor)s added %(subject)s to the calendar"),
    "territory.change_day": _("%(actor)s changed %(subject)s in the calendar"),
    "territory.remove_day": _("%(actor)s removed %(subject)s from the calendar"),
    "territory.move_deadline": _(
        "%(actor)s moved the due date of %(subject)s from %(before)s to %(after)s, by the changed calendar"
    ),
    "territory.state_class": _("%(actor)s stated that %(subject)s is a %(class)s by %(instrument)s"),
    "territory.end_class": _("%(actor)s ended the class %(class)s of %(subject)s with %(until)s"),
    "access.open_account": _("%(actor)s opened an account for %(subject)s"),
    "access.renew_link": _("%(actor)s sent %(subject)s a new link to set the password"),
    "access.appoint": _("%(actor)s appointed %(person)s as %(role)s in %(office)s"),
    "access.confirm": _("%(actor)s confirmed the appointment of %(person)s as %(role)s in %(office)s"),
    "access.extend": _("%(actor)s extended the appointment of %(person)s as %(role)s until %(until)s"),
    "access.revoke": _("%(actor)s ended the appointment of %(person)s as %(role)s in %(office)s"),
    "decisions.audit": _("%(actor)s asked for a verification of the decision records"),
}
