"""Further rules of `notices`, in the form of `notice_rules`: the buttons and short lines that sites put"
r" around a text."""

_ENDED = r"\W*\Z"  # nothing but punctuation follows
_DATED = r" ?:? .{0,40}\b\d{4}\b.{0,30}(?<![.!?])\Z"
_LABELLED = r"(?: ?[:→»].{0,240})?\Z"

_CONTACT = r"(?:[\w.+-]{1,64}@[\w-]{1,64}\.\w|\+?\d[\d ()–-]{6,}|https?://|www\.)"

SITE_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "boilerplate",
        "licence license attribution лицензии лицензиясы",
        r"(?:you are free to|feel free to|you may)\b.{0,80}\b(?:share|copy|republish|use|reprint)\b.{0,60}"
        r"\b(?:licen[cs]e|creative commons|credit|attribution)\b.{0,40}\Z"
        r"|.{0,60}\bможно (?:свободно )?(?:распространять|копировать"
        r"|использовать)\b.{0,60}\bлицензи\w+.{0,30}\Z"
        r"|.{0,60}лицензиясы\w* бойынша (?:еркін )?(?:таратуға|көшіруге|пайдалануға) болады\W*\Z",
    ),
    (
        "boilerplate",
        "permission copy reproduce разрешения согласия рұқсатсыз",
        r"(?:please )?do not (?:copy|reproduce|republish|distribute|reprint)\b.{0,80}\Z"
        r"|(?:not|never) to be (?:copied|reproduced|republished)\b.{0,80}\Z"
        r"|.{0,60}\b(?:копировать|перепечатывать|использовать|воспроизводить|распространять)\b.{0,60}"
        r"\bбез (?:\w+ )?(?:разрешения|согласия)\b.{0,60}\b(?:запрещ\w+|нельзя|не допускается)\W*\Z"
        r"|.{0,60}\bрұқсатсыз (?:көшіруге|таратуға|пайдалануға|басуға) (?:болмайды|тыйым салынады)\W*\Z",
    ),
    (
        "boilerplate",
        "like join facebook instagram youtube telegram лайк рассылке каналу тіркеліңіз қосылыңыз",
        r"(?:like|join|find|friend|visit|watch) us (?:on|at|in)\b.{0,60}\Z"
        r"|join (?:our|the)\b.{0,30}\b(?:list|community|channel|group|chat|conversation"
        r"|discussion)\b.{0,40}\Z"
        r"|(?:ставьте|поставьте) лайк\b.{0,60}\Z|.{0,40}\bлайк (?:басыңыз|қойыңыз)\W*\Z"
        r"|(?:присоединяйтесь|присоединиться|подключайтесь) к (?:нашей |нашему |нашим )?"
        r"(?:рассылк|канал|сообществ|групп|чат|обсуждени|telegram|телеграм)\w*.{0,40}\Z"
        r"|.{0,40}\b(?:таратылым|топ|арна|қауымдастық|талқылау)\w* (?:қосылыңыз|тіркеліңіз|жазылыңыз)\W*\Z",
    ),
    (
        "boilerplate",
        "originally appeared published опубликована опубликован опубликовано жарияланды"
        r" жарияланған",
        r"(?:this|the|a version of this) (?:article|story|text|post|essay|interview)(?: was"
        r"| has been)? (?:originally |first )+"
        r"(?:appeared|published|posted|printed)\b.{0,100}\Z"
        r"|(?:originally|first) (?:published|appeared|posted) (?:in|on|at|by)\b.{0,80}\Z"
        r"|(?:эта |этот |данная )?(?:статья|текст|материал|интервью|заметка) (?:впервые|изначально|ранее)"
        r" (?:был[аои]? )?опубликован\w*\b.{0,80}\Z"
        r"|(?:бұл )?(?:мақала|мәтін|материал|сұхбат) алғаш(?: рет)?\b.{0,80}(?:жарияланды|жарияланған"
        r"|шыққан)\W*\Z",
    ),
    (
        "boilerplate",
        "correction clarification editor editors note updated поправка исправление уточнение редакции"
        r" түзету нақтылау",
        r"(?:correction|clarification|editor['’]?s['’]? note|update) ?[:—–-].{0,400}\Z"
        r"|(?:поправка|исправление|уточнение|от редакции|примечание редакции) ?[:—–].{0,400}\Z"
        r"|(?:түзету|нақтылау|редакциядан) ?[:—–].{0,400}\Z",
    ),
    (
        "boilerplate",
        "opinion column sponsored авторская авторский авторлық колонка баған",
        r"this is (?:an?|the) (?:opinion|comment|guest|sponsored|archived|developing|edited"
        r"|personal)\b[^.!?]{0,60}\.?\Z"
        r"|это (?:авторская колонка|мнение автора|партн[её]рский материал|архивная \w+)\W*\Z"
        r"|бұл (?:авторлық (?:баған|көзқарас)|автордың пікірі|серіктестік материал)\W*\Z",
    ),
    (
        "boilerplate",
        "лебізбен тілегіммен сағынышпен",
        r"(?:\w+ )?(?:лебізбен|тілегіммен|сағынышпен)(?:,[^.!?]{0,60})?\Z",
    ),
    (
        "links",
        "stories articles news posts videos reports coverage новости статьи материалы публикации сюжеты "
        "жаңалықтар мақалалар материалдар",
        r"more (?:stories|articles|news|posts|videos|reports|coverage)\b[^.!?:]{0,40}\Z"
        r"|(?:ещё|еще|больше|другие) (?:новост|стат|материал|публикаци|сюжет|видео)\w*\b[^.!?:]{0,40}\Z"
        r"|(?:\w+ )?(?:басқа|тағы) (?:жаңалық|мақала|материал)\w*(?: \w+)?\Z",
    ),
    (
        "boilerplate",
        "cookie cookies",
        r"(?:[^\s.!?]+ ){0,4}cookies?(?:[ -][^\s.!?]+){0,4}\Z"
        r"|(?:мы|we) (?:\w+ ){1,4}(?:essential |necessary )?(?:файлы )?cookies?\.\Z"
        r"|біз (?:\w+ ){1,3}cookie файлдарын (?:қолдан|пайдалан)амыз\W*\Z",
    ),
    (
        "boilerplate",
        "privacy конфиденциальности құпиялылық құпиялық",
        r"(?:read|see|review|view)\b.{0,20}\bprivacy (?:policy|notice|statement)\b.{0,30}\Z"
        r"|(?:ознакомьтесь|ознакомиться|подробнее|читайте)\b.{0,30}\bполитик\w+ конфиденциальности\b.{0,30}\Z"
        r"|.{0,30}құпиял(?:ыл)?ық саясат\w+ (?:танысыңыз|оқыңыз|толығырақ)\W*\Z",
    ),
    (
        "boilerplate",
        "copyright авторским авторлық license licence лицензии лицензиясы лицензиясымен",
        r"(?:all|the)\b.{0,60}\b(?:protected by|subject to) copyright\b.{0,40}\Z"
        r"|все\b.{0,60}\bзащищены авторским правом\W*\Z"
        r"|.{0,60}материал\w* авторлық құқықпен қорғалған\W*\Z"
        r"|.{0,60}\b(?:is|are) (?:released|distributed|available|licen[cs]ed|published) under\b.{0,30}"
        r"\b(?:gnu|gpl|mit|apache|gfdl|open government|public domain)\b.{0,40}\Z"
        r"|.{0,40}\b(?:распространя|публику|доступ)\w+ (?:на условиях|по|под) (?:\w+ )?лицензи\w+.{0,30}\Z"
        r"|.{0,40}лицензиясы\w* (?:шарттарымен |бойынша |аясында )?(?:таратылады|қолжетімді"
        r"|жарияланады)\W*\Z",
    ),
    (
        "boilerplate",
        "call email mail questions write contact phone text ring звоните пишите позвоните напишите шалыңыз"
        r" жазыңыз",
        rf"(?:(?:any |have )?questions ?\? ?)?(?:call|e-?mail|write|contact|phone|text"
        rf"|ring)\b[^.!?]{{0,40}}{_CONTACT}.{{0,20}}\Z"
        rf"|(?:есть вопросы ?\? ?|вопросы ?\? ?)?(?:позвоните|звоните|пишите"
        rf"|напишите)\b[^.!?]{{0,40}}{_CONTACT}.{{0,60}}\Z"
        rf"|.{{0,40}}(?:қоңырау шалыңыз|жазыңыз)\b.{{0,10}}{_CONTACT}.{{0,60}}\Z",
    ),
    (
        "boilerplate",
        "привет сәлем thank thanks спасибо благодарим рахмет рақмет",
        r"всем (?:привет|здравствуйте)\W*\Z|(?:барлығыңызға|бәріңізге|баршаңызға|бәріңе) сәлем\W*\Z"
        r"|thank(?:s| you) for (?:reading|watching|listening|visiting|your (?:attention|support|interest"
        r"|time))\b"
        r"[^.!?]{0,30}\W*\Z"
        r"|(?:спасибо|благодарим(?: вас)?) за (?:внимание|просмотр|прочтение|поддержку|интерес|ожидание)\W*\Z"
        r"|(?:назар|қолдау|көңіл)\w* (?:үшін )?(?:рахмет|рақмет)\W*\Z",
    ),
    (
        "boilerplate",
        "sponsored supported powered presented brought поддержке участии қолдауымен",
        r"(?:sponsored|supported|powered|presented|brought to you) by\b.{0,60}(?<![.!?])\Z"
        r"|при (?:информационной |финансовой )?(?:поддержке|участии)\b.{0,60}(?<![.!?])\Z"
        r"|.{0,60}қолдауымен\Z",
    ),
    (
        "links",
        "заинтересовать интересно қызықтыруы",
        r"(?:вас|вам) (?:также )?(?:может|могут) (?:также )?(?:заинтересовать"
        r"|быть интересн\w+)(?: ?:.{0,240})?\W*\Z"
        r"|сізді (?:де )?қызықтыруы мүмкін(?: ?:.{0,240})?\W*\Z",
    ),
    (
        "links",
        "оқыңыз қараңыз",
        r"(?:әрі қарай|одан әрі|толық|толығырақ) (?:оқыңыз|қараңыз)(?: ?:.{0,240})?(?<!\.)\Z",
    ),
    (
        "boilerplate",
        "оформите жазылымды кіріңіз тіркеліңіз",
        r"оформите (?:\w+ )?подписку\b.{0,80}\Z|.{0,60}жазылымды рәсімдеңіз\W*\Z"
        r"|.{0,60}\b(?:қалдыру|оқу|көру|жазу|жүктеу) үшін (?:\w+ )?(?:кіріңіз|тіркеліңіз)\W*\Z",
    ),
    (
        "boilerplate",
        "cookie cookies",
        r"(?:to find out|for more|learn|read|see|find out|more)\b.{0,80}\bcookie"
        r"|(?:подробнее|узнать больше|узнайте больше) о.{0,20}\bcookie"
        r"|.{0,40}\bcookie.{0,60}(?:толығырақ|оқыңыз)|.{0,30}сайт.{0,30}cookie.{0,60}(?:пайдалан"
        r"|қолдан)ады\W*\Z",
    ),
    (
        "boilerplate",
        "licence license",
        r"(?:this|all|the|our|unless)\b.{0,50}\b(?:content|work|text|article|material|data|image|photo"
        r"|site)s?\b.{0,40}"
        r"\b(?:is|are)\b.{0,20}\b(?:available|licen[cs]ed|published|released|shared)\b.{0,12}\bunder\b.{0,60}"
        r"\blicen[cs]e\b.{0,12}\Z",
    ),
    (
        "boilerplate",
        "responsible",
        r".*?\b(?:is|are) not responsible for (?:the )?(?:contents?|accuracy|comments|opinions|external)\b",
    ),
    (
        "boilerplate",
        "office newsroom служба редакция приёмная қызметі",
        r"(?:registered|head|visiting|press|editorial|main)? ?office ?: ?.{5,200}\Z"
        r"|(?:newsroom|пресс-служба|редакция|приёмная|баспасөз қызметі) ?: ?.{0,40}(?:\+?\d[\d ()-]{6,}|@)",
    ),
    (
        "boilerplate",
        "references bibliography cited reading links литературы литература примечания источников әдебиет"
        r" әдебиеттер",
        rf"(?:references|bibliography|works cited|further reading|external links){_ENDED}"
        rf"|(?:список (?:использованной )?(?:литературы|источников)|литература|примечания){_ENDED}"
        rf"|(?:пайдаланылған )?әдебиет(?:тер)?(?: тізімі)?{_ENDED}",
    ),
    (
        "caption",
        "file archive stock архивное архивный архивные мұрағаттық",
        r"(?:file|archive|stock) (?:photo|image|picture)s?\b[^.!?]{0,80}\Z"
        r"|архивн\w+ (?:фото|снимок|снимки|кадр\w*)\b[^.!?]{0,80}\Z|.{0,40}мұрағаттық (?:сурет|фото)\w*\Z",
    ),
    (
        "caption",
        "chart map graph graphics карта диаграмма график инфографика сызба",
        r"(?:chart|map|graph|graphics?|карта|диаграмма|график|сызба) ?:.{1,200}(?<![.!?])\Z",
    ),
    (
        "links",
        "next previous older newer следующая предыдущая следующий предыдущий келесі алдыңғы",
        rf"(?:next|previous|older|newer) (?:article|post|story|page|entry|news)s?{_LABELLED}"
        rf"|(?:следующ|предыдущ)\w+ (?:статья|новость|запись|материал|страница){_LABELLED}"
        rf"|(?:келесі|алдыңғы) (?:мақала|жаңалық|жазба|материал|бет){_LABELLED}",
    ),
    (
        "links",
        "read popular viewed shared commented recent stories news posts miss picks choice читаемое"
        r" популярное "
        "обсуждаемое просматриваемое важное интересное новости редакции оқылған қаралған талқыланған танымал "
        "маңызды жаңалықтар",
        rf"(?:most (?:read|popular|viewed|shared|commented|recent)|(?:our )?top stories|latest (?:news"
        rf"|stories|posts)"
        rf"|don['’]t miss|editor['’]?s['’]? (?:picks?|choice))(?: (?:this week|today|now))?{_ENDED}"
        rf"|сам(?:ое|ые) (?:читаем|популярн|обсуждаем|просматриваем|важн|интересн)\w+(?: за \w+)?{_ENDED}"
        rf"|(?:последние|главные|популярные) новости(?: \w+)?{_ENDED}|выбор редакции{_ENDED}"
        rf"|ең (?:көп )?(?:оқылған|қаралған|талқыланған|танымал|маңызды)\w*(?: \w+)?{_ENDED}"
        rf"|соңғы жаңалықтар{_ENDED}",
    ),
    (
        "links",
        "top tweet print email mail save copy bookmark send forward pin",
        r"(?:back|go|scroll|return) to (?:the )?top\W*\Z|(?:tweet|print|e-?mail|save|copy|bookmark|pin|send"
        r"|forward) (?:this|it|the|link|to a friend)"
        rf"(?: (?:article|page|story|post|link|address))?(?: to a friend)?{_ENDED}",
    ),
    (
        "links",
        "твитнуть распечатать отправить сохранить скопировать версия закладки избранное",
        rf"(?:твитнуть|распечатать(?: \w+)?|отправить другу|скопировать ссылку|версия для (?:печати"
        rf"|слабовидящих)"
        rf"|(?:добавить )?в (?:закладки|избранное)|сохранить(?: (?:статью|страницу))?){_ENDED}",
    ),
    (
        "links",
        "бөлісу басып сілтемені таңдаулыға досыңа",
        rf"(?:твиттер|фейсбук|телеграм|ватсап|инстаграм)\w*\b.{{0,30}}бөлісу{_ENDED}"
        rf"|басып шығару(?: нұсқасы)?{_ENDED}|сілтемені көшіру{_ENDED}|таңдаулыға қосу{_ENDED}"
        rf"|досыңа жібер\w*{_ENDED}",
    ),
    (
        "boilerplate",
        "newsletter digest briefing alerts рассылку новости дайджест уведомления алыңыз тұрыңыз",
        r"(?:get|receive|join|try|start)\b.{0,40}\b(?:newsletter|digest|briefing|alerts)\b"
        r"|получайте (?:\w+ ){0,3}(?:рассылк|новост|дайджест|уведомлен)\w*"
        rf"|.{{0,60}}(?:таратылым|жаңалық|хабарландыру)\w* (?:\w+ )?(?:алыңыз|алып тұрыңыз){_ENDED}",
    ),
    (
        "boilerplate",
        "become support donate donation",
        r"become (?:a|our) (?:\w+ )?(?:member|subscriber|supporter|patron|donor)\b"
        r"|support (?:us|our|independent|quality)\b.{0,40}(?:journalism|work|site|newsroom|reporting"
        r"|project|us)\b"
        rf"|donate(?: now| today| here)?{_ENDED}|make a donation\b.{{0,40}}\Z",
    ),
    (
        "boilerplate",
        "станьте поддержите поддержать пожертвовать пожертвование",
        r"станьте (?:нашим |нашей )?(?:подписчик|участник|спонсор|патрон|меценат)\w*"
        r"|поддержите (?:нас|наш\w*|редакцию|проект|независим\w+)\b"
        rf"|(?:поддержать (?:нас|редакцию|проект|журнал\w*)|(?:сделать )?пожертвов\w+){_ENDED}",
    ),
    (
        "boilerplate",
        "қолдаңыз қолдау жазылушымыз",
        rf".{{0,60}}(?:журналистика|редакция|жоба|сайт|біз)\w* қолдаңыз{_ENDED}|жазылушымыз бол\w*\b"
        rf"|(?:редакцияны|жобаны|бізді) қолдау{_ENDED}",
    ),
    (
        "boilerplate",
        "already member subscriber account password registered",
        r"(?:already|not|new)\b(?: yet)? (?:a |an )?(?:subscriber|member|registered|subscribed"
        r"|user)\b ?\?.{0,60}\Z"
        r"|(?:already )?(?:have|don['’]t have|no) an account\b.{0,60}\Z|forgot (?:your )?password\b.{0,20}\Z",
    ),
    (
        "boilerplate",
        "подписка аккаунт аккаунта подписаны пароль жазылымыңыз аккаунтыңыз тіркелгіңіз ұмыттыңыз",
        r"(?:уже есть (?:подписка|аккаунт)|уже подписаны|нет аккаунта|забыли пароль) ?\?.{0,60}\Z"
        r"|(?:жазылым|аккаунт|тіркелгі)\w* (?:бар ма|жоқ па) ?\?.{0,40}\Z|құпиясөзді ұмыттыңыз ба",
    ),
    (
        "links",
        "full whole original rest complete",
        r"(?:read|view|see|download|get|listen to|watch|continue) (?:the )?(?:full|whole|original|complete"
        r"|rest of the)"
        r" (?:story|article|text|report|version|interview|list|post|document|episode)\b[^.!?]{0,20}\W*\Z",
    ),
    (
        "links",
        "полностью целиком оригинале полный полная толық түгел толығымен",
        rf"(?:читать|читайте|смотреть|скачать)(?: \w+)? (?:полностью|целиком|в оригинале){_ENDED}"
        rf"|(?:полный текст|полная версия)\b[^.!?]{{0,40}}\Z"
        rf"|(?:мақала|мәтін|материал|жаңалық|сұхбат)\w* (?:толық|түгел|толығымен) (?:оқу|қарау){_ENDED}"
        r"|толық (?:мәтіні|нұсқасы)\b[^.!?]{0,40}\Z",
    ),
    (
        "links",
        "watch listen gallery pictures podcast смотрите смотреть слушать фотогалерея галерея подкаст"
        r" қараңыз көріңіз",
        r"(?:watch|listen|gallery|in pictures|podcast)(?: (?:now|here|live))? ?:.{1,200}(?<!\.)\Z"
        r"|(?:(?:смотрите|смотреть|слушать)(?: видео| фото\w*)?|фотогалерея|галерея"
        r"|подкаст) ?:.{1,200}(?<!\.)\Z"
        r"|(?:бейне|видео|сурет|фото)\w* (?:қараңыз|көріңіз)(?: ?:.{1,200})?(?<!\.)\Z",
    ),
    (
        "boilerplate",
        "loading загрузка жүктелуде",
        r"loading\b[^.?!]{0,30}(?:…|\.\.\.)?\Z|загрузка(?: [^\W\d_]+){0,2}(?:…|\.\.\.)\Z"
        r"|.{0,30}жүктелуде\W*\Z",
    ),
    (
        "boilerplate",
        "typo error mistake опечатке ошибке неточности хабарлау",
        r"report (?:a|an) (?:typo|error|mistake|problem|comment)\W*\Z|(?:spotted|found|see) (?:a"
        r"|an) (?:typo|error|mistake)\b ?\?"
        rf"|сообщить (?:нам )?об? (?:опечатке|ошибке|неточности|проблеме){_ENDED}"
        rf"|қате туралы хабарлау{_ENDED}",
    ),
    (
        "boilerplate",
        "unsubscribe browser online отписаться браузере тарту",
        r"(?:.{0,80}\b(?:to|can) )?unsubscribe\b(?: .{0,60}(?:here|click|link|time|list|e-?mails?))?\W*\Z"
        r"|(?:view|read|open) (?:this|the)? ?(?:e-?mail|message|newsletter)? ?(?:online|in (?:your"
        r"|a) browser)\b"
        r"|(?:.{0,40}\bчтобы )?отписаться(?: от (?:рассылки|писем|уведомлений))?(?:,.{0,60})?\W*\Z"
        r"|(?:открыть|посмотреть) .{0,20}в браузере\W*\Z|(?:таратылымнан|жазылымнан) бас тарту\b.{0,40}\Z",
    ),
    (
        "boilerplate",
        "advertisement sponsored paid promoted реклама рекламы материал жарнама",
        r"(?:advertisement|sponsored|promoted|реклама|жарнама) ?[.:–—|-] ?.{0,60}\Z"
        r"|(?:sponsored|paid|promoted|partner) (?:content|post|partnership|story)\b[^.!?]{0,40}\Z"
        r"|на правах рекламы\W*\Z|(?:спонсорский|парт?н[её]рский|рекламный) материал\W*\Z"
        r"|жарнама құқығында\W*\Z",
    ),
    (
        "boilerplate",
        "last first published updated posted modified reviewed",
        rf"(?:last (?:modified|updated|edited|changed|reviewed)|(?:first )?published|updated|posted)(?: on"
        rf"| at)?{_DATED}",
    ),
    (
        "boilerplate",
        "последнее обновление обновлено опубликовано изменено размещено публикации соңғы жаңартылды"
        r" жарияланды "
        "жарияланған",
        r"(?:последнее (?:обновление|изменение)|обновлено|опубликовано|дата публикации|изменено|размещено)"
        rf"{_DATED}|(?:соңғы (?:жаңарту|өзгеріс)|жарияланған күні|жаңартылды|жарияланды){_DATED}",
    ),
    (
        "boilerplate",
        "искренне ваш ваша преданный тілектермен",
        r"(?:искренне )?(?:ваш|ваша|преданный вам)(?:,[^.!?]{0,60})\Z|искренне ваш\w?\Z"
        r"|(?:ізгі|жылы) тілектермен(?:,[^.!?]{0,60})?\Z",
    ),
    (
        "boilerplate",
        "сайт сайте сайтта материал материалы издание контент",
        r"(?:на )?(?:сайт|издани|контент|материал)\w*\b.{0,60}\b(?:18|16|12|6)\+(?:.{0,12}"
        r"| [^.!?]{0,40}мүмкін\.)\Z",
    ),
)
