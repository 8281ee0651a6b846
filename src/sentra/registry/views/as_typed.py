"""What the server answers while somebody types: the records found, and whether a number is right."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, door
from sentra.pages.errors import InputProblem
from sentra.pages.picking import found_as_json
from sentra.registry import picking
from sentra.registry.models import Sentra
from sentra.registry.values import AS_TYPED, check_as_typed
from sentra.registry.views.common import chosen


@door("registry.view")
@require_POST
def pick(request: HttpRequest, kind: str) -> HttpResponse:
    """Records of the own territory that match the words; posted, so that no name stands in an address or its log."""
    searches = {"usaha": picking.enterprises, "mitra": picking.partners, "sentra": picking.sentra}
    if kind not in searches:
        raise Http404
    search = searches[kind]
    if kind == "usaha" and "sentra" in request.GET:
        search = partial(picking.enterprises, outside=chosen(Sentra, request.GET["sentra"], "regency"))
    return found_as_json(search(request.POST.get("q", "")))


@door("registry.view")
@require_POST
def check(request: HttpRequest, name: str) -> HttpResponse:
    """What is wrong or doubtful with a number, by the check that saving makes; posted, and nothing is kept."""
    if name not in AS_TYPED:
        raise Http404
    checked = check_as_typed(name, request.POST.dict(), today=actor_of(request).today)
    return JsonResponse({"problem": _words(checked.problems), "doubt": _words(checked.warnings)})


def _words(problems: Iterable[InputProblem]) -> str:
    return " ".join(f"{one.message} {one.remedy}".strip() for one in problems)
