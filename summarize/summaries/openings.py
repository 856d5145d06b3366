"""Openings of sentences: which point back to what was said before, and which go back in time.

"In fact, it…" is hard to understand without the sentence before it, and "Earlier, in 2015…" tells of what led
to the news and not the news. Words are for English, Russian and Kazakh, matched whatever the text's language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from summarize.summaries.tokens import Sentences

_LONGEST: Final = 48  # characters in which an opening stands


def _openings(row: str) -> dict[str, tuple[str, ...]]:
    """Openings by their first words, so that a sentence is compared with few of them."""
    found: dict[str, tuple[str, ...]] = {}
    for opening in row.split(","):
        words = opening.split()
        found[words[0]] = (*found.get(words[0], ()), f"{' '.join(words)} ")
    return found


# First words that point back, except those that refer to the time of writing just as often («осы жылы»).
_BACKWARD: Final = _openings(
    """he, she, it, they, this, these, those, that, such, his, her, its, their, theirs, him, them, but, and,
    or, so, yet, also, both, others, another, then, thus, hence, however, therefore, meanwhile, moreover,
    furthermore, instead, nevertheless, nonetheless, besides, consequently, accordingly, similarly,
    likewise, otherwise, conversely, indeed, still, afterwards, thereafter, subsequently, thereby, there,
    here, neither, either, too, of these, of those, of them, one of them, one of these, some of them, some
    of these, most of them, many of them, all of them, none of them, each of them, two of them, for example,
    for instance, in addition, in fact, in turn, in particular, in other words, in that case, in this case,
    in this way, in doing so, in contrast, by contrast, in comparison, in response, in return, in the same,
    in this, in these, in that, as a result, as such, as a consequence, at the same time, at that time, at
    this, at that, after that, after this, before that, since then, until then, by then, by that time,
    because of this, because of that, despite this, despite that, despite these, for this, for that, for
    these, from this, from these, from there, with this, with these, to this end, to that end, to do this,
    to do so, on this, on that, on the contrary, on the other hand, on the one hand, that is, that is why,
    this is why, under this, under these, with that, the same, the latter, the former, the other, the
    others, the two, the three, according to him, according to her, according to them, more than that, what
    is more, even so, even then, not only that, above all, all this, all these, all that, like this, like
    that, second, secondly, third, thirdly, finally, он, она, оно, они, его, ее, их, ему, ей, им, него, нее,
    них, у него, у нее, у них, к нему, к ней, к ним, с ним, с ней, с ними, о нем, о ней, о них, для него,
    для нее, для них, в нем, в ней, в них, на нем, на ней, на них, из них, среди них, один из них, одна из
    них, одно из них, некоторые из них, многие из них, большинство из них, каждый из них, двое из них, оба,
    обе, это, этот, эта, эти, этого, этому, этом, этим, этой, эту, этих, этими, в этом, в этой, в этих, на
    этом, на этой, на этих, для этого, для этой, для этих, об этом, об этой, при этом, при этой, при таком,
    при таких, после этого, после этой, до этого, до этой, из этого, из этих, за это, за этим, за эту, с
    этим, с этой, с этими, с этого, по этой, по этому, к этому, к этой, от этого, из-за этого, из-за этой,
    благодаря этому, благодаря этой, несмотря на это, несмотря на эти, вследствие этого, вместо этого,
    помимо этого, кроме этого, кроме того, более того, сверх того, вместе с этим, вместе с тем, наряду с
    этим, в связи с этим, в этой связи, в результате этого, в результате, тот, та, те, того, тому, тем, той,
    тех, тем самым, тем временем, тем не менее, в то же время, в тот же, в ту же, тот же, та же, то же, те
    же, так же, там же, тогда, там, туда, оттуда, здесь, такой, такая, такое, такие, таким образом, такого,
    таких, такую, такими, так, но, а, и, или, да и, однако, зато, также, тоже, поэтому, потому,
    следовательно, впрочем, затем, потом, далее, например, в частности, к примеру, к тому же, притом,
    причем, напротив, наоборот, иначе, иными словами, другими словами, то есть, действительно, в самом деле,
    на самом деле, фактически, по сути, с другой стороны, с одной стороны, во-вторых, в-третьих, наконец, в
    свою очередь, в ответ, еще, еще один, еще одна, последний, последняя, последние, последнее, первый из
    них, второй из них, другой, другая, другие, остальные, остальное, остальных, данный, данная, данное,
    данные изменения, указанный, указанные, упомянутый, упомянутые, по его словам, по ее словам, по их
    словам, по его мнению, по ее мнению, по их мнению, по его данным, по их данным, по словам последнего,
    все это, все эти, все они, обо всем этом, ол, олар, оны, оның, оған, онда, одан, онымен, олардың,
    оларға, оларды, оларда, олардан, олармен, бұл, бұлар, бұған, бұны, бұның, бұдан, бұнда, бұлардың, мұны,
    мұның, мұнда, мұндай, мұндағы, мұнымен, осындай, осылай, осылайша, осыған байланысты, осының
    нәтижесінде, осыдан кейін, осыған қарамастан, сол, сондай, сондай-ақ, соның, соған, содан, содан кейін,
    сонда, сонда да, сондықтан, сонымен, сонымен қатар, сонымен бірге, соның нәтижесінде, соған қарамастан,
    соның арқасында, сөйтіп, сөйтсе де, ал, және, немесе, бірақ, алайда, дегенмен, десе де, әйтсе де,
    әйтпесе, әйткенмен, керісінше, екінші жағынан, бір жағынан, екіншіден, үшіншіден, соңында, мысалы,
    мәселен, атап айтқанда, яғни, демек, шынында, шынында да, шын мәнінде, расында, іс жүзінде, нәтижесінде,
    кейін, кейіннен, одан кейін, одан соң, оған қоса, бұған қоса, бұған дейін, бұдан кейін, бұдан басқа,
    одан басқа, одан бөлек, бұдан бөлек, оның үстіне, оның орнына, оның айтуынша, оның сөзінше, оның
    пікірінше, олардың айтуынша, олардың бірі, олардың ішінде, соның бірі, соның ішінде, екеуі, екеуі де,
    үшеуі, басқалары, қалғандары, қалғаны, тағы, тағы да, тағы бір, аталған, аталмыш, осы орайда, осы
    мақсатта, осы ретте, сол себепті, сол үшін, сол уақытта, сол кезде, сол жерде, ол жерде, ол үшін, бұл
    үшін, жауап ретінде, at first, at last, later, an hour later, a day later, a week later, a month later,
    a year later, two days later, two years later, soon, soon after, in the meantime, the next day, the
    following day, the next morning, the next year, the following year, сначала, поначалу, сперва, вскоре,
    вскоре после, позже, позднее, впоследствии, через час, через день, через неделю, через месяц, через год,
    через два, час спустя, год спустя, на следующий день, на следующее утро, на следующий год, с тех пор,
    все эти, все эти годы, алғашында, әуелі, көп ұзамай, кейінірек, келесі күні, ертеңінде, ертесіне, бір
    сағаттан кейін, бір күннен кейін, бір жылдан кейін, содан бері, сол күні, сол жылы, енді ол, енді олар,
    енді оның"""
)
# "It is expected that…" points forward, and "this year" to the time of writing.
_FORWARD: Final = re.compile(
    r"""
    it\ (?:is|was|has\ been|will\ be|remains)\ [\w\s]{0,24}\b(?:that|to|whether|how|why)\b
    | (?:this|these|that)\ (?:year|month|week|weekend|morning|afternoon|evening|spring|summer|autumn|winter)\b
    | (?:this|that)\ (?:season|decade|century)\b
    | (?:in\ )?th(?:is|ese)\ (?:\w+\ )?(?:paper|work|article|study|report|thesis|review|survey)s?\b
    | (?:both|either|neither|still|so|such|second|third)\ [\w\s-]{1,30}\b(?:and|or|nor|as|of)\b
    | there\ (?:is|are|was|were|will)\b | those\ who\b | here\ (?:is|are)\b
    | (?:в\ )?(?:эт|данн)\w+\ (?:\w+\ )?(?:работ|стать|доклад|исследовани|обзор)\w*
    | (?:тот|та|те|тем|тех|того),?\ (?:кто|кого|кому|у\ кого|что|чей)\b | (?:тех|те|тот|тем),\s
    | (?:в\ этом|этим|в\ эту|с\ этого|этой|на\ этой|до\ этого|к\ этому)\ (?:год|лет|месяц|недел|сезон)\w*
    | (?:этим|этой|в\ эту)\ (?:весн|осен|зим|утр|вечер)\w+
    | и\ [^.,]{1,40},?\ и\  | данные\ (?!изменения) | так\ называ\w+ | здесь\ же\b
    | бұл\ (?:мақала|жұмыс|зерттеу|баяндама)\w* | бұл\ (?:жылы|айда|аптада|күндері|маусымда)\b | ал\ қазір\b
    """,
    re.VERBOSE,
)
_DEFINITE: Final = ("The ", "“The ", '"The ')
# History: what came before the news.
_EARLIER: Final = _openings(
    """earlier, previously, recall, formerly, originally, historically, in the past, back in, years ago,
    founded in, established in, born in, until recently, before, ранее, прежде, раньше, до этого, напомним,
    еще в, когда-то, исторически, первоначально, изначально, основан, основана, основано, родился, родилась,
    до сих пор, бұған дейін, бұрын, бұрынырақ, бастапқыда, ертеректе, кезінде, еске салсақ, еске салайық,
    еске сала кетейік, естеріңізге сала кетейік"""
)
_YEAR_DIGITS: Final = 4
_PAST: Final = 2  # years before the latest of a text from which an opening tells history


def _opens(sentence: str, openings: Mapping[str, tuple[str, ...]]) -> bool:
    words = _opening(sentence)
    first = words.partition(" ")[0]
    return first in openings and f"{' '.join(words.split())} ".startswith(openings[first])


def _opening(sentence: str) -> str:
    """The first characters of a sentence as words in lower case, without the marks before them."""
    words = sentence[:_LONGEST].lower().lstrip('«“„"–—- ').replace("ё", "е")
    return words.replace(",", " ").replace(":", " ")


def _may_open(token: str, openings: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a sentence may have one of the openings, by its first token; marks alone do not tell."""
    first = _opening(token).partition(" ")[0]
    return not first or first in openings


