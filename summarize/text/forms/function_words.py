"""Words that a term neither begins nor ends with."""

from __future__ import annotations

from summarize.text.forms.pattern import listed

FUNCTION_WORDS = {
    "en": listed(
        "a an the of in on at to for from by with without and or but nor as if than that this these "
        "those it its he she they we you i his her their our your my is are was were be been being has "
        "have had do does did will would can could may might must shall should not no who whom whose "
        "which what when where why how there here also only just more most very all any some each every "
        "other such same so too about after before during between into over under up down out off again "
        "then once said says say new one two three last first "
    ),
    "ru": listed(
        "и в во на с со к ко у о об от до из за по под при над без для через не ни но а или что чтобы "
        "как так же ли бы это этот тот весь все который свой он она они мы вы я быть есть был была были "
        "будет его её их наш ваш мой если когда где там тут здесь уже ещё еще только также более самый "
        "очень один два три год сказать говорить мочь "
    ),
    "kk": listed(
        "және мен бен пен да де та те ма ме ба бе па пе бұл осы сол ол олар біз сіз сен бір екі үш үшін "
        "туралы бойынша арқылы кейін дейін соң ғана емес жоқ бар еді болды болып болған болады деп "
        "дейді деді керек тиіс қана өз барлық әр кез сияқты немесе бірақ егер не қай қандай жыл жылы "
    ),
}
