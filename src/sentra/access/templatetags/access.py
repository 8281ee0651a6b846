"""What pages say about accounts."""

from __future__ import annotations

from django import template

from sentra.access.mail import kept_mail

register = template.Library()
register.simple_tag(kept_mail)
