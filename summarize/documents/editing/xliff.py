"""XLIFF 1.2 and 2.0: targets are filled in where there are none; everything else stays as it is.

Every inline code of a source (``<x/>``, ``<g>``, ``<bpt>`` and ``<ept>``, ``<ph>``, ``<pc>`` …) is an anchor:
it is in the target exactly once, and elements that enclose text stay well nested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from summarize.documents.markup import attribute, child, local, preserving
from summarize.errors import DocumentError
from summarize.request import ReadingOptions
from summarize.text.blocks import Block, Run, Written, joined
from summarize.text.language_table import LANGUAGES

_AROUND = ("g", "pc", "mrk")  # elements around text; all others are codes of their own
_ENDS = {"bpt": "ept", "bx": "ex", "sc": "ec", "sm": "em"}  # codes that come in pairs
_PARTNER = ("rid", "startRef")  # attributes by which the ends of a pair know each other, before their id
_TO_DO = ("new", "initial", "needs-translation")  # states of targets that are no translation yet
_LONGEST = 20  # characters of a code that are shown in its sentence
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def edit(data: bytes, name: str, options: ReadingOptions) -> Xliff:
    """The segments that have no translation.

    Raises:
        DocumentError: it is damaged, or is no XLIFF 1.x or 2.x.
    """
    return Xliff(data, name, options)


@dataclass(frozen=True)
class _Place:
    """A segment: the element that holds source and target, and a label for people."""

    holder: Any
    label: str

    @property
    def source(self) -> Any:
        return child(self.holder, "source")

    @property
    def target(self) -> Any:
        return child(self.holder, "target")


class Xliff:
    """An XLIFF document; ``blocks`` are the sources of its untranslated segments."""

    format = "xliff"

    def __init__(
        self, data: bytes, name: str, options: ReadingOptions, doubtful: Set[int] = frozenset()
    ) -> None:
        self._data, self._name, self._doubtful = data, name, doubtful
        self.options = options
        self.warnings: tuple[str, ...] = ()
        self.skipped: Counter[str] = Counter()
        root = self._root(data)
        self.source_language = _source_language(root)
        blocks: list[Block] = []
        for place in _places(root):
            reason = self._left(place)
            if reason:
                self.skipped[reason] += 1
            else:
                blocks.append(Block(tuple(_runs(place.source)), kind="entry", label=place.label))
        self.blocks = tuple(blocks)

    def _root(self, data: bytes) -> Any:
        root = preserving(data, self._name)
        if local(root) != "xliff" or (attribute(root, "version") or "")[:2] not in ("1.", "2."):
            raise DocumentError(f"{self._name} is not XLIFF 1.2 or 2.0")
        return root

    def _waiting(self, root: Any) -> list[_Place]:
        return [place for place in _places(root) if not self._left(place)]

    def _left(self, place: _Place) -> str:
        """Why a segment is not translated; empty if it is."""
        if _is_kept(place):
            return "segments not to be translated"
        again = self.options.editing is not None and self.options.editing.again
        return "texts with a translation" if _is_translated(place) and not again else ""

    def flagged(self, numbers: Set[int]) -> Xliff:
        """The same document; ``written`` marks the targets of these blocks as in need of review."""
        return Xliff(self._data, self._name, self.options, numbers)

    def written(self, texts: Mapping[int, Sequence[Run]], target: str) -> Written:
        """The document with targets for these blocks; one whose codes would not be well nested gets none.

        Raises:
            DocumentError: the document is for another language.
        """
        root = self._root(self._data)
        places = self._waiting(root)
        _label(root, target, self._name)
        for number, runs in texts.items():
            _fill(places[number], joined(runs), target, doubtful=number in self._doubtful)
        from lxml import etree

        tree = root.getroottree()
        encoding = tree.docinfo.encoding or "UTF-8"
        written: bytes = etree.tostring(tree, encoding=encoding, xml_declaration=True)
        return Written(written, text=etree.tostring(tree, encoding="unicode") + "\n")

    def again(self, data: bytes) -> tuple[Block, ...]:
        """The blocks, with the targets that a written document has for them."""
        waiting = self._waiting(self._root(self._data))
        kept = {place.label for place in waiting}
        found = [place for place in _places(self._root(data)) if place.label in kept]
        return tuple(
            replace(block, runs=tuple(_runs(place.target))) if _is_filled(place) else block
            for block, place in zip(self.blocks, found, strict=True)
        )  # fmt: skip

    def problems(self, data: bytes) -> list[str]:
        """What is wrong with a written document: nothing that reading it again does not show."""
        return []


def _places(root: Any) -> Iterator[_Place]:
    """Every segment in order; labels are unique."""
    holders = [each for each in root.iter() if local(each) in ("trans-unit", "segment") and _has_source(each)]
    for number, holder in enumerate(holders, 1):
        unit = holder if local(holder) == "trans-unit" else holder.getparent()
        yield _Place(holder, f"segment {number} (id {attribute(unit, 'id') or '–'})")


def _has_source(holder: Any) -> bool:
    return child(holder, "source") is not None


def _source_language(root: Any) -> str:
    """The language that all files of the document are in, if it is one of ours."""
    files = [each for each in root.iter() if local(each) == "file"]
    said = [attribute(root, "srcLang")] + [attribute(each, "source-language") for each in files]
    codes = {code.lower().replace("_", "-").split("-")[0] for code in said if code}
    return codes.pop() if len(codes) == 1 and codes <= set(LANGUAGES) else ""


def _is_kept(place: _Place) -> bool:
    """Whether the document says that a segment is not to be translated."""
    return any(attribute(each, "translate") == "no" for each in (place.holder, *place.holder.iterancestors()))


def _is_translated(place: _Place) -> bool:
    stated = place.target if local(place.holder) == "trans-unit" else place.holder
    return _is_filled(place) and attribute(stated, "state") not in _TO_DO


def _is_filled(place: _Place) -> bool:
    """Whether a segment has a target with anything in it."""
    if place.target is None:
        return False
    said = "".join(each for each in place.target.itertext() if each)
    return bool(said.strip()) or any(local(each) != "mrk" for each in place.target.iterdescendants())


def _runs(element: Any) -> list[Run]:
    """The text of a source or target, with an anchor for each code; elements around text have two."""
    return list(_runs_in(element, {one: name for name, one in _codes(element)}))


def _runs_in(element: Any, names: Mapping[Any, str]) -> Iterator[Run]:
    if element.text:
        yield Run(element.text)
    for one in element:
        name = names.get(one, "")
        if _is_around(one):
            yield Run("", anchor=f"{name} <", pair=name)
            yield from _runs_in(one, names)
            yield Run("", anchor=f"{name} >", pair=name)
        elif name:
            yield Run(_shown(one), anchor=name, pair=_pair(one, local(one)))
        if one.tail:
            yield Run(one.tail)


def _codes(element: Any) -> Iterator[tuple[str, Any]]:
    """The inline elements, and entities that are not expanded, each with a name that it has in any target.

    The name is made of the tag, the id and how often both came before.
    """
    seen: Counter[str] = Counter()
    inside: Any = None  # a code whose content is its own
    for one in element.iterdescendants():
        if inside is not None and inside in one.iterancestors():
            continue
        inside = None if _is_around(one) else one
        tag = local(one)
        if not tag and not str(one.text).startswith("&"):  # a comment
            continue
        name = f"{tag} {attribute(one, 'id') or ''}" if tag else f"entity {one.text}"
        seen[name] += 1
        yield f"{name} {seen[name]}" if seen[name] > 1 else name, one


def _is_around(element: Any) -> bool:
    """Whether what is in an element is translated: a mark can say that it is not."""
    protected = attribute(element, "translate") == "no" or attribute(element, "mtype") == "protected"
    return local(element) in _AROUND and not protected


def _pair(element: Any, tag: str) -> str:
    """What both ends of a pair of codes have in common; empty for single ones."""
    starts = {end: start for start, end in _ENDS.items()}
    if tag not in _ENDS and tag not in starts:
        return ""
    known = next((found for key in _PARTNER if (found := attribute(element, key))), None)
    return f"{starts.get(tag, tag)} {known or attribute(element, 'id') or ''}"


def _shown(element: Any) -> str:
    """What stands for a code in a sentence: the content of a short placeholder or a mark, else nothing."""
    if local(element) == "mrk":
        return " ".join("".join(element.itertext()).split())
    said = (
        "".join(element.itertext()).strip() or attribute(element, "equiv") or attribute(element, "equiv-text")
    )
    plain = said and len(said) <= _LONGEST and not set(said) & set("<>&") and not any(map(str.isspace, said))
    return said if plain and said else ""


def _label(root: Any, target: str, name: str) -> None:
    """Set the target language where the document does not say it.

    Raises:
        DocumentError: it says another one.
    """
    first = (attribute(root, "version") or "").startswith("1")
    key = "target-language" if first else "trgLang"
    for element in [each for each in root.iter() if local(each) == "file"] if first else [root]:
        said = element.get(key)
        if said is None:
            element.set(key, target)
        elif said.lower().replace("_", "-").split("-")[0] != target:
            raise DocumentError(f"{name} is to be translated into {said}, not into {target}")


def _fill(place: _Place, runs: Sequence[Run], language: str, *, doubtful: bool) -> None:
    """Put runs into the target of a segment, if their elements are well nested."""
    source = place.source
    built = _built(source, runs)
    if built is None:
        return
    target = place.target
    if target is None:
        target = source.makeelement(source.tag.removesuffix("source") + "target")
        before = child(place.holder, "seg-source")
        (source if before is None else before).addnext(target)
        target.tail = source.tail
    for one in list(target):
        target.remove(one)
    target.text = built.text
    target.extend(list(built))
    if local(place.holder) == "trans-unit":
        target.set("state", "needs-review-translation" if doubtful else "translated")
        target.set("state-qualifier", "leveraged-mt")
        if source.get(_LANG):
            target.set(_LANG, language)
    else:
        place.holder.set("state", "translated")
        place.holder.set("subState", "summarize:review" if doubtful else "summarize:machine")


def _built(source: Any, runs: Sequence[Run]) -> Any | None:
    """An element with these runs in it; ``None`` if the ends of elements around text do not match."""
    codes = dict(_codes(source))
    root = source.makeelement("built")
    stack: list[tuple[str, Any]] = [("", root)]
    for run in runs:
        here = stack[-1][1]
        if not run.anchor:
            _append(here, run.text)
        elif run.anchor.endswith(" <"):
            name = run.anchor.removesuffix(" <")
            element = here.makeelement(codes[name].tag, dict(codes[name].attrib))
            here.append(element)
            stack.append((name, element))
        elif run.anchor.endswith(" >"):
            name, _ = stack.pop()
            if name != run.anchor.removesuffix(" >"):
                return None
        else:
            element = deepcopy(codes[run.anchor])
            element.tail = None
            here.append(element)
    return root if len(stack) == 1 else None


def _append(element: Any, text: str) -> None:
    """Add text at the end of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
