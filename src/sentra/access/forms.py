"""Forms of the account's own pages that differ from allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def _name_email(form: Any, field: str) -> None:
    """Call the address what every other page calls it; its label says enough without an example inside."""
    form.fields[field].label = _("E-mail")
    form.fields[field].widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_email(self, "login")


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_email(self, "email")


class ClosedAddEmailForm(AddEmailForm):  # type: ignore[misc]  # allauth carries no types
    """An account keeps the e-mail address that the office opened it with.

    Appointments find the account by its address: whoever could take another one would receive the appointment
    that is meant for somebody else.
    """

    def clean_email(self) -> str:
        raise ValidationError(_("Your office keeps the e-mail address of your account; ask its head to change it."))
