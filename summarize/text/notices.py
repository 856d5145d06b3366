"""Notices of sites, publishers and mail programs, recognised by their words: not what a page is about.

Cookie banners, licences, contacts, addresses, salutations, lists of sources, invitations to subscribe, share
or comment, numbered captions; in English, Russian and Kazakh. A rule names words, one of which must stand in
the line, and a pattern; sentences *about* cookies, licences or subscriptions do not match.
"""

from __future__ import annotations

import re
from functools import cache

_UPPER = "A-ZÀ-ÞА-ЯЁӘҒҚҢӨҰҮҺІ"
_WORD = re.compile(r"[^\W\d_]+")
_CONTACT = r"(?:[\w.+-]{1,64}@[\w-]{1,64}\.\w|\+?\d[\d ()–-]{7,}|https?://|www\.)"

# The kind, words of which one must occur, and the pattern to search for; case is ignored.
_RULES: tuple[tuple[str, str, str], ...] = (
    # Cookies and privacy
    (
        "boilerplate",
        "cookie cookies",
        r"\A(?:we|(?:th(?:is|e)|our) (?:web)?(?:site|page|portal|app)|мы|(?:на )?(?:этот|этом|наш|нашем|данный"
        r"|данном)? ?(?:сайте?|портале?))\b.{0,60}\b(?:use|uses|using|stores?|использу\w+|применя\w+)\b.{0,20}"
        r"\bcookies?\b(?:[ -]?(?:файл\w*|technology|technologies))?(?: (?:to|so|for|and|on (?:this|our)|from|that"
        r"|чтобы|для|и|с целью)\b| ?[.,;:]|\Z)",
    ),
    (
        "boilerplate",
        "cookie cookies",
        r"(?:\byou\b.{0,20}\b(?:agree|agreeing|consent|consenting|accept)\b|\bvous\b"
        r"|\bвы\b.{0,40}(?:согла(?:шаетесь|сны)|согласие|принимаете)"
        r"|(?:келісесіз|келісім бересіз|қабылдайсыз)\W*\Z)",
    ),
    (
        "boilerplate",
        "cookie cookies",
        r"\A(?:accept|allow|reject|decline|refuse|manage|change|customi[sz]e|necessary|essential|принять|разрешить"
        r"|отклонить|настроить|настройки|управлени\w+|использовани\w+)\b.{0,30}\bcookies?\b[^.?!]{0,40}\Z"
        r"|\A(?:your |our )?cookies?(?:[ -]файл\w*)? (?:settings|preferences|policy|notice|consent|файлдарын\w*"
        r"|баптау\w*|саясаты)\b[^.?!]{0,30}\Z"
        r"|\A.{0,30}\bcookie\b.{0,20}(?:қабылдау|баптау\w*|басқару|рұқсат беру)\W*\Z",
    ),
    (
        "boilerplate",
        "cookie cookies",
        r"\A(?:we and our\b|cookies help us\b|about cookies\W*\Z)"
        r"|(?:\bбіз\b|сайт).{0,60}cookie.{0,20}(?:пайдалан|қолдан)(?:амыз|ады|ылады)\b",
    ),
    (
        "boilerplate",
        "agree consent accept agreeing",
        r"\Aby (?:continuing|using|clicking|browsing|visiting|signing|subscribing|submitting|accessing|closing)\b"
        r".{0,120}\byou(?:’re|'re| are)? (?:also )?(?:agree|consent|accept)",
    ),
    (
        "boilerplate",
        "соглашаетесь принимаете согласие подтверждаете",
        r"\A(?:продолжая|используя|оставаясь|посещая|нажимая|регистрируясь|отправляя|подписываясь)\b.{0,100}"
        r"\bвы\b.{0,40}(?:соглашаетесь|принимаете|согласие|подтверждаете)",
    ),
    (
        "boilerplate",
        "келісесіз қабылдайсыз бересіз растайсыз",
        r"\b(?:сайт|түйме|тіркел|портал)\w*\b.{0,60}(?:отырып|арқылы),? .{0,80}"
        r"(?:келісесіз|қабылдайсыз|келісім бересіз|растайсыз)\W*\Z",
    ),
    (
        "boilerplate",
        "privacy partners конфиденциальности құпиялылық құпиялық",
        r"\A(?:your privacy is important|we (?:value|care about|respect) your privacy|we and our .{0,20}partners"
        r"|(?:our |read our |see our )?privacy (?:policy|notice|settings)[^.?!]{0,40}\Z"
        r"|(?:наша )?политика конфиденциальности\W*\Z|құпиял(?:ыл)?ық саясаты\W*\Z)",
    ),
    # Licences and copyright
    (
        "boilerplate",
        "creative cc",
        r"\b(?:is|are|was|were) (?:re)?(?:licensed|available|distributed|published|shared|released|used)\b.{0,40}"
        r"\b(?:under|with)\b.{0,40}(?:creative commons|\bCC[ -])"
        r"|\A(?:re)?(?:published|printed|posted|licensed)\b.{0,60}(?:creative commons|\bCC[ -])"
        r"|(?:доступ|распростран|публику|опубликован|лицензир)\w*\b.{0,40}(?:лицензи\w+).{0,10}"
        r"(?:creative commons|\bCC[ -])"
        r"|(?:creative commons|\bCC[ -]).{0,60}лицензиясы\w* .{0,20}(?:таратыл|қолжетімді|жариялана|ұсыныл)"
        r"|\bCC[ -](?:BY|0)\b",
    ),
    (
        "boilerplate",
        "copyright c",
        r"(?:\A|\. )copyright(?: ?\(c\)|,)? ?(?:19|20)\d\d|\(c\) ?(?:19|20)\d\d|\Acopyright \W?\w.{0,60}(?:19|20)\d\d\W*\Z",
    ),
    (
        "boilerplate",
        "reserved reproduced reproduction reprinted republished redistributed copied permission",
        r"(?:\A|[.!] )all rights reserved(?:[.!]|\Z)|\Ano part of this\b.{0,60}\b(?:may|can)\b"
        r"|\bmaterial (?:may|must) not be\b|\breproduction (?:in whole|without|is prohibited)"
        r"|\A(?:re)?(?:printed|published|produced|posted) (?:here )?(?:with|by) (?:the )?(?:kind )?permission",
    ),
    (
        "boilerplate",
        "запрещена запрещено запрещается допускается разрешается разрешена разрешено обязательна возможно "
        "возможна",
        r"\A(?:любое |полное |частичное |полная |частичная |полное или частичное |при )?(?:перепечатк|копировани"
        r"|использовани|воспроизведени|цитировани|распространени)\w+\b.{0,80}\b(?:материал|текст|информаци|статей"
        r"|контент|сайт|публикаци)\w*\b.{0,80}(?:запрещ|допуска|разреш|обязатель|возможн)"
        r"|\bссылк\w+\b.{0,40}\bобязательна",
    ),
    ("boilerplate", "защищены", r"(?:\A|[.!] |, )все права защищены(?:[.!]|\Z)"),
    (
        "boilerplate",
        "тыйым рұқсат міндетті қорғалған",
        r"\bматериал\w*\b.{0,80}(?:пайдалан|көшір|тарат|қолдан)\w*\b.{0,80}(?:тыйым салын|рұқсат ет|міндетті)"
        r"|(?:\A|[.!] )барлық құқықтар\w* қорғалған(?:[.!]|\Z)|\Aрұқсатсыз көшіруге тыйым",
    ),
    (
        "boilerplate",
        "сми бақ регистрации тіркеу",
        r"\bсвидетельств\w+ о регистрации (?:сми|средства)|\Aзарегистрирован\w* .{0,60}\bсми\b"
        r"|\bбақ\b.{0,20}\bтіркеу.{0,40}куәлі",
    ),
    # Contacts
    (
        "boilerplate",
        "contact contacts call write visit email enquiries inquiries information",
        r"\A(?:for (?:media|press|more|further|additional|any)\b.{0,80}\b(?:contact|call|write|visit|see|e-?mail)\b"
        rf"|(?:media|press)? ?(?:contacts?|enquiries|inquiries)(?: (?:for|us)\b[^:]{{0,30}})? ?:).{{0,120}}{_CONTACT}"
        rf"|\Afor more information,? contact\b.{{0,120}}{_CONTACT}",
    ),
    (
        "boilerplate",
        "контакты контакт контактный обращайтесь обращаться звоните пишите вопросам",
        rf"\A(?:по (?:всем )?вопросам|контакт\w*|за (?:дополнительной|подробной)\b|для (?:сми|связи|справок))\b"
        rf".{{0,160}}{_CONTACT}|\b(?:обращайтесь|обращаться|звоните|пишите)\b.{{0,40}}: ?{_CONTACT}",
    ),
    (
        "boilerplate",
        "хабарласыңыз хабарласыңыздар байланыс байланысу байланысыңыз",
        rf"\b(?:хабарласыңыз(?:дар)?|байланыс(?:у|ыңыз)?)\b[^.]{{0,40}}:.{{0,80}}{_CONTACT}",
    ),
    (
        "boilerplate",
        "tel phone fax telephone mobile тел телефон телефоны факс моб ұялы",
        r"\A(?:tel|phone|telephone|fax|mobile|тел|телефоны?|факс|моб|ұялы(?: тел\w*)?)\.? ?[:.]? ?(?:[+(]|\d[\d ()-]{4,})"
        r".{0,160}(?<![!?])\Z",
    ),
    (
        "boilerplate",
        "address адрес мекенжайы мекенжай мекенжайымыз",
        r"\A(?:[^\W\d_]+ ){0,2}(?:address|адрес|мекенжай\w*)(?: [^\W\d_]+){0,2} ?: ?(?=.{0,200}\d).{5,240}\Z",
    ),
    # Salutations
    (
        "boilerplate",
        "dear hi hello greetings good",
        r"\A(?:dear|hi|hello|greetings|good (?:morning|afternoon|evening|day))\b[^.?!:;]{0,80}[,:!]\Z"
        r"|\A(?:dear|good (?:morning|afternoon|evening))\b(?:,? (?:mr|mrs|ms|dr|prof)\. [^.?!:;]{1,60})[,:!]\Z",
    ),
    (
        "boilerplate",
        "уважаемый уважаемая уважаемые многоуважаемый многоуважаемая многоуважаемые глубокоуважаемый "
        "глубокоуважаемые дорогой дорогая дорогие здравствуйте здравствуй привет добрый доброе доброго",
        r"\A(?:(?:много|глубоко)?уважаем(?:ый|ая|ые)|дорог(?:ой|ая|ие))\b[^.?:;]{0,120}[,:!]\Z"
        r"|\A(?:здравствуйте|здравствуй|привет|добр(?:ый день|ый вечер|ое утро|ого времени суток|ого дня))"
        r"(?:,? [^.?:;,—–]{1,60})?[,:!]\Z",
    ),
    (
        "boilerplate",
        "құрметті қадірлі қымбатты аяулы сәлеметсіз сәлеметсіздер сәлем қайырлы ассалаумағалейкум",
        r"\A(?:құрметті|қадірлі|қымбатты|аяулы)\b[^.?:;]{0,120}[,:!]\Z"
        r"|\A(?:сәлеметсіз(?:дер)? бе|сәлем|қайырлы (?:күн|таң|кеш)|ассалаумағалейкум)(?:,? [^.?:;,—–]{1,60})?[,:!?]\Z",
    ),
    (
        "boilerplate",
        "regards wishes sincerely faithfully truly respectfully",
        r"\A(?:(?:with )?(?:best|kind|kindest|warm|warmest|many|our) )?(?:regards|wishes)(?:,(?: [^.,!?]{1,50})?)?\Z"
        r"|\A(?:yours )?(?:sincerely|faithfully|truly|respectfully)(?: yours)?(?:,(?: [^.,!?]{1,50})?)?\Z",
    ),
    (
        "boilerplate",
        "уважением пожеланиями благодарностью приветом",
        r"\Aс (?:\w+ )?(?:уважением|пожеланиями|благодарностью|приветом)(?:,[^.!?]{0,80})?\Z",
    ),
    (
        "boilerplate",
        "құрметпен тілекпен ниетпен сәлеммен",
        r"\A(?:(?:ізгі|зор|шын|терең) )?(?:құрметпен|тілекпен|ниетпен|сәлеммен)(?:,[^.!?]{0,80})?\Z",
    ),
    # Links, shares, subscriptions
    (
        "links",
        "you recommended more related trending",
        r"\Ayou (?:may|might) also (?:like|enjoy|be interested in)(?: ?:.{0,260}| this| these)?\Z"
        r"|\Arecommended (?:for you|reading|stories|articles|posts)\W*\Z"
        r"|\Amore (?:from|by|on|in|about) (?:this|the|our|that) (?:author|writer|site|section|series|topic|story)\W*\Z"
        r"|\A(?:related|trending|popular) (?:posts|content|now|coverage|stories|articles|topics)\W*\Z",
    ),
    (
        "links",
        "вам материалы другие ещё популярное рекомендуем",
        r"\Aвам (?:также )?(?:может|могут) (?:также )?(?:быть интересн|понравит)\w*(?: ?:.{0,260})?\Z"
        r"|\A(?:похожие |другие |ещё )?(?:материалы|статьи|новости|публикации) (?:по теме|автора|этого автора|рубрики"
        r"|раздела)\W*\Z|\A(?:популярное|рекомендуем(?: (?:прочитать|почитать))?)(?: ?:.{0,260})?\Z",
    ),
    (
        "links",
        "сізге тақырып басқа ұқсас танымал",
        r"\Aсізге (?:де |сондай-ақ )?(?:қызық|ұнауы|пайдалы)\w*(?: болуы)? мүмкін(?: ?:.{0,260})?\Z"
        r"|\Aтақырып (?:бойынша|аясында|төңірегінде)(?: (?:басқа|тағы))?(?: (?:материал|мақала|жаңалық)\w*)?\W*\Z"
        r"|\A(?:автордың|осы автордың) (?:басқа|тағы)\b[^.?!]{0,40}\Z|\Aұқсас (?:материал|мақала|жаңалық)\w*\W*\Z",
    ),
    (
        "links",
        "share",
        r"\Ashare (?:this|on|via|with|it|the)\b(?: (?:article|story|post|page|news|on|via|with|by|friends|your|link))*"
        r"(?: ?:| (?:on|via|with))?(?:[ ,/|]+(?:facebook|twitter|x|linkedin|whatsapp|telegram|e-?mail|reddit|vk|or|and))*"
        r"\W*\Z",
    ),
    (
        "links",
        "поделитесь поделиться",
        r"\Aподелитесь (?:этой |этим |своим )?(?:новостью|стать[её]й|материалом|ссылкой|записью|мнением|страницей"
        r"|публикацией)\b[^.?]{0,60}\W*\Z|\Aподелиться(?: \w+){0,2}(?: (?:в|на|через|с))?"
        r"(?:[ ,:/|]+(?:facebook|twitter|вконтакте|vk|whatsapp|telegram|телеграме?|одноклассник\w+|друзьями|и))*\W*\Z",
    ),
    (
        "links",
        "бөлісіңіз бөлісу бөлісіңіздер",
        r"\A[^.?]{0,60}\b(?:достар|желі|жаңалық|мақала|материал|сілтеме)\w*\b[^.?]{0,40}\bбөлісіңіз(?:дер)?\W*\Z"
        r"|\b(?:facebook|telegram|whatsapp|twitter|вконтакте|vk|желі\w*)\b[^.?]{0,60}\bбөлісу\W*\Z",
    ),
    (
        "boilerplate",
        "subscribe newsletter newsletters register sign",
        r"(?:\A|[?!.] )(?:please )?(?:subscribe|sign up|register)(?: now| today| here| free)?"
        r"(?: (?:for|to|now|today)\b)(?: (?:our|the|a|an|my|all|free|daily|weekly|unlimited|full))*"
        r" ?(?:newsletters?|updates|alerts|digest|briefings?|unlimited|access|channel|podcast|magazine|emails?)\b"
        r"|\Asubscribe(?: (?:now|today|here))?\W*\Z",
    ),
    (
        "boilerplate",
        "click follow enter",
        r"\Aclick (?:here|on the (?:link|button))\b|\Afollow us\b|\Aenter your (?:e-?mail|name)\b",
    ),
    (
        "boilerplate",
        "log logged leave comments published javascript",
        r"\A(?:please )?(?:log|sign) in (?:or|to)\b[^.]{0,80}\.?\Z|\A(?:you must|you need to|please) (?:be )?"
        r"(?:logged in|log in|sign in|enable javascript)\b|\Aleave a (?:comment|reply)\W*\Z"
        r"|\Acomments (?:are|have been) (?:now )?(?:closed|disabled)\b|\Ayour e-?mail address will not be published",
    ),
    (
        "boilerplate",
        "continues skip confidential received expressed",
        r"\A(?:article|story|text) continues (?:below|after)\b|\Askip to (?:the )?(?:main )?content\W*\Z"
        r"|\Athis (?:e-?mail|message)\b.{0,100}\b(?:confidential|intended)\b"
        r"|\Aif you (?:have |are not ).{0,40}\bthis (?:e-?mail|message)\b"
        r"|\A(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed\b",
    ),
    (
        "boilerplate",
        "подпишитесь подписывайтесь подписаться",
        r"(?:\A|[?!.] )(?:подпишитесь|подписывайтесь|подписаться) на (?:\w+ )?(?:рассылк|новост|канал|обновлени|газет"
        r"|журнал|телеграм|telegram|youtube|instagram|страниц|подкаст|нас\b)\w*",
    ),
    (
        "boilerplate",
        "следите присоединяйтесь нажмите войдите введите перейти включите",
        r"\Aследите за (?:нами|нашими|новостями)\b|\Aприсоединяйтесь к нам\b|\Aнажмите (?:здесь|сюда|на (?:кнопку|ссылку))\b"
        r"|\Aвойдите(?:,| или\b| в (?:систему|аккаунт|личный|свой))|(?:\A|, )войдите или зарегистрируйтесь\W*\Z"
        r"|\Aвведите (?:ваш |свой )?(?:адрес (?:электронной|e-?mail)|e-?mail|email|имя)\b"
        r"|\Aперейти к (?:\w+ )?(?:содержан|контент)\w+\W*\Z|\A(?:пожалуйста, )?включите javascript\b",
    ),
    (
        "boilerplate",
        "комментарий комментарии mail обязательные комментариев",
        r"\A(?:оставить|добавить|написать) комментарий\W*\Z|\Aкомментарии\b.{0,30}\b(?:закрыты|отключены)\b"
        r"|\Aваш e-?mail\b.{0,30}опубликован|\Aчтобы (?:оставить|написать|читать)\b.{0,40}(?:войдите|зарегистрируйтесь)",
    ),
    (
        "boilerplate",
        "продолжение конфиденциально конфиденциальны письмо сообщение редакция администрация редакции ошибку опечатку",
        r"\Aпродолжение(?: (?:статьи|текста|материала|новости))? (?:после|ниже|под)\b"
        r"|\A(?:это|данное) (?:сообщение|письмо)\b.{0,100}конфиденциальн"
        r"|\Aесли вы получили это (?:письмо|сообщение)\b"
        r"|\A(?:редакция|администрация)\b.{0,30}\bне (?:нес[её]т ответственност|отвечает за|вступает)"
        r"|\Aмнени[ея]\b.{0,30}(?:автор|редакци|колумнист)\w*\b.{0,30}не (?:всегда )?совпада"
        r"|\A(?:нашли|заметили|увидели) (?:ошибку|опечатку|неточность)\b",
    ),
    (
        "boilerplate",
        "жазылыңыз жазылу жазылып қосылыңыз бақылаңыз басыңыз кіріңіз енгізіңіз қосыңыз",
        r"\b(?:таратылым|арна|жаңалық|парақша|поштамыз|телеграм|telegram)\w*\b[^.?]{0,60}\bжазыл(?:ыңыз|ып|у)\b"
        r"|\A(?:бізді|жаңалықтарымызды)\b.{0,40}\bбақылаңыз\W*\Z|\bосында басыңыз\W*\Z"
        r"|\bүшін (?:жүйеге|сайтқа|аккаунтқа) кіріңіз\b|\bпошта\w*\b.{0,30}\bенгізіңіз\W*\Z|\bjavascript\b.{0,20}\bқосыңыз",
    ),
    (
        "boilerplate",
        "пікір пікірі пікірлер пікірлердің жарияланбайды мазмұнға мазмұнына жалғасы хат хатты хабарлама қате",
        r"\Aпікір (?:қалдыру|жазу|қосу)(?: жабық)?\W*\Z|\bпікір (?:қалдыру|жазу)\w*(?: мүмкіндігі)? (?:жабық|жабылған)"
        r"|\Ae-?mail\b.{0,30}жарияланбайды|\A(?:негізгі )?мазмұн(?:ға|ына) өту\W*\Z"
        r"|\A(?:мақаланың|мәтіннің)? ?жалғасы (?:жарнама|төмен)\w*"
        r"|\Aбұл (?:хат|хабарлама)\b.{0,80}(?:құпия|алушыға)|\Aбұл (?:хатты|хабарламаны) қателесіп"
        r"|\Aредакция\b.{0,40}(?:жауап бермейді|жауапты емес)"
        r"|\A(?:автор|редакция)\w*\b.{0,30}пікірі\b.{0,60}сәйкес келмеуі мүмкін|\Aқате (?:таптыңыз|көрдіңіз) ба\b",
    ),
    # Captions
    (
        "caption",
        "photo image picture photograph фото сурет видео video",
        rf"\A[^.!?]{{5,140}}[.!?] \(?(?:photo|image|picture|photograph|фото|сурет|видео|video)(?: by|:| ©) ?\S.{{1,80}}"
        rf"(?<![.!?])\Z",
    ),
    ("caption", "фото сурет", r"\A(?:фото|сурет)\b[^.!?]{0,60}(?:алынды|алынған|ұсынған|түсірген)\Z"),
)

