"""One wrong detail in a right translation is found, and the right one passes: every kind, three languages."""

import pytest

from summarize.checks.findings import Finding
from summarize.checks.verdict import check_translation

EN, RU, KK = "en", "ru", "kk"
BRIDGE = {
    EN: "The council repaired the bridge.",
    RU: "Совет отремонтировал мост.",
    KK: "Кеңес көпірді жөндеді.",
}

# kind, source, right translation, wrong translation; each text with its language
SLIPS = [
    ("unit", EN, "The road is 5 km long.", RU, "Длина дороги — 5 км.", "Длина дороги — 5 м."),
    (
        "unit",
        EN,
        "They walked 30 miles that day.",
        KK,
        "Олар сол күні 30 миля жүрді.",
        "Олар сол күні 30 ярд жүрді.",
    ),
    (
        "unit",
        RU,
        "Мешок весит 40 килограммов.",
        EN,
        "The sack weighs 40 kilograms.",
        "The sack weighs 40 grams.",
    ),
    ("unit", RU, "Бак вмещает 60 литров воды.", KK, "Бак 60 литр су сыяды.", "Бак 60 миллилитр су сыяды."),
    (
        "unit",
        KK,
        "Құдықтың тереңдігі 12 метр.",
        RU,
        "Глубина колодца 12 метров.",
        "Глубина колодца 12 километров.",
    ),
    (
        "unit",
        KK,
        "Станция 300 мегаватт қуат береді.",
        EN,
        "The station gives 300 megawatts.",
        "The station gives 300 kilowatts.",
    ),
    (
        "percent",
        EN,
        "Prices rose by 7 percent in May.",
        RU,
        "В мае цены выросли на 7 %.",
        "В мае цены выросли на 7.",
    ),
    ("percent", RU, "Цены выросли на 7 процентов.", KK, "Баға 7 пайызға өсті.", "Баға 7-ге өсті."),
    ("percent", KK, "Баға 7 пайызға өсті.", EN, "Prices rose by 7 percent.", "Prices rose by 7."),
    (
        "percent",
        EN,
        "Support fell by 9 percent.",
        RU,
        "Поддержка упала на 9 процентов.",
        "Поддержка упала на 9 процентных пунктов.",
    ),
    (
        "percent",
        RU,
        "Доля упала на 9 процентных пунктов.",
        KK,
        "Үлес 9 пайыздық тармаққа төмендеді.",
        "Үлес 9 пайызға төмендеді.",
    ),
    (
        "percent",
        KK,
        "Қолдау 9 пайызға төмендеді.",
        EN,
        "Support fell by 9 percent.",
        "Support fell by 9 percentage points.",
    ),
    (
        "ordinal",
        EN,
        "It was his third victory this year.",
        RU,
        "Это его третья победа за год.",
        "Это его пятая победа за год.",
    ),
    (
        "ordinal",
        RU,
        "Она заняла второе место в забеге.",
        KK,
        "Ол жарыста екінші орын алды.",
        "Ол жарыста төртінші орын алды.",
    ),
    ("ordinal", KK, "Бұл – оның алтыншы кітабы.", EN, "This is his sixth book.", "This is his fifth book."),
    ("direction", EN, "A storm is coming from the north.", RU, "С севера идёт буря.", "С юга идёт буря."),
    (
        "direction",
        RU,
        "Пожар начался на востоке области.",
        KK,
        "Өрт облыстың шығысында басталды.",
        "Өрт облыстың батысында басталды.",
    ),
    (
        "direction",
        KK,
        "Ауыл қаланың оңтүстігінде орналасқан.",
        EN,
        "The village is south of the city.",
        "The village is north of the city.",
    ),
    (
        "number",
        EN,
        "Millions of people saw the film.",
        RU,
        "Фильм увидели миллионы людей.",
        "Фильм увидели миллиарды людей.",
    ),
    (
        "number",
        RU,
        "Миллионы людей остались без света.",
        KK,
        "Миллиондаған адам жарықсыз қалды.",
        "Миллиардтаған адам жарықсыз қалды.",
    ),
    (
        "number",
        KK,
        "Жоба миллиардтаған теңге тұрады.",
        EN,
        "The project costs billions of tenge.",
        "The project costs millions of tenge.",
    ),
    (
        "money",
        EN,
        "He paid in euros for all of it.",
        RU,
        "За всё он заплатил в евро.",
        "За всё он заплатил в долларах.",
    ),
    (
        "money",
        RU,
        "Все расчёты велись в долларах.",
        KK,
        "Барлық есеп долларда жүргізілді.",
        "Барлық есеп еурода жүргізілді.",
    ),
    (
        "money",
        KK,
        "Олар бәрін теңгемен төледі.",
        EN,
        "They paid for everything in tenge.",
        "They paid for everything in roubles.",
    ),
    (
        "order",
        EN,
        "It has 38 rooms and covers 29 hectares.",
        RU,
        "В нём 38 комнат, площадь — 29 гектаров.",
        "В нём 29 комнат, площадь — 38 гектаров.",
    ),
    (
        "order",
        RU,
        "За 12 лет он построил 45 домов.",
        KK,
        "Ол 12 жылда 45 үй салды.",
        "Ол 45 жылда 12 үй салды.",
    ),
    (
        "order",
        KK,
        "Салық 12 пайыздан 16 пайызға көтерілді.",
        EN,
        "The tax rose from 12 percent to 16 percent.",
        "The tax rose from 16 percent to 12 percent.",
    ),
    (
        "loop",
        EN,
        "The teacher spoke about the old mine.",
        RU,
        "Учитель рассказал о старой шахте.",
        "Учитель рассказал о старой о старой шахте.",
    ),
    (
        "loop",
        RU,
        "Учитель рассказал о старой шахте.",
        KK,
        "Мұғалім ескі шахта туралы айтты.",
        "Мұғалім ескі шахта туралы ескі шахта туралы айтты.",
    ),
    (
        "loop",
        KK,
        "Мұғалім ескі шахта туралы айтты.",
        EN,
        "The teacher spoke about the old mine.",
        "The teacher spoke about the old mine about the old mine.",
    ),
    (
        "note",
        EN,
        "He kicked the bucket at last.",
        RU,
        "Он наконец сыграл в ящик.",
        "Он наконец сыграл в ящик. (Прим. пер.: идиома.)",
    ),
    (
        "note",
        RU,
        "Он наконец сыграл в ящик.",
        KK,
        "Ол ақыры көз жұмды.",
        "Ол ақыры көз жұмды. (Аудармашының ескертпесі: идиома.)",
    ),
    (
        "note",
        KK,
        "Ол ақыры көз жұмды.",
        EN,
        "He passed away at last.",
        "He passed away at last. [Translator’s note: an idiom]",
    ),
    (
        "untranslated",
        EN,
        "The old bridge was closed for repairs.",
        RU,
        "Старый мост закрыли на ремонт.",
        "Старый bridge закрыли на ремонт.",
    ),
    (
        "untranslated",
        EN,
        "The old bridge was closed for repairs.",
        KK,
        "Ескі көпір жөндеуге жабылды.",
        "Ескі bridge жөндеуге жабылды.",
    ),
    (
        "untranslated",
        RU,
        "Старый мост быстро закрыли на ремонт.",
        KK,
        "Ескі көпір жөндеуге тез жабылды.",
        "Ескі көпір жөндеуге быстро жабылды.",
    ),
    (
        "untranslated",
        KK,
        "Ескі көпір жөндеуге тез жабылды.",
        RU,
        "Старый мост быстро закрыли на ремонт.",
        "Старый көпір быстро закрыли на ремонт.",
    ),
    (
        "script",
        RU,
        "Старый мост закрыли на ремонт.",
        EN,
        "The old bridge was closed for repairs.",
        "The old мост was closed for repairs.",
    ),
    (
        "script",
        KK,
        "Ескі көпір жөндеуге жабылды.",
        EN,
        "The old bridge was closed for repairs.",
        "The old bridge was closed for жөндеуге.",
    ),
    (
        "script",
        EN,
        "The old bridge was closed for repairs.",
        RU,
        "Старый мост закрыли на ремонт.",
        "Старый мост закрыли на καιρός.",
    ),
    (
        "script",
        RU,
        "Старый мост закрыли на ремонт.",
        KK,
        "Ескі көпір жөндеуге жабылды.",
        "Ескі كوپىر жөндеуге жабылды.",
    ),
    (
        "lookalike",
        EN,
        "She came with the children and a dog.",
        RU,
        "Она пришла с детьми и собакой.",
        "Она пришла c детьми и собакой.",
    ),
    (
        "lookalike",
        EN,
        "The air in the city is clean today.",
        KK,
        "Бүгін қаланың ауа құрамы таза.",
        "Бүгін қаланың aya құрамы таза.",
    ),
    (
        "untranslated",
        EN,
        "Angela Merkel arrived in the capital.",
        RU,
        "Ангела Меркель прибыла в столицу.",
        "Angela Меркель прибыла в столицу.",
    ),
    (
        "untranslated",
        EN,
        "Angela Merkel arrived in the capital.",
        KK,
        "Ангела Меркель астанаға келді.",
        "Angela Меркель астанаға келді.",
    ),
    (
        "name",
        EN,
        "The prize went to Laura Bennett.",
        RU,
        "Премию получила Лора Беннетт.",
        "Премию получила Лора Дресслер.",
    ),
    (
        "name",
        RU,
        "Премию получил вчера Серик Даулетов.",
        KK,
        "Сыйлықты кеше Серік Дәулетов алды.",
        "Сыйлықты кеше Серік Қожахметов алды.",
    ),
    (
        "name",
        KK,
        "Сыйлықты кеше Серік Дәулетов алды.",
        EN,
        "The prize went to Serik Dauletov.",
        "The prize went to Serik Mulvaney.",
    ),
    (
        "negation",
        EN,
        "The company did not raise its prices.",
        RU,
        "Компания не повысила цены.",
        "Компания повысила цены.",
    ),
    (
        "negation",
        RU,
        "Компания не повысила цены весной.",
        KK,
        "Компания көктемде бағаны көтермеді.",
        "Компания көктемде бағаны көтерді.",
    ),
    (
        "negation",
        KK,
        "Компания көктемде бағаны көтермеді.",
        EN,
        "The company did not raise its prices.",
        "The company raised its prices.",
    ),
    ("date", KK, "Жиналыс қазан айында өтеді.", EN, "The meeting is in October.", "The meeting is in March."),
    (
        "date",
        EN,
        "The meeting will be held in October.",
        KK,
        "Жиналыс қазан айында өтеді.",
        "Жиналыс наурыз айында өтеді.",
    ),
]
DOUBTS = {"order", "negation"}
UNNUMBERED = [
    (
        EN,
        "A kilogram of fish costs 900 tenge.",
        RU,
        "Килограмм рыбы стоит 900 тенге.",
        "Грамм рыбы стоит 900 тенге.",
    ),
    (RU, "Килограмм рыбы стоит 900 тенге.", KK, "Балықтың килограмы 900 теңге.", "Балықтың грамы 900 теңге."),
    (
        KK,
        "Пешке бір метрден жақын перде ілмеңіз.",
        EN,
        "Hang no curtains within a metre of the stove.",
        "Hang no curtains within a kilometre of the stove.",
    ),
    (
        EN,
        "The stone weighs about two kilograms.",
        KK,
        "Тастың салмағы екі килограмдай.",
        "Тастың салмағы екі грамдай.",
    ),
]


