"""Where e-mail goes on a machine that sends none, so that a page can say it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _


def kept_mail() -> str:
    """A sentence that says where this machine keeps e-mail instead of sending it; empty where e-mail leaves."""
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        folder = Path(settings.EMAIL_FILE_PATH)
        return _("This machine sends no e-mail; it keeps it in the folder %(folder)s.") % {
            "folder": f"{folder.parent.name}/{folder.name}/"
        }
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return _("This machine sends no e-mail; it writes it where the server was started.")
    return ""
