"""Short lines of nothing but the words of a site's buttons and boxes: "Sign in to comment", "Об авторе".

Every word must be one of them or a word that joins them, and one must be a word that only a site says.
"""

from __future__ import annotations

import re

_LONGEST, _MOST = 60, 7  # characters and words
_TELLING_STEMS = (
    "comment", "subscri", "newsletter", "unsubscri", "login", "logout", "signin", "signup", "bookmark",
    "password", "account", "sitemap", "homepage", "cookie", "topic", "stories", "articles", "related",
    "trending", "advertis", "navigat", "copyright", "tweet", "retweet", "download", "gallery",
    "коммент", "подписат", "подписыва", "подписк", "рассылк", "войти", "выйти", "регистрац",
    "зарегистрир", "закладк", "пароль", "аккаунт", "наверх", "редакци", "материал", "публикаци",
    "рубрик", "реклам", "навигаци", "скачать", "галере", "поделиться", "пікір", "жазыл", "таратылым",
    "тіркел", "құпиясөз", "мәзір", "жоғарыға", "автор", "редакция", "мақала", "айдар", "жарнама",
    "жүктеу", "бөлісу",
)  # fmt: skip
_TELLING = frozenset((
    "author", "authors", "feedback", "menu", "register", "registration", "жаңалықтар", "меню", "статей",
    "статьи", "статью", "статья", "автор", "автора", "авторе",
))  # fmt: skip
_FILLING = frozenset((
    "a", "an", "the", "to", "of", "on", "in", "for", "by", "from", "with", "this", "our", "your", "all",
    "and", "or", "more", "about", "new", "news", "next", "previous", "back", "top", "go", "sign", "up",
    "out", "log", "read", "view", "see", "show", "hide", "load", "add", "write", "post", "send",
    "leave", "join", "now", "here", "page", "site", "main", "home", "full", "free", "daily", "weekly",
    "latest", "popular", "other", "similar", "video", "photo", "photos", "contact", "contacts", "us",
    "search", "share", "follow", "save", "print", "close", "open", "click", "story", "article",
    "editor", "editors", "office", "в", "во", "на", "по", "о", "об", "от", "с", "со", "к", "для", "и",
    "или", "за", "все", "всё", "ещё", "еще", "наш", "наши", "нас", "нам", "этой", "этого", "этот",
    "теме", "тема", "темы", "новости", "новостей", "новость", "главная", "главное", "последние",
    "популярные", "похожие", "другие", "далее", "назад", "вперёд", "показать", "скрыть", "добавить",
    "оставить", "написать", "отправить", "читать", "смотреть", "видео", "фото", "контакты", "поиск",
    "сайт", "сайта", "сайте", "страница", "страницы", "закрыть", "открыть", "свежие", "және", "мен",
    "үшін", "туралы", "бойынша", "барлық", "тағы", "біз", "біздің", "бізбен", "осы", "тақырып",
    "тақырыпқа", "қатысты", "жаңалық", "жаңалықтарға", "басты", "бет", "бетке", "соңғы", "танымал",
    "ұқсас", "басқа", "келесі", "алдыңғы", "артқа", "көрсету", "жасыру", "қосу", "қалдыру", "жазу",
    "жіберу", "оқу", "қарау", "бейне", "сурет", "байланыс", "іздеу", "сайттың", "кіру", "шығу", "ашу",
    "жабу", "оралу",
))  # fmt: skip
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def is_button(line: str) -> bool:
    """Whether every word is one that buttons and boxes of a site have, and one is only theirs."""
    if len(line) > _LONGEST or line[-1] in ".?:;,":
        return False
    words = _WORDS.findall(line.casefold())
    if not 0 < len(words) <= _MOST:
        return False
    rest = [word for word in words if word not in _TELLING and not word.startswith(_TELLING_STEMS)]
    return len(rest) < len(words) and all(word in _FILLING for word in rest)
