"""Enterprises with their owners: the largest of the registry's spreadsheets."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from sentra.indonesian.education import LEVELS
from sentra.indonesian.identifiers import mask_nik, parse_kbli, parse_nib, parse_nik, parse_npwp, parse_phone
from sentra.indonesian.problems import IndonesianValueError
from sentra.pages.errors import InputProblem
from sentra.registry.imports.columns import (
    CHOICE,
    DAY,
    EMAIL,
    YES_NO,
    CellType,
    Choice,
    Column,
    NotPlain,
    Read,
    choices_of,
    identifier,
    remembered,
    text,
    year,
)
from sentra.registry.imports.kinds.enterprise_records import YES_OR_NO, apply, compare
from sentra.registry.imports.kinds.known import alike, districts, names_of, regency_problem
from sentra.registry.imports.sheets import Context, Judged, Sheet
from sentra.registry.models import ImportKind, LegalForm, Sex
from sentra.registry.values import check_enterprise, check_person
from sentra.registry.values.people import DEFAULT_KBLI_VERSION, OLDEST_FOUNDING

OWNER_FIELDS = {"owner": "name", "nik": "nik", "sex": "sex", "birth_date": "birth_date", "education": "education"}
ENTERPRISE_FIELDS = {
    "name": "name",
    "legal_form": "legal_form",
    "nib": "nib",
    "npwp": "npwp",
    "kbli_code": "kbli_code",
    "founded_year": "founded_year",
    "product": "product",
    "raw_material": "raw_material",
    "address": "address",
    "village": "village",
    "district": "district_code",
    "phone": "phone",
    "email": "email",
    "citizens": "owned_by_indonesian_citizens",
    "subsidiary": "is_subsidiary",
}


def _nik_reader(context: Context) -> Read:
    today = context.today

    def read(raw: Any) -> str:
        try:
            found = parse_nik(raw, on=today)
        except IndonesianValueError:
            raise NotPlain from None
        if found.warnings:
            raise NotPlain
        return found.digits

    return read


def _npwp_reader(context: Context) -> Read:
    def read(raw: Any) -> str:
        try:
            found = parse_npwp(raw)
        except IndonesianValueError:
            raise NotPlain from None
        if found.kind == "nik":
            raise NotPlain
        return found.digits

    return read


def _regency_reader(context: Context) -> Read:
    names = names_of(context.regency)

    def read(raw: Any) -> str:
        if " ".join(str(raw).split()).casefold() not in names:
            raise NotPlain
        return context.regency.code

    return read


def _kbli(raw: str) -> Any:
    return parse_kbli(raw, int(DEFAULT_KBLI_VERSION))


def education_choices() -> tuple[Choice, ...]:
    """The levels of education, in every usual spelling."""
    return tuple(Choice(one.code, one.label_id, one.label_en, one.spellings) for one in LEVELS)


def regency_column(width: int = 20) -> Column:
    """The optional column that names the regency; a row of another one is refused."""
    return Column(
        "regency",
        "Kabupaten/Kota",
        "Regency or city",
        CellType("regency", _regency_reader),
        help_id="Boleh dikosongkan. Bila diisi harus kabupaten/kota dinas Anda; baris wilayah lain ditolak.",
        help_en="May stay empty. If filled in, it must be your office's regency; rows of others are refused.",
        width=width,
    )


def judge(raw: Mapping[str, Any], context: Context) -> Judged:
    """A row read as the forms read it: the owner as a person, the rest as an enterprise."""
    owner = check_person({field: raw.get(key) for key, field in OWNER_FIELDS.items()}, today=context.today)
    enterprise = check_enterprise(
        {field: raw.get(key) for key, field in ENTERPRISE_FIELDS.items()},
        regency_code=context.regency.code,
        today=context.today,
    )
    problems = [*_told(owner.problems, OWNER_FIELDS), *_told(enterprise.problems, ENTERPRISE_FIELDS)]
    if wrong := regency_problem(raw.get("regency"), context):
        problems.append(("regency", *wrong))
    values = {key: getattr(owner.values, field) for key, field in OWNER_FIELDS.items()}
    values |= {key: getattr(enterprise.values, field) for key, field in ENTERPRISE_FIELDS.items()}
    for key in YES_OR_NO:
        values[key] = None if values[key] is None else "yes" if values[key] else "no"
    warnings = [*_told(owner.warnings, OWNER_FIELDS), *_told(enterprise.warnings, ENTERPRISE_FIELDS)]
    return Judged(values, problems, warnings)


def _told(problems: tuple[InputProblem, ...], fields: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    keys = {field: key for key, field in fields.items()}
    for one in problems:
        yield keys[one.field], str(one.message), str(one.remedy)


def is_plain(values: Mapping[str, Any]) -> bool:
    """Whether birth date and sex, where given, are those that the NIK tells; else the judge words the doubt."""
    nik = values.get("nik")
    if nik is None or ("sex" not in values and "birth_date" not in values):
        return True
    day, born = int(nik[6:8]), values.get("birth_date")
    if "sex" in values and (values["sex"] == Sex.FEMALE) != (day > 40):
        return False
    return born is None or f"{born:%d%m%y}" == f"{day - 40 if day > 40 else day:02d}{nik[8:12]}"


def identities(values: Mapping[str, Any]) -> Iterator[Hashable]:
    """What tells enterprises apart: the NIB, the owner's NIK with the name, else both names with the district."""
    name = alike(values["name"])
    if nib := values.get("nib"):
        yield "nib", nib
    if nik := values.get("nik_hash"):
        yield "nik", nik, name
    if not nib and not nik:
        yield "names", name, alike(values["owner"]), values.get("district")


