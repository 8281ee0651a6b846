"""What can go wrong with a law: a wrong text, an unknown name, a date before the law."""

from __future__ import annotations

from datetime import date


class LawError(Exception):
    """Anything the law room refuses."""


class ConditionError(LawError):
    """A condition that cannot be read; ``column`` counts from 1 within the condition."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


class TextError(LawError):
    """A regulation text that is refused at load, with the place of the fault."""

    def __init__(self, message: str, *, file: str, clause: str | None = None, column: int | None = None) -> None:
        self.message = message
        self.file = file
        self.clause = clause
        self.column = column
        place = [file]
        if clause is not None:
            place.append(clause)
        if column is not None:
            place.append(f"column {column}")
        super().__init__(f"{', '.join(place)}: {message}")


class UnknownName(LawError):
    """A clause, check, parameter or regulation that the loaded texts do not hold."""


class NotInForce(LawError):
    """The regulation does not yet, or no longer, apply on the date asked for."""

    def __init__(
        self, *, regulation: str, title: str, asked: date, since: date, until: date | None, citation: str
    ) -> None:
        self.regulation = regulation
        self.asked = asked
        self.since = since
        self.until = until
        self.citation = citation
        end = f" until {until.isoformat()}" if until else ""
        super().__init__(
            f"{title} ({regulation}) is in force from {since.isoformat()}{end} by {citation}; "
            f"it does not apply on {asked.isoformat()}"
        )
