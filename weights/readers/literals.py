"""Numbers and text as a pickle writes them, in binary and in lines: what each such opcode pushes."""

from __future__ import annotations

import codecs
import re
import struct
from typing import TYPE_CHECKING, Any

from weights.errors import Malformed
from weights.readers.inert import HugeInt

if TYPE_CHECKING:
    from weights.readers.pickles import Machine

_MAX_INT_BYTES = 1024
_MAX_INT_DIGITS = 2400
_DECIMAL = re.compile(rb"\s*([+-]?)([0-9]+)\s*")

_uint16 = struct.Struct("<H").unpack_from
_int32 = struct.Struct("<i").unpack_from
uint32 = struct.Struct("<I").unpack_from
_uint64 = struct.Struct("<Q").unpack_from
_float64 = struct.Struct(">d").unpack_from


def number8(machine: Machine) -> int:
    value = machine.window[machine.position]
    machine.position += 1
    return value


def number16(machine: Machine) -> int:
    value: int = _uint16(machine.window, machine.position)[0]
    machine.position += 2
    return value


def number32(machine: Machine) -> int:
    value: int = uint32(machine.window, machine.position)[0]
    machine.position += 4
    return value


def signed32(machine: Machine) -> int:
    value: int = _int32(machine.window, machine.position)[0]
    machine.position += 4
    return value


def number64(machine: Machine) -> int:
    value: int = _uint64(machine.window, machine.position)[0]
    machine.position += 8
    return value


def none(machine: Machine) -> None:
    machine.stack.append(None)


def true(machine: Machine) -> None:
    machine.stack.append(True)


def false(machine: Machine) -> None:
    machine.stack.append(False)


def binint(machine: Machine) -> None:
    machine.stack.append(_int32(machine.window, machine.position)[0])
    machine.position += 4


def binint1(machine: Machine) -> None:
    machine.stack.append(machine.window[machine.position])
    machine.position += 1


def binint2(machine: Machine) -> None:
    machine.stack.append(number16(machine))


def int_line(machine: Machine) -> None:
    line = machine.line()
    machine.stack.append(line == b"01" if line in (b"00", b"01") else _decimal(line))


def long_line(machine: Machine) -> None:
    machine.stack.append(_decimal(machine.line().removesuffix(b"L")))


def _decimal(line: bytes) -> int | HugeInt:
    match = _DECIMAL.fullmatch(line)
    if match is None:
        raise Malformed("the pickle has an integer that is not a number")
    digits = match[2]
    if len(digits) > _MAX_INT_DIGITS:  # reading decimals takes time that grows with the square of their length
        return HugeInt(bits=len(digits) * 3322 // 1000)
    return int(line)


def long1(machine: Machine) -> None:
    machine.stack.append(int.from_bytes(machine.take(number8(machine)), "little", signed=True))


def long4(machine: Machine) -> None:
    length = signed32(machine)
    if 0 <= length <= _MAX_INT_BYTES:
        machine.stack.append(int.from_bytes(machine.take(length), "little", signed=True))
        return
    machine.check_left(length)
    machine.position += length - 8
    machine.refill()
    top = int.from_bytes(machine.take(8), "little", signed=True)
    machine.stack.append(HugeInt(bits=8 * (length - 8) + top.bit_length()))


def float_line(machine: Machine) -> None:
    try:
        machine.stack.append(float(machine.line()[:1000]))
    except ValueError as error:
        raise Malformed("the pickle has a float that is not a number") from error


def binfloat(machine: Machine) -> None:
    machine.stack.append(_float64(machine.window, machine.position)[0])
    machine.position += 8


def string_line(machine: Machine) -> None:
    line = machine.line().strip()
    if len(line) < 2 or line[:1] not in (b"'", b'"') or line[-1:] != line[:1]:
        raise Malformed("the pickle has a string without quotes")
    try:
        machine.stack.append(_python2_text(codecs.escape_decode(line[1:-1])[0]))
    except ValueError as error:
        raise Malformed("the pickle has a string with a broken escape") from error


def unicode_line(machine: Machine) -> None:
    machine.stack.append(machine.line().decode("raw-unicode-escape"))


def _python2_text(data: Any) -> Any:
    """Python 2 wrote text and bytes alike: what is UTF-8 is text, as torch takes it."""
    if type(data) is not bytes:
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def binstring(machine: Machine) -> None:
    machine.stack.append(_python2_text(machine.take_bytes(signed32(machine))))


def short_binstring(machine: Machine) -> None:
    machine.stack.append(_python2_text(machine.take(number8(machine))))


def short_binbytes(machine: Machine) -> None:
    machine.stack.append(machine.take(number8(machine)))


def binbytes(machine: Machine) -> None:
    machine.stack.append(machine.take_bytes(number32(machine)))


def binbytes8(machine: Machine) -> None:
    machine.stack.append(machine.take_bytes(number64(machine)))


def short_binunicode(machine: Machine) -> None:
    machine.stack.append(machine.take_text(number8(machine)))


def binunicode(machine: Machine) -> None:
    length = uint32(machine.window, machine.position)[0]
    machine.position += 4
    machine.stack.append(machine.take_text(length))


def binunicode8(machine: Machine) -> None:
    machine.stack.append(machine.take_text(number64(machine)))
