"""Sentence splitting: hard cases in three languages, the contract for spans, and the cost."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from razdel.segmenters.sentenize import SentSplit, sentenize
from razdel.segmenters.sokr import HEAD_SOKRS, INITIALS, PAIR_SOKRS, SOKRS

from summarize.errors import UsageError
from summarize.text.abbreviations import LEXICONS
from summarize.text.boundaries import Boundaries
from summarize.text.neighbours import following
from summarize.text.segmenters import library
from summarize.text.sentences import _CANDIDATE, split

LANGUAGES = ("en", "ru", "kk")

# One paragraph per line. "‖" stands for a space between two sentences, "¦" for two sentences without one.
ENGLISH = """\
The ferry was late.‖Nobody minded.
Mr. Hale met Mrs. Quill and Dr. Ode at noon.‖They talked for an hour.
Sen. Mary Orr and Rep. Tom Vale voted against it.
She moved to St. Albans with Lt. Col. Fry.‖The house was cold.
It opened on Dec. 3 and closed on Jan. 14.‖Few came.
They met in Dec.‖The talks failed.
The U.S. Army left the U.K. bases in May.
He never went back to the U.S.‖The visa had run out.
The doors open at 9 a.m. on weekdays.‖Bring a coat.
We left at 5 p.m. Friday and drove all night.
We left at 5 p.m.‖John stayed behind.
Some fruits, e.g. Apples and Pears, are kept cool.
See No. 5 on the list, and vol. 2, p. 14.‖It is short.
Did he agree?‖No.‖He laughed.
Acme Inc. Chairman Lee Dow resigned.‖He gave no reason.
She works for Acme Inc.‖The pay is good.
J. R. Marlow and A.B. Stone wrote it.‖Critics loved it.
George W. Bell spoke first.‖Then came the mayor.
The paper by Orr et al. (2010) disagrees.
Pens, paper, glue, etc.‖Everything was there.
Well... maybe not.‖Who knows?
I waited...‖Nobody came.
So we waited . . . and waited.‖Then it rained.
“Where are you?” he asked.‖“Here,” she said.
"Stop it!" Martha cried.‖"You will fall."
He said, "It is over."‖Then he left.
She shouted "Run! Run!" and fled.
He loved the song "Who? Me?" as a child.
He came (at last! Finally!) with the keys.‖We went in.
The price (see p. 4) rose by 3.5 percent.‖Then it fell.
It cost $4.99 at www.shop.example.com/a?b=1.‖Cheap!
She studied at the School of Art.‖I loved it.
Write to a.b@mail.example.org.‖We answer in a day.
Open report.PDF or Notes.txt first.‖Then call me.
These are the early days.¦An opening of this kind is rare.
Was it raining?¦Yes, all day.
i went there twice.‖it was great.
Great place!‖would go again.
Best pizza ever!!!‖Do NOT miss it.
Thanks for the help :)‖See you on Monday.
Thanks! :)‖See you on Monday.
Yahoo! Finance reported a loss.‖Shares fell.
1. Mix the flour.‖2. Add the eggs.
Choose one: 1) bread, 2) rice, 3) pasta.‖Then pay.
It was World War II.‖Food was short.
The rate was 5%.‖It had been 4%.
He is taller than I.‖We checked.
She has a Ph.D. from Leeds.‖Her son has none.
The study ended in 2019.‖Nobody noticed.
What?!‖You never told me.
(He was late.)‖We began without him.
It was proved earlier.[12]‖Later work agrees.
The talks (Oslo, etc.) Norway hosted went on.
He likes modern art.‖Paintings fill his flat.
The engine runs at 90 rpm.‖iPhone apps control it.
Turn left on Main St.‖The bank is on your right.
The fund lost $5 million.‖Banks were blamed.
“Great fun!” – The Leeds Post
By noon it was 20 °C.‖Rain came later.
During World War I.‖Germany fell silent.
At 5 a.m. Mr. Orr woke up.‖He went out.
He works at Yahoo! in accounting.
He asked "Why?"‖Nobody answered.
Then John F. Doe and J.-P. Roux came in.‖Both sat.
He said no.‖Bob left.
See Fig. 3 and Sec. 2.1 for more.
A man, b. 1950, d. 1999, lived here.
She asked (why?) and left.‖We stayed.
The bill ($4.50!) was paid.‖Thanks.
He lives in the D.C. area.‖Rents are high there.
He left the house. –
- call Bob.‖- send the mail.
U.S. Sen. Ann Lee (D., Calif.) spoke.‖Others listened.
She works for the U.N. in Geneva.
It is 3 p.m. EST now.‖We wait.
He wrote to P.O. Box 12.‖No answer came.
They sell 5 kg.‖Bags are extra.
"""

RUSSIAN = """\
Паром опоздал.‖Никто не жаловался.
Он родился в 1999 г.‖Ему было пять лет.
В 1999 г. Петров уехал в Омск.
Дом построен в 1912 г.‖Архитектор неизвестен.
После войны в 1946 г. Сидоров вернулся домой.
Город возник в XIX в.‖Сейчас в нём живут рыбаки.
В XIX в. Россия строила дороги.
В 1970-х гг. завод закрыли.‖Рабочие уехали.
Купили хлеб, соль и т. д.‖Потом пошли домой.
Купили хлеб, соль и т.п.‖Дома нас ждали.
Были Иванов, Петров и др.‖Говорили о погоде.
Это столица, т. е. Москва.‖Там шумно.
Это столица, т.е. Москва.
Его звали А. С. Громов.‖Он писал стихи.
Книгу написал И.О. Лунин.‖Её никто не читал.
Она живёт на ул. Садовой, д. 5, кв. 12.‖Там тихо.
По ст. 105 УК РФ и п. 3 ч. 2 ст. 5 закона он виновен.
См. рис. 3 и табл. 4.‖Там всё видно.
Вес 5 кг.‖Цена 300 руб.‖Торг уместен.
Выдали 20 тыс. рублей и 3 млн. тенге.‖Хватило не всем.
Потратили 5 млн руб.‖Банк дал кредит.
Он пришёл в 15 час. 30 мин. и сел.‖Молчал долго.
Работает им. Чехова театр.‖Билеты дешёвые.
Я дал книгу им.‖Они обрадовались.
Старый дом.‖Тёмный пол.‖Никого.
— Где ты? — спросил он.‖— Здесь.
— Уходи! — крикнула она.‖— И не возвращайся.
«Кто там?» — спросила бабушка.‖Никто не ответил.
«Пора!» — Мария встала.‖За окном светало.
Он сказал: «Всё кончено».‖Потом ушёл.
Он сказал: «Всё кончено!»‖Потом ушёл.
Роман «Что дальше?» Лунина забыт.‖А жаль.
Песню «Эй! Стой! Куда?» пели все.
Он пришёл (наконец-то! Ура!) с ключами.‖Мы вошли.
Ну... может быть.‖Кто знает…‖Никто.
Он ждал… и дождался.
Что?!‖Ты не говорил.
Спасибо большое))‖Завтра приду.
Жаль(((‖Завтра уеду.
Это было в 1970-х.‖Мне было пять.
Спасибо :)‖Завтра приду.
Спасибо! 😀‖Завтра приду.
1) купить хлеб; 2) позвонить.‖Потом спать.
1. Вымыть пол.‖2. Позвонить.
Пишите на a.b@mail.example.ru.‖Ответим быстро.
Сайт www.example.com/стр.html закрыт.‖Ищите другой.
Они живут в Яндекс.Музыке и слушают песни.
Дождь кончился.¦Солнце вышло снова.
Проф. Лунин и акад. Громов спорили.‖Победил Лунин.
Св. Николай смотрел со стены.‖Было тихо.
Правил Николай II.‖Жили бедно.
Тогда было 3.5 балла.‖Стало 4.
Рост цен 5 %.‖Зарплаты стоят.
Скорость 19 км/ч.‖Ураган слабеет.
Это было в V в. до н. э.‖Позже город опустел.
Жил в г. Омск с 2001 г. по 2005 г.‖Потом переехал.
ну да, согласна.‖так и было.
Иван (род. 1950 г.) Петрову не брат.
Заплатили 500 долл. США и 5 млн. евро.‖Мало.
Ночью до +20 °С.‖Осадков нет.
Площадь — 25 км².‖Население — 300 человек.
Он жил при Петре I.‖Москва была тесной.
Город разрушен в 44 г. до н. э.‖Римляне его помнят.
Дж. Смит и Ю. Лунин приехали.‖Их ждали.
Рис. А. Лунина.‖Текст И. Громова.
Работал в т. ч. Ночью.
Это не так (см. п. 5).‖Другое дело — закон.
Он крикнул: «Стой!» — и побежал.
Фирма Acme Inc. Москву не покинула.
"""

KAZAKH = """\
Кеме кешікті.‖Ешкім ренжіген жоқ.
Нан, тұз, ет, т.б. тағамдар сатылды.
Нан, тұз, ет, т.б.‖Кейін үйге қайттық.
Нан, тұз, ет т. б.‖Дүкен жабылды.
Кітап, дәптер, қалам т.с.с.‖Бәрі үстел үстінде.
Ол 1941 ж. Алматыда туған.‖Әкесі балықшы болған.
Қала 1850 ж. салынған.‖Қазір онда көп адам тұрады.
Бұл ауылдың құрылған жылы — 1999 ж.‖Ол кезде халық аз еді.
1990–2000 жж. зауыт жабылды.‖Жұмысшылар көшіп кетті.
Жиналыс 2010 ж. 22 маусымда өтті.
Бағасы 5 мың теңге.‖Арзан емес.
Оған 20 мың. теңге берілді.‖Ақша жетпеді.
Бағасы 300 тг.‖Бұл арзан.
Бағасы 300 тг. болды.
Жолға 5 млн. теңге жұмсалды.‖Жол бітпеді.
Заңның 5-бабы, 3 т. және 2 п. күшін жойды.
Кодекстің ст. 5 бойынша ол кінәлі.
А. Құнанов пен Ә. Бөкеев сөйледі.‖Жұрт тыңдады.
Кітапты Қ.И. Серіков жазды.‖Оны ешкім оқымады.
Проф. Серіков пен акад. Омаров келіспеді.
Алматы қ. Абай көш. 5-үй.
Ол Астана қ. тұрады.‖Үйі үлкен.
Біздің дәуірге дейін, яғни б.з.б. V ғ. қала болған.‖Кейін ол қирады.
Мұнда, мыс. Қарағандыда, қыс қатты.
№ 5 мектеп жабылды.‖Балалар қуанды.
— Қайдасың? — деп сұрады ол.‖— Осындамын.
– Кет! – деді анасы.‖Бала үндемеді.
«Кім бар?» — деп сұрады әжесі.‖Ешкім жауап бермеді.
«Бітті» деді ол.‖Сосын кетіп қалды.
Ол: «Бәрі бітті!» — деді.‖Біз үндемедік.
Ол айтты: «Бәрі бітті».‖Сосын кетті.
“Көмектесіңдер!“ деп айқайлады бала.
Ол: “Бәрі бітті.“‖Біз кеттік.
Оған «Қайдасың? Кел!» деген ән ұнайды.
Ол келді (ақыры! Алақай!) деп қуандық.‖Кіріңіз.
Мүмкін... кім біледі.‖Көрерміз…‖Асықпа.
Ол күтті… бірақ ешкім келмеді.
Не?!‖Сен айтқан жоқсың.
Рақмет :)‖Ертең келемін.
Рақмет))‖Ертең келемін.
1) нан алу; 2) хат жазу.‖Сосын ұйықтау.
1. Еден жуу.‖2. Хат жазу.
Хатты a.b@mail.example.kz жіберіңіз.‖Тез жауап береміз.
Сайт www.example.kz/a.html жабық.‖Басқасын іздеңіз.
Жаңбыр басылды.¦Күн қайта шықты.
Жылдамдығы 19 км/сағ.‖Дауыл әлсіреді.
Сағ. 10.00-де жиналыс басталды.‖Ешкім кешікпеді.
Пойыз 8 сағ. 30 мин. жүрді.
Пойыз 8 сағ.‖Кейін жаяу жүрдік.
Ұзындығы 5 км.‖Ені белгісіз.
Баға 5%.‖Жалақы өспеді.
Ол 1999 жылы туған.‖2005 жылы мектепке барды.
Температура 3,5 градус.‖Кешке 2.5 болады.
Екінші Николай II.‖Халық кедей еді.
Мысал (қар. 5-б.) Жоғарыда тұр.
Ол шаршады.‖ертең келеді.
Мен Acme Inc. Қарағанды бөлімінде жұмыс істеймін.
5 млрд. АҚШ доллары бөлінді.‖Ақша жетеді.
1930 ж. Осы ауылда мектеп ашылды.
Аяз −20 °С.‖Жел соғады.
М.Әуезов пен Ж. Жабаев туралы айтты.
Жиналысқа 20 адам.‖30 бала келді.
Ол ат.‖Бұл ер.
"""

TABLE = [
    pytest.param(language, line, id=f"{language}-{line}")
    for language, rows in (("en", ENGLISH), ("ru", RUSSIAN), ("kk", KAZAKH))
    for line in rows.splitlines()
]


@pytest.mark.parametrize(("language", "line"), TABLE)
def test_hard_cases(language: str, line: str) -> None:
    text = line.replace("‖", " ").replace("¦", "")
    assert [text[start:end] for start, end in split(text, language)] == re.split("[‖¦]", line)


def test_blank_text_has_no_sentences() -> None:
    assert split("", "ru") == []
    assert split(" \t\u00a0\r\n ", "en") == []


def test_white_space_around_and_inside() -> None:
    text = "\n  One\nline ends.\n\u00a0Another  begins. "
    assert [text[start:end] for start, end in split(text, "en")] == ["One\nline ends.", "Another  begins."]


def test_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match=r"'de'.*en, ru, kk"):
        split("Guten Tag.", "de")


WORDS = 'слово Дом үй The cat т.е. г. ж. U.S. No. А. I 5 1999 3.5 — « » “ ” " ( ) [1] … ... ! ? . : :) 😀 ))'
PARAGRAPHS = st.one_of(
    st.text(),
    st.text(alphabet="aA.!?…\"«»“”()[]-—:;1 \n\u00a0'бБ😀", max_size=60),
    st.lists(st.sampled_from([*WORDS.split(), "\n", ""]), max_size=40).map(" ".join),
    st.lists(st.sampled_from([*WORDS.split(), " "]), max_size=40).map("".join),
)


@given(PARAGRAPHS, st.sampled_from(LANGUAGES))
def test_spans_cover_the_text_in_order(text: str, language: str) -> None:
    spans = split(text, language)
    end = 0
    for start, stop in spans:
        assert not text[end:start].strip(), "a gap is only white space"
        assert end <= start < stop
        assert text[start:stop] == text[start:stop].strip() != ""
        end = stop
    assert not text[end:].strip()


@given(PARAGRAPHS, st.sampled_from(LANGUAGES))
def test_surrounding_white_space_changes_nothing(text: str, language: str) -> None:
    spans = split(text, language)
    assert split(f"\n {text}\n", language) == [(start + 2, end + 2) for start, end in spans]


class CountedText(str):
    """A text that counts the characters sliced out of it."""

    sliced = 0

    def __getitem__(self, key: slice | int) -> str:  # type: ignore[override]
        piece = super().__getitem__(key)
        self.sliced += len(piece)
        return piece


@contextmanager
def counted_calls() -> Iterator[list[int]]:
    """Count the calls made inside, including those of built-in functions."""
    calls = [0]

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        calls[0] += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)


UNITS = {
    "en": "He met Mr. Hale in the U.S. at noon. They left! ",
    "ru": "Он родился в 1999 г. в Омске. Ему было пять лет. ",
    "kk": "Ол 1941 ж. Алматыда туған. Нан, тұз, т.б. алды. ",
    "words": "слово ",
    "letters": "a. ",
    "initials": "А. Б. В. ",
    "quotes": '" ',
    "open quotes": "«",
    "opened": "( ",
    "closed": ")",
    "brackets": "(a. ",
    "dots": ".",
    "marks": "!?.a",
    "smiles": ":) ",
    "glued": "A.",
    "abbreviations": "т.е. ",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_linearly_with_the_text(unit: str, language: str) -> None:
    split("Warm. Up.", language)
    work = []
    for length in (2_000, 20_000):
        text = CountedText((UNITS[unit] * length)[:length])
        with counted_calls() as calls:
            split(text, language)
        work.append(calls[0] + text.sliced + 200)  # 200: the cost of any text, even a blank one
    assert work[1] <= 12 * work[0]


@pytest.mark.parametrize("unit", ["... ", "… ", "(", "«"])
def test_only_a_few_characters_after_a_mark_are_read(unit: str) -> None:
    """Otherwise every mark of a long row would read to its end, in quadratic time."""
    assert len(following(unit * 1000, 0, LEXICONS["ru"]).text) < 100


def test_import_is_cheap() -> None:
    code = (
        "import sys, summarize.text.sentences\n"
        "print({'razdel', 'sentencex', 'torch', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


_ABBREVIATED = {*SOKRS, *HEAD_SOKRS, *INITIALS, *(part for pair in PAIR_SOKRS for part in pair)}
_LEFT = sorted({*_ABBREVIATED, *map(str.capitalize, _ABBREVIATED)})
_BEFORE = ("", "Он жил там и ", "(", "2", "и т. ", "т.е. ", "См. ", "а ", "-", "Длинное начало строки, ")
_RIGHT = ("Дом", "2 дома", "дом", "iPhone", "«Дом", "– Дом", "(2", "X", "э", "😀 Дом", "Қала", "№ 5", "…")


@pytest.mark.parametrize("before", _BEFORE)
def test_a_plain_word_is_judged_as_razdel_judges_it(before: str) -> None:
    """The rules of the library are run only where an abbreviation or a mark is near."""
    judge = library("ru").ends
    for word in (*_LEFT, "дом", "қала", "продолжалось", "город.дом", "ул", "Дом", "дом5", "ДОМ"):
        for after in _RIGHT:
            right = following(after, 0, LEXICONS["ru"])
            split = SentSplit((before + word)[-10:], ".", " " + right.text, before + word)
            assert judge(before + word, right) == (not sentenize.join(split)), (before, word, after)


_PREVIOUS = ("", "көне. ", "т. ", "e.g. ", "a word ", "(a ", "«слово ", "5 ")
_NEXT = (
    "The house",
    "House",
    "Он",
    "Дом",
    "Ол",
    "Қала",
    "X",
    "U.S.",
    "Ⓐ",
    "Monday",
    "«Дом",
    "(House",
    "„Он",
    "{The",
    "“",
    "_X",
)
_OTHER = ("дом", "Дом", "house", "House", "XII", "ill", "да-с", "AB", "b5", "жыл»", "J", "X", "I", "түрк")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_full_stop_that_plainly_ends_a_sentence_ends_it(language: str) -> None:
    """The short way says yes only where the rules do, after every abbreviation and other words."""
    short = 0
    for word in (*LEXICONS[language].kinds, *_OTHER):
        for left, right in product(_PREVIOUS, _NEXT):
            text = f"Начало and a long beginning {left}{word}. {right} and more."
            at = len(text) - len(f". {right} and more.")
            boundaries = Boundaries(text, language)
            if boundaries.plainly_ends(at, 0):
                short += 1
                candidate = _CANDIDATE.match(text, at)
                assert candidate is not None
                assert candidate.end() == at + 1
                assert boundaries.ends_sentence(candidate, 0, at + 2), text
    assert short > 100


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_an_ordinary_full_stop_takes_the_short_way(language: str) -> None:
    text = "Автобус ночью шёл через степь долго. Пассажиры спали у окна до утра."
    assert Boundaries(text, language).plainly_ends(text.index("."), 0)


def test_an_initial_takes_the_long_way() -> None:
    text = "The book was written by Anna J. The house was hers."
    assert not Boundaries(text, "en").plainly_ends(text.index("."), 0)