def findings(hypothesis: str, source: str, source_language: str, target_language: str) -> list[Finding]:
    pair = {"source_language": source_language, "target_language": target_language}
    return check_translation(hypothesis, source, **pair)


@pytest.mark.parametrize(("kind", "language", "source", "target", "right", "wrong"), SLIPS)
def test_a_slip_is_found_and_the_right_translation_passes(
    kind: str, language: str, source: str, target: str, right: str, wrong: str
) -> None:
    assert findings(right, source, language, target) == []
    found = findings(wrong, source, language, target)
    assert kind in {one.kind for one in found}
    for one in found:
        assert 0 <= one.start <= one.end <= len(wrong)
        if one.kind in DOUBTS:
            assert not one.certain


@pytest.mark.parametrize(("language", "source", "target", "right", "wrong"), UNNUMBERED)
def test_another_unit_without_a_number_is_found(
    language: str, source: str, target: str, right: str, wrong: str
) -> None:
    assert findings(right, source, language, target) == []
    assert "unit" in {one.kind for one in findings(wrong, source, language, target)}


def test_a_unit_that_the_source_names_too_is_not_exchanged() -> None:
    source = "Within a metre of the kilometre post no one may park."
    assert findings("В метре от столба парковаться никому нельзя.", source, EN, RU) == []


