"""Words that are capitalised inside names but translated, not transliterated: the stems of them.

North, Council, Supreme, China: a name check across languages leaves them alone, since sound says
nothing about them. Stems are matched at a word's beginning, without case, ё read as е.
"""

from __future__ import annotations

import re
from functools import lru_cache

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
        "sun mon tues wednes thurs fri satur january february march april may june july august september "
        "october november december russia moscow athens beijing hong italy italian greek outer lower "
        "upper the this that and for with two three four five six seven eight nine ten consumer business "
        "canal resist liberat power hurricane storm weather disast prevent stadium week "
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
        "сопротив освобожд держав канад ближн"
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
        "канад"
    ),
}


@lru_cache(maxsize=3)
def _pattern(language: str) -> re.Pattern[str]:
    return re.compile("|".join(_STEMS[language].split()))


@lru_cache(maxsize=65536)
def is_common(word: str, language: str) -> bool:
    """Whether a capitalised word is of the kind that is translated inside names."""
    return _pattern(language).match(word.casefold().replace("ё", "е")) is not None
