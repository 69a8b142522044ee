"""Files made to hurt: bytes by name, each with the reasons it may be refused for."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from pypdf import PdfWriter

from knowledge.documents.errors import Refusal

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
    '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, head: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        page = f'<?xml version="1.0"?>{head}<w:document {_W}><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", page)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return held.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(
    pages: int, content: bytes = b"", declared: int | None = None, packed: bool = False
) -> bytes:
    """A small PDF by hand: one page object, listed as often as asked."""
    stream = zlib.compress(content, 9) if packed else content
    filters = b"/Filter /FlateDecode " if packed else b""
    kids = b"3 0 R " * pages
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (declared or pages, kids),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
        b"/BaseFont /Helvetica >> >> >> >>",
        b"<< %s/Length %d >>\nstream\n%s\nendstream" % (filters, len(stream), stream),
    ]
    held = io.BytesIO(b"%PDF-1.4\n")
    held.seek(0, io.SEEK_END)
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(held.tell())
        held.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    table = held.tell()
    held.write(b"xref\n0 5\n0000000000 65535 f \n")
    held.writelines(b"%010d 00000 n \n" % place for place in places)
    held.write(b"trailer << /Root 1 0 R /Size 5 >>\nstartxref\n%d\n%%%%EOF" % table)
    return held.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def lying_zip() -> bytes:
    """A member that declares 10 bytes and holds a hundred million."""
    raw = bytearray(word(paragraph("x"), extra={"word/a.xml": b"0" * 50_000_000}))
    return bytes(raw.replace(struct.pack("<I", 50_000_000), struct.pack("<I", 10)))


# the entities of the "billion laughs", each ten times the one before
_LOL = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))

HOSTILE: dict[str, tuple[str, Callable[[], bytes], set[Refusal]]] = {
    "zip bomb": (
        "a.docx",
        lambda: word(paragraph("x"), extra={"word/media/a.bin": b"\0" * 150_000_000}),
        {Refusal.INFLATES},
    ),
    "markup bomb": ("a.docx", lambda: word(" " * 60_000_000), {Refusal.INFLATES}),
    "archive that lies about its sizes": ("a.docx", lying_zip, {Refusal.MALFORMED}),
    "billion laughs": (
        "a.docx",
        lambda: word(paragraph("&l9;"), f'<!DOCTYPE d [<!ENTITY l0 "ha ha ha ha ha">{_LOL}]>'),
        {Refusal.UNSAFE},
    ),
    "external entity": (
        "a.docx",
        lambda: word(paragraph("&x;"), '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        {Refusal.UNSAFE},
    ),
    "member that climbs out": (
        "a.docx",
        lambda: word(paragraph("x"), extra={"../../outside.txt": b"x"}),
        {Refusal.UNSAFE},
    ),
    "deep markup in word": (
        "a.docx",
        lambda: word("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000),
        {Refusal.MALFORMED, Refusal.UNSAFE, Refusal.EMPTY},
    ),
    "zip that is no word file": (
        "a.docx",
        lambda: _zip({"hello.txt": b"hello"}),
        {Refusal.WRONG_TYPE},
    ),
    "broken zip": ("a.docx", lambda: word(paragraph("x" * 9000))[:700], {Refusal.MALFORMED}),
    "deep page": (
        "a.html",
        lambda: b"<html><body>" + b"<div><b>" * 200_000 + b"chao" + b"</b></div>" * 200_000,
        {Refusal.UNSAFE},
    ),
    "only script": (
        "a.html",
        lambda: b"<html><script>alert('chao')</script></html>",
        {Refusal.EMPTY},
    ),
    "hundred thousand pages": ("a.pdf", lambda: pdf(100_000), {Refusal.TOO_MANY_PAGES}),
    "hundred thousand undeclared pages": (
        "a.pdf",
        lambda: pdf(100_000, b"BT /F1 9 Tf (mot hai ba bon nam sau) Tj ET", declared=1),
        {Refusal.TOO_MANY_PAGES, Refusal.TOO_SLOW, Refusal.MALFORMED, Refusal.SCANNED},
    ),
    "pdf that inflates": (
        "a.pdf",
        lambda: pdf(1, b" " * 200_000_000, packed=True),
        {Refusal.INFLATES, Refusal.TOO_HEAVY, Refusal.SCANNED},
    ),
    "pages without text": ("a.pdf", lambda: pdf(3), {Refusal.SCANNED}),
    "locked pdf": ("a.pdf", locked_pdf, {Refusal.PASSWORD}),
    "broken pdf": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 50, {Refusal.MALFORMED}),
    "pdf by another name": ("a.txt", lambda: pdf(1), {Refusal.WRONG_TYPE}),
    "picture by another name": (
        "a.txt",
        lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
        {Refusal.WRONG_TYPE},
    ),
    "program": ("a.exe", lambda: b"MZ" + b"\0" * 99, {Refusal.UNSUPPORTED}),
    "old word": (
        "a.doc",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        {Refusal.OLD_WORD},
    ),
    "locked word": (
        "a.docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        {Refusal.PASSWORD},
    ),
    "twenty-one megabytes": ("a.txt", lambda: b"a" * (21 << 20), {Refusal.TOO_BIG}),
    "a gigantic line": ("a.txt", lambda: b"chao " * 4_000_000, {Refusal.TOO_LONG}),
    "a million lines": ("a.txt", lambda: b"- a\n" * 1_000_000, {Refusal.TOO_LONG}),
    "nothing": ("a.txt", lambda: b"\xef\xbb\xbf \n\n", {Refusal.EMPTY}),
    "noise": ("a.txt", lambda: bytes(range(1, 256)) * 40, {Refusal.ENCODING}),
    "lone surrogates": ("a.txt", lambda: b"\xff\xfe" + b"\x00\xd8" * 500, {Refusal.MALFORMED}),
}


def _zip(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()
