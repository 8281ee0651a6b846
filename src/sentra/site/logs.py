"""Structured logs: one JSON line an event in production, readable lines on a developer's screen."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("sentra.request")


def configure(*, as_json: bool) -> None:
    """Set structlog up; called once by the settings."""
    last: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        cache_logger_on_first_use=True,
    )


class RequestLogMiddleware:
    """Logs each request with its number, status, time and the account's id, never its contents."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number, started = uuid.uuid4().hex[:12], time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=number):
            response = self.get_response(request)
            log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000),
                user=getattr(getattr(request, "user", None), "pk", None),
            )
        response.headers["X-Request-Id"] = number
        return response