_NUMBERED = re.compile(
    r"(?:(?i:figure|fig|table|chart|graph|map|box|рис|рисунок|таблица|табл|схема|диаграмма|график|карта)\.? ?"
    r"(?:№ ?)?\d{1,3}(?:[.-]\d{1,3}){0,2}[a-zа-я]?(?:\.|:| ?[–—|-])?"
    r"|\d{1,3}(?:\.\d{1,3})?[ -]?(?i:сурет|кесте|диаграмма|график|сызба|карта)(?:\.|:| [–—-])?)"
    rf" [«“\"]?[{_UPPER}\d].{{1,260}}\Z"
)
_CREDIT = re.compile(rf"(?i:фото|сурет) [{_UPPER}][\w-]+(?: [{_UPPER}][\w.-]*){{1,2}}(?:[,/] ?[^.!?]{{2,40}})?\Z")

# The source of a quotation on a line of its own: "— CBC.ca, August 15, 2008"
_ATTRIBUTION = re.compile(
    rf"[–—-]{{1,2}} ?[«“\"]?[{_UPPER}][^.!?]{{0,30}}(?:\.[a-z]{{2,3}})?[^.!?]{{0,40}},"
    rf" (?=[^.!?]{{0,40}}\b(?:19|20)\d\d\b)[^.!?,]{{3,30}}(?:, (?:19|20)\d\d)?(?:г\.|ж\.)?\Z"
)
_INITIALS = re.compile(
    rf"(?:\[?\d{{1,3}}[.\])] ?)?[{_UPPER}][\w’'-]{{1,30}},? (?:[{_UPPER}]\.[ ,]{{0,2}}){{1,3}}"
)
_PRINTED = re.compile(
    r"//|\bpp?\. ?\d|\bvol\. ?\d|\bC\. ?\d|\bС\. ?\d|\d ?(?:с|б|p|pp|бб|бет)\.(?:\W|\Z)|-бб?\.|\bISBN\b|\bdoi\b"
    r"|: [^\W\d_]{2,20}(?: [^\W\d_]{2,20}){0,3}, (?:19|20)\d\d|\b(?:М|СПб|Л|А)\.(?:,|:)"
)
_YEAR_OF_WORK = re.compile(r"\((?:19|20)\d\d[a-z]?\)[.,:]")
_YEAR = re.compile(r"\b(?:19|20)\d\d")

