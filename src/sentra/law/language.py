"""The language of conditions: Python's expression syntax, closed, read into a typed tree.

``parse("member_count >= min_member_count", facts=..., parameters=...)`` gives a :class:`Node`. Nodes are
plain immutable data; every reader of the law (verdict, sentence, table) walks the same tree. Types and
units are checked here, when the law is loaded, never when it is applied.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sentra.law.errors import ConditionError
from sentra.law.functions import result_type
from sentra.law.types import BOOLEAN, Dimension, Type, multiply_units, type_of_values, units_agree, write_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A part of a condition, with the type of its value and its column in the text."""

    type: Type
    column: int = field(compare=False, default=1)

    @property
    def children(self) -> tuple[Node, ...]:
        """The parts this part is made of, in the order of the text."""
        return ()

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def facts(self) -> tuple[str, ...]:
        """Return the names of the facts read, each once, in the order of the text."""
        return tuple(dict.fromkeys(node.name for node in self.walk() if isinstance(node, Fact)))

    def parameters(self) -> tuple[str, ...]:
        """Return the names of the parameters used, each once, in the order of the text."""
        return tuple(dict.fromkeys(node.name for node in self.walk() if isinstance(node, Parameter)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Node):
    """A value written in the condition."""

    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Node):
    """A fact of the check, by its name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Node):
    """A parameter of the clause; its value depends on the date of the law."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """Three-valued negation."""

    operand: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Several(Node):
    """Two or more conditions joined."""

    operands: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Several):
    """Three-valued conjunction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Several):
    """Three-valued disjunction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary(Node):
    """An operator between two parts."""

    operator: str
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Binary):
    """``== != < <= > >=`` between two values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Binary):
    """``in`` or ``not in``: the left value among the right list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Binary):
    """``+ - * /`` on numbers; division is exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative(Node):
    """A number with the opposite sign."""

    operand: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf(Node):
    """A list written in the condition."""

    items: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.items


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """One of the functions of the language.

    ``order`` is the declared order of an enum, for ``rank`` alone.
    """

    function: str
    arguments: tuple[Node, ...]
    order: tuple[object, ...] | None = None

    @property
    def children(self) -> tuple[Node, ...]:
        return self.arguments


_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_DEEPEST, _MOST_PARTS = 24, 400
_LARGEST = 9 * 10**16
_NAMED_CONSTANTS = {"true": True, "false": False}


def parse(text: str, *, facts: Mapping[str, Type], parameters: Mapping[str, Type]) -> Node:
    """Return the typed tree of a condition.

    Names are the given facts and parameters, ``true`` and ``false``; a parameter hides a fact of its name.
    Raises :class:`ConditionError` with the column, counted from 1, of the part that cannot be read: bad
    syntax, unknown name or function, a wrong type, two units that differ, a value the enum does not declare.
    """
    source = " ".join(text.split())
    try:
        tree = ast.parse(source, mode="eval")
    except SyntaxError as error:
        raise ConditionError(f"not a condition: {error.msg}", error.offset or len(source) + 1) from None
    except (RecursionError, MemoryError, ValueError):
        raise ConditionError("too deeply nested to be read", 1) from None
    _require_readable(tree.body)
    node = _Reader(facts, parameters).read(tree.body)
    if node.type.kind != "boolean":
        raise ConditionError(f"a condition must be true or false, this is {node.type.named}", node.column)
    return node


