"""Arabic in Latin letters: letter by letter, nothing guessed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.romanize import romanize

CASES = {
    "مكتبة": "mktba",
    "مَكتَبة": "maktaba",
    "في بيت قديم": "fy byt qdym",
    "الحي القديم": "al-ḥy al-qdym",
    "والمدرسة وبالعربية فالكتاب": "wa-l-mdrsa wa-bi-l-ʿrbya fa-l-ktāb",
    "للمدرسة وللقهوة": "li-l-mdrsa wa-li-l-qhwa",
    "والي بالغ كالح والدها وكالة": "wāly bālġ kālḥ wāldhā wkāla",
    "الآن واليوم": "al-ān wa-l-ywm",
    "المُعلِّم": "al-muʿllim",
    "رَسُول كَرِيم": "rasūl karīm",
    "كتابًا ممراً مساءً": "ktāban mmran msāʾan",
    "أبوابها إيران آخر القرآن": "abwābhā iyrān āḫr al-qrʾān",
    "قراءة مسؤول رئيس": "qrāʾa msʾwl rʾys",
    "عبد الله": "ʿbd Allāh",
    "٢٠١٦ نعم، لا؟": "2016 nʿm, lā?",
    "لغة C++ و«كتاب»": 'lġa C++ w"ktāb"',
    "الـقـاهرة": "al-qāhra",
    "پاريس چاد": "pārys čād",
    "A plain title": "A plain title",
    "": "",
}


@pytest.mark.parametrize(("arabic", "latin"), CASES.items())
def test_letters_become_letters(arabic: str, latin: str) -> None:
    assert romanize(arabic) == latin


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئىة \u064e\u0651\u064b،", max_size=40))
def test_no_arabic_letter_is_left(text: str) -> None:
    assert not re.search("[\u0600-\u06ff]", romanize(text))
