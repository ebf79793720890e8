"""Web pages: the article in them, its title, date, author and address. trafilatura and lxml stay in this module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from whowhom.errors import ReadingError
from whowhom.reading.dates import iso_date
from whowhom.reading.encodings import decode, is_binary
from whowhom.reading.found import Fault, Found, FoundOrFault, words
from whowhom.reading.quiet import quiet
from whowhom.reading.sources import Source

# `docs/reading.md` states these. An article's page has some thousand tags, at most 60 of them in one another; the
# libraries take 0.3 ms a tag, and the parser itself stops at a depth of 256.
LARGEST_PAGE = 20_000_000
MOST_TAGS = 50_000
DEEPEST = 250

# Bounded, so that no endless name or tag makes the search slow.
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})[^<>]{0,20000}?(/?)>")
# Elements that are never closed, or that the next of their kind closes.
NOT_NESTED = frozenset(
    """area base br col embed hr img input link meta param source track wbr
    p li dd dt td th tr option optgroup thead tbody tfoot colgroup rp rt""".split()
)
BLOCKS = frozenset(
    """p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote tr table section article header footer figure figcaption
    dl dt dd pre hr""".split()
)
NOT_TEXT = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "math"))

# Where pages state their date of publication, the surest first. A date of change is none.
DATED_BY_NAME = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "dc.date", "dc.date.issued", "dcterms.date",
    "dcterms.issued", "dcterms.created", "dc.date.created", "datecreated", "parsely-pub-date", "sailthru.date",
    "article.published", "originalpublicationdate", "citation_publication_date", "citation_date",
)  # fmt: skip
# What shows that a page holds an article: a line of so many words with a full stop in it.
SHORTEST_SENTENCE = 5
STOP = re.compile(r"""[.!?…]["'”’)\]]*(?:\s|$)""")
JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:/|-|\b)")
DATED_BY_CLASS = (
    "contains(@class,'date') or contains(@class,'publish') or contains(@class,'timestamp') "
    "or contains(@class,'dateline') or contains(@id,'date')"
)


def read_html(source: Source) -> FoundOrFault:
    """Yield the article of a page; raises ReadingError where there is none, or the page is none that one can trust."""
    page = decode(source.everything(limit=LARGEST_PAGE), declared=True)
    if is_binary(page):
        raise ReadingError("holds bytes that are no text. Save the page again as HTML or plain text.")
    check_markup(page)
    article = _article(page)
    if article is None or not (article.text or "").strip():
        raise ReadingError("is a page in which no article was found. Save the article itself as plain text.")
    url = words(article.url)
    lines = [line.strip() for line in article.text.splitlines() if line.strip()]
    if not any(len(line.split()) >= SHORTEST_SENTENCE and STOP.search(line) for line in lines):
        message = "is a page without a sentence, as of menus alone; what is there is coded. Save the article itself."
        yield Fault(message=message, is_remark=True)
    yield Found(
        text="\n\n".join(lines),
        title=words(article.title),
        published=_published(page, url),
        publisher=words(article.sitename or article.hostname),
        author=words(article.author),
        url=url,
    )


def markup_text(markup: str) -> str:
    """The text of a stretch of HTML, a paragraph for each block; raises ReadingError for hostile markup."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    check_markup(markup)
    tree = _tree(f"<div>{markup}</div>")
    if tree is None:
        return ""
    paragraphs = (" ".join(line.split()) for line in "".join(_pieces(tree)).split("\n"))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def check_markup(markup: str) -> None:
    """Raise ReadingError for more tags, or deeper ones, than any article has: libraries choke on such pages."""
    if markup.count("<") > MOST_TAGS:
        raise ReadingError(
            f"has more than {MOST_TAGS:,} tags, too many for an article. Save the article as plain text."
        )
    depth = 0
    for closing, name, closed in TAG.findall(markup):
        if name.lower() in NOT_NESTED or closed:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > DEEPEST:
            raise ReadingError(f"nests tags more than {DEEPEST} deep, as no article does. Save it as plain text.")


def _article(page: str) -> Any:
    """What trafilatura makes of a page; None where it finds nothing."""
    import trafilatura

    with quiet("trafilatura", "htmldate", "justext", "courlan", "charset_normalizer"):
        try:
            return trafilatura.bare_extraction(
                page,
                with_metadata=True,
                include_comments=False,
                include_tables=False,
                # Its date is not used (it guesses); this keeps it from looking for one in the whole text.
                date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2100-01-01"},
            )
        except Exception as error:  # whatever a hostile page makes the library stumble over
            raise ReadingError(
                f"is a page that cannot be taken apart ({type(error).__name__}). Save the article as plain text."
            ) from None


def _published(page: str, url: str | None) -> str | None:
    """The day that a page states as that of its publication, never a guess."""
    tree = _tree(page)
    for value in _stated_dates(page, tree, url) if tree is not None else ():
        day = iso_date(value)
        if day is not None:
            return day
    return None


def _stated_dates(page: str, tree: Any, url: str | None) -> Iterator[str]:
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            stated.setdefault(name.strip().lower(), meta.get("content"))
    yield from (stated[name] for name in DATED_BY_NAME if name in stated)
    yield from JSON_DATE.findall(page)
    times = list(tree.iter("time"))
    times.sort(key=lambda time: "publish" not in f"{time.get('itemprop')} {time.get('class')}".lower())
    yield from (time.get("datetime") or time.text_content() for time in times)
    addresses = [url, *(link.get("href") for link in tree.xpath("//link[@rel='canonical']"))]
    for match in filter(None, (DATE_IN_ADDRESS.search(address) for address in addresses if address)):
        yield "-".join(match.groups())
    for element in tree.xpath(f"//*[{DATED_BY_CLASS}]"):
        yield element.text_content()[:80]


def _tree(markup: str) -> Any:
    """The parsed tree, None where there is nothing to parse."""
    import lxml.etree
    import lxml.html

    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        # As bytes: lxml refuses text that declares a charset.
        return lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        return None


def _pieces(tree: Any) -> Iterator[str]:
    """Yield the stretches of text in a tree, and a line break at both ends of each block."""
    import lxml.etree

    skipped = 0
    for step, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if step == "start":
            skipped += name in NOT_TEXT
            if name in BLOCKS:
                yield "\n"
            if element.text and not skipped and name:
                yield element.text.replace("\n", " ")
        else:
            skipped -= name in NOT_TEXT
            if name in BLOCKS:
                yield "\n"
            if element.tail and not skipped:
                yield element.tail.replace("\n", " ")
