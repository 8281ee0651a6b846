"""Provinces, regencies and cities as files of the nation write them: Kemendagri code, BPS code and name.

The two systems of codes overlap: one code may mean two regions. The Kemendagri code finds the region and the name must
say the same, so that a code of the other system is never taken for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from sentra.registry.imports.issues import Issue, issue
from sentra.territory.models import Region, RegionLevel, RegionVersion

_KIND = re.compile(r"(provinsi|prov|kabupaten|kab|kota)\b\.?\s*(?:(?:administrasi|adm)\b\.?\s*)?")
_KINDS = {"prov": "provinsi", "kab": "kabupaten"}
_HONOUR = re.compile(r"(?:daerah\s+istimewa|daerah\s+khusus(?:\s+ibu\s?kota)?|d\.?\s?i\.?|d\.?\s?k\.?\s?i\.?)\s+")
_BRACKETS = re.compile(r"\(.*?\)")
_LINKING = re.compile(r"\bdan\b|[\W_]")
_SHORTEST_MISSPELT = 6  # in shorter names another letter may be another region


@dataclass
class Place:
    """A region with the BPS codes that it and its province have or had."""

    region: Region
    bps_codes: set[str] = field(default_factory=set)
    province_bps_codes: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """`provinsi`, `kabupaten` or `kota`."""
        return "provinsi" if self.region.level == RegionLevel.PROVINCE else self.region.kind


@dataclass(frozen=True)
class Written:
    """The cells by which a row names its region, and the columns they stand in."""

    code: str
    name: str
    bps_code: str = ""
    code_column: str = "kemendagri_code"
    name_column: str = "name_as_published"


class Places:
    """The regions of the country, to be found as they are written."""

    def __init__(self) -> None:
        self.by_code: dict[str, list[Place]] = defaultdict(list)
        self.by_name: dict[str, list[Place]] = defaultdict(list)
        known = {
            one.pk: Place(one)
            for one in Region.objects.filter(level__in=[RegionLevel.PROVINCE, RegionLevel.REGENCY]).order_by("code")
        }
        for place in known.values():
            self._add(place, place.region)
        parents: dict[int, set[int]] = {key: {one.region.parent_id or key} for key, one in known.items()}
        for version in RegionVersion.objects.filter(region__in=known).order_by("-valid_from"):
            self._add(known[version.region_id], version)
            parents[version.region_id].add(version.parent_id or version.region_id)
        for key, place in known.items():
            place.province_bps_codes = {code for one in parents[key] for code in known[one].bps_codes}

    def _add(self, place: Place, of: Region | RegionVersion) -> None:
        name = bare(of.name)[1]
        place.bps_codes |= {of.bps_code} - {""}
        for found in (self.by_code[of.code], self.by_name[name]):
            if place not in found:
                found.append(place)

    def find(self, written: Written) -> Place | Issue:
        """The region that code and name mean together, or what is wrong with which of the two cells."""
        same_code, named = self.by_code.get(written.code, []), self._named(written.name)
        found = next((one for one in same_code if one in named), None)
        if found is None:
            return _wrong(written, same_code[0] if same_code else None, _meant(named, written))
        # A regency and a city of one name: without its kind the name does not hold the code to anything.
        alike = [one for one in named if one.kind != "provinsi"]
        if found not in alike or len(alike) < 2 or written.bps_code in found.bps_codes:
            return found
        return issue(
            written.name_column,
            _("“%(name)s” may be the regency or the city."),
            _("Write “%(first)s” or “%(second)s”."),
            name=written.name,
            first=alike[0].region.name,
            second=alike[1].region.name,
        )

    def _named(self, written: str) -> list[Place]:
        """The regions of a name; where it is none's, those from whose name it differs by one letter."""
        kind, name = bare(written)
        exact = self.by_name.get(name) or (
            [place for known, places in self.by_name.items() if _one_letter_apart(name, known) for place in places]
            if len(name) >= _SHORTEST_MISSPELT
            else []
        )
        return [one for one in exact if kind in ("", one.kind)]


def bare(written: str) -> tuple[str, str]:
    """The kind that a name says (or nothing) and the name itself, in one writing: no case, blanks or marks."""
    words = _BRACKETS.sub(" ", written.casefold()).strip()
    kind = ""
    if found := _KIND.match(words):
        kind, words = _KINDS.get(found[1], found[1]), words[found.end() :]
    return kind, _LINKING.sub("", _HONOUR.sub("", words, count=1) if _HONOUR.match(words) else words)


def _wrong(written: Written, coded: Place | None, meant: Place | None) -> Issue:
    """Why code and name do not go together, at the cell that is likely to be wrong."""
    places: dict[str, Any] = {
        "code": written.code,
        "name": written.name,
        "meant": meant.region.name if meant else "",
        "right": meant.region.code if meant else "",
        "coded": coded.region.name if coded else "",
    }
    if meant is not None and written.code in meant.bps_codes:
        message = _("%(code)s is the BPS code of %(meant)s, not its Kemendagri code.")
        return issue(written.code_column, message, _("Write its Kemendagri code, %(right)s."), **places)
    if coded is None:
        remedy = _("Write %(right)s, the Kemendagri code of %(meant)s.") if meant else _("Look at the list of regions.")
        return issue(written.code_column, _("%(code)s is no Kemendagri code."), remedy, **places)
    message = _("%(code)s is the Kemendagri code of %(coded)s, not of “%(name)s”.")
    # The BPS code bears witness for the code only where it is another number: else it may have been copied into it.
    is_witnessed = written.bps_code != written.code and written.bps_code in coded.bps_codes
    if meant is None or is_witnessed:
        remedy = _("Write the name “%(coded)s”, or the code of the region that is meant.")
        return issue(written.name_column, message, remedy, **places)
    remedy = _("Write %(right)s, the Kemendagri code of %(meant)s, if the name is right.")
    return issue(written.code_column, message, remedy, **places)


def _meant(named: list[Place], written: Written) -> Place | None:
    """The region that a name says; where several have it, the one whose BPS code stands in the row."""
    if len(named) > 1:
        given = {written.code, written.bps_code}
        named = [one for one in named if one.bps_codes & given]
    return named[0] if len(named) == 1 else None


def _one_letter_apart(first: str, second: str) -> bool:
    """Whether one letter is another, missing or too many."""
    short, long = sorted((first, second), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next((at for at, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    rest = long[start + 1 :]
    return rest in (short[start + 1 :], short[start:])
