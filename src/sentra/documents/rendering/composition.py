"""The order of a paper's parts, decided once for both renderers.

`compose` turns a paper into sections (runs of pages of one orientation) of simple `parts`.
"""

from __future__ import annotations

from dataclasses import replace

from sentra.documents.rendering.content import (
    Annex,
    Block,
    Clause,
    Column,
    Dictum,
    Finding,
    FindingList,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Signature,
    Signatures,
    Table,
    TeamMember,
)
from sentra.documents.rendering.labels import Labels, labels
from sentra.documents.rendering.parts import (
    AnnexHead,
    Composition,
    Copies,
    Footer,
    Masthead,
    Note,
    Part,
    Provision,
    Provisions,
    Recipients,
    Reference,
    Section,
    Signing,
    Signings,
    TitleBlock,
)
from sentra.documents.rendering.text import cleaned


def compose(paper: Paper) -> Composition:
    """The paper's parts in their order, with its fixed words, numbers of headings and every string clean."""
    paper = cleaned(paper)
    words = labels(paper.language)
    sections = _sections(_main_parts(paper, words), landscape=paper.landscape)
    for annex in paper.annexes:
        sections += _sections(_annex_parts(paper, annex, words), landscape=annex.landscape)
    verification = paper.verification
    return Composition(
        title=_file_title(paper, words),
        watermark=words.draft if paper.draft else "",
        footer=Footer(
            verify=words.verify if verification else "",
            url=verification.url if verification else "",
            code=f"{words.code}: {verification.code}" if verification and verification.code else "",
            page=words.page,
        ),
        sections=sections,
    )


def _file_title(paper: Paper, words: Labels) -> str:
    named = [" ".join(s.split()) for s in (paper.title, paper.number, paper.subject) if s]
    return " – ".join(named) or words.paper


def _main_parts(paper: Paper, words: Labels) -> list[Part]:
    parts: list[Part] = [_masthead(paper.letterhead, words)] if paper.letterhead else []
    if paper.kind == "letter":
        parts += _letter_head(paper, words)
    elif paper.title:
        parts.append(TitleBlock(paper.title, _title_lines(paper, words)))
        parts += [Recipients(paper.recipients)] if paper.recipients else []
    parts += _blocks(paper.blocks, words, titled=paper.kind != "letter" and bool(paper.title))
    if paper.signature:
        parts.append(_signing(paper.signature, _opening(paper, words)))
    if paper.copies:
        parts.append(Copies(f"{words.copies}:", _punctuated(paper.copies)))
    if paper.note:
        parts.append(Note(paper.note))
    return parts


def _masthead(head: Letterhead, words: Labels) -> Masthead:
    reached = (f"{words.phone} {head.phone}" if head.phone else "", head.email, head.website)
    lines = (head.address, ", ".join(s for s in reached if s))
    return Masthead(
        emblem=head.emblem,
        alt=f"{words.emblem} {head.government or head.office}",
        government=head.government,
        office=head.office,
        contact=tuple(line for line in lines if line),
    )


def _letter_head(paper: Paper, words: Labels) -> list[Part]:
    rows = _filled(
        (words.number, paper.number),
        (words.nature, paper.nature),
        (words.attachment, paper.attachment),
        (words.subject, paper.subject),
    )
    place_date = ", ".join(s for s in (paper.place, paper.date_text) if s)
    parts: list[Part] = [Reference(rows, place_date)] if rows or place_date else []
    if paper.recipients:
        parts.append(Recipients(paper.recipients))
    return parts


def _title_lines(paper: Paper, words: Labels) -> tuple[str, ...]:
    if paper.kind == "decree":
        number = (f"{words.number.upper()} {paper.number}",) if paper.number else ()
        return number + ((words.about, paper.subject) if paper.subject else ())
    number = (f"{words.number}: {paper.number}",) if paper.number else ()
    return number + ((paper.subject,) if paper.subject else ())


def _opening(paper: Paper, words: Labels) -> tuple[str, ...]:
    """What stands above the signer's title; a letter has said place and date at its head."""
    if paper.kind == "letter":
        return ()
    if paper.kind == "decree":
        return tuple(
            f"{label} {value}"
            for label, value in _filled((words.enacted_in, paper.place), (words.enacted_on, paper.date_text))
        )
    joined = ", ".join(s for s in (paper.place, paper.date_text) if s)
    return (joined,) if joined else ()


def _annex_parts(paper: Paper, annex: Annex, words: Labels) -> list[Part]:
    about = words.about if paper.kind == "decree" else words.subject.upper()
    heading = annex.heading or " ".join(s for s in (words.annex, paper.title) if s)
    rows = _filled((words.number.upper(), paper.number), (words.dated, paper.date_text), (about, paper.subject))
    parts: list[Part] = [AnnexHead(heading, rows)]
    if annex.title:
        parts.append(TitleBlock(annex.title))
    parts += _blocks(annex.blocks, words, titled=bool(annex.title))
    if annex.signature:
        parts.append(_signing(annex.signature, ()))
    return parts


def _sections(parts: list[Part], *, landscape: bool) -> tuple[Section, ...]:
    """Parts grouped into runs of one orientation; a landscape table is a run of its own."""
    sections: list[Section] = []
    for part in parts:
        turned = landscape or (isinstance(part, Table) and part.landscape)
        if sections and sections[-1].landscape == turned:
            sections[-1] = replace(sections[-1], parts=(*sections[-1].parts, part))
        else:
            sections.append(Section(turned, (part,)))
    return tuple(sections) or (Section(landscape, ()),)


