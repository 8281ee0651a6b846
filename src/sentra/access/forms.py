"""Forms of the account's own pages that differ from allauth's."""

from __future__ import annotations

from allauth.account.forms import AddEmailForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class ClosedAddEmailForm(AddEmailForm):  # type: ignore[misc]  # allauth carries no types
    """An account keeps the e-mail address that the office opened it with.

    Appointments find the account by its address: whoever could take another one would receive the appointment
    that is meant for somebody else.
    """

    def clean_email(self) -> str:
        raise ValidationError(_("Your office keeps the e-mail address of your account; ask its head to change it."))
