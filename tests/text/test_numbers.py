"""Numbers of the Arabic that the English keeps, loses or makes up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.numbers import invented, lost, numbers

FLORES = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "flores-dev"


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("حضر ١٬٢٥٠ زائراً", "1,250 visitors came"),
        ("حضر ۱۲۵۰ زائرا", "1250 visitors came"),
        ("حضر 1.250 زائراً", "1,250 visitors came"),
        ("حضر 1250 زائراً", "1.250 visitors came"),
        ("حضر 10 000 زائر", "10,000 visitors came"),
        ("بلغت 783،562 نسمة", "It had 783,562 inhabitants"),
        ("ارتفع ٢٫٥ متر", "It rose 2.5 metres"),
        ("ارتفع 2,5 متر", "It rose 2.5 metres"),
        ("نحو 1.2 مليون توقيع", "about 1,200,000 signatures"),
        ("نحو 1.200.000 توقيع", "about 1.2 million signatures"),
        ("نحو 300 ألف نسمة", "some 300,000 people"),
        ("من 5 إلى 10 ملايين", "5 million to 10 million"),
        ("من 5 ملايين إلى 10 ملايين", "from 5 to 10 million"),
        ("3 مليارات دولار", "$3bn"),
        ("2 مليون يورو", "€2m"),
        ("2 مليون يورو", "€2mn"),
        ("على عمق 30 متراً", "30m deep"),
        ("في الساعة 14:35", "at 2:35 p.m."),
        ("في الساعة ٨:٣٠ مساء", "at 20:30"),
        ("في الساعة 9:30", "at 0930 hours"),
        ("في الساعة 9:30", "at 9.30 a.m."),
        ("في الساعة 14:00", "at 2 p.m."),
        ("بعد 3 أيام", "after three days"),
        ("عمره 25 عاماً", "aged twenty-five"),
        ("نحو 150 شخصاً", "about a hundred and fifty people"),
        ("24 جائزة", "two dozen awards"),
        ("في القرن الـ16", "in the sixteenth century"),
        ("قبل 10 سنوات", "a decade ago"),
        ("50% من السكان", "half of the population"),
        ("في 25/10/2016", "on 25 October 2016"),
        ("في 25/10/2016", "on Oct. 25, 2016"),
        ("في 2015،2016", "in 2015 and 2016"),
        ("1990ـ1995", "1990–1995"),
        ("على مساحة 20 كم²", "over 20 square kilometres"),
        ("على مساحة 20 م2", "over 20 square metres"),
        ("ساعة و½", "an hour and a half"),
        ("1/3 السكان", "a third of the population"),
        ("3/4 الأعضاء", "three quarters of the members"),
        ("لويس 14", "Louis XIV"),
        ("المركز 2", "second place"),
        ("فاز مرتين في 2 مباراة", "won both matches"),
        ("كوفيد-19", "COVID-19"),
        ("لا أرقام هنا", "no numbers here"),
    ],
)
def test_a_number_said_another_way_is_kept(arabic: str, english: str) -> None:
    assert lost(arabic, english) == []


@pytest.mark.parametrize(
    ("arabic", "english", "missing"),
    [
        ("حضر ١٢٥٠ زائراً", "1,350 visitors came", ["1250"]),
        ("حضر 24,000 زائر", "24,010 visitors came", ["24,000"]),
        ("حضر 24,000 زائر", "24 visitors came", ["24,000"]),
        ("نحو 1.2 مليون", "about 1.2 billion", ["1.2"]),
        ("نحو 1.2 مليون", "about 1.2", ["1.2"]),
        ("في عام 1995", "in that year", ["1995"]),
        ("من 1990 إلى 1995", "from 1990 on", ["1995"]),
        ("في الساعة 14:35", "at 2:45 p.m.", ["14:35"]),
        ("ارتفع 6,34 متر", "It rose 634 metres", ["6,34"]),
        ("بعد 3 أيام", "after four days", ["3"]),
        ("25/10/2016", "25 November 2016", ["10"]),
    ],
)
def test_a_number_changed_or_left_out_is_lost(
    arabic: str, english: str, missing: list[str]
) -> None:
    assert lost(arabic, english) == missing


def test_a_number_from_nowhere_is_invented() -> None:
    assert invented("زار الوزير المدينة", "The minister visited the city 45 times") == ["45"]
    assert invented("زار الوزير المدينة في 2014", "He visited it in 2014, not 2015") == ["2015"]


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("في القرن السادس عشر", "in the 16th century"),
        ("في سبعينيات القرن", "in the 1970s"),
        ("حضر مئة وعشرون شخصاً", "120 people came"),
        ("وبمليون دولار", "for $1,000,000"),
        ("زار المدينة في آذار", "He visited the city on 3 March"),
        ("نحو 2 مليون", "about 2,000,000"),
        ("في الساعة 2:35 ظهرا", "at 14:35"),
    ],
)
def test_numbers_put_from_words_into_digits_are_not_invented(arabic: str, english: str) -> None:
    assert invented(arabic, english) == []


@given(st.text(alphabet="0123٤٥۶.,،:-–/ ٫٬kmالف مليون\u00a0"))
def test_a_text_loses_and_invents_no_number_of_its_own(text: str) -> None:
    assert lost(text, text) == []
    assert invented(text, text) == []


def test_numbers_are_found_in_order_with_ascii_digits() -> None:
    found = numbers("من ٣ إلى 4.5 كم، الساعة ٩:٠٥ في ١٢٫٣٫٢٠١٦")
    assert [number.text for number in found] == ["3", "4.5", "9:05", "12", "3", "2016"]


@pytest.mark.parametrize(("system", "most"), [("en", 3), ("google.en", 2)])
def test_faithful_translations_keep_their_numbers(system: str, most: int) -> None:
    """Three lines of the human English belong to other sentences, and are rightly accused."""
    if not FLORES.is_dir():
        pytest.skip("the FLORES sentences in ../shared/data/flores-dev are not there")
    arabic = (FLORES / "flores-dev.ar").read_text(encoding="utf-8").splitlines()
    english = (FLORES / f"flores-dev.{system}").read_text(encoding="utf-8").splitlines()
    pairs = list(zip(arabic, english, strict=True))
    assert len(pairs) == 997
    assert sum(bool(lost(*pair) or invented(*pair)) for pair in pairs) <= most