def test_a_converted_unit_is_not_one_without_a_number() -> None:
    assert findings("До парома 1,6 км.", "The ferry is one mile away.", EN, RU) == []


@pytest.mark.parametrize(
    ("source", "text", "right"),
    [
        (
            "Есепті бірлестік жетекшісі А. Б. Сейітова оқыды.",
            "The head, A. B. Corbett, read it.",
            "A. B. Seitova",
        ),
        ("Сабақты мұғалім Айгүл Бектұрова берді.", "The teacher Aigul Dressler gave it.", "Aigul Bekturova"),
        ("Екі автобус Қызылордадан жолға шықты.", "Two buses set out from Mulvaney.", "Kyzylorda"),
    ],
)
def test_a_stranger_after_an_initial_or_for_a_place_is_found(source: str, text: str, right: str) -> None:
    stranger = next(name for name in ("A. B. Corbett", "Aigul Dressler", "Mulvaney") if name in text)
    named = [one.value for one in findings(text, source, KK, EN) if one.kind == "name"]
    assert named == [stranger.split()[-1]]
    assert findings(text.replace(stranger, right), source, KK, EN) == []


def test_a_name_left_in_latin_letters_is_a_doubt() -> None:
    (found,) = findings("Angela Меркель прибыла в столицу.", "Angela Merkel arrived in the capital.", EN, RU)
    assert (found.kind, found.severity, found.value) == ("untranslated", "doubt", "Angela")


