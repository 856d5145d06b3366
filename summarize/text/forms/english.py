"""English words in their forms: plural and possessive, the parts of verbs, British and American spelling.

A term is a noun unless it is said to be a verb or begins with "to". Of several words, the last one and
those before a preposition take endings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarize.text.forms.pattern import Gap, Part, Pattern, Slot, listed
from summarize.text.forms.tokens import Token

_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "foot": "feet", "tooth": "teeth", "goose": "geese",
    "mouse": "mice", "louse": "lice", "ox": "oxen", "die": "dice", "life": "lives", "wife": "wives",
    "knife": "knives", "leaf": "leaves", "half": "halves", "shelf": "shelves", "wolf": "wolves",
    "thief": "thieves", "loaf": "loaves", "calf": "calves", "self": "selves", "sheaf": "sheaves",
    "scarf": "scarves", "criterion": "criteria", "phenomenon": "phenomena", "datum": "data",
    "medium": "media", "bacterium": "bacteria", "curriculum": "curricula", "memorandum": "memoranda",
    "referendum": "referenda", "stratum": "strata", "addendum": "addenda", "index": "indices",
    "appendix": "appendices", "matrix": "matrices", "nucleus": "nuclei", "alumnus": "alumni",
    "stimulus": "stimuli", "cactus": "cacti", "syllabus": "syllabi", "quiz": "quizzes", "gas": "gases",
}  # fmt: skip
_SINGULAR = {plural: word for word, plural in _IRREGULAR.items()}
# Nouns that have no other number, or another meaning in it.
_FIXED = listed(
    "arms customs goods news means premises proceeds headquarters series species glasses savings thanks "
    "clothes trousers scissors odds belongings surroundings outskirts economics politics ethics physics "
    "mathematics athletics statistics linguistics logistics sheep deer fish aircraft spacecraft offspring "
    "people police cattle data media criteria sports themselves ourselves "
    "yourselves as is us was his this yes"
)
_LATIN = listed(
    "bus virus bonus campus status census focus corpus minus plus surplus chorus circus consensus prospectus"
)
_VERBS = {
    "be": "is are am was were been being", "have": "has had having", "do": "does did done doing",
    "go": "goes went gone going", "say": "said", "make": "made", "take": "took taken", "come": "came",
    "see": "saw seen", "know": "knew known", "give": "gave given", "find": "found", "tell": "told",
    "become": "became", "leave": "left", "feel": "felt", "bring": "brought", "begin": "began begun",
    "keep": "kept", "hold": "held", "write": "wrote written", "stand": "stood", "hear": "heard",
    "mean": "meant", "meet": "met", "run": "ran", "pay": "paid", "sit": "sat", "speak": "spoke spoken",
    "lie": "lay lain lying", "lead": "led", "grow": "grew grown", "lose": "lost", "fall": "fell fallen",
    "send": "sent", "build": "built", "understand": "understood", "draw": "drew drawn",
    "break": "broke broken", "spend": "spent", "rise": "rose risen", "drive": "drove driven",
    "buy": "bought", "wear": "wore worn", "choose": "chose chosen", "seek": "sought", "throw": "threw thrown",
    "catch": "caught", "deal": "dealt", "win": "won", "forget": "forgot forgotten", "lay": "laid",
    "sell": "sold", "fight": "fought", "teach": "taught", "eat": "ate eaten", "sing": "sang sung",
    "strike": "struck", "hang": "hung", "shake": "shook shaken", "ride": "rode ridden", "feed": "fed",
    "shoot": "shot", "drink": "drank drunk", "fly": "flew flown", "sleep": "slept", "steal": "stole stolen",
    "swear": "swore sworn", "bear": "bore borne born", "bind": "bound", "get": "got gotten",
    "forbid": "forbade forbidden", "overcome": "overcame", "uphold": "upheld",
    "withdraw": "withdrew withdrawn",
    "undertake": "undertook undertaken", "show": "showed shown", "freeze": "froze frozen", "lend": "lent",
    "think": "thought", "swim": "swam swum", "sink": "sank sunk", "wake": "woke woken", "hide": "hid hidden",
    "bite": "bit bitten", "dig": "dug", "sweep": "swept", "tear": "tore torn", "put": "", "set": "",
    "cut": "", "let": "", "cost": "", "hit": "", "shut": "", "hurt": "", "spread": "", "cast": "", "read": "",
}  # fmt: skip
_INFINITIVES = {form: verb for verb, forms in _VERBS.items() for form in forms.split()}
# Past forms that are spelled like nouns: rose, saw, left.
_PAST = frozenset(_INFINITIVES) - {"bit", "thought"}  # these are nouns more often
_COMPARED = listed(
    "big bright broad calm cheap clean clear close cold cool dark deep dry early easy fast few flat free "
    "fresh full great hard heavy high hot kind large late light long loud low narrow near new old poor quick "
    "quiet rich rough safe sharp short slow small smooth soft steep strict strong tall thick thin tight "
    "tough warm weak wide wild young"
)
_COMPARISONS = {"better": "good", "best": "good", "worse": "bad", "worst": "bad"}
_PREPOSITIONS = listed("of for against on in to with at by from under over about between into")
_ARTICLES = listed("a an the")
_DETERMINERS = _ARTICLES | listed(
    "my your his her its our their this that these those each every any some no all both such"
)
_DEFINITE = _DETERMINERS - {"a", "an", "no"}
_SUBJECTS = listed("i you he she it we they who")
_MODALS = listed(
    "will would can could must may might should shall cannot can't won't don't doesn't didn't do does did "
    "not never i'll you'll he'll she'll we'll they'll let's"
)
_OBJECTS = _DETERMINERS | listed("it them him us me you whether what how why whom everyone")
_CLAUSES = listed("that whether how why")
_BREAKS = listed("and or but is are was were has have had will that which who") | _PREPOSITIONS
# Words that are given names as well; one with a capital in mid-sentence is the name.
_NAMES = listed(
    "bill mark grace hope faith will may rose frank art jack pat sue rob dean grant miles rich joy dawn "
    "april june august ivy lily robin drew chase gene victor penny sandy ray harry ruby pearl brook olive "
    "violet bush stone hill ford wood woods march banks waters fields black white brown green young "
    "baker cook fisher hunter carpenter mason taylor smith turner walker page king bishop pope may"
)
_BE = listed("be am is are was were been being not")
_NOT_BEFORE_MINE = _BE | {"of"}
_PREFIXES = listed("non anti pro post pre ex re un sub super inter intra trans pan pseudo self co")
_PARTICLES = listed("of in the to and")


def pattern(words: Sequence[Token], part: Part | None) -> Pattern:
    """The slots of a term, and what tells its nouns from verbs that are spelled alike."""
    verb = part == "verb" or (len(words) > 1 and words[0].key == "to" and part is None)
    if verb and words[0].key == "to" and len(words) > 1:
        words = words[1:]
    bare = verb and not any(word.key in _ARTICLES for word in words)
    words = [word for place, word in enumerate(words) if not (verb and place and word.key in _ARTICLES)]
    slots = []
    for place, word in enumerate(words):
        following = words[place + 1].key if place + 1 < len(words) else ""
        head = not following or following in _PREPOSITIONS
        forms = (
            verb_forms(word.key)
            if verb and place == 0
            else noun_forms(word.key)
            if head and part != "adjective"
            else spellings(word.key)
        )
        slots.append(
            Slot(
                forms,
                _gap(words, place, (_bare_object if bare else _object) if verb else None) if place else None,
            )
        )
    single = words[0] if len(words) == 1 else None
    common = single is not None and single.text.islower()

    def fits(here: Sequence[Token], places: Sequence[int]) -> bool:
        if common and _name(here, places[0]):
            return False
        if verb or part == "name":
            return True
        if len(words) > 1:
            return places[0] == 0 or here[places[0] - 1].key not in _SUBJECTS
        return not _verbal(here, places[0])

    return Pattern(tuple(words), tuple(slots), fits)


def noun_forms(word: str) -> frozenset[str]:
    """Singular and plural of a noun given in either, folded."""
    found: set[str] = set()
    for each in spellings(word):
        found |= {each, singular(each), *_plurals(singular(each))}
    return frozenset(found)


def singular(word: str) -> str:
    """The singular of a folded noun, or the word itself."""
    if word in _SINGULAR:
        return _SINGULAR[word]
    if word in _FIXED or not word.endswith("s") or len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word[:-2] in _LATIN or re.search(r"(?:ch|sh|ss|x|zz)es$", word):
        return word[:-2]
    return word[:-1]


def _plurals(word: str) -> set[str]:
    if word in _IRREGULAR:
        regular = {f"{word}s"} if word.endswith(("um", "us", "x")) else set()
        return {_IRREGULAR[word], *({f"{word}es"} if word.endswith(("us", "x")) else regular)}
    compound = re.fullmatch(r"(.{3,})(man|woman|child|wife|foot)", word)
    if compound and word not in ("human", "german", "roman", "norman", "talisman", "ottoman"):
        return {compound[1] + _IRREGULAR[compound[2]]}
    if word in _FIXED or not word.isalpha():
        return {f"{word}s"} if not word.isalpha() else set()
    if word.endswith("sis"):
        return {f"{word[:-2]}es"}
    if re.search(r"[^aeiou]y$", word):
        return {f"{word[:-1]}ies"}
    if re.search(r"(?:s|x|z|ch|sh)$", word):
        return {f"{word}es"}
    return {f"{word}s", f"{word}es"} if re.search(r"[^aeiou]o$", word) else {f"{word}s"}


def bases(word: str) -> frozenset[str]:
    """What a folded word can be a form of, unless the form is made by a regular ending of a verb."""
    found = {word, singular(word), _INFINITIVES.get(word, word), _COMPARISONS.get(word, word)}
    if word == "people":
        found.add("person")
    compared = re.fullmatch(r"(\w+?)(?:er|est)", word)
    for stem in (
        (compared[1], f"{compared[1]}e", compared[1][:-1], f"{compared[1][:-1]}y") if compared else ()
    ):
        found |= {stem} & _COMPARED
    return frozenset(spelling for each in found for spelling in spellings(each))


def verb_forms(word: str) -> frozenset[str]:
    """The parts of a verb given in its base form, folded."""
    found: set[str] = set()
    for each in spellings(word):
        found |= {each, *_plurals(each), *_VERBS.get(each, "").split()}
        stem = each[:-1] if re.search(r"[^eoy]e$|ee$", each) and not each.endswith("ee") else each
        found.add(f"{stem}ing")
        doubled = re.fullmatch(r"\w*[^aeiou][aeiou]([bdgklmnprt])", each)
        if doubled:
            found.add(f"{each}{doubled[1]}ing")
        if each not in _VERBS:
            found.add(_past(each))
            if doubled:
                found.add(f"{each}{doubled[1]}ed")
    return frozenset(found)


def _past(word: str) -> str:
    """The regular past of a verb, its last consonant not doubled."""
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ied"
    return f"{word}d" if word.endswith("e") else f"{word}ed"


def spellings(word: str) -> frozenset[str]:
    """A word as it is spelled in Britain and in America."""
    found = {word}
    for one, other in (
        (r"is(e[ds]?|ing|ers?|ations?)$", r"iz\1"),
        (r"iz(e[ds]?|ing|ers?|ations?)$", r"is\1"),
        (r"(lab|col|fav|hon|neighb|behavi|harb|hum|vap|rum)our", r"\1or"),
        (
            r"(lab|col|fav|hon|neighb|behavi|harb|hum|vap|rum)or(?=s?$|ed|ing|able|ite|hood|less|ful)",
            r"\1our",
        ),
        (r"(cent|theat|lit|met|fib)re(s?)$", r"\1er\2"),
        (r"(cent|theat|lit|fib)er(s?)$", r"\1re\2"),
        (r"programme(s?)$", r"program\1"),
        (r"program(s?)$", r"programme\1"),
        (r"defence(s?)$", r"defense\1"),
        (r"defense(s?)$", r"defence\1"),
    ):
        if len(word) > 4:
            found.add(re.sub(one, other, word))
    return frozenset(found)


def _gap(words: Sequence[Token], place: int, taken: Gap | None) -> Gap | None:
    """What may stand before a word: "and X" before a noun, an article and an adjective after "of"."""
    before = words[place - 1].key
    if taken and place == 1:
        return taken
    if before in _PREPOSITIONS or before in _ARTICLES:
        return _modifiers
    if words[place].key in _PREPOSITIONS:
        return None
    return _coordinated


def _modifiers(_: Token, between: Sequence[Token]) -> bool:
    """At most an article or the like and one more word."""
    plain = between[1:] if between[0].key in _DETERMINERS else between
    return len(plain) <= 1 and all(each.word and each.key not in _BREAKS for each in plain)


def _coordinated(_: Token, between: Sequence[Token]) -> bool:
    """And X, or X: national and religious minorities."""
    return len(between) == 2 and between[0].key in ("and", "or") and between[1].word


def _object(_: Token, between: Sequence[Token]) -> bool:
    return len(between) <= 3 and all(each.word and each.key not in _BREAKS for each in between)


def _bare_object(verb: Token, between: Sequence[Token]) -> bool:
    """Take (an active) part, but not take the other part."""
    return not any(each.key in _DEFINITE for each in between) and _object(verb, between)


def _name(here: Sequence[Token], place: int) -> bool:
    """Whether a word that is also a person's name is one here: capital in mid-sentence, no article."""
    token = here[place]
    if token.key not in _NAMES or not token.text[0].isupper() or token.text.isupper():
        return False
    after = here[place + 1] if place + 1 < len(here) else None
    before = here[place - 1] if place else None
    if after is not None and after.text[0].isupper() and after.spaced:
        return True
    return before is not None and before.word and before.key not in _DETERMINERS


