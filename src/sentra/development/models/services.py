"""Services to members, equipment and news of the network, and outreach for the use of providers."""

from __future__ import annotations

import uuid

from django.db import models

from sentra.access.models import User
from sentra.registry.models import Enterprise, Partner, Sentra
from sentra.territory.models import Office, Region
from sentra.territory.scope import Territorial


class ServiceEntry(Territorial):
    """One service of a BDS provider to one member of a sentra (Pasal 8 ayat (1) huruf b)."""

    territory_path = "sentra__regency"
    record_path = ("sentra_id", "provider_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="service_entries")
    provider = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="service_entries")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="service_entries")
    day = models.DateField()
    service = models.CharField(max_length=200)
    result = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-day", "-recorded_at"]
        indexes = [models.Index(fields=["sentra", "day"], name="service_sentra_day")]

    def __str__(self) -> str:
        return f"{self.service} · {self.enterprise}"

    @property
    def regency(self) -> Region:
        return self.sentra.regency


class NetworkEquipment(Territorial):
    """Equipment of the communication network handed to a named party (Pasal 8 ayat (1) huruf c)."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="network_equipment")
    receiver = models.CharField(max_length=200)
    item = models.CharField(max_length=200)
    condition = models.CharField(max_length=120)
    supplied_on = models.DateField()
    supplied_by = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-supplied_on"]

    def __str__(self) -> str:
        return self.item

    @property
    def regency(self) -> Region:
        return self.sentra.regency


class NewsItem(Territorial):
    """Business information for the designated sentra of a region: prices, buyers, materials, tenders."""

    territory_path = "region"
    record_path = ("region__sentra__id", "region__children__sentra__id")
    may_be_provincial = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    text = models.TextField()
    source = models.CharField(max_length=200)
    published_on = models.DateField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-published_on", "-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def regency(self) -> Region:
        return self.region


class Outreach(Territorial):
    """An activity that makes members willing or able to use BDS providers (Pasal 15 huruf c)."""

    territory_path = "sentra__regency"
    record_path = "sentra_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sentra = models.ForeignKey(Sentra, on_delete=models.PROTECT, related_name="outreach")
    aim = models.CharField(max_length=20)  # an aspect of the clause: willingness, ability
    title = models.CharField(max_length=200)
    planned_on = models.DateField()
    held_on = models.DateField(null=True)
    account = models.TextField(blank=True)  # what was done
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["-planned_on"]

    def __str__(self) -> str:
        return self.title

    @property
    def regency(self) -> Region:
        return self.sentra.regency
