"""The parts of a table in the store: Parquet files of bounded size, kept under the hash of their content.

Equal parts of two snapshots are one file, so that carrying a part over costs nothing.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

if TYPE_CHECKING:
    import polars as pl

#: Rows of one part: what is held in memory at once, and the step of every progress bar.
PART_ROWS = 250_000
_READ = 1 << 20
_FOLDER, _SHORT = "snapshots", 2


@dataclass(frozen=True)
class Part:
    """One file of a table: its content's hash, its rows, its bytes."""

    sha256: str
    rows: int
    size: int

    def as_json(self) -> dict[str, Any]:
        """The part as a snapshot keeps it."""
        return asdict(self)


def write(frame: pl.DataFrame) -> Part:
    """Keep rows as one part."""
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        frame.write_parquet(file.name, compression="zstd")
        sha256, size = _measured(Path(file.name))
        if not default_storage.exists(_name(sha256)):
            with Path(file.name).open("rb") as content:
                default_storage.save(_name(sha256), File(content))
    return Part(sha256, frame.height, size)


def path_of(sha256: str) -> Path:
    """The part on this machine; from another store it is fetched once. Raises FileNotFoundError."""
    try:
        return Path(default_storage.path(_name(sha256)))
    except NotImplementedError:
        return _fetched(sha256)


def drop(hashes: Iterable[str]) -> None:
    """Remove parts that no snapshot names any more."""
    for sha256 in hashes:
        default_storage.delete(_name(sha256))
        _near(sha256).unlink(missing_ok=True)


def stored() -> set[str]:
    """The hashes of all parts in the store."""
    try:
        folders = [name for name in default_storage.listdir(_FOLDER)[0] if len(name) == _SHORT]
    except FileNotFoundError:
        return set()
    files = [name for folder in folders for name in default_storage.listdir(f"{_FOLDER}/{folder}")[1]]
    return {name.removesuffix(".parquet") for name in files}


def hash_of(parts: Iterable[Part]) -> str:
    """The hash of a whole table, by its parts in their order."""
    return hashlib.sha256("\n".join(part.sha256 for part in parts).encode()).hexdigest()


def _name(sha256: str) -> str:
    return f"{_FOLDER}/{sha256[:_SHORT]}/{sha256}.parquet"


def _near(sha256: str) -> Path:
    return Path(settings.STATE) / "snapshots" / f"{sha256}.parquet"


def _fetched(sha256: str) -> Path:
    near = _near(sha256)
    if not near.exists():
        near.parent.mkdir(parents=True, exist_ok=True)
        copied(_name(sha256)).replace(near)
    return near


def copied(name: str) -> Path:
    """A copy of a file of the store on this machine; whoever asks removes it."""
    folder = Path(settings.STATE) / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    with default_storage.open(name) as source, tempfile.NamedTemporaryFile(dir=folder, delete=False) as target:
        while chunk := source.read(_READ):
            target.write(chunk)
    return Path(target.name)


def _measured(path: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(_READ):
            digest.update(chunk)
    return digest.hexdigest(), path.stat().st_size
