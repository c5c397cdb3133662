import pytest

from publisher.text.languages.detection import detect

TEXTS = {
    "ar": "فتحت المكتبة أبوابها اليوم، ويمكن للجميع القراءة فيها.",
    "bg": "От март пазарът ще бъде на новия площад, но часовете са същите, както и преди.",
    "ca": "L'ajuntament va aprovar ahir el nou pla. Els veïns poden dir-hi la seva fins al mes que ve.",
    "cs": "Od března vlak zastaví také u lesa, ale jen na znamení, a kdo chce, může jít do lesa pěšky.",
    "da": "Fra i morgen er der lys på hele havnen, også efter midnat, og det bliver ikke slukket.",
    "de": "Ab morgen ist die Brücke wieder offen, aber nur für Leute, die zu Fuß gehen.",
    "el": "Ο φούρνος ανοίγει ξανά και το ψωμί μυρίζει ως το λιμάνι.",
    "en": "From tomorrow the bridge is open again, but only for those who walk.",
    "es": "Desde mañana el puente está abierto otra vez, pero solo para los que van a pie.",
    "fa": "پل از فردا باز است، ولی فقط برای کسانی که پیاده می‌روند.",
    "fi": "Sauna on ollut kiinni syksystä, mutta nyt se on taas auki, ja vesi on lämmintä.",
    "fr": "Le pont est de nouveau ouvert, mais seulement pour ceux qui vont à pied.",
    "he": "הספרייה נפתחה היום, ואפשר לקרוא בה עד הערב.",
    "hu": "A komp újra jár, de csak akkor, ha nem fúj a szél, és van elég utas.",
    "id": "Jembatan itu sudah dibuka lagi, tetapi hanya untuk orang yang berjalan kaki.",
    "it": "Il ponte è di nuovo aperto, ma solo per chi va a piedi.",
    "ja": "今日から喫茶店が開きました。Python 3.12 でも動きます。",
    "ko": "오늘부터 도서관에서 강을 보며 책을 읽을 수 있습니다.",
    "nb": "Etter to uker med storm går båten igjen, men ikke hver dag, og hva gjør vi da?",
    "nl": "Vanaf morgen is de brug weer open, maar alleen voor wie te voet gaat.",
    "pl": "Most jest już otwarty, ale tylko dla tych, którzy idą pieszo.",
    "pt": "A ponte já está aberta, mas só para quem vai a pé, e não há pressa.",
    "ro": "Podul este din nou deschis, dar numai pentru cei care merg pe jos.",
    "ru": "Каток открыт каждый день, но в понедельник он только для детей.",
    "sv": "Bron är öppen igen, men bara för den som går till fots.",
    "th": "ทุกเช้าแมวนั่งอยู่บนสะพาน",
    "tr": "Köprü yeniden açık, ama yalnızca yürüyenler için, ve bu çok güzel bir haber.",
    "uk": "Лавка вже стоїть, але фарба ще не висохла, і ніхто на ній не сидить.",
    "vi": "Cây cầu đã mở cửa trở lại, nhưng chỉ dành cho những người đi bộ.",
    "zh": "书店今天开门，可以一边喝茶一边看书。",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS)
def test_one_sentence_is_enough(language, text):
    """A sentence of a dozen words tells its language."""
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "2018", "Rome", "CVE-2019-16254: HTTP", "https://example.org/de/la/und", "Łódź"])
def test_too_little_is_not_guessed(text):
    """A name, a number or an address has no language."""
    assert detect(text) is None


@pytest.mark.parametrize(
    ("language", "text"),
    {
        "el": "Καλημέρα Ελλάδα",
        "he": "שלום לכם",
        "hy": "Բարի լույս",
        "ja": "お知らせ",
        "ka": "დილა მშვიდობისა",
        "ko": "새 소식",
        "ta": "காலை வணக்கம்",
        "th": "สวัสดี",
        "zh": "新书上架",
    }.items(),
)
def test_a_script_of_one_language_needs_no_sentence(language, text):
    """A word or two in a script that one language alone writes tell the language, whatever the publication speaks."""
    assert detect(text, "en") == language


def test_a_symbol_is_no_script():
    """A Greek letter in a formula makes no Greek text."""
    assert detect("πr² = A", "en") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De boot vaart weer elke dag", "nl"),  # by itself Low German
        ("Nový vlak do hor", "sk"),  # Czech
        ("Nova cesta do mora je otvorena", "hr"),  # Serbian
        ("Dobrý deň, nový most", "sk"),  # Czech
        ("En ny båt til øya", "nb"),  # Nynorsk
        ("東京特集", "ja"),  # Chinese
    ],
)
def test_a_short_text_is_in_the_language_of_its_publication(text, expected):
    """What could be of several languages is in the one that the publication speaks."""
    assert detect(text) != expected
    assert detect(text, expected) == expected


def test_the_tag_of_the_publication_is_kept():
    """Portuguese in a Brazilian publication is Brazilian, and Norwegian is called what the publication calls it."""
    assert detect(TEXTS["pt"], "pt-BR") == "pt-BR"
    assert detect(TEXTS["nb"], "no") == "no"
    assert detect(TEXTS["fr"], "pt-BR") == "fr"


def test_an_opening_in_another_language_is_not_the_end():
    """An opening decides only for the language of the publication: another may be that of a quotation."""
    assert detect(TEXTS["en"], "nl", is_opening=True) is None
    assert detect(TEXTS["nl"], "nl", is_opening=True) == "nl"


def test_a_quotation_does_not_decide():
    """A text stays in its language when it quotes a sentence of another one."""
    text = "Het staat er al jaren, maar wie het daar heeft neergezet, weet niemand meer. Op het bord lees je nog:"

    assert detect(f"{TEXTS['nl']} {text} “{TEXTS['en']}”") == "nl"


def test_release_notes_full_of_code_keep_their_language():
    """Names and numbers in Latin letters do not outweigh the sentences around them."""
    assert (
        detect("libxml2 2.9.4, OpenSSL 1.1.0 SHA256 SHA512 MD5 patch release が公開されました。詳しくはこちら。")
        == "ja"
    )


@pytest.mark.parametrize("language", ["nl", "de", "en", "fr", "ja"])
def test_posts_of_real_archives(shared, language):
    """Posts of real archives are in the language of their archive; at most one in twenty is not translated."""
    from publisher.sources import Place, open_importer

    folder = shared / "seeds" if language == "nl" else shared / "corpora" / "archive"
    for path in [*folder.glob("*.txt")] if language == "nl" else [folder / f"{language}.txt"]:
        posts = list(open_importer("archive", Place(path=path, shown=path.name)).read(lambda size: None))
        wrong = [post.title for post in posts if detect(f"{post.title}\n{post.body}") != language]

        assert len(wrong) <= len(posts) // 20, wrong
