"""The regulations as code: texts in YAML, applied by a small engine. No web framework, no database.

    >>> law = sentra.law.library().on(date(2026, 1, 31))
    >>> verdict = law.check("sentra.criteria").judge({"member_count": 19})
    >>> verdict.verdict, verdict.failing
    ('not_met', ('kukm-23-2005/5.1.a.1',))

- :func:`library` → :class:`Library`, all built-in regulations, read once; ``.on(date)`` → :class:`Law`.
- :class:`Law`: ``check(name)``, ``clause(id)``, ``clauses(article=, kind=, actor=, check=)``,
  ``parameter(clause, name)``, ``amended({...})``, ``with_non_working_days(days)``.
- :class:`Check`: ``judge(facts, activity_id=None)`` → :class:`Verdict`, ``validate(facts, lang)`` → a list of
  :class:`FactProblem`, ``facts``, ``requires``, ``clauses``, ``title(lang)``.
- :class:`Verdict`: ``verdict``, ``failing``, ``missing``, ``warnings``, ``findings``, ``decisive``, ``lower``,
  ``to_json()``, ``from_json()``.
- :class:`NotInForce` is raised for a date outside the regulation's time.
"""

from sentra.law.checking import Check
from sentra.law.clauses import Clause, FactDeclaration, Parameter, ParameterValue
from sentra.law.errors import ConditionError, LawError, NotInForce, TextError, UnknownName
from sentra.law.library import Law, Library, library, load_library
from sentra.law.regulation import Regulation
from sentra.law.validation import FactProblem
from sentra.law.verdict import FactRead, Finding, Measurement, ParameterUsed, Verdict

__all__ = [
    "Check",
    "Clause",
    "ConditionError",
    "FactDeclaration",
    "FactProblem",
    "FactRead",
    "Finding",
    "Law",
    "LawError",
    "Library",
    "Measurement",
    "NotInForce",
    "Parameter",
    "ParameterUsed",
    "ParameterValue",
    "Regulation",
    "TextError",
    "UnknownName",
    "Verdict",
    "library",
    "load_library",
]
