"""What each opcode of a pickle does to the inert machine: one small function an opcode, and the table of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from weights.errors import Malformed
from weights.readers import gathering, literals
from weights.readers.inert import Global, Mapping
from weights.readers.literals import uint32

if TYPE_CHECKING:
    from weights.readers.pickles import Machine

Handler = Callable[["Machine"], None]

_MAX_PROTOCOL = 5
_MAX_MEMO_DIGITS = 9


def _unknown(machine: Machine) -> None:
    at = machine.base + machine.position - 1
    raise Malformed(f"there is no pickle instruction {machine.window[machine.position - 1]} (at byte {at})")


def _outside_buffer(machine: Machine) -> None:
    raise Malformed("the pickle refers to data outside of itself")


def _proto(machine: Machine) -> None:
    protocol = literals.number8(machine)
    if protocol > _MAX_PROTOCOL:
        raise Malformed(f"the pickle has protocol {protocol}; protocols up to {_MAX_PROTOCOL} exist")


def _frame(machine: Machine) -> None:
    machine.check_left(literals.number64(machine))


# The stack and the memo


def _mark(machine: Machine) -> None:
    machine.marks.append(machine.stack)
    machine.stack = []


def _pop(machine: Machine) -> None:
    if machine.stack:
        machine.stack.pop()
    else:
        machine.pop_mark()


def _pop_mark(machine: Machine) -> None:
    machine.pop_mark()


def _dup(machine: Machine) -> None:
    machine.stack.append(machine.stack[-1])


def _binget(machine: Machine) -> None:
    machine.stack.append(machine.memo[machine.window[machine.position]])
    machine.position += 1


def _long_binget(machine: Machine) -> None:
    machine.stack.append(machine.memo[uint32(machine.window, machine.position)[0]])
    machine.position += 4


def _get(machine: Machine) -> None:
    machine.stack.append(machine.memo[_memo_index(machine)])


def _binput(machine: Machine) -> None:
    machine.memo[machine.window[machine.position]] = machine.stack[-1]
    machine.position += 1


def _long_binput(machine: Machine) -> None:
    machine.memo[uint32(machine.window, machine.position)[0]] = machine.stack[-1]
    machine.position += 4


def _put(machine: Machine) -> None:
    machine.memo[_memo_index(machine)] = machine.stack[-1]


def _memoize(machine: Machine) -> None:
    machine.memo[len(machine.memo)] = machine.stack[-1]


def _memo_index(machine: Machine) -> int:
    line = machine.line()
    if not line.isdigit() or len(line) > _MAX_MEMO_DIGITS:
        raise Malformed("the pickle remembers an object by something that is not a number")
    return int(line)


# Names and calls


def _global(machine: Machine) -> None:
    module = machine.line().decode()
    machine.stack.append(machine.find(module, machine.line().decode()))


def _stack_global(machine: Machine) -> None:
    name = machine.stack.pop()
    module = machine.stack.pop()
    if type(name) is not str or type(module) is not str:
        raise Malformed("the pickle asks for a name that is not text")
    machine.stack.append(machine.find(module, name))


def _extension(machine: Machine, code: int) -> None:
    """A name by its number in the `copyreg` of whoever wrote the file: nobody else can know it."""
    machine.stack.append(machine.find("copyreg", f"extension {code}"))


def _ext1(machine: Machine) -> None:
    _extension(machine, literals.number8(machine))


def _ext2(machine: Machine) -> None:
    _extension(machine, literals.number16(machine))


def _ext4(machine: Machine) -> None:
    _extension(machine, literals.signed32(machine))


def _reduce(machine: Machine) -> None:
    args = machine.stack.pop()
    machine.stack[-1] = machine.call(machine.stack[-1], args)


def _newobj_ex(machine: Machine) -> None:
    named = machine.stack.pop()
    args = machine.stack.pop()
    if type(named) is Mapping and named.pairs:
        args = (args, named)
    machine.stack[-1] = machine.call(machine.stack[-1], args)


def _inst(machine: Machine) -> None:
    module = machine.line().decode()
    found = machine.find(module, machine.line().decode())
    args = machine.pop_mark()
    machine.stack.append(machine.call(found, tuple(args)))


def _obj(machine: Machine) -> None:
    function, *args = machine.pop_mark() or [None]
    machine.stack.append(machine.call(function, tuple(args)))


def _build(machine: Machine) -> None:
    """Hand a state to an object. On a dictionary or a tensor it is an attribute, not an entry."""
    state = machine.stack.pop()
    target = machine.stack[-1]
    if type(target) is Global or not hasattr(target, "state"):
        raise Malformed("the pickle gives a state to something that has none")
    target.state = state


def _persid(machine: Machine) -> None:
    machine.objects += 1
    machine.stack.append(machine.vocabulary.persistent(machine.line().decode()))


def _binpersid(machine: Machine) -> None:
    machine.objects += 1
    machine.stack[-1] = machine.vocabulary.persistent(machine.stack[-1])


_TABLE: dict[bytes, Handler] = {
    b"\x80": _proto,
    b"\x95": _frame,
    b"\x97": _outside_buffer,
    b"\x98": _outside_buffer,
    b"(": _mark,
    b"0": _pop,
    b"1": _pop_mark,
    b"2": _dup,
    b"h": _binget,
    b"j": _long_binget,
    b"g": _get,
    b"q": _binput,
    b"r": _long_binput,
    b"p": _put,
    b"\x94": _memoize,
    b"N": literals.none,
    b"\x88": literals.true,
    b"\x89": literals.false,
    b"J": literals.binint,
    b"K": literals.binint1,
    b"M": literals.binint2,
    b"I": literals.int_line,
    b"L": literals.long_line,
    b"\x8a": literals.long1,
    b"\x8b": literals.long4,
    b"F": literals.float_line,
    b"G": literals.binfloat,
    b"S": literals.string_line,
    b"T": literals.binstring,
    b"U": literals.short_binstring,
    b"V": literals.unicode_line,
    b"X": literals.binunicode,
    b"\x8c": literals.short_binunicode,
    b"\x8d": literals.binunicode8,
    b"B": literals.binbytes,
    b"C": literals.short_binbytes,
    b"\x8e": literals.binbytes8,
    b"\x96": literals.binbytes8,
    b"]": gathering.empty_list,
    b"l": gathering.list_of,
    b"a": gathering.append,
    b"e": gathering.appends,
    b")": gathering.empty_tuple,
    b"t": gathering.tuple_of,
    b"\x85": gathering.tuple1,
    b"\x86": gathering.tuple2,
    b"\x87": gathering.tuple3,
    b"}": gathering.empty_dict,
    b"d": gathering.dict_of,
    b"s": gathering.setitem,
    b"u": gathering.setitems,
    b"\x8f": gathering.empty_set,
    b"\x90": gathering.additems,
    b"\x91": gathering.frozenset_of,
    b"c": _global,
    b"\x93": _stack_global,
    b"\x82": _ext1,
    b"\x83": _ext2,
    b"\x84": _ext4,
    b"R": _reduce,
    b"\x81": _reduce,
    b"\x92": _newobj_ex,
    b"i": _inst,
    b"o": _obj,
    b"b": _build,
    b"P": _persid,
    b"Q": _binpersid,
}

HANDLERS: tuple[Handler, ...] = tuple(_TABLE.get(bytes([code]), _unknown) for code in range(256))
"""What to do for each opcode."""
