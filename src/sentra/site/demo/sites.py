"""The sentra of the demonstration, each with the way it went."""

from __future__ import annotations

from dataclasses import dataclass

from sentra.site.demo.places import (
    BANTUL,
    BATANG,
    JEPARA,
    KLATEN,
    KUDUS,
    PEKALONGAN,
    PEKALONGAN_REGENCY,
    SURAKARTA,
    YOGYAKARTA_CITY,
)


@dataclass(frozen=True)
class Path:
    """One proposal: for which tier, where it ends, and how many working days ago it got there.

    `decree` names the decree that designates it (1, 2) or the draft it stands in (3). `turn` is a turn on the way:
    "returned" once and resubmitted, "reassessed", "held_back", "reconsidered".
    """

    tier: str
    end: str
    age: int = 0
    decree: int = 0
    turn: str = ""


@dataclass(frozen=True)
class Site:
    """A sentra: where, what, how many members, how it does, and its proposals.

    `doing`: "well" meets every criterion and grows; "small" has too few members; "poor" sells too little; "unknown"
    lacks figures; "falling" meets the criteria of a sentra while its sales fall.
    """

    code: str
    name: str
    product: str
    craft: str
    village: str
    district: str
    paths: tuple[Path, ...] = ()
    doing: str = "well"
    reach: str = "inter_province"
    retired: str = ""
    small: bool = False  # part of the small world of the tests


def _d(decree: int, tier: str = "sentra", turn: str = "") -> Path:
    return Path(tier, "designated", decree=decree, turn=turn)


def _p(end: str, age: int, tier: str = "sentra", *, decree: int = 0, turn: str = "") -> Path:
    return Path(tier, end, age, decree, turn)


