"""The doors of the product: every view says which action it is, or that it is public.

A view without a door is closed: `tests/site/test_matrix.py` walks every URL and fails on one. The door
checks the role before the view runs; `fetch` finds a record inside the territory (404 outside) and asks the
policy about it (403 with the reason).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from sentra.access.actors import Actor
from sentra.access.policy import RULES, Denied, Forbidden, ensure, may

M = TypeVar("M", bound=models.Model)
F = TypeVar("F", bound=Callable[..., Any])
View = Callable[..., HttpResponseBase]


class SentraRequest(HttpRequest):
    """A request after the middleware: it knows its actor."""

    actor: Actor


def door(action: str) -> Callable[[View], View]:
    """Open a view to whoever may take the action; others are refused with the reason (403)."""
    if action not in RULES:
        raise KeyError(f"{action!r} is not in the policy table")

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapped(request: SentraRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            answer = may(request.actor, action)
            if isinstance(answer, Denied):
                raise Forbidden(answer)
            return view(request, *args, **kwargs)

        wrapped.door = action  # type: ignore[attr-defined]
        return wrapped

    return decorate


def public(view: View) -> View:
    """Open a view to everybody, without login."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Open a view to everybody who is logged in, with or without an appointment."""

    @functools.wraps(view)
    def wrapped(request: SentraRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    wrapped.door = "signed_in"  # type: ignore[attr-defined]
    return wrapped


def opens(action: str) -> Callable[[F], F]:
    """Say which action an operation of the API is, "signed_in" or "public"; its service, or `fetch`, asks the policy.

    The table that walks all operations (`tests/site/test_matrix.py`) fails on one without it.
    """
    if action not in (*RULES, "signed_in", "public"):
        raise KeyError(f"{action!r} is not in the policy table")

    def mark(operation: F) -> F:
        operation.door = action  # type: ignore[attr-defined]
        return operation

    return mark


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request behind a door."""
    return cast("SentraRequest", request).actor


def find(model: type[M], key: UUID | int | str, *related: str) -> M:
    """The record inside the actor's territory, or 404."""
    try:
        return cast("M", model.objects.select_related(*related).get(pk=key))  # type: ignore[attr-defined]
    except (model.DoesNotExist, ValueError, TypeError):  # type: ignore[attr-defined]
        raise Http404 from None


def fetch(request: HttpRequest, model: type[M], key: UUID | int | str, action: str, *related: str) -> M:
    """The record inside the territory (404 outside it) for which the action is granted (403 with the reason)."""
    record = find(model, key, *related)
    ensure(actor_of(request), action, record)
    return record


__all__ = ["HttpResponse", "SentraRequest", "actor_of", "door", "fetch", "find", "opens", "public", "signed_in"]
