"""What the tests of reading share: articles in each format, and short ways to read a file."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

from whowhom.reading import Failure, Input, read
from whowhom.records import Document

ARTICLE = (
    "The army of Nordland shelled the harbour on Monday, the governor said. "
    "Rebels withdrew to the hills, and both sides agreed to meet in the capital next week."
)
FRENCH = (
    "L'armée a bombardé le port lundi, a déclaré le gouverneur. Les rebelles se sont retirés dans les collines, "
    "et les deux parties sont convenues de se rencontrer la semaine prochaine dans la capitale."
)
# Wide: the machine may be busy. What it guards against takes minutes, or does not end.
SECONDS = 30.0


def read_all(path: Path | str, **options: str) -> list[Document | Failure]:
    return list(read(Input(str(path)), **options))


def only_document(path: Path | str, **options: str) -> Document:
    (found,) = read_all(path, **options)
    assert isinstance(found, Document), found
    return found


def documents(path: Path) -> list[Document]:
    found = read_all(path)
    assert all(isinstance(each, Document) for each in found), found
    return [each for each in found if isinstance(each, Document)]


def only_failure(path: Path | str) -> Failure:
    (found,) = read_all(path)
    assert isinstance(found, Failure), found
    return found


def pdf(*pages: str, compress: Callable[[bytes], bytes] = zlib.compress, content: bytes | None = None) -> bytes:
    """A small PDF: a page for each text, whose lines are drawn one below the other."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, page in enumerate(pages):
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in page.split("\n"))
        stream = compress(content or f"BT /F1 12 Tf 50 700 Td {lines} ET".encode())
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >>"
            + f" /Contents {5 + 2 * n} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} /Filter /FlateDecode >> stream\n".encode() + stream + b"\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj ".encode() + body + b" endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def encrypted_pdf() -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(pdf(ARTICLE)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Harbour shelled | The Daily Coast</title>
<meta property="og:title" content="Harbour shelled"><meta property="og:site_name" content="The Daily Coast">
<meta property="og:url" content="https://coast.example/2014/05/20/harbour"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2014-05-20T10:00:00+01:00">
<meta property="article:modified_time" content="2019-01-01T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Harbour shelled</h1><p>{ARTICLE}</p><p>The café on the quay was hit, {"witnesses said. " * 5}</p></article>
<footer>All rights reserved. Printed on 3 March 2021.</footer></body></html>"""

RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Coast News</title>
<item><title>Harbour shelled</title><link>https://coast.example/a</link><guid>coast-1</guid>
<pubDate>Tue, 20 May 2014 10:00:00 GMT</pubDate>
<description>&lt;p&gt;{ARTICLE}&lt;/p&gt;&lt;p&gt;More.&lt;/p&gt;</description></item>
<item><title>Talks &amp;amp; truce</title><description>Both sides met.</description></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Coast Atom</title><entry><title>Harbour shelled</title>
<id>urn:a</id><updated>2014-05-20T10:00:00Z</updated><author><name>Ann Lee</name></author>
<link href="https://coast.example/a"/><content type="html">&lt;p&gt;{ARTICLE}&lt;/p&gt;</content></entry></feed>"""
