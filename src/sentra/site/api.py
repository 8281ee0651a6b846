"""The HTTP API: the rooms' routers under one address, one way of saying no."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import django_auth

from sentra.administration.api import router as administration
from sentra.designation.api import router as designation
from sentra.development.api import router as development
from sentra.funding.api import router as funding
from sentra.lawbook.api import router as law
from sentra.pages.errors import BadInput, Problem, not_found, problem_json
from sentra.registry.api import router as registry

api = NinjaAPI(
    title="Sentra",
    version="1",
    auth=django_auth,
    description="What people do on the pages, for programmes. The same rights, the same checks, the same records.",
    docs_url=None,
)
api.add_router("/administration/", administration)
api.add_router("/registry/", registry)
api.add_router("/designation/", designation)
api.add_router("/development/", development)
api.add_router("/funding/", funding)
api.add_router("/law/", law)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem | type[Problem]) -> HttpResponse:
    assert isinstance(problem, Problem)
    return problem_json(problem)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    return not_found(request, Http404())


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    problems = [
        (".".join(str(part) for part in one["loc"][1:]), one.get("input"), one["msg"], "") for one in error.errors
    ]
    return problem_json(BadInput(problems))


@api.exception_handler(AuthenticationError)
def _anonymous(request: HttpRequest, error: Any) -> HttpResponse:
    body = {"type": "about:sentra/sign-in", "title": "Sign in first", "status": 401}
    return JsonResponse(body, status=401, content_type="application/problem+json")


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    """What the framework itself refuses: a body that is no JSON."""
    body = {"type": "about:sentra/problem", "title": str(Problem.title), "status": error.status_code}
    answer = body | {"detail": str(error)}
    return JsonResponse(answer, status=error.status_code, content_type="application/problem+json")