SITES: tuple[Site, ...] = (
    # Kota Pekalongan
    Site(
        PEKALONGAN,
        "Sentra Batik Jenggot",
        "Batik cap",
        "batik",
        "Jenggot",
        "Pekalongan Selatan",
        (_d(1), _d(2, "leading"), _d(2, "cluster")),
        reach="export",
        small=True,
    ),
    Site(
        PEKALONGAN,
        "Sentra Batik Kauman",
        "Batik tulis",
        "batik",
        "Kauman",
        "Pekalongan Timur",
        (_d(1, turn="returned"), _d(2, "leading"), _p("forwarded_to_ministry", 8, "cluster")),
        reach="national",
    ),
    Site(
        PEKALONGAN,
        "Sentra Batik Pesindon",
        "Batik kombinasi",
        "batik",
        "Bendan Kergon",
        "Pekalongan Barat",
        (_d(2), _p("submitted_to_province", 10, "leading")),
        reach="national",
        small=True,
    ),
    Site(
        PEKALONGAN,
        "Sentra Tenun ATBM Medono",
        "Kain tenun ATBM",
        "tenun",
        "Medono",
        "Pekalongan Barat",
        (_p("chosen", 9, decree=3),),
        small=True,
    ),
    Site(
        PEKALONGAN,
        "Sentra Konveksi Kuripan",
        "Busana muslim",
        "konveksi",
        "Kuripan Yosorejo",
        "Pekalongan Selatan",
        (_p("returned_to_regency", 6),),
        small=True,
    ),
    Site(
        PEKALONGAN,
        "Sentra Bordir Banyurip",
        "Mukena bordir",
        "konveksi",
        "Banyurip",
        "Pekalongan Selatan",
        (_p("submitted_to_province", 13),),
        small=True,
    ),
    Site(
        PEKALONGAN,
        "Sentra Olahan Ikan Krapyak",
        "Kerupuk ikan",
        "pangan",
        "Krapyak",
        "Pekalongan Utara",
        (_p("selected", 10),),
        small=True,
    ),
    Site(
        PEKALONGAN,
        "Sentra Canting Cap Landungsari",
        "Canting cap",
        "logam",
        "Noyontaansari",
        "Pekalongan Timur",
        (_p("assessed", 8),),
        doing="small",
        small=True,
    ),
    Site(
        PEKALONGAN,
        "Sentra Kriya Eceng Gondok Degayu",
        "Anyaman eceng gondok",
        "anyam",
        "Degayu",
        "Pekalongan Utara",
        (_p("identified", 6),),
        doing="poor",
        small=True,
    ),
    Site(
        PEKALONGAN,
        "Sentra Tahu Tempe Kradenan",
        "Tempe",
        "pangan",
        "Kradenan",
        "Pekalongan Selatan",
        doing="small",
        small=True,
    ),
    # Kabupaten Pekalongan
    Site(
        PEKALONGAN_REGENCY,
        "Sentra Batik Kemplong",
        "Batik tulis",
        "batik",
        "Kemplong",
        "Wiradesa",
        (_d(1),),
        doing="falling",
        reach="national",
    ),
    Site(
        PEKALONGAN_REGENCY,
        "Sentra Jin Wonopringgo",
        "Celana jin",
        "konveksi",
        "Galangpengampon",
        "Wonopringgo",
        (_d(2),),
    ),
    Site(
        PEKALONGAN_REGENCY,
        "Sentra Tenun Pakumbulan",
        "Sarung tenun",
        "tenun",
        "Pakumbulan",
        "Buaran",
        (_p("verified_by_province", 4),),
    ),
    Site(
        PEKALONGAN_REGENCY,
        "Sentra Batik Simbang Kulon",
        "Batik cap",
        "batik",
        "Simbang Kulon",
        "Buaran",
        (_p("forwarded_to_ministry", 15, turn="returned"),),
    ),
    Site(
        PEKALONGAN_REGENCY,
        "Sentra Gula Aren Paninggaran",
        "Gula aren",
        "pangan",
        "Lambanggelun",
        "Paninggaran",
        (_p("assessed", 30),),
        doing="poor",
        reach="within_regency",
    ),
    Site(
        PEKALONGAN_REGENCY,
        "Sentra Keripik Talun",
        "Keripik singkong",
        "pangan",
        "Talun",
        "Talun",
        (_p("identified", 2),),
        doing="small",
        reach="within_regency",
    ),
    # Batang
    Site(
        BATANG,
        "Sentra Emping Limpung",
        "Emping melinjo",
        "pangan",
        "Sukorejo",
        "Limpung",
        (_d(1), _p("reverified", 3, "leading")),
        reach="inter_regency",
        small=True,
    ),
    Site(
        BATANG,
        "Sentra Batik Rifaiyah",
        "Batik tulis",
        "batik",
        "Kalipucang Wetan",
        "Batang",
        (_p("verified_by_province", 6, turn="reassessed"),),
        small=True,
    ),
    Site(BATANG, "Sentra Kulit Masin", "Sepatu kulit", "kulit", "Masin", "Warungasem", (_p("chosen", 16),), small=True),
    Site(
        BATANG,
        "Sentra Gula Semut Reban",
        "Gula semut",
        "pangan",
        "Pacet",
        "Reban",
        (_p("withdrawn", 38),),
        doing="poor",
        reach="within_regency",
        small=True,
    ),
    Site(BATANG, "Sentra Anyaman Bambu Tragung", "Anyaman bambu", "anyam", "Tragung", "Kandeman", (_p("selected", 4),)),
    Site(
        BATANG,
        "Sentra Tas Rajut Subah",
        "Tas rajut",
        "kulit",
        "Jatisari",
        "Subah",
        doing="small",
        retired="Perajin berpindah menjadi pekerja pabrik di kawasan industri; tinggal tiga usaha yang berproduksi.",
        small=True,
    ),
    # Jepara
    Site(
        JEPARA,
        "Sentra Ukir Mulyoharjo",
        "Patung dan ukir kayu",
        "mebel",
        "Mulyoharjo",
        "Jepara",
        (_d(1), _d(2, "leading"), _d(2, "cluster")),
        reach="export",
    ),
    Site(
        JEPARA,
        "Sentra Mebel Tahunan",
        "Mebel jati",
        "mebel",
        "Tahunan",
        "Tahunan",
        (_d(1), _d(2, "leading")),
        reach="export",
    ),
    Site(
        JEPARA,
        "Sentra Tenun Troso",
        "Tenun ikat",
        "tenun",
        "Troso",
        "Pecangaan",
        (_d(1), _p("chosen", 5, "leading", decree=3)),
        reach="export",
    ),
    Site(
        JEPARA,
        "Sentra Monel Kriyan",
        "Perhiasan monel",
        "perak",
        "Kriyan",
        "Kalinyamatan",
        (_p("reverified", 9),),
        reach="national",
    ),
    Site(
        JEPARA,
        "Sentra Relief Senenan",
        "Relief kayu",
        "mebel",
        "Senenan",
        "Tahunan",
        (_p("submitted_to_province", 1),),
        reach="export",
    ),
    Site(
        JEPARA,
        "Sentra Rotan Teluk Wetan",
        "Keranjang rotan",
        "anyam",
        "Teluk Wetan",
        "Welahan",
        (_p("returned_to_regency", 11),),
        reach="national",
    ),
    Site(
        JEPARA,
        "Sentra Gerabah Mayong Lor",
        "Gerabah mainan",
        "gerabah",
        "Mayong Lor",
        "Mayong",
        (_p("identified", 10),),
        doing="unknown",
    ),
    # Klaten
    Site(
        KLATEN,
        "Sentra Lurik Tlingsing",
        "Kain lurik",
        "tenun",
        "Tlingsing",
        "Cawas",
        (_d(1), _p("forwarded_to_ministry", 2, "leading")),
        reach="national",
    ),
    Site(
        KLATEN,
        "Sentra Cor Logam Batur",
        "Komponen cor",
        "logam",
        "Tegalrejo",
        "Ceper",
        (_d(1), _d(2, "leading")),
        reach="national",
    ),
    Site(
        KLATEN,
        "Sentra Gerabah Melikan",
        "Gerabah putaran miring",
        "gerabah",
        "Paseban",
        "Bayat",
        (_d(2),),
        reach="national",
    ),
    Site(KLATEN, "Sentra Konveksi Wedi", "Seragam", "konveksi", "Pandes", "Wedi", (_p("chosen", 9, decree=3),)),
    Site(
        KLATEN,
        "Sentra Payung Juwiring",
        "Payung hias",
        "anyam",
        "Tanjung",
        "Juwiring",
        (_p("assessed", 60, turn="held_back"),),
    ),
    Site(
        KLATEN,
        "Sentra Soun Manjung",
        "Soun pati aren",
        "pangan",
        "Manjung",
        "Ngawen",
        (_p("not_chosen", 300), _p("selected", 7)),
    ),
    Site(KLATEN, "Sentra Batik Jarum", "Batik warna alam", "batik", "Jarum", "Bayat", doing="unknown"),
    # Kota Surakarta
    Site(SURAKARTA, "Sentra Batik Laweyan", "Batik tulis", "batik", "Laweyan", "Laweyan", (_d(2),), reach="export"),
    Site(
        SURAKARTA,
        "Sentra Sangkar Burung Mojosongo",
        "Sangkar burung",
        "anyam",
        "Mojosongo",
        "Jebres",
        (_p("submitted_to_province", 5, turn="returned"),),
        reach="national",
    ),
    Site(
        SURAKARTA,
        "Sentra Blangkon Potrojayan",
        "Blangkon",
        "konveksi",
        "Serengan",
        "Serengan",
        (_p("assessed", 5),),
        doing="small",
    ),
    Site(
        SURAKARTA,
        "Sentra Mebel Gilingan",
        "Mebel rotan dan kayu",
        "mebel",
        "Gilingan",
        "Banjarsari",
        doing="small",
        retired="Bergabung ke kawasan mebel Kalijambe; perajin setempat beralih usaha.",
    ),
    # Kudus
    Site(
        KUDUS,
        "Sentra Bordir dan Konveksi Padurenan",
        "Bordir",
        "konveksi",
        "Padurenan",
        "Gebog",
        (_d(1), _p("assessed", 4, "leading")),
        doing="falling",
        reach="national",
    ),
    Site(KUDUS, "Sentra Jenang Kaliputu", "Jenang", "pangan", "Kaliputu", "Kota Kudus", (_d(2),), reach="national"),
    Site(
        KUDUS,
        "Sentra Pande Besi Hadipolo",
        "Alat pertanian",
        "logam",
        "Hadipolo",
        "Jekulo",
        (_p("reverified", 12, turn="reconsidered"),),
    ),
    Site(KUDUS, "Sentra Tas Loram", "Tas", "kulit", "Loram Kulon", "Jati", (_p("identified", 15),), doing="small"),
    Site(
        KUDUS,
        "Sentra Anyaman Bambu Jepang",
        "Anyaman bambu",
        "anyam",
        "Jepang",
        "Mejobo",
        doing="small",
        reach="inter_regency",
    ),
    # Bantul
    Site(
        BANTUL,
        "Sentra Gerabah Kasongan",
        "Gerabah seni",
        "gerabah",
        "Bangunjiwo",
        "Kasihan",
        (_d(1), _d(2, "leading")),
        reach="export",
        small=True,
    ),
    Site(
        BANTUL,
        "Sentra Batik Giriloyo",
        "Batik tulis",
        "batik",
        "Wukirsari",
        "Imogiri",
        (_p("forwarded_to_ministry", 17),),
        reach="national",
        small=True,
    ),
    Site(
        BANTUL,
        "Sentra Kulit Manding",
        "Kriya kulit",
        "kulit",
        "Sabdodadi",
        "Bantul",
        (_p("not_chosen", 45),),
        reach="national",
        small=True,
    ),
    Site(
        BANTUL,
        "Sentra Topeng Krebet",
        "Topeng kayu batik",
        "mebel",
        "Sendangsari",
        "Pajangan",
        (_p("submitted_to_province", 9),),
        reach="export",
    ),
    Site(
        BANTUL,
        "Sentra Bambu Muntuk",
        "Kriya bambu",
        "anyam",
        "Muntuk",
        "Dlingo",
        (_p("identified", 12),),
        doing="poor",
        small=True,
    ),
    # Kota Yogyakarta
    Site(
        YOGYAKARTA_CITY,
        "Sentra Perak Kotagede",
        "Perhiasan perak",
        "perak",
        "Prenggan",
        "Kotagede",
        (_d(2),),
        reach="export",
    ),
    Site(
        YOGYAKARTA_CITY,
        "Sentra Bakpia Pathuk",
        "Bakpia",
        "pangan",
        "Ngampilan",
        "Ngampilan",
        (_p("verified_by_province", 1),),
        reach="national",
    ),
    Site(
        YOGYAKARTA_CITY,
        "Sentra Jumputan Tahunan",
        "Kain jumputan",
        "batik",
        "Tahunan",
        "Umbulharjo",
        (_p("selected", 11),),
    ),
)
