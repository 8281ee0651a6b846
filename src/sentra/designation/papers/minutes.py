"""The minutes of a verification (Pasal 7 huruf c dan e)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sentra.access.models import Appointment
from sentra.designation.models import AssessmentStep, Proposal
from sentra.designation.papers.common import RESULTS, check_title, cited, findings_on_paper
from sentra.documents.rendering import content as c
from sentra.documents.services import letterhead_of, signature_of
from sentra.indonesian.dates import date_in_words
from sentra.law import Law, Verdict
from sentra.territory.models import Office

#: By which provision a step verifies, and what.
_OF_STEP: dict[str, tuple[str, str]] = {
    AssessmentStep.COMPLETENESS: ("7.c", "kelengkapan berkas"),
    AssessmentStep.REVERIFICATION: ("7.e.1", "kembali kelengkapan berkas dan pemenuhan kriteria"),
}


def minutes(
    proposal: Proposal,
    verdicts: Sequence[Verdict],
    *,
    step: str,
    law: Law,
    day: dt.date,
    office: Office,
    signer: Appointment,
    number_text: str = "",
    note: str = "",
) -> c.Paper:
    """The minutes of a verification: who, on which day in words, by which provision, what was found, the conclusion."""
    signature = signature_of(signer)
    regency, (clause, what) = proposal.regency.name, _OF_STEP[step]
    blocks: list[c.Block] = [
        c.Paragraph(f"Pada hari ini, {date_in_words(day)}, yang bertanda tangan di bawah ini:"),
        c.KeyValues(
            (("Nama", signature.name), ("Jabatan", signature.full_title), ("Kantor", office.name)), indent=True
        ),
        c.Paragraph(
            f"telah memverifikasi {what} usulan {proposal.sentra.name} dari {regency} sesuai {cited(law, clause)} "
            "dengan hasil sebagai berikut:"
        ),
    ]
    for verdict in verdicts:
        title = check_title(verdict)
        blocks += [c.Heading(title, 2), c.FindingList(findings_on_paper(verdict))]
    results = "; ".join(f"{check_title(one)}: {RESULTS[one.verdict]}" for one in verdicts)
    blocks.append(c.Paragraph(f"Kesimpulan: {results}.", bold=True))
    if note:
        blocks.append(c.Paragraph(f"Catatan: {note}"))
    blocks.append(
        c.Paragraph("Demikian Berita Acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.")
    )
    return c.Paper(
        kind="minutes",
        title="BERITA ACARA VERIFIKASI USULAN SENTRA",
        letterhead=letterhead_of(office),
        number=number_text,
        place=office.city,
        blocks=tuple(blocks),
        signature=signature,
    )