@pytest.mark.parametrize(
    ("target", "text", "found"),
    [
        (RU, "Об этом сообщил капитан Larmel Gittens в субботу.", ["Larmel", "Gittens"]),
        (RU, "Larmel Gittens, тренер команды, прибыл в город.", ["Larmel", "Gittens"]),
        (KK, "Бұл туралы бапкер Larmel Gittens айтты.", ["Larmel", "Gittens"]),
        (KK, "Қалаға Larmel Gittens келді, деді олар.", []),
        (RU, "Концерт группы Larmel Gittens прошёл в городе.", []),
    ],
)
def test_a_latin_name_beside_a_word_for_a_person_is_a_doubt(target: str, text: str, found: list[str]) -> None:
    source = "The town saw Larmel Gittens and the team on Saturday."
    flagged = [one for one in findings(text, source, EN, target) if one.code == "untranslated-name"]
    assert [one.value for one in flagged] == found


def test_a_short_translation_without_the_last_name_is_a_doubt() -> None:
    source = "The council repaired the old bridge over the river in May, said the engineer Arman Zhumabek."
    right = "Совет отремонтировал старый мост через реку в мае, сказал инженер Арман Жумабек."
    assert findings(right, source, EN, RU) == []
    lost = "Совет в мае отремонтировал старый мост через реку и дорогу."
    assert {one.code for one in findings(lost, source, EN, RU)} == {"length-part"}


