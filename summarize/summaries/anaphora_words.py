"""Words of ``anaphora`` in English, Russian and Kazakh: what points back, and what leads to a pronoun."""

from __future__ import annotations

import re
from typing import Final

# First words that point back, except those that refer to the time of writing just as often («осы жылы»),
# which ``POINTERS`` has.
BACKWARD: Final = """
    he, she, it, they, this, these, those, that, such, his, her, its, their, theirs, him, them, but, and,
    or, so, yet, also, both, others, another, then, thus, hence, however, therefore, meanwhile, moreover,
    furthermore, instead, nevertheless, nonetheless, besides, consequently, accordingly, similarly,
    likewise, otherwise, conversely, indeed, still, afterwards, thereafter, subsequently, thereby, there,
    here, neither, either, too, of these, of those, of them, one of them, one of these, some of them, some
    of these, most of them, many of them, all of them, none of them, each of them, two of them, for example,
    for instance, in addition, in fact, in turn, in particular, in other words, in that case, in this case,
    in this way, in doing so, in contrast, by contrast, in comparison, in response, in return, in the same,
    in this, in these, in that, as a result, as such, as a consequence, at the same time, at that time, at
    this, at that, after that, after this, before that, since then, until then, by then, by that time,
    because of this, because of that, despite this, despite that, despite these, for this, for that, for
    these, from this, from these, from there, with this, with these, to this end, to that end, to do this,
    to do so, on this, on that, on the contrary, on the other hand, on the one hand, that is, that is why,
    this is why, under this, under these, with that, the same, the latter, the former, the other, the
    others, the two, the three, according to him, according to her, according to them, more than that, what
    is more, even so, even then, not only that, above all, all this, all these, all that, like this, like
    that, secondly, thirdly, finally, он, она, оно, они, его, ее, их, ему, ей, им, него, нее, них, у него, у
    нее, у них, к нему, к ней, к ним, с ним, с ней, с ними, о нем, о ней, о них, для него, для нее, для них,
    в нем, в ней, в них, на нем, на ней, на них, из них, среди них, один из них, одна из них, одно из них,
    некоторые из них, многие из них, большинство из них, каждый из них, двое из них, оба, обе, это, этот,
    эта, эти, этого, этому, этом, этим, этой, эту, этих, этими, в этом, в этой, в этих, на этом, на этой, на
    этих, для этого, для этой, для этих, об этом, об этой, при этом, при этой, при таком, при таких, после
    этого, после этой, до этого, до этой, из этого, из этих, за это, за этим, за эту, с этим, с этой, с
    этими, с этого, по этой, по этому, к этому, к этой, от этого, из-за этого, из-за этой, благодаря этому,
    благодаря этой, несмотря на это, несмотря на эти, вследствие этого, вместо этого, помимо этого, кроме
    этого, кроме того, более того, сверх того, вместе с этим, вместе с тем, наряду с этим, в связи с этим, в
    этой связи, в результате этого, в результате, тот, та, те, того, тому, тем, той, тех, тем самым, тем
    временем, тем не менее, в то же время, в тот же, в ту же, тот же, та же, то же, те же, так же, там же,
    тогда, там, туда, оттуда, здесь, такой, такая, такое, такие, таким образом, такого, таких, такую,
    такими, так, но, а, и, или, да и, однако, зато, также, тоже, поэтому, потому, следовательно, впрочем,
    затем, потом, далее, например, в частности, к примеру, к тому же, притом, причем, напротив, наоборот,
    иначе, иными словами, другими словами, то есть, действительно, в самом деле, на самом деле, фактически,
    по сути, с другой стороны, с одной стороны, во-вторых, в-третьих, наконец, в свою очередь, в ответ, еще,
    еще один, еще одна, последний, последняя, последние, последнее, первый из них, второй из них, другой,
    другая, другие, остальные, остальное, остальных, данный, данная, данное, данные изменения, указанный,
    указанные, упомянутый, упомянутые, по его словам, по ее словам, по их словам, по его мнению, по ее
    мнению, по их мнению, по его данным, по их данным, по словам последнего, все это, все эти, все они, обо
    всем этом, ол, олар, оны, оның, оған, онда, одан, онымен, олардың, оларға, оларды, оларда, олардан,
    олармен, бұл, бұлар, бұған, бұны, бұның, бұдан, бұнда, бұлардың, мұны, мұның, мұнда, мұндай, мұндағы,
    мұнымен, осындай, осылай, осылайша, осыған байланысты, осының нәтижесінде, осыдан кейін, осыған
    қарамастан, сол, сондай, сондай-ақ, соның, соған, содан, содан кейін, сонда, сонда да, сондықтан,
    сонымен, сонымен қатар, сонымен бірге, соның нәтижесінде, соған қарамастан, соның арқасында, сөйтіп,
    сөйтсе де, ал, және, немесе, бірақ, алайда, дегенмен, десе де, әйтсе де, әйтпесе, әйткенмен, керісінше,
    екінші жағынан, бір жағынан, екіншіден, үшіншіден, соңында, мысалы, мәселен, атап айтқанда, яғни, демек,
    шынында, шынында да, шын мәнінде, расында, іс жүзінде, нәтижесінде, кейін, кейіннен, одан кейін, одан
    соң, оған қоса, бұған қоса, бұған дейін, бұдан кейін, бұдан басқа, одан басқа, одан бөлек, бұдан бөлек,
    оның үстіне, оның орнына, оның айтуынша, оның сөзінше, оның пікірінше, олардың айтуынша, олардың бірі,
    олардың ішінде, соның бірі, соның ішінде, екеуі, екеуі де, үшеуі, басқалары, қалғандары, қалғаны, тағы,
    тағы да, тағы бір, аталған, аталмыш, осы орайда, осы мақсатта, осы ретте, сол себепті, сол үшін, сол
    уақытта, сол кезде, сол жерде, ол жерде, ол үшін, бұл үшін, жауап ретінде, at first, at last, later, an
    hour later, a day later, a week later, a month later, a year later, two days later, two years later,
    soon, soon after, in the meantime, the next day, the following day, the next morning, the next year, the
    following year, сначала, поначалу, сперва, вскоре, вскоре после, позже, позднее, впоследствии, через
    час, через день, через неделю, через месяц, через год, через два, час спустя, год спустя, на следующий
    день, на следующее утро, на следующий год, с тех пор, все эти, все эти годы, алғашында, әуелі, көп
    ұзамай, кейінірек, келесі күні, ертеңінде, ертесіне, бір сағаттан кейін, бір күннен кейін, бір жылдан
    кейін, содан бері, сол күні, сол жылы, енді ол, енді олар, енді оның, the rest, a second one, even more,
    even worse, even better, beyond that, that said, on top of that, elsewhere, more precisely, more
    specifically, more importantly, more generally, additionally, alternatively, specifically, to that, like
    it, aside from that, apart from that, everything else, everyone else, nobody else, no one else, nothing
    else, all of it, much of it, most of it, some of it, half of it, part of it, none of it, only then, not
    so, not only this, some say, others say, some said, that way, this way, what followed, ведь, значит,
    итак, отсюда, оттого, дело в том, соответственно, вдобавок, аналогично, стало быть, так что, как
    следствие, именно поэтому, именно так, именно он, именно она, именно они, именно это, именно эта, именно
    этот, именно эти, именно в этом, именно там, именно тогда, именно здесь, вот почему, вот так, вот и, вот
    это, вот этот, вот эта, вот эти, отчасти поэтому, прочие, остальным, остальными, обоих, обеих, обоим,
    обеим, таков, такова, таково, таковы, подобный, подобная, подобное, подобные, подобных, подобным,
    аналогичный, аналогичная, аналогичное, аналогичные, сам он, сама она, сами они, сам же, все остальное,
    все остальные, сверх этого, тут, этак, скажем, попросту говоря, точнее, вернее, словом, одним словом,
    короче говоря, тем более, то и другое, и то и другое, ни тот ни другой, наряду с ним, помимо него, кроме
    него, после чего, при чем, из чего, өйткені, себебі, неге десеңіз, неге десең, әрі, сосын, сонан,
    сонсоң, міне, әсіресе, нақтырақ, нақтылай айтсақ, айтпақшы, олай болса, ендеше, олай, бұлай, солай,
    сонша, осынша, соншама, осыншама, қалған, қалғандар, қалғандарын, өзгелері, өзгесі, бірі, біреуі,
    біреулері, кейбірі, көбісі, көбі, екіншісі, үшіншісі, біріншісі, соңғысы, алғашқысы, артынша,
    сәйкесінше, қысқасы, дәлірек, басқаша айтқанда, былайша айтқанда, бір сөзбен айтқанда, соншалықты,
    жаңағы, тиісінше, ақырында, ақыр соңында, осының
"""


