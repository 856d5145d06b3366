"""Rules of `notices`: the kind of a notice, words of which one must stand in the line, and its pattern.

The line must match the pattern from its beginning; case is ignored.
"""

_CONTACT = r"(?:[\w.+-]{1,64}@[\w-]{1,64}\.\w|\+?\d[\d ()–-]{7,}|https?://|www\.)"

NOTICE_RULES: tuple[tuple[str, str, str], ...] = (
    # Cookies and privacy
    (
        "boilerplate",
        "cookie cookies",
        r"(?:we|(?:th(?:is|e)|our) (?:web)?(?:site|page|portal|app)|мы|(?:на )?(?:этот|этом|наш|нашем|данный"
        r"|данном)? ?(?:сайте?|портале?))\b.{0,60}\b(?:use|uses|using|stores?|использу\w+"
        r"|применя\w+)\b.{0,20}"
        r"\bcookies?\b(?:[ -]?(?:файл\w*|technology|technologies))?(?: (?:to|so|for|and|on (?:this|our)"
        r"|from|that"
        r"|чтобы|для|и|с целью)\b| ?[.,;:]|\Z)",
    ),
    (
        "boilerplate",
        "cookie cookies",
        r".*?(?:\byou\b.{0,20}\b(?:agree|agreeing|consent|consenting|accept)\b"
        r"|\bвы\b.{0,40}(?:согла(?:шаетесь|сны)|согласие|принимаете)"
        r"|(?:келісесіз|келісім бересіз|қабылдайсыз)\W*\Z)",
    ),
    (
        "boilerplate",
        "cookie cookies",
        r"(?:accept|allow|reject|decline|refuse|manage|change|customi[sz]e|necessary|essential|принять"
        r"|разрешить"
        r"|отклонить|настроить|настройки|управлени\w+|использовани\w+)\b.{0,30}\bcookies?\b[^.?!]{0,40}\Z"
        r"|(?:your |our )?cookies?(?:[ -]файл\w*)? (?:settings|preferences|policy|notice|consent|файлдарын\w*"
        r"|баптау\w*|саясаты)\b[^.?!]{0,30}\Z"
        r"|.{0,30}\bcookie\b.{0,20}(?:қабылдау|баптау\w*|басқару|рұқсат беру)\W*\Z",
    ),
    (
        "boilerplate",
        "cookie cookies",
        r"(?:we and our\b|cookies help us\b|about cookies\W*\Z)"
        r"|.*?(?:\bбіз\b|сайт).{0,60}cookie.{0,20}(?:пайдалан|қолдан)(?:амыз|ады|ылады)\b",
    ),
    (
        "boilerplate",
        "agree consent accept agreeing",
        r"by (?:continuing|using|clicking|browsing|visiting|signing|subscribing|submitting|accessing"
        r"|closing)\b"
        r".{0,120}\byou(?:’re|'re| are)? (?:also )?(?:agree|consent|accept)",
    ),
    (
        "boilerplate",
        "соглашаетесь принимаете согласие подтверждаете согласны",
        r"(?:продолжая|используя|пользуясь|оставаясь|посещая|нажимая|регистрируясь|отправляя|подписываясь)\b.{0,100}"
        r"\bвы\b.{0,40}(?:соглашаетесь|принимаете|согласие|подтверждаете)",
    ),
    (
        "boilerplate",
        "келісесіз қабылдайсыз бересіз растайсыз",
        r".*?\b(?:сайт|түйме|тіркел|портал)\w*\b.{0,60}(?:отырып|арқылы),? .{0,80}"
        r"(?:келісесіз|қабылдайсыз|келісім бересіз|растайсыз)\W*\Z",
    ),
    (
        "boilerplate",
        "privacy partners конфиденциальности құпиялылық құпиялық",
        r"(?:your privacy is important|we (?:value|care about|respect) your privacy"
        r"|we and our .{0,20}partners"
        r"|(?:our |read our |see our )?privacy (?:policy|notice|settings)[^.?!]{0,40}\Z"
        r"|(?:наша )?политика конфиденциальности\W*\Z|құпиял(?:ыл)?ық саясаты\W*\Z)",
    ),
    # Licences and copyright
    (
        "boilerplate",
        "creative cc",
        r".*?\b(?:is|are|was|were) (?:re)?(?:licensed|available|distributed|published|shared|released"
        r"|used)\b.{0,40}"
        r"\b(?:under|with)\b.{0,40}(?:creative commons|\bCC[ -])"
        r"|(?:re)?(?:published|printed|posted|licensed)\b.{0,60}(?:creative commons|\bCC[ -])"
        r"|.*?(?:доступ|распростран|публику|опубликован|лицензир)\w*\b.{0,40}(?:лицензи\w+).{0,10}"
        r"(?:creative commons|\bCC[ -])"
        r"|.*?(?:creative commons|\bCC[ -]).{0,60}лицензиясы\w* .{0,20}(?:таратыл|қолжетімді|жариялана"
        r"|ұсыныл)"
        r"|.*?\bCC[ -](?:BY|0)\b",
    ),
    (
        "boilerplate",
        "copyright c",
        r"(?:.*?\. )?copyright(?: ?\(c\)|,)? ?(?:19|20)\d\d|.*?\(c\) ?(?:19|20)\d\d"
        r"|copyright \W?\w.{0,60}(?:19|20)\d\d\W*\Z",
    ),
    (
        "boilerplate",
        "reserved reproduced reproduction reprinted republished redistributed copied permission",
        r"(?:.*?[.!] )?all rights reserved(?:[.!]|\Z)|no part of this\b.{0,60}\b(?:may|can)\b"
        r"|.*?\bmaterial (?:may|must) not be\b|.*?\breproduction (?:in whole|without|is prohibited)"
        r"|(?:re)?(?:printed|published|produced|posted) (?:here )?(?:with|by) (?:the )?(?:kind )?permission",
    ),
    (
        "boilerplate",
        "запрещена запрещено запрещается допускается разрешается разрешена разрешено обязательна возможно "
        "возможна",
        r"(?:любое |полное |частичное |полная |частичная |полное или частичное |при )?(?:перепечатк"
        r"|копировани"
        r"|использовани|воспроизведени|цитировани|распространени)\w+\b.{0,80}\b(?:материал|текст|информаци"
        r"|статей"
        r"|контент|сайт|публикаци)\w*\b.{0,80}(?:запрещ|допуска|разреш|обязатель|возможн)"
        r"|.*?\bссылк\w+\b.{0,40}\bобязательна",
    ),
    ("boilerplate", "защищены", r"(?:.*?[.!,] )?все права защищены(?:[.!]|\Z)"),
    (
        "boilerplate",
        "тыйым рұқсат міндетті қорғалған",
        r".*?\bматериал\w*\b.{0,80}(?:пайдалан|көшір|тарат|қолдан)\w*\b.{0,80}(?:тыйым салын|рұқсат ет"
        r"|міндетті)"
        r"|(?:.*?[.!] )?барлық құқықтар\w* қорғалған(?:[.!]|\Z)|рұқсатсыз көшіруге тыйым",
    ),
    (
        "boilerplate",
        "сми бақ регистрации тіркеу",
        r".*?\bсвидетельств\w+ о регистрации (?:сми|средства)|зарегистрирован\w* .{0,60}\bсми\b"
        r"|.*?\bбақ\b.{0,20}\bтіркеу.{0,40}куәлі",
    ),
    # Contacts
    (
        "boilerplate",
        "contact contacts call write visit email enquiries inquiries information",
        r"(?:for (?:media|press|more|further|additional|any)\b.{0,80}\b(?:contact|call|write|visit|see"
        r"|e-?mail)\b"
        rf"|(?:media|press)? ?(?:contacts?|enquiries|inquiries)(?: (?:for"
        rf"|us)\b[^:]{{0,30}})? ?:).{{0,120}}{_CONTACT}"
        rf"|for more information,? contact\b.{{0,120}}{_CONTACT}",
    ),
    (
        "boilerplate",
        "контакты контакт контактный обращайтесь обращаться звоните пишите вопросам",
        rf"(?:по (?:всем )?вопросам|контакт\w*|за (?:дополнительной|подробной)\b|для (?:сми|связи|справок))\b"
        rf".{{0,160}}{_CONTACT}|.*?\b(?:обращайтесь|обращаться|звоните|пишите)\b.{{0,40}}: ?{_CONTACT}",
    ),
    (
        "boilerplate",
        "хабарласыңыз хабарласыңыздар байланыс байланысу байланысыңыз",
        rf".*?\b(?:хабарласыңыз(?:дар)?|байланыс(?:у|ыңыз)?)\b[^.]{{0,40}}:.{{0,80}}{_CONTACT}",
    ),
    (
        "boilerplate",
        "tel phone fax telephone mobile тел телефон телефоны факс моб ұялы",
        r"(?:tel|phone|telephone|fax|mobile|тел|телефоны?|факс|моб|ұялы(?: тел\w*)?)\.? ?[:.]? ?(?:[+(]"
        r"|\d[\d ()-]{4,})"
        r".{0,160}(?<![!?])\Z",
    ),
    (
        "boilerplate",
        "address адрес мекенжайы мекенжай мекенжайымыз",
        r"(?:[^\W\d_]+ ){0,2}(?:address|адрес|мекенжай\w*)(?: [^\W\d_]+){0,2} ?: ?(?=.{0,200}\d).{5,240}\Z",
    ),
    # Salutations
    (
        "boilerplate",
        "dear hi hello greetings good",
        r"(?:dear|hi|hello|greetings|good (?:morning|afternoon|evening|day))\b[^.?!:;]{0,80}[,:!]\Z"
        r"|(?:dear|good (?:morning|afternoon|evening))\b(?:,? (?:mr|mrs|ms|dr|prof)\. [^.?!:;]{1,60})[,:!]\Z",
    ),
    (
        "boilerplate",
        "уважаемый уважаемая уважаемые многоуважаемый многоуважаемая многоуважаемые глубокоуважаемый "
        "глубокоуважаемые дорогой дорогая дорогие здравствуйте здравствуй привет добрый доброе доброго",
        r"(?:(?:много|глубоко)?уважаем(?:ый|ая|ые)|дорог(?:ой|ая|ие))\b[^.?:;]{0,120}[,:!]\Z"
        r"|(?:здравствуйте|здравствуй|привет|добр(?:ый день|ый вечер|ое утро|ого времени суток|ого дня))"
        r"(?:,? [^.?:;,—–]{1,60})?[,:!]\Z",
    ),
    (
        "boilerplate",
        "құрметті қадірлі қымбатты аяулы сәлеметсіз сәлеметсіздер сәлем қайырлы ассалаумағалейкум",
        r"(?:құрметті|қадірлі|қымбатты|аяулы)\b[^.?:;]{0,120}[,:!]\Z"
        r"|(?:сәлеметсіз(?:дер)? бе|сәлем|қайырлы (?:күн|таң|кеш)"
        r"|ассалаумағалейкум)(?:,? [^.?:;,—–]{1,60})?[,:!?]\Z",
    ),
    (
        "boilerplate",
        "regards wishes sincerely faithfully truly respectfully",
        r"(?:(?:with )?(?:best|kind|kindest|warm|warmest|many|our) )?(?:regards"
        r"|wishes)(?:,(?: [^.,!?]{1,50})?)?\Z"
        r"|(?:yours )?(?:sincerely|faithfully|truly|respectfully)(?: yours)?(?:,(?: [^.,!?]{1,50})?)?\Z",
    ),
    (
        "boilerplate",
        "уважением пожеланиями благодарностью приветом",
        r"с (?:\w+ )?(?:уважением|пожеланиями|благодарностью|приветом)(?:,[^.!?]{0,80})?\Z",
    ),
    (
        "boilerplate",
        "құрметпен тілекпен ниетпен сәлеммен",
        r"(?:(?:ізгі|зор|шын|терең) )?(?:құрметпен|тілекпен|ниетпен|сәлеммен)(?:,[^.!?]{0,80})?\Z",
    ),
    # Links, shares, subscriptions
    (
        "links",
        "you recommended more related trending",
        r"you (?:may|might) also (?:like|enjoy|be interested in)(?: ?:.{0,260}| this| these)?\Z"
        r"|recommended (?:for you|reading|stories|articles|posts)\W*\Z"
        r"|more (?:from|by|on|in|about) (?:this|the|our|that) (?:author|writer|site|section|series|topic"
        r"|story)\W*\Z"
        r"|(?:related|trending|popular) (?:posts|content|now|coverage|stories|articles|topics)\W*\Z",
    ),
    (
        "links",
        "вам материалы другие ещё популярное рекомендуем новости похожие",
        r"вам (?:также )?(?:может|могут) (?:также )?(?:быть интересн|понравит)\w*(?: ?:.{0,260})?\Z"
        r"|(?:похожие |другие |ещё )?(?:материалы|статьи|новости|публикации) (?:по теме|автора|этого автора"
        r"|рубрики"
        r"|раздела)\W*\Z|(?:популярное|рекомендуем(?: (?:прочитать|почитать))?)(?: ?:.{0,260})?\Z",
    ),
    (
        "links",
        "сізге тақырып басқа ұқсас танымал",
        r"сізге (?:де |сондай-ақ )?(?:қызық|ұнауы|пайдалы)\w*(?: болуы)? мүмкін(?: ?:.{0,260})?\Z"
        r"|тақырып (?:бойынша|аясында|төңірегінде)(?: (?:басқа|тағы))?(?: (?:материал|мақала"
        r"|жаңалық)\w*)?\W*\Z"
        r"|(?:автордың|осы автордың) (?:басқа|тағы)\b[^.?!]{0,40}\Z|ұқсас (?:материал|мақала"
        r"|жаңалық)\w*\W*\Z",
    ),
    (
        "links",
        "share",
        r"share (?:this|on|via|with|it|the)\b(?: (?:article|story|post|page|news|on|via|with|by|friends"
        r"|your|link))*"
        r"(?: ?:| (?:on|via|with))?(?:[ ,/|]+(?:facebook|twitter|x|linkedin|whatsapp|telegram|e-?mail"
        r"|reddit|vk|or|and))*"
        r"\W*\Z",
    ),
    (
        "links",
        "поделитесь поделиться",
        r"поделитесь (?:этой |этим |своим )?(?:новостью|стать[её]й|материалом|ссылкой|записью|мнением"
        r"|страницей"
        r"|публикацией)\b[^.?]{0,60}\W*\Z|поделиться(?: \w+){0,2}(?: (?:в|на|через|с))?"
        r"(?:[ ,:/|]+(?:facebook|twitter|вконтакте|vk|whatsapp|telegram|телеграме?|одноклассник\w+|друзьями"
        r"|и))*\W*\Z",
    ),
    (
        "links",
        "бөлісіңіз бөлісу бөлісіңіздер",
        r"[^.?]{0,60}\b(?:достар|желі|жаңалық|мақала|материал"
        r"|сілтеме)\w*\b[^.?]{0,40}\bбөлісіңіз(?:дер)?\W*\Z"
        r"|.*?\b(?:facebook|telegram|whatsapp|twitter|вконтакте|vk|желі\w*)\b[^.?]{0,60}\bбөлісу\W*\Z",
    ),
    (
        "boilerplate",
        "subscribe newsletter newsletters register sign",
        r"(?:.*?[?!.] )?(?:please )?(?:subscribe|sign up|register)(?: now| today| here| free)?"
        r"(?: (?:for|to|now|today)\b)(?: (?:our|the|a|an|my|all|free|daily|weekly|unlimited|full))*"
        r" ?(?:newsletters?|updates|alerts|digest|briefings?|unlimited|access|channel|podcast|magazine"
        r"|emails?)\b"
        r"|subscribe(?: (?:now|today|here))?\W*\Z",
    ),
    (
        "boilerplate",
        "click follow enter",
        r"click (?:here|on the (?:link|button))\b|follow us\b|enter your (?:e-?mail|name)\b",
    ),
    (
        "boilerplate",
        "log logged leave comments published javascript",
        r"(?:please )?(?:log|sign) in (?:or|to)\b[^.]{0,80}\.?\Z|(?:you must|you need to|please) (?:be )?"
        r"(?:logged in|log in|sign in|enable javascript)\b|leave a (?:comment|reply)\W*\Z"
        r"|comments (?:are|have been) (?:now )?(?:closed|disabled)\b"
        r"|your e-?mail address will not be published",
    ),
    (
        "boilerplate",
        "continues skip confidential received expressed",
        r"(?:article|story|text) continues (?:below|after)\b|skip to (?:the )?(?:main )?content\W*\Z"
        r"|this (?:e-?mail|message)\b.{0,100}\b(?:confidential|intended)\b"
        r"|if you (?:have |are not ).{0,40}\bthis (?:e-?mail|message)\b"
        r"|(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed\b",
    ),
    (
        "boilerplate",
        "подпишитесь подписывайтесь подписаться",
        r"(?:.*?[?!.] )?(?:подпишитесь|подписывайтесь|подписаться) на (?:\w+ )?(?:рассылк|новост|канал"
        r"|обновлени|газет"
        r"|журнал|телеграм|telegram|youtube|instagram|страниц|подкаст|нас\b)\w*",
    ),
    (
        "boilerplate",
        "следите присоединяйтесь нажмите войдите введите перейти включите",
        r"следите за (?:нами|нашими|новостями)\b|присоединяйтесь к нам\b|нажмите (?:здесь|сюда|на (?:кнопку"
        r"|ссылку))\b"
        r"|войдите(?:,| или\b| в (?:систему|аккаунт|личный|свой))"
        r"|(?:.*?, )?войдите или зарегистрируйтесь\W*\Z"
        r"|введите (?:ваш |свой )?(?:адрес (?:электронной|e-?mail)|e-?mail|email|имя)\b"
        r"|перейти к (?:\w+ )?(?:содержан|контент)\w+\W*\Z|(?:пожалуйста, )?включите javascript\b",
    ),
    (
        "boilerplate",
        "комментарий комментарии mail обязательные комментариев",
        r"(?:оставить|добавить|написать) комментарий\W*\Z|комментарии\b.{0,30}\b(?:закрыты|отключены)\b"
        r"|ваш e-?mail\b.{0,30}опубликован|чтобы (?:оставить|написать|читать)\b.{0,40}(?:войдите"
        r"|зарегистрируйтесь)",
    ),
    (
        "boilerplate",
        "продолжение конфиденциально конфиденциальны письмо сообщение редакция администрация редакции"
        r" ошибку опечатку",
        r"продолжение(?: (?:статьи|текста|материала|новости))? (?:после|ниже|под)\b"
        r"|(?:это|данное) (?:сообщение|письмо)\b.{0,100}конфиденциальн"
        r"|если вы получили это (?:письмо|сообщение)\b"
        r"|(?:редакция|администрация)\b.{0,30}\bне (?:нес[её]т ответственност|отвечает за|вступает)"
        r"|мнени[ея]\b.{0,30}(?:автор|редакци|колумнист)\w*\b.{0,30}не (?:всегда )?совпада"
        r"|(?:нашли|заметили|увидели) (?:ошибку|опечатку|неточность)\b",
    ),
    (
        "boilerplate",
        "жазылыңыз жазылу жазылып қосылыңыз бақылаңыз басыңыз кіріңіз енгізіңіз қосыңыз",
        r".*?\b(?:таратылым|арна|жаңалық|парақша|поштамыз|телеграм|telegram)\w*\b[^.?]{0,60}\bжазыл(?:ыңыз"
        r"|ып|у)\b"
        r"|(?:бізді|жаңалықтарымызды)\b.{0,40}\bбақылаңыз\W*\Z|.*?\bосында басыңыз\W*\Z"
        r"|.*?\bүшін (?:жүйеге|сайтқа|аккаунтқа) кіріңіз\b|.*?\bпошта\w*\b.{0,30}\bенгізіңіз\W*\Z"
        r"|.*?\bjavascript\b.{0,20}\bқосыңыз",
    ),
    (
        "boilerplate",
        "пікір пікірі пікірлер пікірлердің жарияланбайды мазмұнға мазмұнына жалғасы хат хатты хабарлама қате",
        r"пікір (?:қалдыру|жазу|қосу)(?: жабық)?\W*\Z|.*?\bпікір (?:қалдыру"
        r"|жазу)\w*(?: мүмкіндігі)? (?:жабық|жабылған)"
        r"|e-?mail\b.{0,30}жарияланбайды|(?:негізгі )?мазмұн(?:ға|ына) өту\W*\Z"
        r"|(?:мақаланың|мәтіннің)? ?жалғасы (?:жарнама|төмен)\w*"
        r"|бұл (?:хат|хабарлама)\b.{0,80}(?:құпия|алушыға)|бұл (?:хатты|хабарламаны) қателесіп"
        r"|редакция\b.{0,40}(?:жауап бермейді|жауапты емес)"
        r"|(?:автор|редакция)\w*\b.{0,30}пікірі\b.{0,60}сәйкес келмеуі мүмкін|қате (?:таптыңыз"
        r"|көрдіңіз) ба\b",
    ),
    # Captions
    (
        "caption",
        "photo image picture photograph фото сурет видео video",
        r"[^.!?]{5,140}[.!?] \(?(?:photo|image|picture|photograph|фото|сурет|видео|video)(?: by|:"
        r"| ©) ?\S.{1,80}"
        r"(?<![.!?])\Z",
    ),
    ("caption", "фото сурет", r"(?:фото|сурет)\b[^.!?]{0,60}(?:алынды|алынған|ұсынған|түсірген)\Z"),
)