@pytest.mark.parametrize(
    "text",
    [
        '"We will come back," Corbett said after the match.',
        "Mr. Corbett will come back after the match.",
        '"We will come back!" Corbett said after the match.',
    ],
)
def test_a_stranger_after_a_title_or_a_quotation_is_found(text: str) -> None:
    source = "«Біз қайтып келеміз», – деді ойыннан кейін Оспанов."
    assert "Corbett" in {one.value for one in findings(text, source, KK, EN) if one.kind == "name"}
    assert not [
        one for one in findings(text.replace("Corbett", "Ospanov"), source, KK, EN) if one.kind == "name"
    ]


HALF = "The council met on Tuesday, decided to repair the bridge before the first snow and hired two firms."


@pytest.mark.parametrize(
    ("target", "rather_short", "half"),
    [
        (RU, "Совет во вторник решил отремонтировать мост и нанял фирмы.", "Совет собрался во вторник."),
        (KK, "Кеңес сейсенбіде көпірді жөндеп, екі фирма алмақ болды.", "Кеңес сейсенбі күні жиналды."),
    ],
)
def test_a_short_translation_is_a_doubt_and_half_of_one_an_error(
    target: str, rather_short: str, half: str
) -> None:
    for text, severity in ((rather_short, "doubt"), (half, "error")):
        found = [one for one in findings(text, HALF, EN, target) if one.kind == "length"]
        assert [one.severity for one in found] == [severity]


def test_a_full_name_that_the_source_lacks_is_an_error_and_one_part_of_it_a_doubt() -> None:
    source = "The prize went to Laura Bennett in spring."
    (part,) = findings("Весной премию получила Лора Дресслер.", source, EN, RU)
    assert (part.value, part.severity) == ("Дресслер", "doubt")
    both = findings("Весной премию получила Гизела Дресслер.", source, EN, RU)
    assert [(one.value, one.severity) for one in both] == [("Гизела", "error"), ("Дресслер", "error")]