def _forms(rows: str) -> frozenset[str]:
    """Words, of which those that inflect are written as ``stem:ending,ending``."""
    found: set[str] = set()
    for row in rows.split():
        stem, _, endings = row.partition(":")
        found.update(stem + ending for ending in endings.split(","))
    return frozenset(found)


# Pronouns that can be subjects, the others, and demonstratives, in all cases.
SUBJECTS: Final = _forms("he she it they он:,а,о,и ол олар бұл")
DEMONSTRATIVES: Final = _forms(
    """this these those эт:от,а,о,и,ого,ой,ому,им,ом,у,их,ими
    бұл бұ:ның,ны,ған,дан,нда,нан,ндай,нымен мұ:ның,ны,ған,дан,нда,нан,ндай,нымен,ндағы
    осы осы:ның,ны,ған,дан,нда,ндай,мен,нымен,ндағы сол со:ның,ны,ған,дан,нда,ндай,нымен,ндағы"""
)
POINTERS: Final = (
    SUBJECTS
    | DEMONSTRATIVES
    | _forms(
        """him them his her its their such
    его ее ей ею ему им ими их него нее ней нему ним ними нем них так:ой,ая,ое,ие,ого,ому,им,ом,ую,их,ими
    олар:ы,дың,ға,ды,да,дан,мен он:ың,ы,да,дай,дағы,ымен,сыз оған одан
    бұлар:,дың,ға,ды,да,дан,мен солар:,дың,ға,ды,да,дан,мен осылар:,дың,ға,ды,да,дан,мен"""
    )
)
MODEST: Final = DEMONSTRATIVES | {"it", "such"}  # refer further back only in the first words
NEAR: Final = 3  # words after which such a word refers to what the sentence itself said
FAR: Final = 10  # words after which any pronoun does
INTRODUCED: Final = 2  # words before a comma after which only a subject refers back
# Words that begin a phrase which leads to a pronoun: "Within five days they…", «Теперь ей…», «Былтыр ол…».
LEADS: Final = _forms(
    """about above across after against along amid among around asked at based because before behind below
    beside besides between beyond by compared despite due during except following for from given if in
    inside instead into like near of off on once out outside over past since thanks through throughout to
    towards under unless unlike until upon using via when whenever while with within without although though
    according again always just last maybe never next not now nowadays often perhaps sometimes today
    tomorrow tonight twice yesterday без благодаря в ввиду вместо во вокруг вопреки вследствие для до за из
    из-за исходя к ко кроме между на насчет несмотря о об обо около от относительно перед по под помимо
    после при против ради с со согласно среди у через если когда пока поскольку раз хотя чтобы едва больше
    большая большинство вдруг вероятно весной вечером видимо вновь возможно впервые всегда вчера дважды даже
    днем ежегодно ежедневно еще зимой иногда каждую каждый летом лишь наверное недавно неоднократно нередко
    никогда ночью обычно одна одним однажды одной опять осенью очевидно порой постепенно почти похоже
    сегодня сейчас снова сначала сразу теперь только уже утром часто часть завтра алдағы алдымен алғаш
    алғашқы апта ай бүгін бүгінгі бүгінде бәлкім биыл бірде былтыр дәл егер енді ертең жазда жақында жалпы
    жуырда жыл кейде кейін кейіннен келесі кеше кешке көктемде күзде күн күндіз қазір қазіргі қыста мүмкін
    негізінен әдетте әзірге әлі әр әрине өткен соңғы сірә таңертең тек тіпті түнде шамамен бұрын"""
)
EACH: Final = _forms("a an every each one the last next")  # …followed by one of these
TIMES: Final = _forms(
    """day night morning afternoon evening week month year hour minute time spring summer autumn winter
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday"""
)
ADVERB: Final = re.compile(
    r"(?!early\b|elderly|family|italy|july|likely|reply|supply)[a-z]{3,}ly\Z|\d"
    r"|[а-я]+(?:[аиуыя]в|вшись|[ауя]ясь|уя)\Z"  # «узнав», «используя»
)
# What stands between is something that the pronoun may stand for, or another clause.
BREAKS: Final = _forms(
    """that which who whose whom where what how why because when if and or but nor as than said says told - –
    —
    что котор:ый,ая,ое,ые,ого,ой,ую,ых,ым,ом,ыми кто чей чья чьи где куда как и или но а то если когда хотя
    чтобы пока говорит сказал словам мнению данным утверждению оценке сообщению және немесе бірақ деген деп
    егер айтуынша сөзінше пікірінше деректері мәліметі"""
)
DATES: Final = _forms(
    "January February March April May June July August September October November December"
    " Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
THOSE: Final = _forms("т:от,а,о,е,ого,ой,ому,ем,ом,у,ех,еми")
EARLY: Final = POINTERS | THOSE | _forms("he:'s,'d,'ll she:'s,'d,'ll it:'s,'d,'ll they:'re,'d,'ve,'ll")
OF: Final = frozenset({"of", "из", "от"})
ALL: Final = frozenset({"them", "these", "those", "них", "этих", "этого", "этой"})
TOLD: Final = _forms(
    """yes no yeah nope right exactly sure absolutely certainly not first firstly second third fourth lastly
    next last again rather further worse step the at by for from in of on under with да нет конечно
    разумеется безусловно верно точно ничуть вовсе во-первых перв:ое,ый,ая втор:ое,ой,ая трет:ье,ий,ья шаг
    иә жоқ әрине дұрыс рас бірінші екінші үшінші біріншіден төртіншіден бесіншіден"""
)
SAYS: Final = (
    r"(?:say|said|says|adds?|added|ask(?:s|ed)|believe[sd]|explain(?:s|ed)|hope[sd]|insist(?:s|ed)|joke[sd]"
    r"|laugh(?:s|ed)|note[sd]|recall(?:s|ed)|remember(?:s|ed)|replie[sd]|thinks|told|tells|tweeted|warn(?:s|ed)"
    r"|writes|wrote|argue[sd]|admit(?:s|ted)|continue[sd]|stresse[sd]|answer(?:s|ed)|suggest(?:s|ed)"
    r"|complain(?:s|ed)|promise[sd])"
)
