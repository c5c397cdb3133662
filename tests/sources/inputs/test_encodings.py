"""Texts that say nothing of their encoding are read in their own letters, where anything can be known."""

import pytest

from publisher.sources.inputs.encodings import decoded, guess_encoding

#: One invented sentence of each language, and the encodings in which old files keep it.
SENTENCES = {
    "Wczoraj o świcie łódź wróciła do przystani, a rybacy śpiewali aż do południa.": ("cp1250", "iso-8859-2"),
    "Včera ráno přišli sousedé k řece a přinesli koláče, chléb i mléko.": ("cp1250", "iso-8859-2"),
    "Утром рыбаки вышли в море, а к вечеру вернулись с пустыми сетями.": ("cp1251", "koi8-r", "iso-8859-5"),
    "Ця пісня була написана для нашої бібліотеки, її співали щовечора.": ("cp1251", "koi8-u"),
    "Το πρωί οι ψαράδες βγήκαν στη θάλασσα και γύρισαν αργά το βράδυ.": ("cp1253", "iso-8859-7"),
    "Sabah balıkçılar denize açıldı, akşam olunca şarkı söyleyerek döndüler.": ("cp1254", "iso-8859-9"),
    "בבוקר יצאו הדייגים לים ובערב חזרו עם רשתות ריקות.": ("cp1255",),
    "في الصباح خرج الصيادون إلى البحر وعادوا في المساء.": ("cp1256", "iso-8859-6"),
    "朝早く漁師たちは海に出て、夕方に歌いながら帰ってきました。": ("shift_jis", "euc_jp"),
    "清晨渔民们出海打鱼，傍晚唱着歌回到港口。": ("gbk",),
    "清晨漁民們出海打魚，傍晚唱著歌回到港口。": ("big5",),
    "아침 일찍 어부들은 바다로 나갔다가 저녁에 노래하며 돌아왔다.": ("euc_kr",),
    "ตอนเช้าชาวประมงออกทะเล และกลับมาในตอนเย็น": ("cp874",),
    "Les pêcheurs étaient partis très tôt, et la fête a duré jusqu'à l'été.": ("cp1252",),
}


@pytest.mark.parametrize(
    ("text", "encoding"), [(text, name) for text, names in SENTENCES.items() for name in names], ids=lambda each: each
)
def test_one_sentence_tells_its_encoding(text, encoding):
    """A sentence in an encoding of old files comes out in its own letters."""
    data = text.encode(encoding)

    assert data.decode(guess_encoding(data)) == text


@pytest.mark.parametrize("text", ["Fyll i två giltiga datum.", "Il costo è di 5 £ in totale.", "It’s a café."])
def test_a_letter_or_two_are_western(text):
    """One or two letters beyond ASCII tell nothing: such a text is Windows-1252, not Polish or Russian."""
    assert guess_encoding(text.encode("cp1252")) == "windows-1252"


def test_letters_are_found_wherever_they_stand():
    """Pages of plain ASCII before the first letters that tell do not hide them."""
    data = b"A line in English, as the tool wrote it.\n" * 2000 + (next(iter(SENTENCES)) + "\n").encode("cp1250")

    assert guess_encoding(data) == "cp1250"


@pytest.mark.parametrize("size", [300, 301])
def test_half_a_character_at_the_end_does_no_harm(size):
    """The beginning of a Japanese file is read as Japanese, wherever it is cut off."""
    data = ("朝早く漁師たちは海に出ました。\n" * 50).encode("shift_jis")

    assert decoded(data[:size], None).startswith("朝早く漁師")
