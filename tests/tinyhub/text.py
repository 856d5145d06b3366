"""Sentences written for the tests: tiny tokenizers are trained on them and tested with them.

The sentences of the three languages are translations of each other.
"""

ENGLISH = (
    "The library on Lake Street lends 4200 books a year.",
    "A bus leaves the station every twenty minutes.",
    "The mayor opened a school for 350 children on Monday.",
    "Farmers in the north expect a good harvest of wheat.",
    "Our neighbour repairs old clocks and bicycles.",
    "The river froze early, so the ferry stopped in November.",
    "Engineers tested the bridge with twelve loaded lorries.",
    "She asked the clerk for a copy of the contract.",
    "The price of bread rose by 7.5% in three months.",
    "Two doctors from the capital visited the village.",
    "Music played in the square until midnight.",
    "Nobody knows who painted the wall behind the market.",
)
RUSSIAN = (
    "Библиотека на Озёрной улице выдаёт 4200 книг в год.",
    "Автобус отходит от станции каждые двадцать минут.",
    "В понедельник мэр открыл школу на 350 детей.",
    "Фермеры на севере ждут хорошего урожая пшеницы.",
    "Наш сосед чинит старые часы и велосипеды.",
    "Река замёрзла рано, и паром остановился в ноябре.",
    "Инженеры проверили мост двенадцатью гружёными машинами.",
    "Она попросила у служащего копию договора.",
    "Цена хлеба выросла на 7,5% за три месяца.",
    "Два врача из столицы приехали в деревню.",
    "На площади до полуночи играла музыка.",
    "Никто не знает, кто расписал стену за рынком.",
)
KAZAKH = (
    "Көл көшесіндегі кітапхана жылына 4200 кітап береді.",
    "Автобус бекеттен жиырма минут сайын шығады.",
    "Дүйсенбіде әкім 350 балаға арналған мектеп ашты.",
    "Солтүстіктегі шаруалар бидайдан мол өнім күтеді.",
    "Біздің көрші ескі сағаттар мен велосипедтерді жөндейді.",
    "Өзен ерте қатып, паром қарашада тоқтады.",
    "Инженерлер көпірді он екі жүк көлігімен тексерді.",
    "Ол қызметкерден шарттың көшірмесін сұрады.",
    "Нан бағасы үш айда 7,5%-ға өсті.",
    "Астанадан екі дәрігер ауылға келді.",
    "Алаңда түн ортасына дейін музыка ойналды.",
    "Базардың артындағы қабырғаны кім безендіргенін ешкім білмейді.",
)
# Characters that no sentence above has, so that a vocabulary can spell every special token below.
SIGNS = "C D F G I J K P Q U V W X Y Z < > / _ | [ ] : < > / _ | [ ] : v x z q j 1 2 3 6 8 9"
EVERYTHING = (*ENGLISH, *RUSSIAN, *KAZAKH, SIGNS)

# A no-break space, a line break, a tab, characters that normalisers rewrite or no tiny vocabulary has.
NASTY = (
    "№ 5 of the list… costs ½ of it",
    "Дом\u00a0№\u00a05,\nвторой этаж —\tтам «ﬁлиал»",
    "Қазақ тілі: ә, ғ, қ, ң, ө, ұ, ү, һ, і — ½ кг…",
    "e\u0301te\u0301  two  spaces ﬁn",
    "日本 and 😀 are far from here",
)
LINES = (ENGLISH[0], RUSSIAN[4], KAZAKH[5], *NASTY)

# Text that some tokenizer would take for a special token.
SPECIAL_TOKENS = (
    "</s>",
    "<s>",
    "<pad>",
    "<unk>",
    "kaz_Cyrl",
    "kk_KZ",
    "<2kk>",
    "<|im_end|>",
    "<|eot_id|>",
    "<end_of_turn>",
    ">>rus<<",
    ">>kaz_Cyrl<<",
    "__kk__",
    "<extra_id_0>",
    "<mask>",
    "<LM>",
    "[SEP]",
    "＜／ｓ＞",  # full width: normalisers turn it into the ASCII one
)