def _may_point_back(token: str) -> bool:
    return _may_open(token, _BACKWARD)


def _may_go_back(token: str) -> bool:
    return _may_open(token, _EARLIER)


def _is_definite(token: str) -> bool:
    return f"{token} ".startswith(_DEFINITE)


def points_back(sentence: str) -> bool:
    """Whether the first words of a sentence refer to what was said before it."""
    return _opens(sentence, _BACKWARD) and not _FORWARD.match(sentence[: 2 * _LONGEST].lower())


def continuations(sentences: Sequence[str]) -> NDArray[np.bool_]:
    """Which sentences open with words that point back; never the first; shape [n]."""
    known = Sentences.of(sentences)
    found = np.zeros(len(known), dtype=np.bool_)
    found[[index for index in known.beginning(_may_point_back) if points_back(known[index])]] = True
    for index in known.beginning(_is_definite):
        sentence = known[index]
        if index and sentence.startswith(_DEFINITE) and _is_introduced(sentence, known[index - 1]):
            found[index] = True
    found[:1] = False
    return found


def _is_introduced(sentence: str, before: str) -> bool:
    """Whether what a sentence begins with was new in the one before it: "A dot moved. The dot was…"."""
    noun = re.match(r"\W?The (\w+)", sentence)
    if noun and f"{before}{noun[1]}".isascii() and noun[1].lower() not in before.lower():
        return False  # most often; a pattern for each noun would have to be compiled
    new = noun and re.search(rf"\b(?:an?|one) (?:\w+ )?{noun[1]}\b", before, re.IGNORECASE)
    return new is not None


def histories(sentences: Sequence[str], numbers: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
    """Which sentences open by going back in time, to what led to the news; shape [n].

    ``numbers`` are those of each sentence, as digits.
    """
    years = {
        index: [int(each) for each in found if len(each) == _YEAR_DIGITS and "1500" <= each < "2100"]
        for index, found in enumerate(numbers)
        if found
    }
    latest = max((year for found in years.values() for year in found), default=0)
    known = Sentences.of(sentences)
    histories = np.zeros(len(known), dtype=np.bool_)
    histories[[i for i in known.beginning(_may_go_back) if _opens(known[i], _EARLIER)]] = True
    for index, found in years.items():
        if found and max(found) <= latest - _PAST and str(found[0]) in sentences[index][:_LONGEST]:
            histories[index] = True
    return histories
