"""Accounts: opened by the office above, with a link to set the password; there is no signing up."""

from __future__ import annotations

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
from sentra.access.roles import GRANTS
from sentra.decisions.services import record_decision
from sentra.pages.errors import Refused
from sentra.territory.models import Office


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


def password_link(user: User) -> str:
    """An absolute address where the person sets the password once; it dies with the first use and after three days."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, _dash, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return f"{settings.BASE_URL}{path}"


def send_password_link(user: User) -> None:
    """Send the link by e-mail once the transaction is committed, in the person's language."""

    def send() -> None:
        with translation.override(user.language):
            subject = _("Your account in Sentra")
            body = _(
                "Good day %(name)s,\n\nan account was opened for you in Sentra. Set your password here:\n%(link)s\n\n"
                "The link works once. Nobody will ever ask you for your password."
            ) % {"name": user.name, "link": password_link(user)}
            send_mail(subject, body, None, [user.email], fail_silently=True)

    transaction.on_commit(send)


def may_hand_link(actor: Actor, user: User) -> bool:
    """Whether the actor may see the link that sets a person's password.

    Whoever holds the link can sign in as that person, so every appointment it would open must be one that the
    actor may grant; otherwise a regency head could take over an account that the ministry opened.
    """
    held = user.appointments.filter(revoked_at=None).select_related("office__region")
    return all(
        actor.territory.holds(one.office.region) and one.role in GRANTS.get(actor.role, frozenset()) for one in held
    )


def renew_link(*, actor: Actor, user: User, office: Office) -> str:
    """A fresh link for a person of an office who never signed in; refused once they did: they reset it themselves."""
    ensure(actor, "access.appoint", office.region)
    if not may_hand_link(actor, user):
        raise Refused(
            _("%(name)s also holds an appointment that is not yours to grant.") % {"name": user.name},
            remedy=_("They get their link by e-mail, with “Forgot your password?” on the sign-in page."),
        )
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
    return password_link(user)
