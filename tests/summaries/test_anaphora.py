"""First words that refer to what was said before: pronouns, answers, ordinals; in three languages."""

from __future__ import annotations

import pytest

from summarize.summaries.anaphora import points_back
from summarize.summaries.openings import continuations


@pytest.mark.parametrize(
    "sentence",
    [
        # a pronoun after an introduction
        "Within five working days they must answer.",
        "On a bad day in April he waited for 11 hours.",
        "By 14 September 2017 he had sold the orchard.",
        "Now she walks to the post.",
        "Sadly, he never came back.",
        "When they land, dust rises.",
        "Every Thursday at ten it stops beside the bridge.",
        "Following an advertisement found by a friend, he moved.",
        "A week later it was closed.",
        "Of the others, none is open.",
        "Third was, by all accounts, the mill.",
        "Теперь ей платят больше.",
        "В конце января он занимал половину моря.",
        "Если он не придёт, суд отложат.",
        "После того как он ушёл, село опустело.",
        "Узнав о случившемся, она уехала.",
        "8 октября 2020 года они показали прибор.",
        "До конца месяца их экипажи объедут сёла.",
        "Бүгінде ол кітап жазады.",
        "Енді оларға жалақы төленеді.",
        "2020 жылғы 8 қазанда олар құралды көрсетті.",
        # demonstratives in all cases, also behind one or two words
        "To check this, the editors called twice.",
        "An agreement to this effect was signed.",
        "The college explains this by one change.",
        "For all these reasons the bridge was closed.",
        "Such queues were the subject of the talks.",
        "Чтобы это проверить, редакция позвонила дважды.",
        "Соглашение об этом подписали в мае.",
        "На эти деньги сделали полив.",
        "К тому моменту дорогу закрыли.",
        "За те же три года сток сократился.",
        "В таком случае суд отложат.",
        "Олай болса, жол жабылады.",
        "Осы өлшем бойынша ауыл озып тұр.",
        "Осы жылдар бойы театр көшіп жүрді.",
        "Колледжде мұны бір өзгеріспен түсіндіреді.",
        "Дәл осы көпір жабылды.",
        # a part of what was named
        "In all, 164 of them arrived broken.",
        "Only a handful of these existed.",
        "Первую проверку не прошли 39 из них.",
        # joints
        "It’s cheap.",
        "The rest lies under the open sky.",
        "Under the first, the dam would be raised.",
        "Additionally, the price rose.",
        "Именно поэтому дорогу закрыли.",
        "Ведь дорога закрыта.",
        "Өйткені жол жабық.",
        "Себебі отын жетпейді.",
        # answers, and enumerations
        "Yes, it does.",
        "No. The road is closed.",
        "Not quite: the road is open.",
        "Нет, дорога закрыта.",
        "Конечно, дорога закрыта.",
        "Иә, жол ашық.",
        "Жоқ, жол жабық.",
        "First: call the editor.",
        "Second, look for the source.",
        "Во-первых, дорога закрыта.",
        "Второе: найти источник.",
        "Біріншіден, жол жабық.",
        "2-ншіден, ақша жоқ.",
        # who says it is only a pronoun
        "“I loved the colours,” he joked.",
        "'I loved the colours,' said she.",
        "«Мне нравились цвета», — сказала она.",
        "«Мне нравились цвета, – заметил он.",
        "«Түстер маған ұнады», – деді ол.",
        "Churches, he added, could be sold.",
        "На месте церкви, добавил он, построят дом.",
    ],
)
def test_sentences_that_point_back(sentence: str) -> None:
    assert points_back(sentence)
    assert continuations(["The mayor spoke.", f"– {sentence}", sentence]).tolist() == [False, True, True]


@pytest.mark.parametrize(
    "sentence",
    [
        # named in the sentence
        "When Ms Bo came, she was late.",
        "When he came, Mr Bo was late.",
        "In his speech, Mr Bo praised the bridge.",
        "According to the minister, who came late, he knew.",
        "Most people bring us their fear.",
        "With more jobs requiring languages, these skills matter.",
        "Hundreds of people – many of them students – came.",
        "В редакции 14 сотрудников, 5 из них моложе 30 лет.",
        "Весной тростник жгут, чтобы обновить пастбища, хотя это запрещено.",
        "Волонтёров, способных отличить тюленя от его тени, ждут.",
        "Сегодня наши телефоны — это больше, чем телефоны.",
        "По словам Ивановой, она узнала об аварии утром.",
        "Ботагөз Асанқызы келгенде, ол кешікті.",
        # the time of writing, or the text
        "Earlier in this paper we measured roads.",
        "Later this year the road will open.",
        "На этой неделе дорогу откроют.",
        "Уже в этом году дорогу откроют.",
        "Осыдан он жыл бұрын жол жабылды.",
        "Дәл осы жылы жол ашылады.",
        # words that stand for nothing, or for what comes after them
        "In May it was decided that the road would open.",
        "It’s hard to say why the road is closed.",
        "For those who live by the river, buses run.",
        "Products such as wheat and oil are dear.",
        "Со времён таких мастеров, как Абай, прошёл век.",
        "В тот день, когда открыли мост, шёл дождь.",
        "После того как дорогу закрыли, село опустело.",
        # other words that look like them
        "First reports came at noon.",
        "No bridge was built.",
        "Second place went to Bo.",
        "The rest of Europe was dry.",
        "The second stage of the works begins in May.",
        "Нет дороги, нет и села.",
        "Первая очередь моста открыта.",
        "Он екі адам келді.",
        "Он жыл бойы жол салынды.",
        "Елде ауа райы одан әрі жылынады.",
        # who says it is named
        "“I loved the colours,” Bo joked.",
        "«Мне нравились цвета», — сказала Анна.",
        "«Түстер маған ұнады», – деді Анар.",
        "Churches, the mayor added, could be sold.",
    ],
)
def test_sentences_that_do_not(sentence: str) -> None:
    assert not points_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["The union welcomed this decision.", "Союз приветствовал это решение.", "Одақ бұл шешімді құптады."],
)
def test_a_sentence_may_only_mention_what_was_said(sentence: str) -> None:
    assert points_back(sentence)
    assert not points_back(sentence, mentions=False)
    assert points_back("It welcomed this decision.", mentions=False)
