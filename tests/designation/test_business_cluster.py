"""The label of a business cluster follows the check of sentra.leading, never the tier of an old decree."""

from __future__ import annotations

import datetime as dt
import html

import pytest
from django.test import Client
from django.urls import reverse

from sentra.law import library
from sentra.registry import services as registry
from sentra.registry.clusters import picture
from sentra.registry.models import Cluster, Membership, Sentra
from tests.designation import factories as make
from tests.designation.test_file import leading_sentra

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation"), pytest.mark.clause("kukm-23-2005/1.5")]


def cluster_of(sentra: Sentra, kind: str = "core_industry") -> Cluster:
    return registry.open_cluster(
        actor=make.ministry(), name="Batik Pantura", product_chain="Batik", sentra=[sentra], kind=kind
    )


def labelled(cluster: Cluster, day: dt.date | None = None) -> list[Sentra]:
    return picture(cluster, library().on(day or dt.date.today())).leading


def test_a_sentra_that_meets_the_criteria_makes_a_business_cluster() -> None:
    sentra = leading_sentra()
    assert labelled(cluster_of(sentra)) == [sentra]


def test_the_tier_of_a_decree_alone_does_not() -> None:
    sentra = make.make_sentra(tier="leading")
    assert labelled(cluster_of(sentra)) == []


def test_the_label_drops_when_the_criteria_are_no_longer_met() -> None:
    sentra = leading_sentra(tier="leading")
    cluster = cluster_of(sentra)
    assert labelled(cluster) == [sentra]
    few = Membership.unscoped.filter(sentra=sentra).values("pk")[:10]
    Membership.unscoped.filter(pk__in=[row["pk"] for row in few]).update(left_on=dt.date.today() - dt.timedelta(days=1))
    assert labelled(cluster) == []


def test_neither_a_buyer_nor_a_retired_sentra_counts() -> None:
    sentra = leading_sentra()
    assert labelled(cluster_of(sentra, "buyer")) == []
    cluster = cluster_of(sentra)
    Sentra.unscoped.filter(pk=sentra.pk).update(is_active=False)
    assert labelled(cluster) == []


def test_the_page_says_which_sentra_and_which_provision() -> None:
    sentra = leading_sentra()
    client = Client()
    client.force_login(make.ministry().user)  # type: ignore[arg-type]
    shown = html.unescape(client.get(reverse("registry:cluster", args=[cluster_of(sentra).pk])).content.decode())
    assert f"Klaster bisnis: kriteria sentra unggulan hari ini dipenuhi oleh {sentra.name}." in " ".join(shown.split())
    assert "/hukum/pasal/kukm-23-2005/1.5/" in shown
