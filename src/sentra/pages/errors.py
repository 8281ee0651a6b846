"""Problems that every room shares, and the one place where they become a page or an API answer.

A service raises; nothing in between catches; `ProblemMiddleware` renders 400, 403 or 409: a page for
people, a problem document (RFC 9457) under `/api/`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Text = str | Promise


@dataclass(frozen=True)
class InputProblem:
    """What is wrong with one value: the field, the value as it came, the fault and what to do next."""

    field: str
    value: Any
    message: Text
    remedy: Text = ""


class Problem(Exception):
    """Something a person can be told in a sentence with a next step."""

    status: ClassVar[int] = 400
    kind: ClassVar[str] = "problem"
    title: ClassVar[Text] = gettext_lazy("This cannot be done")

    def __init__(self, reason: Text, *, remedy: Text = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy

    def members(self) -> dict[str, Any]:
        """What the API answer carries beside type, title, status and detail."""
        return {"remedy": str(self.remedy)} if self.remedy else {}


class Refused(Problem):
    """The person, or the law, does not allow it: why, by which clauses, and what would change it."""

    status = 403
    kind = "refused"
    title = gettext_lazy("This is not open to you")

    def __init__(
        self,
        reason: Text,
        clause_ids: Sequence[str] = (),
        findings: Sequence[Any] = (),
        remedy: Text = "",
    ) -> None:
        super().__init__(reason, remedy=remedy)
        self.clause_ids = tuple(clause_ids)
        self.findings = tuple(findings)

    def members(self) -> dict[str, Any]:
        """The clauses and the marks of the findings."""
        lines = [
            {"mark": str(one.mark), "label": str(one.label), "citation": str(one.citation)} for one in self.findings
        ]
        return super().members() | {"clause_ids": list(self.clause_ids), "findings": lines}


class Conflict(Problem):
    """Someone was faster: says who, when, and what the state is now; `url` opens it."""

    status = 409
    kind = "conflict"
    title = gettext_lazy("Someone was faster")

    def __init__(self, reason: Text, *, state: Text = "", url: str = "", remedy: Text = "") -> None:
        super().__init__(reason, remedy=remedy)
        self.state = state
        self.url = url

    def members(self) -> dict[str, Any]:
        """The state as it is now."""
        return super().members() | ({"state": str(self.state)} if self.state else {})


class BadInput(Problem):
    """Values that cannot be taken, all at once; items: InputProblem or (field, value, message, remedy)."""

    status = 400
    kind = "bad-input"
    title = gettext_lazy("Some values cannot be taken")

    def __init__(self, problems: Sequence[InputProblem | tuple[str, Any, Text, Text]], reason: Text = "") -> None:
        self.problems = tuple(one if isinstance(one, InputProblem) else InputProblem(*one) for one in problems)
        super().__init__(reason or "; ".join(f"{one.field}: {one.message}" for one in self.problems))

    def members(self) -> dict[str, Any]:
        """Each problem with its field, value, message and remedy."""
        return super().members() | {
            "problems": [
                {
                    "field": one.field,
                    "value": None if one.value is None else str(one.value),
                    "message": str(one.message),
                    "remedy": str(one.remedy),
                }
                for one in self.problems
            ]
        }


class TooMany(Problem):
    """One visitor asked more often than is open to somebody who is not signed in."""

    status = 429
    kind = "too-many"
    title = gettext_lazy("Too many requests")


def problem_json(problem: Problem) -> JsonResponse:
    """The problem as `application/problem+json`."""
    body = {
        "type": f"about:sentra/{problem.kind}",
        "title": str(problem.title),
        "status": problem.status,
        "detail": str(problem.reason),
    } | problem.members()
    return JsonResponse(body, status=problem.status, content_type="application/problem+json")


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as a page that names the next step."""
    context = _framed(request) | {
        "problem": problem,
        "title": problem.title,
        "clauses": getattr(problem, "clause_ids", ()),
    }
    return render(request, f"pages/{problem.status}.html", context, status=problem.status)


def is_api(request: HttpRequest) -> bool:
    """Whether the answer goes to a program."""
    return request.path.startswith("/api/")


class ProblemMiddleware:
    """Turns a `Problem` raised anywhere below into its page or its problem document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answers a Problem; lets every other exception pass."""
        if not isinstance(exception, Problem):
            return None
        return problem_json(exception) if is_api(request) else problem_page(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return problem_page(request, Problem(_("The address or the form contains something that cannot be read.")))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return problem_page(request, Refused(str(exception) or _("Your role does not include this page.")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404; never says whether the thing exists elsewhere."""
    if is_api(request):
        body = {"type": "about:sentra/not-found", "title": _("Not found"), "status": 404}
        return JsonResponse(body, status=404, content_type="application/problem+json")
    return render(request, "pages/404.html", _framed(request) | {"title": _("Not found")}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; draws without context processors, since they may be what failed."""
    return HttpResponse(render_to_string("pages/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: usually a page left open overnight."""
    problem = Refused(
        _("This page was open for too long, or cookies are switched off, so the form was not taken."),
        remedy=_("Go back, load the page again and send the form once more."),
    )
    return problem_json(problem) if is_api(request) else problem_page(request, problem)


def _framed(request: HttpRequest) -> dict[str, str]:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {"frame": "pages/shell.html" if signed_in else "pages/public.html"}