def _require_readable(tree: ast.expr) -> None:
    """Conditions may come from whoever tries another law: what nobody could read, nothing should compute."""
    level, count = [tree], 0
    for _ in range(_DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        count += len(level)
        if not level:
            break
    if level or count > _MOST_PARTS:
        raise ConditionError("too long or too deeply nested to be read; split it", 1)


class _Reader:
    """Reads one condition's syntax tree; holds the names it may use."""

    def __init__(self, facts: Mapping[str, Type], parameters: Mapping[str, Type]) -> None:
        self.facts = facts
        self.parameters = parameters

    def read(self, node: ast.expr) -> Node:
        column = node.col_offset + 1
        if isinstance(node, ast.Name):
            return self._name(node.id, column)
        if isinstance(node, ast.Constant):
            return _constant(node.value, column)
        if isinstance(node, ast.BoolOp):
            operands = tuple(self._boolean(value) for value in node.values)
            joined = And if isinstance(node.op, ast.And) else Or
            return joined(type=BOOLEAN, column=column, operands=operands)
        if isinstance(node, ast.UnaryOp):
            return self._unary(node, column)
        if isinstance(node, ast.Compare):
            return self._comparisons(node, column)
        if isinstance(node, ast.BinOp):
            return self._arithmetic(node, column)
        if isinstance(node, (ast.List, ast.Tuple)):
            return self._list(node, column)
        if isinstance(node, ast.Call):
            return self._call(node, column)
        raise ConditionError(f"{type(node).__name__} is not part of the language", column)

    def _name(self, name: str, column: int) -> Node:
        if name in self.parameters:
            return Parameter(type=self.parameters[name], column=column, name=name)
        if name in self.facts:
            return Fact(type=self.facts[name], column=column, name=name)
        if name in _NAMED_CONSTANTS:
            return Constant(type=BOOLEAN, column=column, value=_NAMED_CONSTANTS[name])
        raise ConditionError(f"{name} is neither a fact nor a parameter of this clause", column)

    def _boolean(self, node: ast.expr) -> Node:
        read = self.read(node)
        if read.type.kind != "boolean":
            raise ConditionError(f"expected true or false, this is {read.type.named}", read.column)
        return read

    def _number(self, node: ast.expr) -> Node:
        read = self.read(node)
        if read.type.kind != "number":
            raise ConditionError(f"expected a number, this is {read.type.named}", read.column)
        return read

    def _unary(self, node: ast.UnaryOp, column: int) -> Node:
        if isinstance(node.op, ast.Not):
            return Not(type=BOOLEAN, column=column, operand=self._boolean(node.operand))
        if isinstance(node.op, ast.USub):
            operand = self._number(node.operand)
            kept = Type("number", unit=operand.type.unit, integer=operand.type.integer)
            return Negative(type=kept, column=column, operand=operand)
        raise ConditionError(f"{type(node.op).__name__} is not part of the language", column)

    def _comparisons(self, node: ast.Compare, column: int) -> Node:
        sides = [self.read(side) for side in (node.left, *node.comparators)]
        links = tuple(
            _comparison(_operator(operator, column), sides[index], sides[index + 1])
            for index, operator in enumerate(node.ops)
        )
        return links[0] if len(links) == 1 else And(type=BOOLEAN, column=column, operands=links)

    def _arithmetic(self, node: ast.BinOp, column: int) -> Node:
        operator = _ARITHMETIC.get(type(node.op))
        if operator is None:
            raise ConditionError(f"{type(node.op).__name__} is not part of the language", column)
        left, right = self._number(node.left), self._number(node.right)
        if operator in "+-":
            unit = _same_unit(left, right)
        else:
            unit = multiply_units(_factor_unit(left), _factor_unit(right), 1 if operator == "*" else -1)
        whole = operator != "/" and left.type.integer and right.type.integer
        return Arithmetic(
            type=Type("number", unit=unit, integer=whole),
            column=column,
            operator=operator,
            left=left,
            right=right,
        )

    def _list(self, node: ast.List | ast.Tuple, column: int) -> Node:
        items = tuple(self.read(item) for item in node.elts)
        for item in items[1:]:
            _require_alike(items[0].type, item.type, item.column)
        values = [item.value for item in items if isinstance(item, Constant)]
        element = type_of_values(values) if values and len(values) == len(items) else None
        kind = element or (items[0].type if items else Type("any"))
        return ListOf(type=Type("list", item=kind), column=column, items=items)

    def _call(self, node: ast.Call, column: int) -> Node:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise ConditionError("only the functions of the language can be called", column)
        arguments = tuple(self.read(argument) for argument in node.args)
        types = [argument.type for argument in arguments]
        result, order = result_type(node.func.id, types, column, tuple(self.facts.values()))
        return Call(type=result, column=column, function=node.func.id, arguments=arguments, order=order)


def _constant(value: object, column: int) -> Node:
    if isinstance(value, bool):
        return Constant(type=BOOLEAN, column=column, value=value)
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise ConditionError("the number is too large", column)
    if isinstance(value, (int, str)):
        return Constant(type=type_of_values([value]), column=column, value=value)
    if isinstance(value, float):
        raise ConditionError("a number with a point belongs into the parameters", column)
    raise ConditionError(f"{value!r} is not part of the language", column)


def _operator(operator: ast.cmpop, column: int) -> str:
    written = _COMPARISONS.get(type(operator))
    if written is None:
        raise ConditionError(f"{type(operator).__name__} is not part of the language", column)
    return written


def _comparison(operator: str, left: Node, right: Node) -> Node:
    if operator in ("in", "not in"):
        if right.type.kind != "list" or right.type.item is None:
            raise ConditionError(f"{operator} needs a list, this is {right.type.named}", right.column)
        _require_alike(left.type, right.type.item, right.column)
        return Membership(type=BOOLEAN, column=left.column, operator=operator, left=left, right=right)
    _require_alike(left.type, right.type, right.column)
    if left.type.kind in ("list", "map"):
        raise ConditionError(f"a {left.type.kind} cannot be compared; use a function", left.column)
    if operator not in ("==", "!=") and left.type.kind not in ("number", "date"):
        raise ConditionError(f"{operator} orders numbers and dates; use rank() for an enum", left.column)
    return Comparison(type=BOOLEAN, column=left.column, operator=operator, left=left, right=right)


def _require_alike(left: Type, right: Type, column: int) -> None:
    problem = difference(left, right)
    if problem:
        raise ConditionError(problem, column)


def difference(left: Type, right: Type) -> str | None:
    """Return why two values cannot be compared, or None when they can."""
    words = {"enum", "text"}
    if left.kind != right.kind and not {left.kind, right.kind} <= words:
        return f"a {left} cannot be compared with a {right}"
    if left.kind in ("any", "list", "map"):
        return None if left.kind != "any" else f"{left} cannot be used in a condition"
    if left.kind == "number" and not units_agree(left.unit, right.unit):
        return f"{write_unit(left.unit)} cannot be compared with {write_unit(right.unit)}"
    return _undeclared(left, right)


def _undeclared(left: Type, right: Type) -> str | None:
    enum, other = (left, right) if left.kind == "enum" else (right, left)
    if enum.kind != "enum" or enum.values is None or other.values is None:
        return None
    if other.kind == "enum":
        return None if set(enum.values) & set(other.values) else "the two enums share no value"
    unknown = [str(value) for value in other.values if value not in enum.values]
    return f"value not declared: {', '.join(unknown)}" if unknown else None


def _same_unit(left: Node, right: Node) -> Dimension | None:
    if left.type.unit is None or right.type.unit is None:
        return left.type.unit or right.type.unit
    if left.type.unit != right.type.unit:
        raise ConditionError(
            f"{write_unit(left.type.unit)} cannot be added to {write_unit(right.type.unit)}", right.column
        )
    return left.type.unit


def _factor_unit(node: Node) -> Dimension | None:
    """A written number scales without a unit; a parameter may be a rate whose unit the text leaves open."""
    return () if isinstance(node, Constant) else node.type.unit
