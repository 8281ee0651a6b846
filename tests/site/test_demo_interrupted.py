"""An interrupted demonstration leaves nothing behind."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from django.test import override_settings

from sentra.access.models import User
from sentra.decisions.models import Decision
from sentra.site.demo import build, cast, is_empty


class Interrupted(Exception):
    """Stands for a killed process."""


@pytest.mark.django_db
def test_an_interrupted_build_leaves_nothing(tmp_path: Path) -> None:
    with (
        override_settings(DEMO=True, MEDIA_ROOT=tmp_path),
        mock.patch.object(cast, "_found_regency", side_effect=Interrupted),
        pytest.raises(Interrupted),
    ):
        build(scale="small")
    assert is_empty()
    assert not User.objects.exists()
    assert not Decision.unscoped.exists()
