"""Short lines of nothing but the words of a site's buttons and boxes: "Sign in to comment", "Об авторе".

Every word must be one of them or a word that joins them, and one must be a word that only a site says.
"""

from __future__ import annotations

import re

_LONGEST, _MOST = 60, 7  # characters and words
_TELLING = re.compile(
    r"(?:comment|subscri|newsletter|unsubscri|log(?:in|out)|signin|signup|regist(?:er|ration)\Z|bookmark"
    r"|password|account"
    r"|sitemap|menu\Z|homepage|cookie|author\Z|authors\Z|topic|stories|articles|related|trending|advertis"
    r"|navigat|copyright"
    r"|tweet|retweet|feedback\Z|download|gallery"
    r"|коммент|подпис(?:ат|ыва|к)|рассылк|войти|выйти|регистрац|зарегистрир|закладк|пароль|аккаунт|меню\Z"
    r"|наверх"
    r"|автор[еа]?\Z|редакци|материал|стат(?:ья|ьи|ей|ью)\Z|публикаци|рубрик|реклам|навигаци|скачать|галере"
    r"|поделиться"
    r"|пікір|жазыл|таратылым|тіркел|құпиясөз|аккаунт|мәзір|жоғарыға|автор|редакция|мақала|материал|айдар"
    r"|жарнама"
    r"|жүктеу|бөлісу|жаңалықтар\Z)",
)
_FILLING = re.compile(
    r"(?:a|an|the|to|of|on|in|for|by|from|with|this|our|your|all|and|or|more|about|new|news|next|previous"
    r"|back|top|go|sign"
    r"|up|out|log|read|view|see|show|hide|load|add|write|post|send|leave|join|now|here|page|site|main|home"
    r"|full|free"
    r"|daily|weekly|latest|popular|other|similar|video|photo|photos|contact|contacts|us|search|share|follow"
    r"|save|print"
    r"|close|open|click|story|article|editor|editors|office"
    r"|в|во|на|по|о|об|от|с|со|к|для|и|или|за|все|всё|ещё|еще|наш|наши|нас|нам|этой|этого|этот|теме|тема"
    r"|темы|новости"
    r"|новостей|новость|главная|главное|последние|популярные|похожие|другие|далее|назад|вперёд|показать"
    r"|скрыть|добавить"
    r"|оставить|написать|отправить|читать|смотреть|видео|фото|контакты|поиск|сайт|сайта|сайте|страница"
    r"|страницы|закрыть"
    r"|открыть|свежие"
    r"|және|мен|үшін|туралы|бойынша|барлық|тағы|біз|біздің|бізбен|осы|тақырып|тақырыпқа|қатысты|жаңалық"
    r"|жаңалықтарға"
    r"|басты|бет|бетке|соңғы|танымал|ұқсас|басқа|келесі|алдыңғы|артқа|көрсету|жасыру|қосу|қалдыру|жазу"
    r"|жіберу|оқу|қарау"
    r"|бейне|сурет|байланыс|іздеу|сайт|сайттың|кіру|шығу|ашу|жабу|оралу)"
)
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def is_button(line: str) -> bool:
    """Whether every word is one that buttons and boxes of a site have, and one is only theirs."""
    if len(line) > _LONGEST or line[-1] in ".?:;,":
        return False
    words = _WORDS.findall(line.casefold())
    if not 0 < len(words) <= _MOST:
        return False
    telling = [word for word in words if _TELLING.match(word)]
    return bool(telling) and all(_FILLING.fullmatch(word) or _TELLING.match(word) for word in words)