def _verbal(here: Sequence[Token], place: int) -> bool:
    """Whether a word that can be a noun is a verb here, by its neighbours."""
    before = here[place - 1].key if place else ""
    after = here[place + 1].key if place + 1 < len(here) else ""
    later = here[place + 2].key if place + 2 < len(here) else ""
    if before in _SUBJECTS or before in _MODALS:
        return True
    if here[place].key == "mine" and before in _NOT_BEFORE_MINE:
        return True
    if here[place].key.endswith("ing") and before in _BE:
        return True
    if here[place].key in _PAST and before and before not in _DETERMINERS | _PREPOSITIONS:
        return True
    if before == "to" and after in _OBJECTS:
        return True
    return after in _CLAUSES and later in _OBJECTS and before not in _DETERMINERS | _PREPOSITIONS


def prefixed(before: Sequence[Token], word: Token) -> bool:
    """Whether what a hyphen joins to the front makes another word: anti-corruption, but not EU-Kazakhstan."""
    if before[0].key in _PREFIXES:
        return True
    return not (before[0].text[0].isupper() and word.text[0].isupper()) and not before[0].text[0].isdigit()


def suffixed(word: Token, after: Sequence[Token]) -> bool:
    """Whether what a hyphen joins to the end makes another word: mother-in-law, but not court-appointed."""
    return after[0].key in _PARTICLES
