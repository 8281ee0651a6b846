"""Refuses the one character that PostgreSQL cannot store, wherever a request carries it: NUL.

Forms of Django refuse it themselves; addresses, filters, values read by hand and the JSON of the API do not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .errors import BadInput, InputProblem, is_api, problem_json, problem_page

NUL = "\0"
_NUL_IN_JSON = b"\\u0000"


class UnstorableMiddleware:
    """Answers 400 with the field, the reason and the remedy before a view reads a NUL."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The problem page or document; None lets the request pass."""
        fields = list(dict.fromkeys([*_named(kwargs), *_sent(request), *_in_json(request)]))
        if not fields:
            return None
        message, remedy = _("The text has a character that cannot be stored (NUL)."), _("Type the text again.")
        # The value is not repeated: it may be an identity number.
        problem = BadInput([InputProblem(field.replace(NUL, ""), None, message, remedy) for field in fields])
        return problem_json(problem) if is_api(request) else problem_page(request, problem)


def _named(kwargs: dict[str, Any]) -> Iterator[str]:
    return (name for name, value in kwargs.items() if isinstance(value, str) and NUL in value)


def _sent(request: HttpRequest) -> Iterator[str]:
    for values in (request.GET, request.POST):
        yield from (name for name, texts in values.lists() if NUL in name or any(NUL in text for text in texts))


def _in_json(request: HttpRequest) -> Iterator[str]:
    # The API reads a body as JSON whatever its type says; files come as parts.
    is_read = is_api(request) or request.content_type == "application/json"
    if not is_read or request.content_type == "multipart/form-data":
        return
    if b"\0" in request.body:  # another coding than UTF-8 writes every letter with one
        yield "body"
        return
    if _NUL_IN_JSON not in request.body:
        return
    try:
        yield from _below(json.loads(request.body.decode()), "")
    except RecursionError:
        yield "body"
    except ValueError:
        return  # the view says that it is no JSON


def _below(value: Any, path: str) -> Iterator[str]:
    """The paths (`values.name`) of the texts and names with a NUL."""
    if isinstance(value, str) and NUL in value:
        yield path or "body"
    elif isinstance(value, dict):
        for name, one in value.items():
            place = f"{path}.{name}".strip(".")
            if NUL in name:
                yield place
            yield from _below(one, place)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _below(one, f"{path}.{number}".strip("."))
