"""Pages open to everybody: checking a paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sentra.access.doors import public
from sentra.access.limits import count, counted
from sentra.documents.models import Paper

#: Codes that do not exist, asked for from one address within a minute.
GUESSES_A_MINUTE = 30
GUESSES = "verify-misses"


@public
def verify_form(request: HttpRequest) -> HttpResponse:
    """Type the code that stands below a paper's QR code."""
    code = _tidy(request.GET.get("kode", ""))
    if code:
        return redirect("portal:verify", code)
    return render(request, "portal/verify_form.html", {})


@public
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a paper with this code was issued, by whom and when; never what personal data it holds."""
    tidy = _tidy(code)
    if counted(request, GUESSES) >= GUESSES_A_MINUTE:
        return render(request, "portal/verify_form.html", {"too_many": True}, status=429)
    paper = (
        Paper.unscoped.filter(code=tidy)  # the code is the right: whoever holds the paper may check it
        .select_related("office", "corrects", "pdf")
        .first()
    )
    if paper is None:
        count(request, GUESSES)  # right codes are never counted
    correction = Paper.unscoped.filter(corrects=paper).order_by("-issued_at").first() if paper else None
    context = {"paper": paper, "code": tidy, "correction": correction}
    return render(request, "portal/verify.html", context, status=200 if paper else 404)


def _tidy(code: str) -> str:
    letters = "".join(ch for ch in code.upper() if ch.isalnum())[:12]
    return "-".join(part for part in (letters[:4], letters[4:8], letters[8:]) if part)
