"""The cache that all processes share: where rate limits count."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client
from django.urls import reverse

from sentra.access.roles import Role
from sentra.site import cli
from sentra.territory import seed
from tests.personas import PASSWORD, PEKALONGAN, persona

TABLE = "sentra_cache"


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {TABLE}")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_wrong_passwords_are_counted_where_other_processes_see_them() -> None:
    assert isinstance(caches["default"], DatabaseCache)
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    assert officer.user is not None
    before = rows()
    Client().post(reverse("account_login"), {"login": officer.user.email, "password": f"bukan {PASSWORD}"})
    assert rows() > before


@pytest.mark.django_db
def test_migrating_makes_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seed, "seed_all", lambda: "seeded")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")
    assert cli.main(["migrate"]) == 0
    assert cli.main(["migrate"]) == 0, "a second time changes nothing"
    cache.set("asked", 1)
    assert cache.get("asked") == 1


def test_redis_is_used_where_its_address_is_given(tmp_path: Path) -> None:
    environment = os.environ | {"REDIS_URL": "redis://127.0.0.1:6379/7", "SENTRA_STATE": str(tmp_path)}
    said = "from sentra.site.settings import CACHES as c; print(c['default']['BACKEND'], c['default']['LOCATION'])"
    run = subprocess.run([sys.executable, "-c", said], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["django.core.cache.backends.redis.RedisCache", "redis://127.0.0.1:6379/7"]
