"""Find names that the source does not have.

Within a language, names are compared by form, inflection allowed. Across languages, full names are
compared by sound, as the consonants that survive transliteration, and reported only if a name of the
source is missing too. Words that are translated inside names (North, Council, China) are exempt; they
are recognised by stems.

Not detected: two people of the source exchanged, and an invented name as the first word of a sentence,
unless it looks like a surname.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from summarize.checks import russian
from summarize.checks.dates import days, weekdays
from summarize.checks.findings import Finding, finding
from summarize.checks.inflection import WordForms, ends, fold
from summarize.checks.places import places
from summarize.checks.sounds import resembles, skeleton, unpaired
from summarize.text.spans import Spans
from summarize.text.words import Word, words

# Stems of words that are capitalised inside names but translated, not transliterated.
_STEMS = {
    "en": (
        "kazakh north south east west centr middle great brit engl unit kingdom state americ europ chin germ "
        "spain span gree hungar austria vienna japan egypt georgia swiss switz swed finland norw dutch "
        "nether turk wales wels scot irish ireland fren franc india poland polish czech croat cypr rom "
        "arab jew islam muslim christ cathol orthodox anglic slav asia africa pacific atlantic mediter "
        "ocean sea red white black green blue gold silver lake river mount island beach desert bay cape "
        "valley street square avenue road palace castle tower bridge church park garden house senat "
        "congress parliament assembl council commi minist secretar president prime chair director govern "
        "republic democra labour conservat liberal party union nation league organi associat agenc "
        "authorit bureau office depart service institut universit academ college school hospital museum "
        "theat librar foundation fund bank court justic judic law police army navy force guard defen "
        "security intellig research scien technolog project program plan act treat charter convention "
        "agreement declarat constitut revolution war battle empire emperor king queen prince duke lord "
        "lady count saint holy bible testament gospel father mother sister brother child famil societ "
        "communit people member world global general supreme high special federal royal public new old "
        "first second third next day night morning summer winter spring autumn festival game cup champion "
        "olymp prize award book time news press radio channel show film picture music song star club team "
        "mr mrs ms dr rev sir madam professor officer colonel captain inspector judge ambassador envoy "
        "spokes governor mayor deput euro earth moon god human right wom men youth health develop econom "
        "trade energ environ climat cultur digital media strateg peace cooperat partner forum summit "
        "conferenc seminar deleg mission embass region district provinc count city town village capital "
        "coast rock silicon premier metropol majest secret evil super arena "
        "sunday monday tues wednes thurs friday satur january february march april may june july "
        "august september october november december russia moscow athens beijing hong italy italian greek "
        "outer lower upper the this that and for with two three four five six seven eight nine ten "
        "consumer business "
        "consumer business canal resist liberat power hurricane storm weather disast prevent stadium week "
        "fashion independen medic cancer network order prison parish coroner advanc"
    ),
    "ru": (
        "казах север южн юг восто запад централ средн велик британ брит англ соединен объединен королев штат "
        "америк европ евро кита герман нем испан грец греч венгр австри вен япон егип грузи швейцар швец "
        "швед финлянд норвег нидерланд голланд турц турец уэльс валли шотланд ирланд франц инди польш "
        "польск чех хорват кипр рим араб евре ислам мусульман христ католи православн англикан славян ази "
        "африк тих атлант средиземн океан мор красн бел черн зелен золот серебр озер рек гор остров пляж "
        "пустын залив мыс долин улиц площад проспект двор замок башн мост церк парк сад дом палат сенат "
        "конгресс парламент ассамбл генассамбл совет комисс комит минист секретар госсекрет президент "
        "премьер председ директор правител республик демократ лейборист консерват либерал парти союз наци "
        "лиг организ ассоциац агентств управлен бюро офис департамент служб институт университет академ "
        "колледж школ больниц музе театр библиотек центр фонд банк суд правосуд юсти юрид закон полици "
        "арми флот войск сил гвард оборон безопасност развед исследов наук научн технолог проект программ "
        "план акт договор хартия конвенц соглаш деклар конституц революц войн битв импер корол принц княж "
        "герцог лорд леди граф свят библи завет евангел отец отц мать сестр брат дет семь общ народ член "
        "мир всемир глобал международн генерал верхов высш специал национал федерал государств нов стар "
        "перв втор трет следующ последн молод день дн ноч утр лет зим весн осен фестивал игр куб чемпион "
        "олимп преми приз книг времен новост пресс радио канал шоу фильм кино музык песн звезд клуб "
        "команд господ г-ж док сэр профессор офицер полков капитан инспектор судь посол посл представител "
        "губерн аким депутат земл лун бог прав женщ мужч молодеж здрав развит эконом торгов энерг окруж "
        "климат культур цифров медиа стратег сотруднич партнер форум саммит конферен семинар делегац "
        "мисси посольств регион район провинц округ област город деревн столиц росси москв афин пекин "
        "гонконг итал внешн нижн два две двух три трех четыр пят шест сем восем девят десят престол "
        "сопротив освобожд держав канад ближн величеств кремн скал больш побереж стрит бич"
    ),
    "kk": (
        "қазақ солтүст оңтүст шығыс батыс орта ұлы британ ағылш біріккен құрама корол штат америк еуро қытай "
        "герман неміс испан грек мажар венгр австри вен жапон египет мысыр грузи швейцар швец швед "
        "финлянд норвег нидерланд голланд түрк түрік уэльс шотланд ирланд франц үнді польш чех хорват "
        "кипр рим араб еврей ислам мұсылман христ катол православ славян ази африк тынық атлант жерорта "
        "мұхит теңіз қызыл ақ қара жасыл алтын күміс көл өзен тау арал жаға шөл шығанақ алқап көше алаң "
        "даңғыл сарай қамал мұнара көпір шіркеу саябақ бақ үй палат сенат конгресс парламент мәжіліс "
        "ассамбл кеңес комисс комитет минист хатшы президент премьер төраға директор үкімет республик "
        "демократ лейборист консерват либерал парти ода ұлт лига ұйым қауым агентт басқарма бюро кеңсе "
        "департамент қызмет институт универ академ колледж мекте аурухан мұражай театр кітап орталы қор "
        "банк сот әділет заң полици әскер арми флот күш гвард қауіпсіз барлау зертте ғылым технолог жоба "
        "бағдар жоспар акт шарт хартия конвенц келісім деклар конституц ата революц төңкер соғыс шайқас "
        "импер патша ханзада герцог лорд леди граф әулие інжіл әке ана бала отбас қоғам халық мүше әлем "
        "дүние жаһан бас жоғар арнайы федерал мемлекет жаңа ескі бірінші екінші үшінші келесі соңғы жас "
        "күн түн таң жыл жаз қыс көктем күз фестивал ойын кубо чемпион олимп сыйлы марапат жаңалық газет "
        "баспасөз радио арна шоу фильм музык ән жұлдыз клуб команд мырза ханым доктор сэр профессор "
        "офицер полковник капитан инспектор төреші судья елші өкіл әкім депутат жер ай құдай адам құқы "
        "әйел денсаулық даму эконом сауда энерг қоршаған климат мәден цифр стратег бейбіт ынтымақ әріптес "
        "форум саммит конферен семинар делегац мисси елші өңір аймақ аудан провинц округ облыс қала ауыл "
        "астана ресей мәскеу афин пекин бейжің италия бір екі үш төрт бес алты жеті сегіз тоғыз таяу "
        "канад мәртебе үлкен жағалау кремний стрит бич"
    ),
}


_BRIEF = 3  # letters of a stem that only endings may follow: "may" is not in Mayhew


@lru_cache(maxsize=3)
def _common(language: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """The long stems of a language, and the short ones."""
    stems = _STEMS[language].split()
    long = re.compile("|".join(stem for stem in stems if len(stem) > _BRIEF))
    return long, frozenset(fold(stem) for stem in stems if len(stem) <= _BRIEF)


@lru_cache(maxsize=65536)
def is_common(word: str, language: str) -> bool:
    """Whether a capitalised word is one that is translated inside names; ё counts as е."""
    long, short = _common(language)
    small = word.casefold().replace("ё", "е")
    if long.match(small):
        return True
    folded = fold(small)
    return any(
        folded[:length] in short and ends(folded[length:], language) for length in range(1, _BRIEF + 1)
    )


_SURNAME = re.compile(r"\w{2,}(?:ов|ев|ёв|енко|швили|ұлы|қызы)(?:а|у|ым|е|тың|қа|ты|пен|мен|ның|нің)?")
_FORMS_OF_ADDRESS = frozenset({"Mrs", "Miss", "President", "Minister", "Ambassador", "Professor", "Madam"})
_LONG = 4  # letters of a single name that is compared by sound
_TITLE_CASE = 0.7  # share of capitalised words from which a line is a headline, not names


def _headline(line: Sequence[Word]) -> bool:
    long = [word for word in line if len(word.text) > 3]
    return len(long) > 3 and sum(word.text[0].isupper() for word in long) >= _TITLE_CASE * len(long)


_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Rev|Capt|Sen|Gov|Lt|Prof|Gen|Col|Sgt|Rep|[A-Z])\.\s$")
_AFTER_SPEECH = re.compile(r",[\"”’']{1,2}\s$")  # “…,” Bennett said
_AFTER_CRY = re.compile(r"[!?…][\"”’']{1,2}\s$")
_SAYS = re.compile(r"\s(?:said|says|told|added|asked|cried|shouted|wrote)\b")
_REACH = 7  # characters read before a word


def _inside(text: str, word: Word) -> bool:
    """Whether an English word that seems to begin a sentence stands after a title or a quotation."""
    before = max(word.start - _REACH, 0), word.start
    if _TITLE.search(text, *before) or _AFTER_SPEECH.search(text, *before):
        return True
    return _AFTER_CRY.search(text, *before) is not None and _SAYS.match(text, word.end) is not None


def name_words(text: str, language: str) -> list[Word]:
    """The words of a text that are plainly names or parts of them; months and headlines are left out."""
    found = words(text)
    starts = [word.start for word in found]
    spans = [(day.start, day.end) for day in days(text, language)]
    spans += [(day.start, day.end) for day in weekdays(text, language)]
    for line in re.finditer(r"[^\n]+", text) if language == "en" else ():
        if line[0].rstrip()[-1:].isalnum():
            inside = found[bisect_left(starts, line.start()) : bisect_left(starts, line.end())]
            spans += [line.span()] if _headline(inside) else []
    skipped = {at for start, end in spans for at in range(start, end)}
    return [
        word
        for word in found
        if word.capitalised
        and len(word.text) > 2
        and word.start not in skipped
        and (not word.initial or (_inside(text, word) if language == "en" else _SURNAME.fullmatch(word.text)))
    ]


def invented_names(hypothesis: str, source: str, language: str) -> Iterator[Finding]:
    """Names that the source, in the same language, does not have in any form."""
    forms = WordForms((word.text for word in words(source)), language)
    for word in name_words(hypothesis, language):
        if not forms.knows(word.text) and not (language == "en" and word.text in _FORMS_OF_ADDRESS):
            yield finding("name", word.text, word.start, word.end)


def _sounding(found: Sequence[Word], language: str) -> list[str]:
    """Names that can be compared by sound."""
    return [
        word.text for word in found
        if word.capitalised and len(skeleton(word.text)) > 1 and not is_common(word.text, language)
    ]  # fmt: skip


def _capitals(text: str, language: str) -> list[str]:
    """Every word that may be a name, including abbreviations and words that begin sentences."""
    capitals = [word for word in words(text) if word.text[0].isupper() and len(word.text) > 1]
    return [word.text for word in capitals if not (word.initial and is_common(word.text, language))]


def lost_names(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> list[tuple[int, str]]:
    """Names and places of the source that have no counterpart in a translation, with their offsets."""
    _, others = unpaired(_capitals(hypothesis, target_language), _capitals(source, source_language))
    unheard = others.intersection(_sounding(name_words(source, source_language), source_language))
    named = places(source, source_language)
    known = Counter(mention.place for mention in named)
    known -= Counter(mention.place for mention in places(hypothesis, target_language))
    lost = [(mention.start, source[mention.start : mention.end]) for mention in named if known[mention.place]]
    spans = Spans((mention.start, mention.end) for mention in named)
    for word in words(source):
        if word.text in unheard and not spans.meet(word.start, word.start + 1):
            lost.append((word.start, word.text))
    return sorted(lost)


def foreign_names(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """Names that sound like none in the source, if a name of the source is missing too.

    A full name of which no part is known is an error. A single one, or one part of a full name, is a doubt:
    it may be a place, a people or a work whose name differs between languages.
    """
    free, others = unpaired(_capitals(hypothesis, target_language), _capitals(source, source_language))
    theirs = name_words(source, source_language)
    lost = [word.text for word in theirs if word.text in others and _sounding([word], source_language)]
    here = places(hypothesis, target_language)
    named = {place.place for place in here}
    gone = [place for place in places(source, source_language) if place.place not in named]
    lost += [source[place.start : place.end] for place in gone]
    if not lost:
        return
    known = Spans((place.start, place.end) for place in here)
    strange = {
        word.start
        for word in name_words(hypothesis, target_language)
        if word.text in free
        and _sounding([word], target_language)
        and not known.meet(word.start, word.end)
        and not _translated(word.text, target_language)
        and not resembles(word.text, lost)
        and not (target_language == "en" and _with_article(hypothesis, word))
    }
    beside = _full_names(hypothesis)
    for word in words(hypothesis):
        if word.start not in strange:
            continue
        parts = beside.get(word.start, ())
        if parts and all(part in strange for part in parts):
            yield finding("name", word.text, word.start, word.end)
        elif parts or len(word.text) >= _LONG:
            yield finding("name-instead", word.text, word.start, word.end, word.text, lost[0])


def _full_names(text: str) -> dict[int, tuple[int, int]]:
    """Where two capitalised words stand side by side: the offsets of both, by the offset of each."""
    found: dict[int, tuple[int, int]] = {}
    for one, other in pairwise(words(text)):
        if one.capitalised and other.capitalised and text[one.end : other.start] == " ":
            found[one.start] = found[other.start] = (one.start, other.start)
    return found


_ARTICLE = re.compile(r"\b(?i:the|an?)\s(?:[A-Z][\w'’-]{0,30}\s){0,4}$")
_ARTICLE_REACH = 60  # characters read before a name


def _with_article(text: str, word: Word) -> bool:
    """Whether an English name has an article: it is no person's ("the Ottoman Empire", "the Gazette")."""
    return _ARTICLE.search(text, max(word.start - _ARTICLE_REACH, 0), word.start) is not None


def _translated(word: str, language: str) -> bool:
    """Whether a capitalised word is an ordinary one, as in the translated name of an institution or work."""
    return language == "ru" and russian.is_common(word.casefold())
