"""Accounts: opened by the office above, with a link to set the password; there is no signing up."""

from __future__ import annotations

import logging

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.models import User
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.pages.errors import Refused
from sentra.territory.models import Office

logger = logging.getLogger(__name__)


def open_account(*, actor: Actor, office: Office, email: str, name: str, civil_service_number: str = "") -> User:
    """The account with this e-mail address, opened without a password when there is none yet.

    Must run inside the transaction of the appointment it is opened for. An existing account keeps its own name and
    password; only the person can change them.
    """
    known = User.objects.filter(email__iexact=email).first()
    if known is not None:
        return known
    user = User.objects.create_user(email, name.strip(), None, civil_service_number=civil_service_number)
    record_decision(
        actor=actor,
        action="access.open_account",
        subject=user,
        regency=office.region if office.region and office.region.level == "regency" else None,
        details={"office": str(office)},
    )
    return user


def _password_link(user: User) -> str:
    """An absolute address where the person sets the password once; it dies with the first use and after three days."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, _dash, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return f"{settings.BASE_URL}{path}"


def send_password_link(user: User) -> None:
    """Send the link to the person, and to nobody else, once the transaction is committed; in their language.

    Whoever holds the link can sign in as that person, so it is never given back nor shown on a page.
    """

    def send() -> None:
        with translation.override(user.language):
            subject = _("Your account in Sentra")
            body = _(
                "Good day %(name)s,\n\nan account was opened for you in Sentra. Set your password here:\n%(link)s\n\n"
                "The link works once. Nobody will ever ask you for your password."
            ) % {"name": user.name, "link": _password_link(user)}
            try:
                send_mail(subject, body, None, [user.email])
            except OSError:  # smtplib's errors too: the account stands, the page offers to send the link again
                logger.exception("The link to set a password did not leave")

    transaction.on_commit(send)


def renew_link(*, actor: Actor, user: User, office: Office) -> None:
    """Send a fresh link to a person of an office who never set a password; later they reset it themselves."""
    ensure(actor, "access.appoint", office.region)
    if user.last_login is not None or user.has_usable_password():
        raise Refused(
            _("%(name)s has a password already.") % {"name": user.name},
            remedy=_("They can set a new one with “Forgot your password?” on the sign-in page."),
        )
    if not user.appointments.filter(office=office).exists():
        raise Refused(_("This person holds no appointment in this office."))
    with transaction.atomic():
        record_decision(
            actor=actor,
            action="access.renew_link",
            subject=user,
            regency=office.region if office.region and office.region.level == "regency" else None,
            details={"office": str(office)},
        )
        send_password_link(user)
