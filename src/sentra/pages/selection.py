"""Which rows a bulk action means: the ticked ones, or all that match the list's filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from . import formatting
from .errors import BadInput, Conflict, InputProblem
from .listing import Listing, ListState

LARGEST_TICKED = 1_000


@dataclass(frozen=True)
class Selection:
    """The chosen rows; `count` is what the person is asked to confirm."""

    queryset: QuerySet[Any]
    count: int
    is_all_matching: bool
    fields: tuple[tuple[str, str], ...]

    def confirm(self, request: HttpRequest) -> bool:
        """Whether the person has confirmed exactly this many rows.

        False when nothing was confirmed yet. Raises Conflict when the number has changed since it was shown.
        """
        confirmed = request.POST.get("confirmed_count", "")
        if not confirmed:
            return False
        if confirmed != str(self.count):
            raise Conflict(
                _("The list has changed since you confirmed it: it now holds %(count)s rows.")
                % {"count": formatting.number(self.count)},
                remedy=_("Look at the list again and confirm the new number."),
            )
        return True


def selected(request: HttpRequest, listing: Listing, queryset: QuerySet[Any]) -> Selection:
    """The rows meant by a posted list form: `ids`, or `all_matching` with the list's `query`.

    `queryset` must already hold only what the person may see and do this to; rows outside it are reported as
    not found. Raises BadInput when nothing is chosen, an id cannot be read, or a row is not there.
    """
    if request.POST.get("all_matching"):
        query = request.POST.get("query", "")
        rows = ListState(listing, queryset, QueryDict(query)).rows_queryset
        fields = (("all_matching", "1"), ("query", query))
        return Selection(rows, rows.order_by().count(), True, fields)
    ids = list(dict.fromkeys(request.POST.getlist("ids")))
    if not ids:
        raise BadInput([InputProblem(_("Rows"), None, _("Nothing is chosen."), _("Tick at least one row."))])
    if len(ids) > LARGEST_TICKED:
        raise BadInput(
            [InputProblem(_("Rows"), len(ids), _("Too many ticked rows."), _("Choose all that match instead."))]
        )
    rows = queryset.filter(pk__in=_keys(queryset, ids))
    found = rows.order_by().count()
    if found != len(ids):
        raise BadInput(
            [
                InputProblem(
                    _("Rows"),
                    len(ids) - found,
                    _("Some of the chosen rows are not there any more."),
                    _("Load the list again and choose anew."),
                )
            ]
        )
    return Selection(rows, found, False, tuple(("ids", one) for one in ids))


def _keys(queryset: QuerySet[Any], ids: list[str]) -> list[object]:
    try:
        return [queryset.model._meta.pk.to_python(one) for one in ids]
    except (ValidationError, ValueError, TypeError):
        raise BadInput(
            [InputProblem(_("Rows"), None, _("A row's number cannot be read."), _("Load the list again."))]
        ) from None
