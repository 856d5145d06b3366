"""The words that carry grammar and no topic, of three letters and more, in English, Russian and Kazakh.

One set for all three: their spellings do not collide, so no language need be known. Kept short
on purpose: a word is here when it would say as much in a text about anything else.
"""

from __future__ import annotations

from typing import Final

_ENGLISH: Final = """
the this that these those and but nor yet then than because while although though for from into onto with
without within about over under above below between among through during before after since until against
per via upon are was were been being has have had having does did doing will would shall should can could
may might must you she they him her them your his its our their mine yours who whom whose which what where
when why how there here not only also just very more most much many some any each every all both either
neither other another such same own too again once however therefore thus hence moreover furthermore etc one
two said say says out off down well even still
"""
_RUSSIAN: Final = """
что она оно они как мои моя мое мой это этот эта эти этого этой этих этому этим тот том того той тех тому
тем все весь вся всех всем был была было были быть есть будет будут может могут мог изо для при без под над
обо про через между перед после около или либо нет уже еще только также тоже так такой такая такое такие
таких там тут здесь где когда куда если чтобы чем кто который которая которое которые которого которой
которых которому которым потому поэтому однако более менее очень можно нужно надо лишь даже себя себе собой
один одна одно два раз ведь вот сам сама само сами хотя пока затем его нее ему ими нас нам вас вам меня мне
мои свой своя свое свои своего своей своих своим
"""
_KAZAKH: Final = """
және мен пен бен бұл осы сол бір екі біз сіз олар оның оны оған онда одан олардың оларды мұны мұның бұған
осындай сондай үшін туралы бойынша дейін кейін бұрын соң қарай қатар сияқты секілді ретінде арқылы жөнінде
еді екен емес жоқ бар болды болып болған болады болатын болса болу бола еткен етті етіп етеді деп деді дейді
деген дейін ғана тек өте әрбір барлық бәрі барша кез кейбір басқа өзі өзінің оның менің біздің сіздің қандай
қалай қашан қайда қай кім неге бірақ алайда сондықтан өйткені себебі немесе әлде яғни мысалы тағы енді қазір
егер ғой шейін қоса жатыр отыр тұр жүр алып келе кетті берді берген алды алған
"""

FUNCTION_WORDS: Final = frozenset((_ENGLISH + _RUSSIAN + _KAZAKH).split())
