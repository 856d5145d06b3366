"""Abbreviations and sentence openers of each language; `boundaries` decides with them.

`Lexicon.kinds` says how an abbreviation behaves when its full stop is followed by something that could
open a sentence; `openers` are the closed-class words that almost surely do open one when capitalised.

Keys have no final stop and no spaces ("т. д." is looked up as "т.д"). A lower-case key matches any case,
a capitalised one only itself: "Sun." is a day, "the sun." is not.
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How an abbreviation behaves before a capital letter."""

    BINDS = "belongs to what follows: Mr. Smith, т.е. Москва"
    NUMBERED = "belongs to a number, a Roman numeral or an initial that follows: No. 5, рис. 3"
    CLOSES = "ends a list or a time, and with it the sentence: и т.д. Затем, 5 p.m. Then"
    EITHER = "depends on the words around it: U.S. Army, в 1999 г. Ему"
    UNIT = "ends the sentence after a number, otherwise undecided: 30 см. Вода, 5 ч. Потом"
    WORD = "an ordinary word that abbreviation lists contain: modern art, старый дом"


@dataclass(frozen=True)
class Lexicon:
    """The words of one language that decide where its sentences end; all sets are in lower case."""

    kinds: dict[str, Kind]
    openers: frozenset[str]
    joiners: frozenset[str]  # continue a sentence after CLOSES: 5 p.m. Friday
    exclaimed: frozenset[str]  # names written with an exclamation mark: Yahoo! Finance

    def kind(self, abbreviation: str) -> Kind | None:
        """The kind of the longest dotted ending of `abbreviation` in the table, or None."""
        while True:
            kind = self.kinds.get(abbreviation)
            if kind is None and len(abbreviation) > 1:  # a single capital is an initial
                kind = self.kinds.get(abbreviation.lower())
            if kind or "." not in abbreviation:
                return kind
            abbreviation = abbreviation.partition(".")[2]


def _kinds(**rows: str) -> dict[str, Kind]:
    """{key: Kind} from rows of blank-separated keys, one keyword per kind."""
    kinds: dict[str, Kind] = {}
    for name, row in rows.items():
        for key in row.split():
            if key in kinds:
                raise ValueError(f"{key!r} is both {kinds[key].name} and {name.upper()}")
            kinds[key] = Kind[name.upper()]
    return kinds


def _words(row: str) -> frozenset[str]:
    return frozenset(row.split())


ENGLISH = Lexicon(
    kinds=_kinds(
        binds="""mr mrs ms mx dr prof messrs mme mlle Gen Sen Sens Rep Reps Gov Govs Lt Col Sgt Cpl Capt
            Cmdr Maj Adm Pvt Pfc Brig Cdr Hon Rev Fr Msgr Pres Supt Det Insp Amb Atty Treas Mt Ft Pt
            vs e.g i.e viz cf eg ie a.k.a w.r.t p.s ps approx esp incl resp ca Eq Eqs Ref Refs Thm
            Prop Cor Lem""",
        numbered="""no nos vol vols b c d n p pp ch chap fig figs tab sect Art Arts para cl ver v pt app pl
            nr""",
        closes="etc a.m p.m",
        either="""U.S U.S.A U.K U.N E.U D.C inc corp ltd co cos bros llc plc jr sr esq Ph.D M.D B.A M.A
            B.Sc M.Sc D.Phil B.C A.D Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues
            Wed Thu Thur Thurs Fri Sat Sec ed eds op Ave Blvd Rd Hwy dept Univ Assn Assoc Inst Mfg
            Intl Natl Ariz Ark Calif Colo Conn Del Fla Ill Kan Ky Mass Md Mich Minn Mo Mont Neb Nev
            Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo al est misc St Ste""",
        unit="oz lb lbs ft mi yd sq hr hrs mins secs kg km cm mm",
        word="""i u a art arts min sec me mass ill ref sat mar wed cor prop rep gen hon rev fr det ark
            wash del mo va pa""",
    ),
    openers=_words(
        """the a an i he she it we they you this that these those there here his her its our their
        my your in on at by for from with to as if when while after before since although though
        however but and or so because then what who how why where which whether not yes also
        some many most all both each one other another such is are was were do does did can
        could will would should may must have has had let please thanks meanwhile moreover
        furthermore finally according during despite until unless once now today yesterday
        tomorrow more several about between among through just even only i'm i've i'll i'd it's
        that's he's she's they're we're you're there's don't didn't every any nobody everyone
        someone nothing instead still later earlier perhaps maybe thus therefore nevertheless
        anyway well"""
    ),
    joiners=_words(
        """monday tuesday wednesday thursday friday saturday sunday january february march april
        may june july august september october november december mon tue tues wed thu thurs fri
        sat sun jan feb mar apr jun jul aug sep sept oct nov dec est edt et cst cdt ct mst mdt
        mt pst pdt pt gmt utc bst cet eastern central mountain pacific et"""
    ),
    exclaimed=_words("yahoo jeopardy yum wham e panic mamma oliver"),
)

