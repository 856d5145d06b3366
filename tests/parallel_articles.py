"""Two small parallel articles for tests of the evaluation, written as files that a suite reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_BRIDGE = {
    "en": {
        "headline": "Old bridge in Aktobe reopens after repairs",
        "paragraphs": [
            "The old bridge over the Ilek river in Aktobe reopened on Monday after 14 months of repairs. "
            "The city paid 2.4 billion tenge for the work. Builders replaced 36 beams and laid new pipes.",
            "Drivers had to take a detour of 11 kilometres while the bridge was closed. "
            "Shop owners on the left bank say that they lost a third of their customers.",
        ],
        "summaries": [
            "The bridge over the Ilek in Aktobe is open again after 14 months of repairs. "
            "The work cost the city 2.4 billion tenge."
        ],
    },
    "ru": {
        "headline": "В Актобе после ремонта открыли старый мост",
        "paragraphs": [
            "В понедельник в Актобе после 14 месяцев ремонта открыли старый мост через реку Илек. "
            "Город заплатил за работы 2,4 млрд тенге. Строители заменили 36 балок и проложили новые трубы.",
            "Пока мост был закрыт, водителям приходилось делать крюк в 11 километров. "
            "Владельцы магазинов на левом берегу говорят, что потеряли треть покупателей.",
        ],
        "summaries": [
            "Мост через Илек в Актобе снова открыт после 14 месяцев ремонта. "
            "Работы обошлись городу в 2,4 млрд тенге."
        ],
    },
    "kk": {
        "headline": "Ақтөбедегі ескі көпір жөндеуден кейін ашылды",
        "paragraphs": [
            "Дүйсенбі күні Ақтөбедегі Елек өзенінің ескі көпірі 14 айлық жөндеуден кейін ашылды. "
            "Қала бұл жұмысқа 2,4 млрд теңге төледі. "
            "Құрылысшылар 36 арқалықты ауыстырып, жаңа құбырлар тартты.",
            "Көпір жабық тұрғанда жүргізушілер 11 шақырым айналып өтуге мәжбүр болды. "
            "Сол жағалаудағы дүкен иелері сатып алушыларының үштен бірінен айырылғанын айтады.",
        ],
        "summaries": [
            "Ақтөбедегі Елек көпірі 14 айлық жөндеуден кейін қайта ашылды. "
            "Жұмыс қалаға 2,4 млрд теңгеге түсті."
        ],
    },
}

_LIBRARY = {
    "en": {
        "headline": "Village library lends garden tools",
        "paragraphs": [
            "The library of the village of Shelek now lends spades, rakes and hoses as well as books. "
            "Readers may keep a tool for 7 days. The library bought 58 tools with a grant of 900 euros.",
            "The idea came from the librarian, Aigul Omarova. "
            "“A rake is needed twice a year, a good book every evening,” she says.",
        ],
        "summaries": [
            "The library in Shelek lends garden tools along with books. "
            "It bought 58 tools with a grant of 900 euros, and readers keep them for 7 days."
        ],
    },
    "ru": {
        "headline": "Сельская библиотека выдаёт садовый инвентарь",
        "paragraphs": [
            "Библиотека села Шелек теперь выдаёт не только книги, но и лопаты, грабли и шланги. "
            "Держать инструмент можно 7 дней. На грант в 900 евро библиотека купила 58 инструментов.",
            "Идея принадлежит библиотекарю Айгуль Омаровой. "
            "«Грабли нужны два раза в год, хорошая книга – каждый вечер», – говорит она.",
        ],
        "summaries": [
            "Библиотека в Шелеке выдаёт вместе с книгами садовый инвентарь. "
            "На грант в 900 евро она купила 58 инструментов, держать их можно 7 дней."
        ],
    },
    "kk": {
        "headline": "Ауыл кітапханасы бау-бақша құралдарын береді",
        "paragraphs": [
            "Шелек ауылының кітапханасы енді кітаппен қатар күрек, тырма және шланг береді. "
            "Құралды 7 күн ұстауға болады. Кітапхана 900 еуро грантқа 58 құрал сатып алды.",
            "Бұл ойды кітапханашы Айгүл Омарова ұсынды. "
            "«Тырма жылына екі рет, ал жақсы кітап күн сайын кешке керек», – дейді ол.",
        ],
        "summaries": [
            "Шелектегі кітапхана кітаппен бірге бау-бақша құралдарын береді. "
            "Ол 900 еуро грантқа 58 құрал алды, оларды 7 күн ұстауға болады."
        ],
    },
}

ARTICLES: list[dict[str, Any]] = [
    {"id": "a01", "domain": "local", "date": "2025-04-14", **_BRIDGE},
    {"id": "a02", "domain": "culture", "date": "2025-05-02", **_LIBRARY},
]


def write_articles(folder: Path) -> Path:
    """Write the articles as files and return the folder."""
    folder.mkdir(parents=True)
    for article in ARTICLES:
        path = folder / f"{article['id']}.json"
        path.write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
    return folder


def write_suite(folder: Path, tasks: list[dict[str, Any]], **more: Any) -> Path:
    """Write a suite named ``small`` next to its articles and return its path."""
    write_articles(folder / "articles")
    value = {
        "name": "small",
        "description": "Two articles.",
        "data": {"format": "articles", "path": "articles"},
        "tasks": tasks,
        **more,
    }
    path = folder / "small.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


EXTRACTIVE = [
    {"id": code, "kind": "extractive", "source": code, "target": code, "length": {"sentences": 2}}
    for code in ("en", "ru", "kk")
]
TRANSLATION = [{"id": "en-kk", "kind": "translation", "source": "en", "target": "kk"}]


def _fact(
    name: str, weight: str, references: list[int], wording: dict[str, tuple[str, list[str]]]
) -> dict[str, Any]:
    languages = {
        code: {"statement": statement, "forms": forms} for code, (statement, forms) in wording.items()
    }
    return {"id": name, "weight": weight, "paragraphs": [1], "references": references, **languages}


BRIDGE_FACTS = [
    _fact(
        "open",
        "must",
        [1],
        {
            "en": ("The bridge reopened after 14 months.", ['(bridge|it) (open|reopen) "#14 month"']),
            "ru": ("Мост открыли после 14 месяцев.", ['(открыть|открыт) "#14 месяц"']),
            "kk": ("Көпір 14 айдан кейін ашылды.", ['ашу "#14 ай"']),
        },
    ),
    _fact(
        "cost",
        "should",
        [1],
        {
            "en": ("The work cost 2.4 billion tenge.", ['"#2.4bn tenge"']),
            "ru": ("Работы стоили 2,4 млрд тенге.", ['"#2.4bn тенге"']),
            "kk": ("Жұмыс 2,4 млрд теңгеге түсті.", ['"#2.4bn теңге"']),
        },
    ),
    _fact(
        "beams",
        "nice",
        [],
        {
            "en": ("Builders replaced 36 beams.", ['"#36 beam"']),
            "ru": ("Строители заменили 36 балок.", ['"#36 балка"']),
            "kk": ("Құрылысшылар 36 арқалықты ауыстырды.", ['"#36 арқалық"']),
        },
    ),
]