_STREET = (
    r"(?i:street|avenue|ave|road|rd|lane|drive|boulevard|blvd|square|highway|quay|terrace|crescent|plaza"
    r"|проспект|просп|пр-т|пр-кт|улица|шоссе|переулок|набережная|площадь|бульвар|микрорайон|мкр"
    r"|көшесі|даңғылы|алаңы|шағынауданы|шағын ауданы|тұйығы)"
)
_ADDRESS_PART = re.compile(
    r"\d{4,6}|\d[\d/-]*[A-Za-zА-Яа-я]?"
    rf"|(?:(?i:г|гор|ул|пр|пер|наб|пл|б-р|ш|д|дом|кв|оф|офис|корп|стр|а/я|п/я|обл|рн|мкр|simd)\.?|{_STREET}) ?"
    rf"[{_UPPER}\d][^,;]{{0,40}}"
    rf"|[{_UPPER}][\w’'-]*(?: [\w’'-]+){{0,3}} (?:{_STREET}|(?i:қаласы|қ\.|облысы|ауданы|ауылы|область|район|обл\.))"
    r"(?: \d{1,4}\w?)?"
    r"|\d{1,4}[ -]?(?:st |nd |rd |th )?(?i:этаж|офис|кеңсе|үй|қабат|пәтер|floor|бөлме)"
    rf"|(?:[{_UPPER}][\w’'.-]*|\d[\w-]*)(?: (?:[{_UPPER}][\w’'.-]*|\d[\w-]*)){{0,5}}"
)
_ADDRESSED = re.compile(
    rf"\b{_STREET}\b|\b(?i:ул|пр|пер|наб|мкр)\.|\bP\.? ?O\.? Box\b|\A\d{{5,6}},|\b[A-Z]{{2}} \d{{5}}\b"
    r"|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b|\b\d{5,6}\b"
)
_ADDRESS_LONGEST = 160

