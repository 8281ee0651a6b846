"""Where the demonstration plays and who signs in there; other tests find its key records by these names."""

from __future__ import annotations

from sentra.access.roles import Role

CENTRAL_JAVA, YOGYAKARTA = "33", "34"
PEKALONGAN, PEKALONGAN_REGENCY, BATANG, JEPARA = "3375", "3326", "3325", "3320"
KLATEN, SURAKARTA, KUDUS = "3310", "3372", "3319"
BANTUL, YOGYAKARTA_CITY = "3402", "3471"

PROVINCES = (CENTRAL_JAVA, YOGYAKARTA)
REGENCIES = (
    PEKALONGAN,
    PEKALONGAN_REGENCY,
    BATANG,
    JEPARA,
    KLATEN,
    SURAKARTA,
    KUDUS,
    BANTUL,
    YOGYAKARTA_CITY,
)
#: Enough to show every state, an acting head and a neighbour province; for tests.
SMALL_REGENCIES = (PEKALONGAN, BATANG, BANTUL)

#: Where each regency's office writes its letters from, and about where its middle lies.
SEATS: dict[str, tuple[str, float, float]] = {
    PEKALONGAN: ("Pekalongan", -6.8886, 109.6753),
    PEKALONGAN_REGENCY: ("Kajen", -6.9700, 109.6100),
    BATANG: ("Batang", -6.9400, 109.8000),
    JEPARA: ("Jepara", -6.6100, 110.7000),
    KLATEN: ("Klaten", -7.7000, 110.6300),
    SURAKARTA: ("Surakarta", -7.5680, 110.8200),
    KUDUS: ("Kudus", -6.8000, 110.8500),
    BANTUL: ("Bantul", -7.8900, 110.3400),
    YOGYAKARTA_CITY: ("Yogyakarta", -7.8100, 110.3850),
    CENTRAL_JAVA: ("Semarang", -6.9900, 110.4200),
    YOGYAKARTA: ("Yogyakarta", -7.7950, 110.3690),
    "": ("Jakarta", -6.2200, 106.8300),
}

#: The one password of every demonstration account; printed by `sentra demo`.
PASSWORD = "sentra-demo-2005"  # noqa: S105 - a demonstration's password is public
DOMAIN = "demo.sentra.test"

_SLUGS: dict[str, str] = {
    Role.REGENCY_OFFICER: "petugas",
    Role.REGENCY_HEAD: "kepala",
    Role.REGENCY_GROUP: "pokja",
    Role.PROVINCE_OFFICER: "petugas",
    Role.PROVINCE_HEAD: "kepala",
    Role.PROVINCE_GROUP: "pokja",
    Role.TECHNICAL_UNIT: "uptd",
    Role.MINISTRY_OFFICER: "kementerian",
    Role.MINISTRY_APPROVER: "deputi",
    Role.DECREE_OFFICER: "keputusan",
    Role.ADMINISTRATOR: "admin",
    Role.AUDITOR: "auditor",
    Role.OBSERVER: "pengamat",
    Role.SENTRA_MANAGER: "pengelola",
    Role.PARTNER: "mitra",
}


def account(role: str, code: str = "", n: int = 1) -> str:
    """The e-mail of the n-th person who holds a role in a region; no code for the ministry's and the nation's.

    `account(Role.REGENCY_OFFICER, PEKALONGAN)` gives `petugas.3375@demo.sentra.test`. In Batang the head is an
    acting one (Plt.), found under the same name.
    """
    place = f".{code}" if code else ""
    number = "" if n == 1 else f".{n}"
    return f"{_SLUGS[Role(role)]}{place}{number}@{DOMAIN}"