RUSSIAN = Lexicon(
    kinds=_kinds(
        binds="""т.е т.к т.н т.о т.ч т.наз т.зв г-н г-жа гг-н д-р св преп напр ср проф акад доц чл-корр
            чл.-корр и.о в.о p.s з.ы Тел Ал Вл Ник Мих Евг Вяч Конст Ив Дм Влад Алекс Вс Дж mr mrs
            ms dr prof""",
        numbered="рис табл илл ил прим разд гл абз подп пп параг no vol p pp вып",
        closes="т.д т.п др пр проч",
        either="""тыс млн млрд трлн долл г гг в вв н.э р.х с.г м.г им гор кн сб ред изд пер с п ст д корп
            кв стр оф каб факс доб обл р-н респ пл ш inc corp ltd co jr sr u.s прот митр архиеп еп
            иером блаж букв асп корр зам зав нач полк подполк лейт серж адм ул просп пр-т наб бул
            б-р пос дер ок род урожд уп юр физ внутр иностр гос муниц лат греч нем англ франц итал
            исп польск укр яп кит тат тюрк устар разг перен цит рец худ реж сцен муз сокр хим мат""",
        unit="""км м см мм дм кг мг гр т ц л мл га кв.м куб.м кв.км куб км/ч м/с руб р коп евро тг чел
            шт экз ч дн мес л.с квт мвт гц мгц ггц проц у.е""",
        word="пол ум мин час сек лит тел ком кат",
    ),
    openers=_words(
        """он она оно они я мы ты вы это этот эта эти эту его её ее их ему ей им мой моя наш наша
        свой тот та те то такой такая такие в во на с со к ко по у о об от до из за для при под
        над через после перед между около кроме без среди и а но да или однако если когда пока
        хотя чтобы потому поэтому затем потом тогда там тут здесь теперь сейчас сегодня вчера
        завтра также тоже кто что как где куда откуда почему зачем какой какая какие который
        сколько все всё весь вся каждый никто ничего нет не ни уже ещё еще только даже лишь
        именно впрочем итак кстати например наконец вообще впервые впоследствии вскоре позже
        позднее ранее одновременно согласно благодаря несмотря был была было были есть является
        можно нужно надо среди один одна одно одни многие некоторые другие другой кроме ведь
        зато причём причем так вместе"""
    ),
    joiners=frozenset(),
    exclaimed=_words("yahoo"),
)

KAZAKH = Lexicon(
    kinds=_kinds(
        binds="""проф акад доц д-р т.ғ.к т.ғ.д ф.ғ.к ф.ғ.д мыс қар шам лат араб парсы орыс ағыл көне.түрк
            м.а бас.ред ред құраст авт ген подполк полк лейт серж св ул mr mrs ms dr prof""",
        numbered="сур кест б бб бап п ст тармақ сағ no vol p pp вып гл рис табл",
        closes="т.б т.с.с т.с т.т т.ж",
        either="""мың млн млрд трлн долл ж жж ғ ғғ б.з.б б.з б.э.д х.қ н.э г гг в вв тг көш даң ауд обл
            респ қ а ү пәт inc corp ltd co jr sr u.s""",
        unit="""км м см мм кг гр т ц л мл га ш.м шм ш.ш кв кв.м куб.м км/сағ км/ч м/с руб квт мвт
            у.е""",
        word="им пол мин сек ком кат ум тел лит час пер сб куб",
    ),
    openers=_words(
        """ол олар бұл мұны мұнда мен біз сен сіз сендер сіздер оның олардың оған оны онда одан
        бұған бұны бұдан бұның менің біздің сенің сіздің осы осыдан осыған осында сол сондықтан
        сондай-ақ содан сонда сонымен сонымен-ақ сөйтіп бірақ алайда дегенмен ал және немесе
        себебі өйткені егер кейін кейіннен соңғы қазір бүгін кеше ертең мұндай мұнымен осындай
        осылай солай жоқ иә әрі тіпті яғни әсіресе мысалы алғаш алғашқы кім не неге қалай қайда
        қашан қандай барлық барлығы бәрі әр әрбір кейбір біреу ешкім тек әлі тағы"""
    ),
    joiners=frozenset(),
    exclaimed=_words("yahoo"),
)

LEXICONS = {"en": ENGLISH, "ru": RUSSIAN, "kk": KAZAKH}
