"""The bytes of a knowledge file as text: UTF-8, of a sane size, with a remedy for what spreadsheets make of it."""

from __future__ import annotations

from knowledge.problem import Fault

LARGEST_YAML = 1 << 20
LARGEST_CSV = 64 << 20

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_RESTORE = "Restore the file, and save it as UTF-8"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# What £, ’ and – become when UTF-8 is opened as Windows-1252 and saved again.
_TWICE_ENCODED = ("Â£", "â€™", "â€“", "â€œ", "Ã©")


def decoded(data: bytes, largest: int) -> str:
    """The text of a file, its BOM gone and its lines ended by \\n. Raises LineFault."""
    if len(data) > largest:
        raise LineFault(1, f"the file has more than {largest:,} bytes", "Split it")
    if data.startswith((_ZIP, _OLD_EXCEL)):
        raise LineFault(1, "the file is an Excel workbook", "Save it as CSV UTF-8 (comma delimited)")
    if data.startswith(_UTF16) or b"\x00" in data[:400]:
        raise LineFault(1, "the file is in UTF-16, or no text", "Save it as UTF-8 (in Excel: CSV UTF-8)")
    text = _utf8(data).replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        _check_line(number, line)
    return text


class LineFault(Fault):
    """A fault of one line of a file; nothing after it can be trusted."""

    def __init__(self, line: int, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.line = line


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        raise LineFault(
            before.count(b"\n") + 1,
            f"the file is not UTF-8: byte 0x{data[error.start]:02x} (Latin-1 or Windows-1252?)",
            "Save it as UTF-8 (in Excel: CSV UTF-8)",
        ) from None


def _check_line(number: int, line: str) -> None:
    if line.isascii():
        return
    if broken := next((mark for mark in _TWICE_ENCODED if mark in line), None):
        raise LineFault(number, f"'{broken}' shows that the text was saved in the wrong encoding", _RESTORE)
    if "\ufffd" in line:
        raise LineFault(number, "a character was lost when the file was saved", _RESTORE)
