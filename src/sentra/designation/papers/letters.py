"""The cover letters of the regency's and the province's agency (Pasal 7 huruf b dan d)."""

from __future__ import annotations

from collections.abc import Sequence

from sentra.access.models import Appointment
from sentra.designation.models import Funding, Proposal, Submission
from sentra.designation.papers.common import cited, ending, label_of
from sentra.documents.rendering import content as c
from sentra.documents.services import letterhead_of, signature_of
from sentra.indonesian.words import quantity_in_words
from sentra.law import Law
from sentra.registry.models import Tier
from sentra.territory.models import Office


def regency_letter(
    submission: Submission,
    proposals: Sequence[Proposal],
    office: Office,
    signer: Appointment,
    to: Office | None,
    law: Law,
) -> c.Paper:
    """The cover letter of the regency's agency to the province's (Pasal 7 huruf b)."""
    count = quantity_in_words(len(proposals))
    return _letter(
        office=office,
        signer=signer,
        subject=f"Usulan Penetapan Sentra UKM Tahun {submission.year}",
        to=_recipient(to, "Kepala Dinas yang membidangi koperasi dan UKM provinsi"),
        opening=(
            "Menindaklanjuti hasil identifikasi, penilaian, dan seleksi Kelompok Kerja Keuangan "
            f"{submission.regency.name}, sesuai {cited(law, '7.b')} "
            f"bersama ini kami usulkan {count} calon sentra "
            "beserta berkasnya untuk diverifikasi kelengkapannya dan diteruskan kepada Kementerian."
        ),
        proposals=proposals,
        copies=(f"Kelompok Kerja Keuangan {submission.regency.name}.",),
    )


def province_letter(
    proposals: Sequence[Proposal], office: Office, signer: Appointment, to: Office | None, law: Law
) -> c.Paper:
    """The cover letter of the province's agency to the ministry (Pasal 7 huruf d)."""
    count = quantity_in_words(len(proposals))
    regencies = sorted({one.regency.name for one in proposals})
    return _letter(
        office=office,
        signer=signer,
        subject="Penyampaian Usulan Penetapan Sentra UKM",
        to=_recipient(to, "Deputi yang membidangi pengembangan usaha"),
        opening=(
            "Berkas usulan berikut telah diverifikasi kelengkapannya oleh Kelompok Kerja Keuangan provinsi. "
            f"Sesuai {cited(law, '7.d')} bersama ini kami sampaikan {count} calon sentra dari "
            f"{', '.join(regencies)} untuk diverifikasi dan ditetapkan."
        ),
        proposals=proposals,
        copies=tuple(
            f"Kepala Dinas yang membidangi koperasi dan UKM {name}{ending(i, regencies)}"
            for i, name in enumerate(regencies)
        ),
    )


def _letter(
    *,
    office: Office,
    signer: Appointment,
    subject: str,
    to: Sequence[str],
    opening: str,
    proposals: Sequence[Proposal],
    copies: Sequence[str],
) -> c.Paper:
    return c.Paper(
        kind="letter",
        letterhead=letterhead_of(office),
        place=office.city,
        nature="Biasa",
        attachment="1 (satu) berkas",
        subject=subject,
        recipients=tuple(to),
        blocks=(
            c.Paragraph(opening, indent=True),
            _proposed(proposals),
            c.Paragraph("Demikian disampaikan, atas perhatian Saudara kami ucapkan terima kasih.", indent=True),
        ),
        signature=signature_of(signer),
        copies=tuple(copies),
    )


def _proposed(proposals: Sequence[Proposal]) -> c.Table:
    columns = (
        c.Column("No.", 0.4, "center"),
        c.Column("Sentra", 2),
        c.Column("Produk", 1.5),
        c.Column("Kabupaten/Kota", 1.5),
        c.Column("Jenjang", 1.5),
        c.Column("Sumber dana", 1.5),
    )
    rows = tuple(
        (
            str(i),
            one.sentra.name,
            one.sentra.product,
            one.regency.name,
            label_of(Tier, one.tier),
            label_of(Funding, one.funding_source),
        )
        for i, one in enumerate(proposals, start=1)
    )
    return c.Table(columns, rows)


def _recipient(office: Office | None, otherwise: str) -> tuple[str, ...]:
    if office is None:
        return (f"Yth. {otherwise}", "di tempat")
    return (f"Yth. {office.name}", f"di {office.city or 'tempat'}")