def _kept_npwp(number: str) -> str:
    return number  # the judge has masked a resident's number already; a company's is no personal number


_KBLI: CellType = remembered(identifier(_kbli, "code"))

ENTERPRISES = Sheet(
    kind=ImportKind.ENTERPRISES.value,
    title=ImportKind.ENTERPRISES.label,
    columns=(
        Column(
            "name",
            "Nama usaha",
            "Business name",
            text(200),
            required=True,
            help_id="Nama usaha seperti yang dikenal; bila tidak ada, tulis nama pemiliknya.",
            help_en="The name the business is known by; without one, the owner's name.",
            example="Batik Sekar Jati",
            width=28,
        ),
        Column(
            "owner",
            "Nama pemilik",
            "Owner's name",
            text(150),
            required=True,
            help_id="Nama sesuai KTP, tanpa gelar.",
            help_en="The name as on the identity card, without titles.",
            example="Siti Aminah",
            width=26,
        ),
        Column(
            "nik",
            "NIK pemilik",
            "Owner's NIK",
            CellType("nik", _nik_reader, digits=True),
            help_id="16 digit sesuai KTP, sebagai teks. Kosongkan bila belum diketahui, jangan diisi 0.",
            help_en="16 digits as on the KTP, as text. Leave empty while it is not known, never 0.",
            example="3375025508850001",
            width=20,
            mask=mask_nik,
        ),
        Column(
            "sex",
            "Jenis kelamin pemilik",
            "Owner's sex",
            CHOICE,
            choices=choices_of(Sex, male="L|Lk|Laki-laki|Pria", female="P|Pr|Perempuan|Wanita"),
            example="female",
            width=16,
        ),
        Column(
            "birth_date",
            "Tanggal lahir pemilik",
            "Owner's date of birth",
            DAY,
            help_id="Tanggal Excel, atau teks seperti 31/12/1985.",
            help_en="A date of Excel, or text such as 31/12/1985.",
            example="15/08/1985",
            width=16,
        ),
        Column(
            "education",
            "Pendidikan pemilik",
            "Owner's education",
            CHOICE,
            choices=education_choices(),
            example="senior_secondary",
            width=16,
        ),
        Column(
            "legal_form",
            "Bentuk usaha",
            "Legal form",
            CHOICE,
            choices=choices_of(
                LegalForm,
                individual="Perorangan|Usaha perorangan|UD",
                limited_partnership="CV|Persekutuan komanditer",
                limited_company="PT|Perseroan terbatas",
                individual_company="PT Perorangan|Perseroan perorangan",
                cooperative="Koperasi",
                other="Lainnya",
            ),
            help_id="Bila dikosongkan dicatat sebagai usaha perorangan.",
            help_en="Left empty, the business is recorded as an individual one.",
            example="individual",
            width=22,
        ),
        Column(
            "nib",
            "NIB",
            "NIB",
            identifier(parse_nib),
            help_id="13 digit dari OSS, sebagai teks. Kosongkan bila belum ada; tidak wajib.",
            help_en="13 digits from OSS, as text. Leave empty where there is none; it is not demanded.",
            example="9120001234567",
            width=16,
        ),
        Column(
            "npwp",
            "NPWP",
            "NPWP",
            CellType("npwp", _npwp_reader, digits=True),
            help_id="15 atau 16 digit, sebagai teks.",
            help_en="15 or 16 digits, as text.",
            width=20,
            mask=_kept_npwp,
        ),
        Column(
            "kbli_code",
            "KBLI",
            "KBLI",
            _KBLI,
            help_id=f"5 digit KBLI {DEFAULT_KBLI_VERSION}, sebagai teks.",
            help_en=f"5 digits of KBLI {DEFAULT_KBLI_VERSION}, as text.",
            example="13134",
            width=9,
        ),
        Column(
            "founded_year",
            "Tahun berdiri",
            "Year founded",
            year(OLDEST_FOUNDING),
            help_id="Empat angka, misalnya 2009.",
            help_en="Four figures, such as 2009.",
            example=2009,
            width=10,
        ),
        Column(
            "product",
            "Produk utama",
            "Main product",
            text(150),
            required=True,
            help_id="Barang atau jasa yang terutama dihasilkan.",
            help_en="The goods or services mainly made.",
            example="Batik tulis",
            width=24,
        ),
        Column("raw_material", "Bahan baku", "Raw material", text(150), example="Kain mori, malam", width=22),
        Column("address", "Alamat", "Address", text(250), example="Jalan Jenggot Raya 12", width=30),
        Column("village", "Kelurahan/Desa", "Village", text(80), example="Jenggot", width=18),
        Column(
            "district",
            "Kecamatan",
            "District",
            CHOICE,
            choices=districts,
            help_id="Pilih kecamatan dari daftar.",
            help_en="Choose the district from the list.",
            width=20,
        ),
        regency_column(),
        Column(
            "phone",
            "Nomor HP/telepon",
            "Phone",
            identifier(parse_phone, "e164"),
            help_id="Sebagai teks, misalnya 0812-3456-7890.",
            help_en="As text, such as 0812-3456-7890.",
            example="0812-3456-7890",
            width=18,
        ),
        Column("email", "Surel", "E-mail", EMAIL, example="sekarjati@contoh.id", width=24),
        Column(
            "citizens",
            "Milik WNI seluruhnya",
            "Owned by Indonesian citizens",
            CHOICE,
            choices=YES_NO,
            help_id="Ya bila semua pemilik WNI. Dibaca oleh ketentuan skala usaha; tanpa ini skala belum diketahui.",
            help_en="Yes when all owners are citizens. Read by the size class, which is unknown without it.",
            example="yes",
            width=14,
        ),
        Column(
            "subsidiary",
            "Anak perusahaan",
            "Subsidiary",
            CHOICE,
            choices=YES_NO,
            help_id="Tidak bila usaha berdiri sendiri. Dibaca oleh ketentuan skala usaha.",
            help_en="No when the business stands on its own. Read by the size class.",
            example="no",
            width=14,
        ),
    ),
    judge=judge,
    identities=identities,
    compare=compare,
    apply=apply,
    is_plain=is_plain,
    key=("name", "owner", "nik", "nib"),
)
