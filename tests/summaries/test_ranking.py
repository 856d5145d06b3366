"""Ranking and selection: known choices in three languages, and properties that hold for any sentences."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.engines.vectors import Floats, matrix
from summarize.request import Length
from summarize.summaries.ranking import Ranking, rank
from summarize.summaries.selection import _choose, default_length, select
from summarize.summaries.tfidf import tfidf

ENGLISH = [
    "Toktar, 4 May",
    "Aksu will open its first electric bus line in autumn, the transport department said on Monday.",
    "Twelve electric buses have already been bought, and drivers are being trained.",
    "It was a warm day.",
    "Residents of the northern districts have asked for a bus line since 2015.",
    "The department expects the electric bus line to carry nine thousand passengers a day.",
    "A bakery near the station gave away bread.",
    "Tickets will cost as much as on the other lines.",
]
RUSSIAN = [
    "Введение",
    "Озёра степной зоны мелеют уже тридцать лет, и жители сёл замечают это лучше гидрологов.",
    "Прошлым летом стояла сильная жара.",
    "В данной работе предложен способ оценки уровня степных озёр по спутниковым снимкам.",
    "Снимки степных озёр сделаны весной и осенью в течение восьми лет.",
    "За обедом участники экспедиции пели песни.",
    "Показано, что уровень степных озёр по снимкам определяется с ошибкой менее десяти сантиметров.",
]
KAZAKH = [
    "Қаратал ауылында жаңа мектеп салынып жатыр, құрылыс күзде аяқталады деп хабарлады аудан әкімдігі.",
    "Кеше жаңбыр жауды.",
    "Жаңа мектепте алты жүз оқушы білім алады.",
    "Мектеп құрылысына аудан бюджетінен екі миллиард теңге бөлінді.",
    "Ауыл тұрғындары мектеп құрылысын он жыл күтті.",
    "Дүкенде нан арзандады.",
]


def dense(sentences: list[str]) -> Floats:
    """An encoder that returns an array, as neural ones do: letter-pair counts in unit rows."""
    table = np.zeros((len(sentences), 64), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        for left, right in pairwise(sentence):
            table[row, (ord(left) * 31 + ord(right)) % 64] += 1
    return table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)


def choose(sentences: list[str], unit: str, amount: float, encoder=tfidf) -> list[int]:
    return select(rank(sentences, encoder=encoder), Length(unit, amount))


@pytest.mark.parametrize(
    ("text", "one", "three"),
    [(ENGLISH, [1], [1, 4, 5]), (RUSSIAN, [3], [1, 3, 6]), (KAZAKH, [0], [0, 3, 4])],
    ids=["en", "ru", "kk"],
)
def test_known_choices(text: list[str], one: list[int], three: list[int]) -> None:
    assert choose(text, "sentences", 1) == one
    assert choose(text, "sentences", 3) == three


def test_scores_run_from_0_to_1() -> None:
    scores = rank([*ENGLISH, ENGLISH[1], "***"], encoder=tfidf).scores
    assert scores.max() == 1
    assert scores.argmax() == 1
    assert scores[8] == 0  # a repeat
    assert scores[9] < 0.1


def test_a_headline_raises_similar_sentences() -> None:
    plain = rank(ENGLISH, encoder=tfidf).worth
    led = rank(ENGLISH, encoder=tfidf, headline="Tickets cost the same").worth
    assert int(np.argmax(led - plain)) == 7
    assert len(led) == len(ENGLISH)


def test_an_announcement_beats_a_central_sentence() -> None:
    text = [
        "Wells in the steppe dry up early, and wells in the hills dry up late.",
        "Wells in the steppe and wells in the hills are dug by hand.",
        "In this paper we propose a cheap gauge for wells and test it in the steppe.",
        "Wells in the steppe are deep.",
    ]
    assert choose(text, "sentences", 1) == [2]


def test_the_opening_counts_less_in_a_long_text() -> None:
    filler = [f"The river froze near village number {name}." for name in "abcdefgh"]
    short = rank(["A bakery gave away its last bread on Monday.", *filler], encoder=tfidf).worth
    long = rank(["A bakery gave away its last bread on Monday.", *filler * 100], encoder=tfidf).worth
    assert short[0] > long[0] + 0.2


def test_near_duplicates_are_not_both_chosen_while_others_are_left() -> None:
    said = "The department presented its electric tramway yesterday."
    twin = "The departments are presenting their electrical tramways, yesterday!"
    text = [said, said, twin, "Bread is cheap.", "It rained on Sunday in the hills."]
    assert choose(text, "sentences", 3) == [0, 3, 4]
    assert len(choose(text, "sentences", 4)) == 4
    assert choose(["same words here"] * 5, "sentences", 3) == [0, 1, 2]


def test_ineligible_sentences_come_last() -> None:
    eligible = [index not in (1, 5) for index in range(len(ENGLISH))]
    ranking = rank([*ENGLISH, ENGLISH[7]], encoder=tfidf, eligible=[*eligible, True])
    assert not {1, 5} & set(select(ranking, Length("sentences", 7)))
    assert len(select(ranking, Length("sentences", 8))) == 8


def test_a_budget_of_words_is_filled_with_what_fits() -> None:
    assert choose(ENGLISH, "words", 32) == [1, 5]
    assert choose(ENGLISH, "words", 1000) == list(range(8))
    assert choose(["all of it", "all of it"], "words", 6) == [0, 1]
    assert choose(["one two three four", "five six seven"], "words", 2) == [1]
    said = "Bread is cheap again in the town."
    assert choose([said, said, "It rained on Sunday and again on Monday in the far hills."], "words", 15) == [
        0
    ]


def test_a_ratio_is_rounded_to_at_least_one_sentence() -> None:
    assert len(choose(ENGLISH, "ratio", 0.3)) == 2
    assert len(choose(ENGLISH, "ratio", 0.32)) == 3
    assert len(choose(ENGLISH, "ratio", 0.001)) == 1
    assert choose(ENGLISH, "ratio", 1) == list(range(8))


@pytest.mark.parametrize("encoder", [tfidf, dense])
def test_no_sentences(encoder) -> None:
    ranking = rank([], encoder=encoder)
    assert ranking.scores.shape == (0,)
    for length in (Length("sentences", 2), Length("words", 5), Length("ratio", 0.5)):
        assert select(ranking, length) == []


def test_candidates_are_compared_with_the_latest_choices_only() -> None:
    words = [letter * 3 + other for letter in "abcdefghij" for other in "klmnopqrst"][:66]
    falling = [1 - index / 200 for index in range(65)]
    # 65 repeats 0, which 64 later choices have pushed out of reach; 66 is new, but worth less.
    vectors = tfidf([*words[:65], words[0], words[65]])
    ranking = Ranking(np.array([*falling, 0.3, 0.2], np.float32), np.zeros(67, np.float32), [1] * 67, vectors)
    assert select(ranking, Length("sentences", 66)) == list(range(66))


def test_fragments_and_very_long_sentences_lose() -> None:
    plain = "Wells of the steppe dry up early in the summer of most years and late in others."
    text = ["Nothing is said here of anything that matters to the story below.", "Wells dry up.", plain]
    assert choose(text, "sentences", 1) == [2]
    endless = " ".join(["wells", "steppe", "summer"] * 60)
    assert choose([*text, endless], "sentences", 1) == [2]


@pytest.mark.parametrize(
    ("leaning", "plain"),
    [
        ("When will it open, the new tramway?", "When it will open, the new tramway."),
        ("«When will it open, the new tramway?»", "When it will open, the new tramway."),
        ("«The new tramway will open this year.", "«The new tramway will open this year.»"),
        ("The new tramway will open this year.”", "The new tramway will open this year."),
        ('The new tramway will open this year."', "The new tramway will open this year."),
    ],
)
def test_questions_and_parts_of_quotations_lose(leaning: str, plain: str) -> None:
    filler = "Rain fell on the hills for most of the long month before."
    assert choose([filler, leaning, plain], "sentences", 2) == [0, 2]
    assert choose([filler, plain, leaning], "sentences", 2) == [0, 1]


@pytest.mark.parametrize(
    ("continuing", "plain"),
    [
        ("However, the new tramway will open this year.", "Surely, the new tramway will open this year."),
        ("Еще новый трамвай откроют в этом году.", "Вот новый трамвай откроют в этом году."),
        ("Оның жаңа трамвайы биыл ашылады.", "Көп жаңа трамвайы биыл ашылады."),
    ],
)
def test_sentences_that_point_back_lose(continuing: str, plain: str) -> None:
    filler = "Rain fell on the hills for most of the long month before."
    assert choose([filler, continuing, plain], "sentences", 1) != [1]
    assert choose([filler, plain, continuing], "sentences", 1) == [1]


WELLS = [
    "The council of the steppe towns met on Monday and spoke about wells for most of the day.",
    "A firm offered to dig forty wells in the steppe before the next summer.",
    "However, the wells in the steppe towns would cost the council twice as much as wells in the hills.",
    "Bread is cheap.",
]


def test_a_sentence_that_points_back_comes_with_the_one_before_it() -> None:
    chosen = [choose(WELLS, "sentences", count) for count in (1, 2, 3)]
    assert [2 in found for found in chosen] == [False, False, True]
    assert all(1 in found for found in chosen if 2 in found)


def test_a_sentence_that_follows_may_come_when_its_neighbour_is_there() -> None:
    # By hand: 0 is chosen alone; then 1, whose value has risen from the mean of both, 0.5, to 0.6.
    rows = np.eye(3, dtype=np.float32)
    ranking = Ranking(np.array([1, 0.6, 0.55], np.float32), np.zeros(3, np.float32), [1] * 3, matrix(rows))
    assert select(replace(ranking, follows=frozenset({1})), Length("sentences", 2)) == [0, 1]
    assert select(replace(ranking, follows=frozenset({2})), Length("words", 2)) == [0, 1]
    # The mean of 1 and 2 is less than 0 is worth, but 2 is not chosen alone.
    worth = np.array([0.5, 0.1, 0.7], np.float32)
    ranking = replace(ranking, worth=worth, follows=frozenset({2}))
    assert select(ranking, Length("sentences", 1)) == [0]
    assert select(ranking, Length("sentences", 2)) == [0, 1]
    assert select(ranking, Length("sentences", 3)) == [0, 1, 2]


def test_news_comes_before_its_history() -> None:
    text = ["The fair of the old port opened with a concert.", "Visitors came to the old port by boat."]
    told, old = (
        rank([*text, f"{opening} the fair of the old port drew many visitors."], encoder=tfidf)
        for opening in ("Surely", "Earlier")
    )
    assert old.worth[2] - old.opening[2] == pytest.approx(0.9 * (told.worth[2] - told.opening[2]), rel=0.1)
    assert old.worth[2] < told.worth[2]


def test_figures_count_outside_papers() -> None:
    few, many = (
        "The road to the lake was closed on Monday.",
        "The road to lake 4 was closed on Monday 3 May at 12:30.",
    )
    text = ["Rain fell on the hills.", few, many]
    assert choose(text, "sentences", 1) == [2]
    worth = rank([*text, "In this paper we propose a gauge."], encoder=tfidf).worth
    assert worth[2] - worth[1] < rank([*text, "A gauge."], encoder=tfidf).worth[2] - worth[1]


def test_known_sections_count_more_and_sources_not_at_all() -> None:
    text = [ENGLISH[1], ENGLISH[5], "Thanks go to the drivers of the electric bus line in Aksu.", ENGLISH[2]]
    plain = rank(text, encoder=tfidf).worth
    named = rank(text, encoder=tfidf, headings=[None, "2. Methods", "Acknowledgements", "Conclusion"]).worth
    assert (named - plain).round(3).tolist() == [0, 0, -40, pytest.approx(0.3)]
    assert 2 not in select(
        rank(text, encoder=tfidf, headings=["A", "A", "References", "A"]), Length("sentences", 3)
    )


def test_only_the_first_choice_has_the_whole_opening_bonus() -> None:
    # By hand: 0 is chosen; then 1 keeps half of its bonus, 0.8 - 0.2, and 2 stays at 0.7.
    ranking = Ranking(
        np.array([1, 0.8, 0.7], np.float32),
        np.array([0.4, 0.4, 0], np.float32),
        [1, 1, 1],
        matrix(np.eye(3, dtype=np.float32)),
    )
    assert select(ranking, Length("sentences", 1)) == [0]
    assert select(ranking, Length("sentences", 2)) == [0, 2]
    assert select(ranking, Length("words", 2)) == [0, 2]


@pytest.mark.parametrize(("left", "right"), [("«", "»"), ("“", "”")])
def test_the_middle_of_a_quotation_loses(left: str, right: str) -> None:
    begun = f"{left}Rain fell on the hills „Three Sisters“ for most of the month before."
    middle, ended = (
        "The new tramway will open this year.",
        f"Nobody believes them any more in the town.{right}",
    )
    after = "The tramway new will open this year."
    texts = ([begun, middle, ended, after], [begun + right, middle, ended[:-1], after])
    part, whole = (each.worth - each.opening for each in (rank(text, encoder=tfidf) for text in texts))
    assert part[1] < 0.75 * whole[1]
    assert part[3] == pytest.approx(whole[3], abs=0.01)
    others = ["Snow lay.", "Ice broke.", "Wind blew.", "Dust rose.", "Fog came."]
    assert choose([begun, *others, middle, after], "sentences", 1) == [6], (
        "an unclosed quotation ends after six sentences"
    )


def test_a_headline_does_not_move_the_centroid() -> None:
    rows = {"a": [1, 0], "b": [0, 1], "h": [0, 1]}
    plain, led = (
        rank(
            ["a", "b"],
            encoder=lambda texts: np.array([rows[t] for t in texts], np.float32),
            headline=headline,
        )
        for headline in (None, "h")
    )
    assert (led.worth - plain.worth).tolist() == pytest.approx([0, 0.3 * np.sqrt(1 / 18)])


def test_a_candidate_is_penalised_for_its_similarity_to_earlier_choices() -> None:
    # By hand: 0 is chosen; 1 repeats it and falls to 0.9 - 0.3 * 0.9; 2 is unlike it and stays at 0.7.
    rows = np.array([[1, 0], [0.9, np.sqrt(0.19)], [0, 1]], dtype=np.float32)
    ranking = Ranking(np.array([1, 0.9, 0.7], np.float32), np.zeros(3, np.float32), [1, 1, 1], matrix(rows))
    assert select(ranking, Length("sentences", 2)) == [0, 2]
    assert select(ranking, Length("words", 2)) == [0, 2]


@pytest.mark.parametrize(("count", "expected"), [(0, 1), (1, 1), (5, 2), (8, 3), (15, 3), (16, 4), (1000, 9)])
def test_default_length(count: int, expected: int) -> None:
    assert default_length(["x"] * count) == Length("sentences", expected)


WORD = st.sampled_from(["озеро", "мектеп", "river", "мектептің", "the", "we", "propose", "…", "7", "Да."])
SENTENCES = st.lists(
    st.one_of(st.lists(WORD, min_size=1, max_size=12).map(" ".join), st.text(max_size=20)),
    min_size=1,
    max_size=25,
)
LENGTHS = st.one_of(
    st.builds(Length, st.just("sentences"), st.integers(1, 30)),
    st.builds(Length, st.just("words"), st.integers(1, 150)),
    st.builds(Length, st.just("ratio"), st.floats(0.01, 1)),
)


@given(SENTENCES, LENGTHS, st.sampled_from([tfidf, dense]), st.one_of(st.none(), st.just("мектеп river")))
def test_length_contract(sentences, length, encoder, headline) -> None:
    ranking = rank(sentences, encoder=encoder, headline=headline)
    chosen = select(ranking, length)
    assert chosen == sorted(set(chosen))
    assert chosen
    assert chosen[-1] < len(sentences)
    assert ranking.scores.shape == (len(sentences),)
    assert np.all((ranking.scores >= 0) & (ranking.scores <= 1))
    counts = [len(sentence.split()) for sentence in sentences]
    if length.unit == "sentences":
        assert len(chosen) == min(length.amount, len(sentences))
    elif length.unit == "ratio":
        assert len(chosen) == max(1, int(len(sentences) * length.amount + 0.5))
    else:
        words = [counts[index] for index in chosen]
        assert sum(words) <= length.amount or words == [min(count for count in counts if count)]
    assert chosen == select(rank(sentences, encoder=encoder, headline=headline), length)


@given(SENTENCES, st.integers(1, 10), st.sampled_from([tfidf, dense]))
def test_a_summary_summarises_to_itself(sentences, count, encoder) -> None:
    summary = [sentences[index] for index in choose(sentences, "sentences", count, encoder)]
    assert choose(summary, "sentences", count, encoder) == list(range(len(summary)))


@given(
    st.lists(st.lists(WORD, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=12),
    st.integers(1, 12),
)
def test_repeats_come_after_everything_else(sentences: list[str], count: int) -> None:
    distinct = len(set(sentences))
    chosen = choose(sentences, "sentences", count)
    assert len({sentences[index] for index in chosen}) == min(distinct, len(chosen))


@given(SENTENCES, st.integers(1, 6))
def test_the_greedy_choice_is_exact(sentences: list[str], count: int) -> None:
    """Each choice from the heap is one that a search over all sentences finds best."""
    ranking = replace(rank(sentences, encoder=dense), needs={}, follows=frozenset())
    rows = dense(sentences)
    left, taken = set(range(len(sentences))), []
    for index in _choose(ranking, limit=count):
        near = {i: max((float(rows[i] @ rows[j]) for j in taken), default=0.0) for i in left}
        opened = 0.5 if taken else 0.0
        value = {
            i: float(ranking.worth[i] - opened * ranking.opening[i]) - 0.3 * near[i] - 10 * (near[i] >= 0.95)
            for i in left
        }
        assert value[index] == pytest.approx(max(value.values()), abs=1e-4)
        taken.append(index)
        left.remove(index)
    assert len(taken) == min(count, len(sentences))


@given(SENTENCES, st.sets(st.integers(1, 11)), st.integers(1, 8))
def test_no_sentence_is_chosen_without_the_one_it_follows(
    sentences: list[str], follows: set[int], count: int
) -> None:
    """Unless all that could stand alone are chosen."""
    ranking = rank(sentences, encoder=dense)
    worth = np.abs(ranking.worth)
    following = frozenset(index for index in follows if index < len(sentences))
    ranking = replace(ranking, worth=worth, needs={}, follows=following)
    chosen = select(ranking, Length("sentences", count))
    assert len(chosen) == min(count, len(sentences))
    alone = [index for index in chosen if index in following and index - 1 not in chosen]
    assert len(alone) <= len(chosen) - len(set(range(len(sentences))) - following - set(chosen)) or not alone


INTERVIEW = [
    "Who pays for the new school building in the village of Karatal?",
    "The district pays for the school building.",
    "Who pays for the school building, and who pays for the school road?",
    "And when will it open?",
    "Nobody has decided about the road.",
    "The school building in the village will have these rooms:",
    "a library, a gym and nine classrooms.",
    "Will the village be glad of the school building?",
]


@pytest.mark.parametrize("count", range(1, 8))
def test_a_question_is_not_chosen_without_its_answer(count: int) -> None:
    chosen = choose(INTERVIEW, "sentences", count)
    assert len(chosen) == count
    for asked, answer in ((0, 1), (2, 4), (3, 4), (5, 6)):
        assert asked not in chosen or answer in chosen, chosen
    assert 7 not in chosen  # it has none


@pytest.mark.parametrize("budget", range(8, 60, 4))
def test_a_question_and_its_answer_share_a_budget_of_words(budget: int) -> None:
    chosen = choose(INTERVIEW, "words", budget)
    assert sum(len(INTERVIEW[index].split()) for index in chosen) <= budget
    for asked, answer in ((0, 1), (2, 4), (3, 4), (5, 6)):
        assert asked not in chosen or answer in chosen, chosen


def test_a_question_is_kept_where_nothing_else_is_left() -> None:
    assert choose(["Who knows?", "Who cares?", "Who asks?"], "sentences", 2) == [0, 1]


def chosen_by(worth: list[float], count: int, follows: set[int], needs: dict[int, int]) -> list[int]:
    """Sentences chosen by what they are worth, of which none is like another."""
    vectors = tfidf([f"word{letter}" for letter in "abcdefg"[: len(worth)]])
    values = np.array(worth, dtype=np.float32)
    zeros = np.zeros(len(worth), dtype=np.float32)
    ranking = Ranking(values, zeros, [5] * len(worth), vectors, needs, follows=frozenset(follows))
    return select(ranking, Length("sentences", count))


def test_a_sentence_after_a_chosen_one_is_worth_no_more_than_itself() -> None:
    assert chosen_by([1.5, 0.1, 0.5, 0.2], 2, {1}, {}) == [0, 2]
    assert chosen_by([1.5, 0.6, 0.5, 0.2], 2, {1}, {}) == [0, 1]


def test_a_word_explains_nothing_to_the_next_sentence() -> None:
    told = "He will look at the flat on the square near the office."
    assert rank(["The landlord answered.", told], encoder=tfidf).follows == {1}
    assert rank(["OK.", told], encoder=tfidf).follows == set()


def test_a_question_and_an_answer_that_need_each_other_come_together() -> None:
    assert chosen_by([1.0, 0.9, 0.1], 2, {1}, {0: 1}) == [0, 1]
    assert chosen_by([1.0, 0.9, 0.1], 1, {1}, {0: 1}) == [2]


def test_decisions_are_chosen_first() -> None:
    minutes = ["Minutes of the transport board", *ENGLISH, "Decision: buy two more."]
    assert choose(minutes, "sentences", 1) == [9]
    assert choose(minutes[1:], "sentences", 1) != [8]


def test_what_one_document_repeats_of_another_is_not_chosen_again() -> None:
    said = [
        "The storm pushed the ferry towards the shore near Aktau, the captain said.",
        "The captain said that the storm pushed the ferry towards the rocky shore near Aktau.",
        "Tickets for the cancelled trips will be refunded until the end of July.",
    ]
    one = select(rank(said, encoder=tfidf), Length("sentences", 2))
    two = select(rank(said, encoder=tfidf, owners=[0, 1, 1]), Length("sentences", 2))
    assert one == [0, 1]
    assert two == [0, 2]


def test_each_document_has_an_opening() -> None:
    alone = rank(ENGLISH, encoder=tfidf).opening
    both = rank([*ENGLISH, *RUSSIAN], encoder=tfidf, owners=[0] * len(ENGLISH) + [1] * len(RUSSIAN)).opening
    assert both[: len(ENGLISH)].tolist() == alone.tolist()
    assert both[len(ENGLISH) :].tolist() == rank(RUSSIAN, encoder=tfidf).opening.tolist()