_HONOURED = (
    r"(?:senator|president|vice president|mr|mrs|ms|madam|sir|speaker|chief justice|reverend|governor|mayor|general"
    r"|chairman|chairwoman|chairperson|minister|prime minister|secretary|ambassador|judge|professor|doctor|members of"
    r"|members|ministers|ambassadors|your (?:excellenc(?:y|ies)|majesty|highness|honou?r|holiness)|excellenc(?:y|ies)"
    r"|ladies and gentlemen|gentlemen|ladies|citizens|colleagues|friends|guests|delegates|comrades|americans"
    r"|countrymen|господин|госпожа|господа|дамы и господа|ваше превосходительство|ваши превосходительства|друзья"
    r"|коллеги|товарищи|депутаты|гости|участники|сограждане|соотечественники|казахстанцы|члены"
    r"|ханымдар мен мырзалар|мырзалар|ханымдар|достар|әріптестер|отандастар|депутаттар|қонақтар|қазақстандықтар"
    r"|қатысушылар|мырза|ханым)"
)
_DIGNITARIES = re.compile(
    r"(?:and |и |және |мен )?(?:(?:my|our|dear|fellow|distinguished|honou?red|honou?rable|esteemed|other|the|уважаем\w+"
    rf"|дорог\w+|многоуважаем\w+|құрметті|қадірлі|жоғары мәртебелі|мәртебелі) ){{0,3}}(?:[^\W\d_]+ )?{_HONOURED}\b\.?"
    rf"(?: (?:of |the |и |мен )?[{_UPPER}][\w’'.-]*){{0,4}}",
    re.IGNORECASE,
)
_DIGNITARY_LONGEST = 60


