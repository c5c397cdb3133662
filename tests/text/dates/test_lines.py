from datetime import date

import pytest

from publisher.text.dates.lines import Doubtful, read_date_heading
from publisher.text.dates.names import fold

MONDAY = date(2018, 2, 26)


@pytest.mark.parametrize(
    "line",
    [
        "maandag 26 februari 2018",
        "  MAANDAG  26 Februari 2018\u00a0 ",
        "maandag\u00a026\u00a0februari\u00a02018",
        "maandag, 26 februari 2018",
        "\ufeffmaandag 26 februari 2018",
        "Monday, February 26, 2018",
        "Monday, February 26th, 2018",
        "Monday 26 February 2018",
        "Monday 26th of February 2018",
        "Montag, 26. Februar 2018",
        "lundi 26 février 2018",
        "LUNDI 26 FEVRIER 2018",
        "le lundi 26 février 2018",
        "lunes, 26 de febrero de 2018",
        "lunes 26 de febrero del 2018",
        "segunda-feira, 26 de fevereiro de 2018",
        "segunda\u2011feira, 26 de fevereiro de 2018",
        "mandag den 26. februar 2018",
        "måndagen den 26 februari 2018",
        "maanantaina 26. helmikuuta 2018",
        "poniedziałek, 26 lutego 2018 r.",
        "понедельник, 26 февраля 2018\u202fг.",
        "понедельник, 26 февраля 2018",
        "понедельник, 26 февраль 2018",
        "понеділок, 26 лютого 2018 р.",
        "ponedjeljak, 26. veljače 2018.",
        "26 Şubat 2018 Pazartesi",
        "26 ŞUBAT 2018 PAZARTESİ",
        "ΔΕΥΤΕΡΑ 26 ΦΕΒΡΟΥΑΡΙΟΥ 2018",
        "2018. február 26., hétfő",
        "2018 m. vasario 26 d., pirmadienis",
        "2018(e)ko otsailaren 26(a), astelehena",
        "2018年2月26日月曜日",
        "2018年2月26日（月）",
        "２０１８年２月２６日月曜日",
        "2018年2月26日 周一",
        "2018년 2월 26일 (월)",
        "الاثنين، ٢٦ فبراير ٢٠١٨",
        "الإثنين 26 فبراير 2018",
        "วันจันทร์ที่ 26 กุมภาพันธ์ พ.ศ. 2561",
        "Thứ Hai, ngày 26 tháng 2 năm 2018",
    ],
)
def test_full_dates_are_headings(line):
    """A full date is read in the ways that its language writes it."""
    assert read_date_heading(line) == MONDAY


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("mardi 1er mai 2018", date(2018, 5, 1)),
        ("sabado 3 de marzo de 2018", date(2018, 3, 3)),
        ("sobota, 3 listopada 2018", date(2018, 11, 3)),
        ("subota, 6. listopada 2018.", date(2018, 10, 6)),
        ("Thursday, February 29, 2024", date(2024, 2, 29)),
    ],
)
def test_names_mean_what_they_mean_in_their_language(line, day):
    """Ordinals and missing accents are understood, and a month that two languages share is told by its weekday."""
    assert read_date_heading(line) == day


@pytest.mark.parametrize(
    "line",
    [
        "",
        "26 februari 2018",
        "maandag 26 februari",
        "februari 2018",
        "2018年2月26日",
        "maandag 26-02-2018",
        "2018-02-26",
        "Op maandag 26 februari 2018",
        "maandag 26 februari 2018: nieuws",
        "maandag 26 februari 2018 - nieuws",
        "maandag 26 februari 2018.",
        "maandag 26 februari 2018,",
        "(maandag 26 februari 2018)",
        "De krant van maandag 26 februari 2018 ",
        "maandag 26 en dinsdag 27 februari 2018",
        "maandag 26 februari 20181",
        "maandag 26 februari 2018 maandag 26 februari 2018",
        "Monday 26 februari 2018",
        "Het beste voor 2015 en het beste van 2014!",
        "maandag " * 30 + "26 februari 2018",
    ],
)
def test_near_misses_are_no_headings(line):
    """A date with other words, without its weekday or its year, in figures, or in two languages is ordinary text."""
    assert read_date_heading(line) is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("dinsdag 26 februari 2018", "2018-02-26 is a Monday"),
        ("vrijdag 30 februari 2018", "2018-02-30 is not in the calendar"),
        ("2018年2月26日火曜日", "2018-02-26 is a Monday"),
        ("maandag 0 februari 2018", "2018-02-00 is not in the calendar"),
    ],
)
def test_dates_that_do_not_exist_are_doubtful(line, reason):
    """A full date on the wrong weekday, or out of the calendar, comes with the reason why it is none."""
    assert read_date_heading(line) == Doubtful(reason=reason)


def test_fold_keeps_what_tells_names_apart():
    """Folding drops case, accents and inner separators, but not a full stop at the end."""
    assert fold(" Février\u00a0 2018, r. ") == "fevrier 2018 r."
    assert fold("Salı’") == "sali'"