def _blocks(blocks: tuple[Block, ...], words: Labels, *, titled: bool) -> list[Part]:
    parts: list[Part] = []
    above = 1 if titled else 0
    for block in blocks:
        if isinstance(block, Heading):
            # a reader of tagged PDF walks headings without gaps: 1, 2, 3, never 1, 3
            above = min(block.level + (1 if titled else 0), above + 1)
            parts.append(replace(block, level=above))
        elif isinstance(block, Dictum):
            parts += _dictum(block, words)
        elif isinstance(block, FindingList):
            parts.append(_findings(block, words))
        elif isinstance(block, Signatures):
            parts += _signatures(block, words)
        else:
            parts.append(block)
    return parts


def _dictum(dictum: Dictum, words: Labels) -> list[Part]:
    grounds = (
        *_grounds(words.considering, dictum.considering, "a"),
        *_grounds(words.recalling, dictum.recalling, "1"),
        *_grounds(words.noting, dictum.noting, "1"),
    )
    clauses = tuple(row for clause in dictum.clauses for row in _clause(clause))
    parts: list[Part] = []
    if dictum.authority:
        parts.append(Paragraph(dictum.authority, align="center"))
    if grounds:
        parts.append(Provisions(grounds))
    parts.append(Paragraph(words.deciding, align="center", bold=True))
    parts.append(Provisions((Provision(words.decides, "", dictum.decides), *clauses)))
    return parts


def _grounds(label: str, texts: tuple[str, ...], first: str) -> tuple[Provision, ...]:
    return tuple(Provision("" if index else label, _marker(first, index), text) for index, text in enumerate(texts))


def _clause(clause: Clause) -> tuple[Provision, ...]:
    below = tuple(Provision("", _marker("a", index), text) for index, text in enumerate(clause.items))
    return (Provision(clause.label, "", clause.text), *below)


def _marker(first: str, index: int) -> str:
    """`1.`, `2.`, … or `a.`, …, `z.`, `aa.`, …"""
    if first == "1":
        return f"{index + 1}."
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return f"{letters}."


def _findings(block: FindingList, words: Labels) -> Table:
    found = block.findings
    candidates: list[tuple[Column, list[str]]] = [
        (Column(words.row, 0.5, "center"), [str(number) for number in range(1, len(found) + 1)]),
        (Column(words.criterion, 3.2), [f.label for f in found]),
        (Column(words.measured, 1.5), [f.measured for f in found]),
        (Column(words.threshold, 1.5), [f.threshold for f in found]),
        (Column(words.judgement, 1.5), [_mark(f, words) for f in found]),
        (Column(words.citation, 1.6), [f.citation for f in found]),
        (Column(words.evidence, 1.6), [f.evidence for f in found]),
        (Column(words.remark, 1.6), [f.remark for f in found]),
    ]
    shown = [(column, cells) for column, cells in candidates if any(cells)]
    if not shown:
        shown = candidates[:2]
    return Table(
        columns=tuple(column for column, _ in shown),
        rows=tuple(zip(*(cells for _, cells in shown), strict=True)),
        title=block.title,
    )


def _mark(finding: Finding, words: Labels) -> str:
    return words.marks[finding.mark]


def _signatures(block: Signatures, words: Labels) -> list[Part]:
    parts: list[Part] = []
    if block.team:
        parts.append(_team(block.team, words))
    if block.sides:
        parts.append(Signings(tuple(_signing(side, _own_opening(side)) for side in block.sides)))
    if block.acknowledged:
        parts.append(Signings((_signing(block.acknowledged, _own_opening(block.acknowledged)),)))
    return parts


def _team(team: tuple[TeamMember, ...], words: Labels) -> Table:
    named = [m.name + (f"\nNIP {m.nip}" if m.nip else "") for m in team]
    return Table(
        columns=(
            Column(words.row, 0.4, "center"),
            Column(words.name, 2.4),
            Column(words.position, 2.0),
            Column(words.sign_here, 1.8),
        ),
        rows=tuple((str(i), name, m.position, f"{i}.") for i, (m, name) in enumerate(zip(team, named, strict=True), 1)),
        row_height=13,
    )


def _own_opening(signature: Signature) -> tuple[str, ...]:
    joined = ", ".join(s for s in (signature.place, signature.date_text) if s)
    return (joined,) if joined else ()


def _signing(signature: Signature, opening: tuple[str, ...]) -> Signing:
    details = (signature.rank, f"NIP {signature.nip}" if signature.nip else "")
    return Signing(
        opening=_own_opening(signature) or opening,
        prefix=signature.prefix,
        titles=tuple(line for line in signature.title if line),
        mark=signature.electronic,
        name=signature.name,
        details=tuple(line for line in details if line),
    )


def _punctuated(lines: tuple[str, ...]) -> tuple[str, ...]:
    """A list of copies with semicolons, a full stop last."""
    bare = [line.rstrip(" ;.,") for line in lines if line]
    return tuple(f"{line}{'.' if i == len(bare) else ';'}" for i, line in enumerate(bare, 1))


def _filled(*rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(row for row in rows if row[1])