@cache
def _indexed() -> dict[str, list[int]]:
    """The rules that each word calls for."""
    table: dict[str, list[int]] = {}
    for number, (_, words, _) in enumerate(_RULES):
        for word in words.split():
            table.setdefault(word, []).append(number)
    return table


@cache
def _compiled(number: int) -> re.Pattern[str]:
    """A rule's pattern, compiled when a line first needs it: few are ever needed."""
    return re.compile(_RULES[number][2], re.IGNORECASE)


def notice(line: str) -> str | None:
    """The kind of a line that is a notice (boilerplate, links, caption); ``None`` for anything else.

    ``line`` has no white space around it, and its words are separated by single spaces.
    """
    table = _indexed()
    words = _WORD.findall(line.casefold())
    for number in sorted({number for word in words if word in table for number in table[word]}):
        if _compiled(number).search(line):
            return _RULES[number][0]
    if _NUMBERED.match(line) or _CREDIT.match(line):
        return "caption"
    return "boilerplate" if _is_attribution(line) or is_citation(line) or _is_address(line) or _opens(line) else None


def is_citation(line: str) -> bool:
    """Whether a line is an entry of a bibliography: a surname with initials, a year, and where it was printed."""
    if not _INITIALS.match(line) or not _YEAR.search(line):
        return False
    return bool(_PRINTED.search(line) or _YEAR_OF_WORK.search(line))


def _is_attribution(line: str) -> bool:
    return line[0] in "–—-" and len(line.split(None, 10)) <= 10 and bool(_ATTRIBUTION.match(line))


def _is_address(line: str) -> bool:
    """Whether every part between commas is one of a postal address, and one cannot be anything else."""
    if len(line) > _ADDRESS_LONGEST or not any(map(str.isdigit, line)) or not _ADDRESSED.search(line):
        return False
    parts = [part.strip() for part in re.split(r"[,;]", line.rstrip(" .")) if part.strip()]
    return len(parts) > 1 and all(map(_ADDRESS_PART.fullmatch, parts))


def _opens(line: str) -> bool:
    """Whether a line addresses those present: "Mr. President, ladies and gentlemen:"."""
    if line[-1] not in ",:!.":
        return False
    parts = line.rstrip(",:!. ").split(", ")
    return len(parts) > 1 and all(len(part) <= _DIGNITARY_LONGEST and _DIGNITARIES.fullmatch(part) for part in parts)
