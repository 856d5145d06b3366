"""Glossaries, and the search for their terms in sentences."""

from __future__ import annotations

from pathlib import Path

from fuzz.trial import corpus
from summarize.text.language_table import LANGUAGES
from summarize.translation.glossary import Lookup, alternatives, is_kept, read
from summarize.translation.terminology.examination import examine
from summarize.translation.terminology.tbx import dump
from summarize.translation.writers.tmx import clean

TOKENS = (
    b"\t", b",", b'"', b'""', b"#", b"\n", b"\r\n", b"\r", b"en", b"ru", b"kk", b"note",
    b"en\tru\tkk\tnote\n", b"en,ru\n", b"\xef\xbb\xbf", b"\xff", b"\x00", b"\xe2\x80\xa8", b"\x0b", b"\x1c",
    b"\xc2\x85", b" ", b"(", b"\\", b"*", b"$", b"IT", "тенге".encode(), "Ақтөбе".encode(), b"-", b"'",
    b"1", b"|",
    b"keep", b"part", b"verb", b"<term>", b"</term>", b"<termSec>", b"<langSec xml:lang='en'>", b"&amp;",
    b"\xcc\x81", b"\xf0\x9f\x98\x80", b".",
)  # fmt: skip
_SENTENCES = {
    "en": "The city of Aktobe paid 2.4 billion tenge for the bridge, says the IT minister.",
    "ru": "Город Актобе заплатил за мост 2,4 млрд тенге, говорит министр.",
    "kk": "Ақтөбе қаласы көпірге 2,4 млрд теңге төледі, дейді министр.",
}


def seeds() -> list[bytes]:
    return corpus("glossaries")


def attack(data: bytes, folder: Path) -> None:
    path = folder / "terms.tsv"
    path.write_bytes(data)
    glossary = read(path)
    assert all(problem.place and "\n" not in str(problem) for problem in examine(glossary))
    if not any("target" in row for row in glossary.rows):
        path.write_text(dump(glossary), "utf-8")
        assert read(path).rows == tuple(map(_in_tbx, glossary.rows))
    for source, target in (("en", "kk"), ("ru", "kk"), ("kk", "en")):
        lookup = Lookup(glossary.terms(source, target)[:200], source, target)
        own = " ".join([_SENTENCES[source], *(term.source for term in lookup.terms[:3])])
        for sentence in (_SENTENCES[source], own):
            terms = lookup.in_source(sentence)
            assert lookup.pairs(sentence) == [(term.source, term.target) for term in terms]
            for start, end, _ in lookup.spans(sentence, terms):
                assert 0 <= start < end <= len(sentence)
            for term in terms:
                lookup.hit(term, _SENTENCES[target])
            lookup.prefer(own, list(_SENTENCES.values()))


def _in_tbx(row: dict[str, str]) -> dict[str, str]:
    """A row as TBX can hold it."""
    kept = {"keep": "yes"} if is_kept(row) else {}
    return kept | {
        column: clean(" | ".join(alternatives(cell)) if column in LANGUAGES else cell)
        for column, cell in row.items()
        if column != "keep"
    }
