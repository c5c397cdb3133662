"""Find the language of a text from its letters and its most frequent words.

First the script: where most of a text stands in letters that one language
alone uses, that is the answer.  Latin and Cyrillic texts are told apart by
counting frequent small words; a word that several languages share counts for
less.  A text too short to tell, or as much of one language as of another, has
no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

#: Language (BCP 47) → words, case folded, blank between them.
LATIN: dict[str, str] = {
    "ca": "de la i que el a en un per amb els les una no és del al com més però dels aquest aquesta seva són ha ho"
    " també pel molt ser des sobre entre quan tot perquè hi han sense fins l'any cada altres nostra fer",
    "cs": "a se v na je že s z do i to o k ve pro za by ale si po jako podle které který která od jsou jsem jeho"
    " bylo byl může tak už jen nebo také při jak co až před když však není ze této více být roku",
    "da": "og i at er en til af det på for med som de der den ikke har et om var fra men kan han vi sig blev ved"
    " eller efter også hvor være mere skal bliver hvad nu når meget mange nogle kun hvis vil mellem kunne uden"
    " alle deres næste indtil gennem selv gøre måtte dag tid uge ud op ind siden sagde havde været blevet"
    " kommer tog ham hende hvordan hvornår fordi derfor noget lidt igen altid mig dig os mit din hans denne"
    " disse imellem nye mod under kommet gik gav ville end",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er"
    " hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor"
    " zur bis mehr durch man wurde wir ich kann diese dieser ihre wenn unter nächste zeit woche neue neuen"
    " hatte mein sein ihr ihm menschen warum welche zwischen gegen alle alles immer andere viel eigene gut dann"
    " denn schon hier sehr kein keine müssen sollte gibt",
    "en": "the of and to in a is that for it was on with as be by are this at from or an have not which but they you"
    " his were has we their been had will can would there if more when who your all one about what how our out"
    " also its into than other some my do these next time week new said her him people why between against"
    " every everything always much own good then here very no must should could after before because any she he"
    " me us first only over",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí"
    " porque esta entre cuando muy sin sobre también me hasta hay donde han quien desde todo nos durante todos"
    " uno ni contra otros ese eso había ante ellos es son fue está ser tiene nuestro cada próximo tiempo semana"
    " nuevo nueva mi él gente qué siempre otro mucho propio bueno entonces aquí debe antes después así aunque"
    " dos años puede hacer",
    "et": "ja on ei et ka see oli ta kui oma aga mis selle ning mida kes või siis seda tema nii veel ma nad meie"
    " väga välja üle kuid pärast juba kõik mille eest sest saab olla teha aasta ole peab",
    "fi": "ja on ei että se oli hän mutta ovat kun joka myös tai jos niin kuin sen ole vain mukaan sekä mitä hänen"
    " voi jo ne olla nyt ollut tämä jotka noin kanssa vielä mitään koska siitä kaikki sitä enemmän tässä tämän"
    " minä kuitenkin vuonna jälkeen meidän",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec ou son"
    " aux nous d'une mais comme cette vous ont été sa ses être leur fait elle deux peut ces tout je on aussi"
    " bien sans même entre après votre notre où très lors l'on c'est prochain temps semaine nouveau nouvelle"
    " mon moi lui gens pourquoi contre chaque toujours autre beaucoup propre bon alors ici non doit faut depuis"
    " avant parce donc encore car y avait sera",
    "hr": "i u je na se da za su od s o a koji ne što iz kao će ili ali bi to te koja nije do samo još može prema"
    " kako koje više nakon sve biti zbog jer već po ovaj svoje bio bilo kod godine tijekom također",
    "hu": "a az és hogy nem is egy ez volt ha csak meg már még de el mint vagy azt én aki minden lehet amely kell"
    " ezt olyan van nagyon után mert majd szerint pedig így ezek ki sem illetve között nincs lesz több arra sok"
    " hogyan amikor alatt mi vannak",
    "id": "yang dan di dengan untuk dari pada dalam ini itu adalah akan tidak juga ke oleh sebagai karena bisa dapat"
    " saya ada kami telah mereka atau lebih kita sudah seperti dia anda saat tersebut banyak serta agar secara"
    " namun bahwa para kepada tahun setelah",
    "it": "di e il la che in un a per è del della non una si i con da sono le dei come al alla più nel gli anche"
    " delle ha lo dal ma o se questo questa stato su nella essere tra degli dalla suo sua ci due perché quando"
    " molto cui così dopo fra tutti loro prima sul senza ogni nostro prossimo tempo settimana nuovo nuova mio"
    " lui lei gente contro sempre altro propria bene allora qui deve poi anni può hanno fare dalle nelle sulla",
    "lt": "ir kad į yra iš su tai kaip bet ar jau per apie ne jo buvo dar tik nuo už po tačiau labai jos prie kurie"
    " iki taip gali ją kai kuris bus jų reikia šio metų todėl arba pagal mes kiekvienas mūsų",
    "lv": "un ir ar par no uz kas ka tas tā bet kā arī lai ko vai pie bija tikai to nav pēc jau kad pat gan vēl ja"
    " savu būs tiek mēs viņš šo gada līdz kur ļoti var vairāk tika ne mūsu katrs",
    "nb": "og i å er det som på en til for av at med de ikke har den et om var fra men vi kan seg jeg ble han skal"
    " eller etter også være hvor mer blir hva nå når mye mange noen bare hvis vil mellom uten alle opp hun meg"
    " deg år dette kunne ved over deres neste innen frem gjennom selv gjøre måtte dag tid uke ut inn siden sa"
    " hadde vært blitt kommer tok ham henne hvordan fordi derfor noe litt igjen alltid oss mitt din hans denne"
    " disse imellom fram nye mot under kommet gikk ga ville enn der",
    "nl": "de van het een en in is dat op te zijn met voor die niet aan er om ook als dan maar bij uit nog worden"
    " door naar heeft hebben ze ik je we wordt over wel meer geen kan deze of hun dit zich werd wat moet al"
    " jaar zo veel tot was waar hoe jouw onze omdat zonder jij volgende tijd week toch nieuwe heb had mijn haar"
    " hem mensen waarom welke waarin tussen tegen onder elke alle alles steeds andere men ten eigen echt goed",
    "pl": "i w na z się nie do to że jest o jak po za od a przez dla co są ale ma tym tego jego być lub oraz już"
    " może które który która tylko tak także przy był było bardzo ze jej czy ich tej jako można więcej gdy też"
    " nas roku jednak bez każdy",
    "pt": "de a que o e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou"
    " quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas me esse"
    " eles você foi são está ser tem nosso cada sobre pode",
    "ro": "de și în a la cu pe că nu din o care un este să mai pentru ce s-a al se sunt prin fi au fost dar lui sau"
    " după ei cum această acest până doar foarte dacă când era toate ale lor fără despre poate ani avea",
    "sk": "a sa v na je že s z do aj to o k vo pre za by ale si po ako podľa ktoré ktorý ktorá od sú som jeho bolo"
    " bol môže tak už len alebo pri čo až pred keď však nie zo tejto viac byť roku ešte veľmi všetky",
    "sl": "in je v na se da za so ne s pa z tudi ki bi po kot o ni od pri še ali do tako kar iz ko ker lahko med bil"
    " bilo zelo kako samo več vse biti leta ta njegov ampak brez smo pred zaradi",
    "sv": "och i att det som en på är av för med den till inte har de om ett han men var jag sig från vi så kan när"
    " eller hade man vid nu också efter mycket där mer ska blir utan alla vara bara sin skulle mellan någon hur"
    " vad över då dessa detta vår varje nästa dag tid vecka ut upp in sedan sa hon honom henne därför något"
    " lite igen alltid mig dig oss mitt din hans fram nya mot under kommit gick gav ville än dem deras",
    "tr": "ve bir bu için da de ile çok olarak daha olan gibi ne kadar sonra en var değil ama o her ben mi kendi"
    " olduğu ancak yok iki veya ise tarafından nasıl göre şey zaman diye yeni üzerinde biz bunu ki hem büyük"
    " önce olduğunu",
    "vi": "và của là có các được cho trong một không với người này những để khi đã đến từ cũng như về ở sẽ tại ra"
    " vào đó theo năm phải trên nhiều thể bị lại hay hoặc nhưng rất nếu chúng tôi còn vì sau",
}

CYRILLIC: dict[str, str] = {
    "be": "і ў у не на з што як гэта да па а але за яго ад для быў таксама або калі пры толькі вельмі яны ён быць"
    " пасля каб яшчэ гэты якія які мы было",
    "bg": "дадат нов нова новия вчера може да или както има в за се от е с са че не по като това до ще към си при но"
    " които който след само още така много беше тези бъде през те ви ние този",
    "mk": "и на во да за се од е со дека не по како ова до или ќе при но кои кој што само уште така многу беше има"
    " овие бидат тие ги ја",
    "ru": "и в не на что с по это как из для но за от так же его о у все он а к до было только или при бы если их мы"
    " также может быть когда уже после она они который которые этого чтобы нет очень более время можно я вы",
    "sr": "и у је на се да за су од са о а који не што из као ће или али би то која није до само још може према како"
    " које више након све бити због јер већ по",
    "uk": "і в не на що з та у до як це за для від про а але його є по так також або вже бути може було які який при"
    " тільки ще коли щоб він вона вони ми після дуже більше під час якщо можуть свою новий року цього який яка"
    " які йому їх вчора усі всі",
}

#: Letters beyond the plain alphabet → the languages above that write them.
LETTERS: dict[str, str] = {
    "ąę": "pl lt",
    "łńśźż": "pl",
    "ć": "pl hr",
    "ěřů": "cs",
    "ľĺŕ": "sk",
    "ť": "cs sk",
    "ý": "cs sk",
    "čšž": "cs sk hr sl lt lv et",
    "đ": "hr vi",
    "őű": "hu",
    "ă": "ro vi",
    "șțşţ": "ro tr",
    "ğı": "tr",
    "ßẞ": "de",
    "ñ¿¡": "es",
    "ã": "pt vi",
    "õ": "pt et vi",
    "ç": "fr pt ca tr",
    "è": "fr it ca",
    "êœ": "fr pt vi",
    "å": "sv da nb fi",
    "øæ": "da nb",
    "äö": "de sv fi et hu",
    "ėųį": "lt",
    "ū": "lt lv",
    "āēīļņģķ": "lv",
    "ơưạảấầẩậắằặẹẻếềểệịỉọỏốồổộớờởợụủứừửữựỳỵỷ": "vi",
    "їєґ": "uk",
    "і": "uk be",
    "ў": "be",
    "ыэё": "ru be",
    "ъ": "bg",
    "ђћ": "sr",
    "ѓќѕ": "mk",
    "љњџј": "sr mk",
}


#: So many characters are looked at: more would not change the answer.
ENOUGH = 8_000

#: Letters of one script, and the language they speak for on their own.
_SCRIPTS = {
    "latin": "[\u00c0-\u024f\u1e00-\u1eff]",
    "cyrillic": "[\u0400-\u052f]",
    "kana": "[\u3041-\u30ff]",
    "han": "[\u3400-\u4dbf\u4e00-\u9fff]",
    "ko": "[\uac00-\ud7a3]",
    "el": "[\u0370-\u03ff\u1f00-\u1fff]",
    "arabic": "[\u0620-\u06ff]",
    "he": "[\u05d0-\u05ea]",
    "th": "[\u0e01-\u0e5b]",
    "lo": "[\u0e81-\u0edf]",
    "hi": "[\u0900-\u097f]",
    "bn": "[\u0980-\u09ff]",
    "pa": "[\u0a00-\u0a7f]",
    "gu": "[\u0a80-\u0aff]",
    "ta": "[\u0b80-\u0bff]",
    "te": "[\u0c00-\u0c7f]",
    "kn": "[\u0c80-\u0cff]",
    "ml": "[\u0d00-\u0d7f]",
    "si": "[\u0d80-\u0dff]",
    "my": "[\u1000-\u109f]",
    "ka": "[\u10a0-\u10ff]",
    "am": "[\u1200-\u137f]",
    "km": "[\u1780-\u17ff]",
    "hy": "[\u0530-\u058f]",
}

#: Letters of any other script than Latin; where there is none, nobody has to be asked.
_OTHERS = "[\u0370-\u137f\u1780-\u17ff\u1f00-\u1fff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]"
#: Signs that stand between words of any language, and often are all that is beyond ASCII.
_SIGNS = "“”–—…\xa0‘«»"

#: How much one character says, compared with a Latin letter: a Chinese character stands for a word.
_weights = {"han": 4, "kana": 2, "ko": 2}

_word = re.compile(r"(?<![\w.])[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ascii = re.compile("[\x00-\x7f]+")
#: The same as `_word` for a text of small ASCII letters, in two thirds of the time.
_ascii_word = re.compile(r"(?<![a-z0-9_.])[a-z]+(?:['-][a-z]+)*")

#: The best language needs so many points, and so many times those of the second: little evidence has to be clear.
ENOUGH_POINTS = ((1.6, 1.25), (1.3, 2.5))

#: Letters of a second script count where there are so many, and the first gave no answer.
SECOND = 10


def detect(text: str) -> str | None:
    """Name the language of *text* (BCP 47), or None where it cannot be told.

    >>> detect("De zon scheen en het was niet koud, maar er stond wel veel wind.")
    'nl'
    >>> detect("桜が咲きました。")
    'ja'
    >>> detect("Rome 2018") is None
    True
    """
    text = text[:ENOUGH]
    if "://" in text or "@" in text:
        text = " ".join(word for word in text.split() if "://" not in word and "@" not in word)
    if not text.isascii():
        for sign in _SIGNS:
            if sign in text:
                text = text.replace(sign, " ")
        text = text.replace("’", "'")
    if text.isascii() or not re.search(_OTHERS, text):
        return _by_words(text, "latin")
    for script in _scripts_of(text):
        if language := _language_of(script, text):
            return language
    return None


def _scripts_of(text: str) -> list[str]:
    """Name the scripts, or the languages that own one, that *text* is written in, the foremost first."""
    beyond = _ascii.sub("", text)
    amounts = {
        name: len(letters.findall(beyond)) * _weights.get(name, 1)
        for name, letters in _scripts().items()
        if beyond and letters.search(beyond)
    }
    amounts["latin"] = amounts.get("latin", 0) + sum(map(len, re.findall("[A-Za-z]+", text)))
    # Japanese mixes both, Chinese has no kana.
    if amounts.get("kana", 0) * 10 > amounts.get("han", 0):
        amounts["kana"] = amounts.get("kana", 0) + amounts.pop("han", 0)
    first, *others = sorted(amounts, key=amounts.__getitem__, reverse=True)
    return [first, *(name for name in others if amounts[name] >= SECOND)]


@cache
def _scripts() -> dict[str, re.Pattern[str]]:
    """Return the letters of each script; made when the first text needs them, as most texts need none."""
    return {name: re.compile(letters) for name, letters in _SCRIPTS.items()}


def _language_of(script: str, text: str) -> str | None:
    """Name the language of *text* if it is one of *script*."""
    if script == "latin":
        return _by_words(text, "latin")
    if script == "cyrillic":
        return _by_words(text, "cyrillic") or _by_letters(text)
    if script == "arabic":
        return _by_arabic_letters(text)
    return {"han": "zh", "kana": "ja"}.get(script, script)


def _by_words(text: str, script: str) -> str | None:
    """Count the frequent words of each language of one script."""
    folded = text.lower() if text.isascii() else text.casefold()
    names, speakers = _speakers_of_words(script)
    points = [0.0] * len(names)
    if folded.isascii():
        _count(_ascii_word.findall(folded), speakers, points)
    else:
        _count(_word.findall(folded), speakers, points)
        letters = [0.0] * len(names)
        _count(_ascii.sub("", folded), _speakers_of_letters(script), letters)
        # Without a single word of a language, its letters may come from a name.
        points = [words and words + more for words, more in zip(points, letters, strict=True)]
    second, best = sorted(points)[-2:]
    if any(best >= least and best >= ahead * second for least, ahead in ENOUGH_POINTS):
        return names[points.index(best)]
    return None


def _count(signs: Iterable[str], speakers_of: Mapping[str, tuple[int, ...]], points: list[float]) -> None:
    """Share out a point for each sign among the languages that have it."""
    times: dict[str, int] = {}
    for sign in signs:
        if sign in speakers_of:
            times[sign] = times.get(sign, 0) + 1
    for sign, often in times.items():
        speakers = speakers_of[sign]
        # The square root keeps one word that is repeated, such as a name, from deciding alone.
        share = often**0.5 / len(speakers)
        for language in speakers:
            points[language] += share


@cache
def _speakers_of_words(script: str) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]]]:
    """Return the languages of a script, and by number those of each frequent word."""
    known = LATIN if script == "latin" else CYRILLIC
    speakers: dict[str, list[int]] = {}
    for number, words in enumerate(known.values()):
        for word in set(words.split()):
            speakers.setdefault(word, []).append(number)
    return tuple(known), {word: tuple(numbers) for word, numbers in speakers.items()}


@cache
def _speakers_of_letters(script: str) -> dict[str, tuple[int, ...]]:
    """Return by number the languages of each letter that only some of the script's languages write."""
    numbers = {name: number for number, name in enumerate(_speakers_of_words(script)[0])}
    return {
        letter: tuple(map(numbers.__getitem__, languages.split()))
        for letters, languages in LETTERS.items()
        if languages.split()[0] in numbers
        for letter in letters
    }


def _by_letters(text: str) -> str | None:
    """Tell Cyrillic languages apart by letters that only one of them has."""
    letters = set(text.casefold())
    for language, own in (("uk", "їєґ"), ("be", "ў"), ("mk", "ѓќѕ"), ("sr", "ђћџљњ"), ("ru", "ыэё")):
        if letters & set(own):
            return language
    return None


def _by_arabic_letters(text: str) -> str:
    """Tell Urdu and Persian from Arabic by the letters that Arabic lacks."""
    if re.search("[ٹڈڑےں]", text):
        return "ur"
    return "fa" if re.search("[پچژگ]", text) else "ar"
