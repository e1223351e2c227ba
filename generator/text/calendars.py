"""Turn the names of months and weekdays into numbers, and ISO 8601 dates into what readers read.

Dates are ISO 8601 of any precision that is known: "2016", "2016-10", "2016-10-25",
"2016-10-25T14", "2016-10-25T14:35", the last two with or without an offset. Refuses, with
`ValueError`, what is not such a date.

Hijri dates are those of the Umm al-Qura calendar (`hijridate`), from 1 Muharram 1343 to the end of
1500 AH. Where the new moon is sighted, a month can begin a day earlier or later.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from babel.dates import format_date as babel_format_date
from babel.dates import format_interval
from hijridate import Gregorian, Hijri

from generator.text.lexemes import phrases

HIJRI_YEARS = range(1343, 1501)

GREGORIAN_MONTHS = phrases(
    (spellings, month)
    for month, spellings in enumerate(
        (
            # Levant and Iraq | Egypt, Sudan and the Gulf | Algeria and Tunisia, Morocco | English
            "كانون الثاني|كانون ثاني|كانون ثان|يناير|جانفي|January|Jan",
            "شباط|فبراير|فيفري|فيبراير|February|Feb",
            "آذار|آدار|مارس|March|Mar",
            "نيسان|أبريل|إبريل|أفريل|إفريل|April|Apr",
            "أيار|مايو|ماي|مايس|مايه|May",
            "حزيران|يونيو|يونيه|يونية|جوان|June|Jun",
            "تموز|يوليو|يوليه|يولية|يوليوز|جويلية|جوييه|July|Jul",
            "آب|أغسطس|غشت|أوت|August|Aug",
            "أيلول|سبتمبر|سيبتمبر|سبتمر|شتنبر|شتمبر|September|Sept|Sep",
            "تشرين الأول|تشرين أول|أكتوبر|أوكتوبر|October|Oct",
            "تشرين الثاني|تشرين ثاني|تشرين ثان|نوفمبر|نونبر|نوفنبر|November|Nov",
            "كانون الأول|كانون أول|ديسمبر|دسمبر|ديسمبير|دجنبر|دجمبر|December|Dec",
        ),
        start=1,
    )
)

HIJRI_MONTHS = phrases(
    (spellings, month)
    for month, spellings in enumerate(
        (
            "محرم|المحرم|محرم الحرام|Muharram|al Muharram",
            "صفر|صفر الخير|صفر المظفر|Safar",
            "ربيع الأول|ربيع أول|ربيع الأنور|Rabi al Awwal|Rabi al Awal|Rabi I",
            "ربيع الثاني|ربيع ثاني|ربيع ثان|ربيع الآخر|ربيع آخر"
            "|Rabi al Thani|Rabi ath Thani|Rabi al Akhir|Rabi II",
            "جمادى الأولى|جمادى الأول|جمادى أولى|جماد الأول|جماد أول|جمادي الاولي"
            "|Jumada al Ula|Jumada al Awwal|Jumada I",
            "جمادى الآخرة|جمادى الآخر|جمادى الثانية|جمادى الثاني|جماد الآخر|جماد الثاني|جماد ثاني"
            "|جمادى الأخرى|جمادى آخرة|Jumada al Akhirah|Jumada al Akhira|Jumada al Thani|Jumada II",
            "رجب|رجب الفرد|رجب المرجب|Rajab",
            "شعبان|شعبان المعظم|Shaban|Sha ban",
            "رمضان|رمضان المبارك|رمضان الكريم|Ramadan|Ramadhan|Ramazan",
            "شوال|شوال المكرم|Shawwal|Shawal",
            "ذو القعدة|ذي القعدة|ذا القعدة|ذوالقعدة|ذيالقعدة|ذو قعدة|ذي قعدة|القعدة"
            "|Dhu al Qadah|Dhu al Qa dah|Dhu al Qidah|Dhul Qadah|Dhul Qa dah|Zul Qadah",
            "ذو الحجة|ذي الحجة|ذا الحجة|ذوالحجة|ذيالحجة|ذو حجة|ذي حجة|الحجة"
            "|Dhu al Hijjah|Dhul Hijjah|Dhul Hijja|Zul Hijjah",
        ),
        start=1,
    )
)

# As `datetime.date.weekday` counts them.
WEEKDAYS = phrases(
    (spellings, day)
    for day, spellings in enumerate(
        (
            "الاثنين|الإثنين|اثنين|الأتنين|Monday|Mon",
            "الثلاثاء|الثلاثا|ثلاثاء|التلاتاء|الثلثاء|Tuesday|Tues|Tue",
            "الأربعاء|الأربعا|أربعاء|Wednesday|Wed",
            "الخميس|خميس|Thursday|Thurs|Thur|Thu",
            "الجمعة|جمعة|Friday|Fri",
            "السبت|سبت|Saturday|Sat",
            "الأحد|أحد|Sunday|Sun",
        )
    )
)

_HIJRI_NAMES = {
    "ar": "محرم|صفر|ربيع الأول|ربيع الآخر|جمادى الأولى|جمادى الآخرة|رجب|شعبان|رمضان|شوال"
    "|ذو القعدة|ذو الحجة",
    "en": "Muharram|Safar|Rabi‘ I|Rabi‘ II|Jumada I|Jumada II|Rajab|Sha‘ban|Ramadan|Shawwal"
    "|Dhu al-Qi‘dah|Dhu al-Hijjah",
}
_HIJRI_ERA = {"ar": "هـ", "en": "AH"}

_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d)(?::\d\d(?:[.,]\d+)?)?)?"
    r"(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """The parts of an ISO 8601 date that are known; `offset` is "" or like "+03:00".

    `str()` gives it back; seconds are left out and "Z" is "+00:00".
    """

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    offset: str = ""

    @classmethod
    def of(cls, iso: str) -> Moment:
        """The moment that `iso` tells. Raises `ValueError` if it is no date of the calendar."""
        match = _ISO.fullmatch(iso.strip())
        if match is None:
            raise ValueError(f"{iso!r} is not an ISO 8601 date such as 2016, 2016-10 or 2016-10-25")
        numbers = [None if part is None else int(part) for part in match.groups()[:5]]
        year, month, day, hour, minute = numbers
        try:
            dt.datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0)
        except ValueError as error:
            raise ValueError(f"{iso!r} is not a date of the calendar: {error}") from None
        offset = (match[6] or "").replace("Z", "+00:00").replace(":", "")
        offset = f"{offset[:3]}:{offset[3:] or '00'}" if offset else ""
        return cls(year or 0, month, day, hour, minute, offset)

    def date(self) -> dt.date:
        """The day. Raises `ValueError` if it is not known."""
        if self.month is None or self.day is None:
            raise ValueError(f"{self} does not say the day")
        return dt.date(self.year, self.month, self.day)

    def __str__(self) -> str:
        text = f"{self.year:04}"
        for mark, part in (
            ("-", self.month),
            ("-", self.day),
            ("T", self.hour),
            (":", self.minute),
        ):
            if part is None:
                break
            text += f"{mark}{part:02}"
        return text + self.offset


def format_date(iso: str, lang: str) -> str:
    """`iso` for a reader of `lang` ("ar" or "en"): "25 أكتوبر 2016", "October 2016".

    Arabic months are CLDR's for plain "ar" (يناير to ديسمبر), which are understood from Rabat to
    Muscat, where شباط or غشت are at home in one region. Digits are 0-9 in both languages: pages mix
    scripts, and a reader searches and copies one kind of digit. Raises `ValueError`.
    """
    moment = Moment.of(iso)
    pattern = "y" if moment.month is None else "MMMM y" if moment.day is None else "d MMMM y"
    day = dt.date(moment.year, moment.month or 1, moment.day or 1)
    text = babel_format_date(day, pattern, locale=lang)
    if moment.hour is None:
        return text
    if moment.minute is None:
        time = f"نحو الساعة {moment.hour}" if lang == "ar" else f"around {moment.hour:02}:00"
    else:
        time = f"{'الساعة ' if lang == 'ar' else ''}{moment.hour:02}:{moment.minute:02}"
    zone = f" UTC{moment.offset.replace('+00:00', '')}" if moment.offset else ""
    return f"{text}{'،' if lang == 'ar' else ','} {time}{zone}"


def format_month(month: str, lang: str) -> str:
    """The name of the month of "2016-10" alone, as it stands in a table: "Oct"."""
    return babel_format_date(dt.date(2000, int(month[5:]), 1), "LLL", locale=lang)


def format_days(first: dt.date, last: dt.date, lang: str) -> str:
    """The days from `first` to `last` for a reader of `lang`: "24–30 Oct 2016".

    The day comes before the month, as in `format_date`.
    """
    return format_interval(first, last, "yMMMMd", locale="en_GB" if lang == "en" else lang)


def to_hijri(iso: str) -> str | None:
    """The Hijri day of `iso` as "1438-01-24"; None without a day, or where the tables end."""
    moment = Moment.of(iso)
    if moment.day is None:
        return None
    try:
        return Gregorian.fromdate(moment.date()).to_hijri().isoformat()
    except OverflowError:
        return None


def format_hijri(iso: str, lang: str) -> str | None:
    """The Hijri day of the Gregorian `iso` for a reader: "24 محرم 1438 هـ", "24 Muharram 1438 AH".

    None where `to_hijri` gives none.
    """
    hijri = to_hijri(iso)
    if hijri is None:
        return None
    year, month, day = map(int, hijri.split("-"))
    lang = lang if lang in _HIJRI_NAMES else "en"
    return f"{day} {_HIJRI_NAMES[lang].split('|')[month - 1]} {year} {_HIJRI_ERA[lang]}"


def from_hijri(year: int, month: int, day: int | None = None) -> Moment | None:
    """The Gregorian moment of a Hijri day; of a month, what all its days have in common.

    A Hijri month nearly always straddles two Gregorian ones, and then only the year is known, or
    nothing where it straddles two years. None for a date that the calendar does not have.
    """
    try:
        first = Hijri(year, month, day or 1)
        last = first if day else Hijri(year, month, first.month_length())
    except (ValueError, OverflowError):
        return None
    start, end = first.to_gregorian(), last.to_gregorian()
    if start.year != end.year:
        return None
    if start.month != end.month:
        return Moment(start.year)
    return Moment(start.year, start.month, start.day if day else None)
