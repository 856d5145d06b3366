"""Typography of the target language."""

from __future__ import annotations

import pytest
from scripted_engine import Scripted, by

from summarize.text.documents import from_text
from summarize.translation.direction import Options
from summarize.translation.document import translate_document
from summarize.translation.typography import typeset

SET = [
    ('Он сказал "да" и ушёл - домой.', 'He said "yes".', "en", "ru", "Он сказал «да» и ушёл\xa0— домой."),
    ("“Ол «иә» деді”, - деді ол.", "x", "en", "kk", "«Ол „иә“ деді»,\xa0— деді ол."),
    ("Цена 7.5% за 1,234,567 книг.", "The price was 7.5% for 1,234,567 books.", "en", "ru",
     "Цена 7,5% за 1\xa0234\xa0567 книг."),
    ("It cost 7,5% for 1 234 567 books.", "Цена 7,5% за 1 234 567 книг.", "ru", "en",
     "It cost 7.5% for 1,234,567 books."),
    ("Было 1,234, стало 2,345.", "It was 1,234, now 2,345.", "en", "ru",
     "Было 1\xa0234, стало 2\xa0345."),
    ("It was 1 234, now 2\xa0345.", "Было 1\xa0234, стало 2 345.", "ru", "en",
     "It was 1,234, now 2,345."),
    ("It is 1 234 and 1,5 of 7,5.", "1 234 и 1,5.", "ru", "en", "It is 1,234 and 1.5 of 7,5."),
    ("Дом № 5, 30 млн тг и 12 % на 40 км, сказал А. Б. Ким.", "x", "en", "ru",
     "Дом №\xa05, 30\xa0млн тг и 12\xa0% на 40\xa0км, сказал А.\xa0Б.\xa0Ким."),
    ("2024 ж. 8 мың адам, 5 жылда 3 газет.", "x", "en", "kk",
     "2024\xa0ж. 8\xa0мың адам, 5 жылда 3 газет."),
    ("It is 12 % of No. 5.", "x", "ru", "en", "It is 12% of No. 5."),
    ("Версия 2.5.1 от 03.05.2024 в 14.30.", "Version 2.5.1 of 03.05.2024 at 14.30.", "en", "ru",
     "Версия 2.5.1 от 03.05.2024 в 14.30."),
    ("«Да», сказал он – и ушёл.", "x", "ru", "en", "“Да”, сказал он – и ушёл."),
    ('Один " и всё.', "x", "en", "ru", 'Один " и всё.'),
    ("Это 'большой' шаг.", "x", "en", "ru", "Это «большой» шаг."),
    ("«Он сказал 'да'», - пишет О'Брайен.", "x", "en", "ru", "«Он сказал „да“»,\xa0— пишет О'Брайен."),
    ("'Үлкен' қадам, \"ол ‘иә’ деді\".", "x", "en", "kk", "«Үлкен» қадам, «ол „иә“ деді»."),
    ("\"He said 'yes',\" and 'no'.", "x", "ru", "en", "“He said ‘yes’,” and “no”."),
    ("In the '90s, the students' 'big' day, rock 'n' roll.", "x", "ru", "en",
     "In the '90s, the students' “big” day, rock 'n' roll."),
    ("Ол айтқан: 'иә, 'жоқ.", "x", "ru", "kk", "Ол айтқан: 'иә, 'жоқ."),
    ("В 2010-2015 годах, 5-10%, 2,5-3 млн, XVIII-XIX века, 1941—1945.", "x", "en", "ru",
     "В 2010–2015 годах, 5–10%, 2,5–3\xa0млн, XVIII–XIX века, 1941–1945."),
    ("In 2010 - 2015 and 2010-15, pages 5-10, 10:00-12:00.", "x", "ru", "en",
     "In 2010–2015 and 2010–15, pages 5–10, 10:00–12:00."),
    ("5-6-сынып, 1 500-2 000 адам, 10 - 20 мамыр.", "x", "ru", "kk",
     "5–6-сынып, 1 500–2 000 адам, 10–20 мамыр."),
    ("Ту-154, Boeing 737-800, A320-200, счёт 3-2, 8-800-555-35-35, 2010-05-12, № 12-15, 555-1234.", "x",
     "en", "ru",
     "Ту-154, Boeing 737-800, A320-200, счёт 3-2, 8-800-555-35-35, 2010-05-12, №\xa012-15, 555-1234."),
    ('Код `a - "b"` и <b class="x">.', "x", "en", "ru", 'Код `a - "b"` и <b class="x">.'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "a", "b", "wanted"), SET)
def test_typography(text: str, source: str, a: str, b: str, wanted: str) -> None:
    done = typeset(text, source, source_language=a, target_language=b)
    assert done == wanted
    assert typeset(done, source, source_language=a, target_language=b) == wanted


def test_typography_is_off_by_default() -> None:
    said = "Комиссия закрыла 8 заводов в Астане - и это «начало»."
    text = "The commission closed 8 factories in Astana, and that is “the beginning”."
    plain, typeset_ = (
        translate_document(
            from_text(text), "ru", by(Scripted(lambda *_: said)), Options(typography=wanted, mend=False)
        ).text
        for wanted in (False, True)
    )
    assert (plain, typeset_) == (said, said.replace(" - ", "\xa0— "))