FAITHFUL = [
    # quotation marks of every kind, halves, parts
    (
        EN,
        "“People kept asking us about it,” he said, “and now they know.”",
        KK,
        "”Адамдар бізден сұрай берді, – деді ол, – енді біледі.”",
    ),
    (
        EN,
        'His whole clavicle was ripped open," Hammel said at the hospital.',
        KK,
        "“Оның бүкіл бұғанасы жыртылып кетті“, – деді Хаммел ауруханада.",
    ),
    (
        RU,
        "«Мы вернёмся сюда весной и достроим школу.",
        KK,
        "Біз көктемде осында қайтып келіп, мектепті салып бітіреміз.",
    ),
    (
        EN,
        '"Once they say "yes, we agree," we can open the school in May."',
        RU,
        "«Как только они скажут „да, согласны“, мы откроем школу в мае».",
    ),
    (
        EN,
        "The students' work, he said, was 'far better than anyone had hoped'.",
        RU,
        "Работа студентов, сказал он, была «намного лучше, чем все надеялись».",
    ),
    # money and places
    (EN, "Europe will pay for the third bridge.", KK, "Үшінші көпірге Еуропа төлейді."),
    (EN, "The 27 European countries agreed.", KK, "Еуропалық 27 ел келісті."),
    (KK, "Оған 27 еуропалық ел келді.", RU, "Туда приехали 27 европейских стран."),
    (RU, "Школа стоила 11,8 млн. тенге.", KK, "Мектепке 11,8 млн теңге кетті."),
    (EN, "The school cost 11.8 million tenge.", RU, "Школа стоила 11,8 млн. тенге."),
    (EN, "Europeans spent 30 days there.", KK, "Еуропалықтар онда 30 күн болды."),
    (EN, "Thieves stole $26,750 from the bank.", RU, "Из банка похитили 26 750 долл. наличными."),
    (EN, "It gives about 100 million euros a year.", KK, "Ол жылына шамамен 100 миллион евроға жуық береді."),
    # Kazakh numbers with endings
    (EN, "About 6,000 of them left the town.", KK, "Олардың 6 мыңы қаладан кетті."),
    (RU, "Из них 330 тысяч живут в городах.", KK, "Олардың 330 мыңы қалада тұрады."),
    # abbreviations that are translated or spelled out
    (EN, "It is deemed most important for the UK.", RU, "Это считают самым важным для Великобритании."),
    (KK, "Бұл Ұлыбритания үшін маңызды.", EN, "It is important for the UK."),
    (EN, "Two people died in a crash near the town.", RU, "Два человека погибли в ДТП у города."),
    (RU, "По данным МЧС, пострадавших нет.", KK, "ТЖМ мәліметінше, зардап шеккендер жоқ."),
    # foreign spelling of names
    (EN, "President Recep Erdogan arrived on Monday.", RU, "Президент Реджеп Эрдоган прибыл в понедельник."),
    (EN, "Then Steven Lawless scored the goal.", RU, "Затем гол забил Стивен Лоулесс."),
    (EN, "They visited the Great Basin with Anna.", RU, "Они побывали с Анной в Большом Бассейне."),
    # converted units
    (EN, "It could reach 80 degrees on Tuesday.", RU, "Во вторник будет до 27 градусов."),
    (EN, "It is heated to 80 °F in winter.", KK, "Қыста 27 °C-қа дейін жылытылады."),
    (EN, "The farm is 30 miles from the town.", RU, "Ферма находится в 48 км от города."),
    (EN, "The 550 pound pig slept on.", KK, "Салмағы 250 келі шошқа ұйықтай берді."),
    (EN, "Some 2 to 4 inches of rain fell in May.", RU, "В мае выпало от 5 до 10 см осадков."),
    (EN, "The wind reached 31 metres per second.", KK, "Желдің екпіні секундына 31 метрге жетті."),
    (EN, "Thousands came to see the 60 m tower.", RU, "Посмотреть на башню высотой 60 м пришли толпы."),
    (RU, "Тысячи людей увидели стену высотой 2,1 м.", EN, "People saw a wall 2.1 m high in crowds."),
    # numbers in words and names
    (EN, "He won the morning fourballs with Alex.", KK, "Ол Алекспен таңертең төрт доп ойынында жеңді."),
    (EN, "The crater registered 183 emissions over 24 hours.", RU, "За сутки кратер дал 183 выброса."),
    (EN, "It is a part of their SS19 collection.", KK, "Бұл – олардың 2019 жылғы топтамасының бөлігі."),
    # number words in names, Roman numerals, quarters of a year
    (KK, "Сайысқа Жетпіс Аманов қатысты.", RU, "В конкурсе участвовал Жетпис Аманов."),
    (KK, "Жетпіс Аманов сайысқа қатысты.", EN, "Zhetpis Amanov took part in the contest."),
    (KK, "Бұл туралы «Жеті ТВ» хабарлады.", RU, "Об этом сообщил «Жеты ТВ»."),
    (EN, "It was reported by the Zheti TV channel.", KK, "Бұл туралы «Жеті ТВ» арнасы хабарлады."),
    (EN, "In the 18th century there was a port here.", RU, "В XVIII веке здесь был порт."),
    (EN, "The 38th session began on Monday.", KK, "Дүйсенбіде XXXVIII сессия басталды."),
    (KK, "Маған оның онысы ұнамады.", RU, "Мне это в нём не понравилось."),
    (KK, "Кеңес тоқсанда бір рет жиналады.", RU, "Совет собирается раз в квартал."),
    (EN, "The council meets once a quarter.", KK, "Кеңес тоқсанда бір рет жиналады."),
    (KK, "Ол олимпиада алтынын жеңіп алды.", EN, "She won Olympic gold."),
    # order of words
    (
        RU,
        "Только во втором квартале 2018 года зарегистрировано 40 000 случаев.",
        EN,
        "About 40,000 cases were registered in the second quarter of 2018 alone.",
    ),
    # loans and kept words
    (RU, "Президент и министр открыли театр.", KK, "Президент пен министр театр ашты."),
    (RU, "Он играл всего 60 минут.", KK, "Ол бар болғаны 60 минут ойнады."),
    (EN, "The mite is called Varroa destructor.", RU, "Клеща называют Varroa destructor."),
    (RU, "Эппл вчера показала новый телефон.", KK, "Apple кеше жаңа телефон көрсетті."),
    # a part of a whole, which Kazakh says in the other order
    (
        KK,
        "Балабақшадағы 40 баланың 14-і ауырып қалды.",
        EN,
        "In the nursery 14 of 40 children have fallen ill.",
    ),
    (EN, "By evening 24 of 86 lodges were heated.", KK, "Кешке қарай 86 күркенің 24-і жылытылды."),
    (EN, "The aim is 96 right answers of 120.", KK, "Мақсат – 120 жауаптың 96-сы дұрыс болуы."),
    (RU, "На участке прижились 26 из 90 саженцев.", KK, "Телімде 90 көшеттің 26-сы көктеді."),
    (
        EN,
        "For 14 minutes 94 cyclists from 17 teams stood at the crossing.",
        KK,
        "Өткелде 17 команданың 94 велошабандозы 14 минут бойы тұрды.",
    ),
    (
        EN,
        "The paper of 17 May 1992 showed the house that burned on 12 June 2023.",
        KK,
        "2023 жылғы 12 маусымда өртенген үйді 1992 жылғы 17 мамырдағы газет көрсеткен.",
    ),
    (
        KK,
        "Қызғалдақ көшесіндегі 11-үйде 45 домбыра бар.",
        RU,
        "На улице Тюльпанов, в доме 11, есть 45 домбр.",
    ),
    (RU, "Ответ: паром ходит трижды в день.", EN, "Answer: the ferry runs three times a day."),
    # names that look like numbers, a word that looks like a month, numbers in words
    (
        RU,
        "Заведующий В. Тен сказал, что пробы чистые.",
        EN,
        "The head, V. Ten, said that the samples were clean.",
    ),
    (EN, "The cicada sang all night in the garden.", KK, "Бақта түні бойы шілделік ән салды."),
    (EN, "The work went on for forty-one days.", RU, "Работы продолжались сорок один день."),
    (KK, "Жұмыс қырық бір күнге созылды.", RU, "Работа длилась сорок один день."),
    # no full stop, but all said
    (EN, "“This claim is completely false and a lie.”", KK, "“Бұл мәлімдеме толығымен өтірік және жалған”"),
    # negations that are said otherwise
    (RU, "Он не возражает против этого плана.", EN, "He is open to the plan."),
    (EN, "The city will not only repair the road.", RU, "Город отремонтирует и дорогу, и мост."),
]


@pytest.mark.parametrize(("language", "source", "target", "hypothesis"), FAITHFUL)
def test_what_translators_do_is_no_error(language: str, source: str, target: str, hypothesis: str) -> None:
    assert findings(hypothesis, source, language, target) == []


@pytest.mark.parametrize("target", [EN, RU, KK])
@pytest.mark.parametrize("source", [EN, RU, KK])
def test_a_plain_sentence_has_no_finding(source: str, target: str) -> None:
    if source != target:
        assert findings(BRIDGE[target], BRIDGE[source], source, target) == []
