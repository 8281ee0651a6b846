"""Clusters: the chain of parties that a sentra may be part of (Permen KUKM 23/2005 Pasal 1 angka 4 dan 5)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sentra.registry.models.partners import Partner
from sentra.registry.models.sentra import Sentra


class Cluster(models.Model):
    """A cluster development record, opened by the ministry from one or more sentra; national, read by all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=150)
    product_chain = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ClusterPartyKind(models.TextChoices):
    CORE = "core_industry", _("Core industry")
    SUPPLIER = "supplier_industry", _("Supplying industry")
    RELATED = "related_industry", _("Related industry")
    TECHNOLOGY = "technology_producer", _("Technology producer")
    BRIDGING = "bridging_institution", _("Bridging institution")
    BUYER = "buyer", _("Buyer")


class SupplyKind(models.TextChoices):
    RAW = "raw_material", _("Raw material")
    AUXILIARY = "auxiliary_material", _("Auxiliary material")
    ACCESSORY = "accessory", _("Accessory")


class ClusterParty(models.Model):
    """A party of a cluster: a sentra, a registered partner, or one named in words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(max_length=24, choices=ClusterPartyKind.choices)
    sentra = models.ForeignKey(Sentra, null=True, blank=True, on_delete=models.PROTECT, related_name="cluster_roles")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="cluster_roles")
    name = models.CharField(max_length=200, blank=True)
    supplies = models.CharField(max_length=20, choices=SupplyKind.choices, blank=True)
    shared_resource = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sentra__isnull=False) | Q(partner__isnull=False) | ~Q(name=""),
                name="cluster_party_is_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind="supplier_industry") | ~Q(supplies=""), name="cluster_supplier_says_what"
            ),
            models.UniqueConstraint(
                fields=["cluster", "kind", "sentra"],
                condition=Q(sentra__isnull=False),
                name="cluster_role_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.sentra or self.partner or self.name)


class ClusterLink(models.Model):
    """What flows from one party of a cluster to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="links")
    from_party = models.ForeignKey(ClusterParty, on_delete=models.CASCADE, related_name="gives")
    to_party = models.ForeignKey(ClusterParty, on_delete=models.CASCADE, related_name="receives")
    flow = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_party=F("to_party")), name="cluster_link_joins_two"),
        ]
