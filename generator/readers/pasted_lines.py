"""Turn the lines of a text into rows that say what each could be on a page that was copied whole.

And tell from them whether the text is such a page, as "select all, copy" in a browser gives it:
menus, tickers of headlines, share buttons, forms and a footer around the article. A text with a
heading, a thread of comments or a few links below it is none.

Refuses nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean, pstdev
from typing import Final

from generator.readers.blocks import is_byline
from generator.readers.comment_count import is_lone_number
from generator.readers.furniture import MENU, Furniture, Place, recognize
from generator.readers.lines import Line, Paragraph, is_closed, list_marker, split_paragraphs
from generator.readers.stamps import read_stamp
from generator.text.normalize import fold, tokens
from generator.text.prose import running_words

_LABEL_WORDS = 3
_HEADLINE_WORDS = 30  # no headline is longer
_BROKEN_LINES, _BROKEN_STOPS, _BROKEN_FULL, _FULL = 5, 0.15, 0.6, 0.85
_STOP = re.compile(r"(?<![.؟!])[.۔](?=\s|$)")

_SECTIONS: Final = frozenset(
    " ".join(tokens(name))
    for name in re.split(
        r"[|\n]",
        """أخبار|الأخبار|سياسة|السياسة|اقتصاد|الاقتصاد|مال وأعمال|اقتصاد وأعمال|أعمال|أسواق|بورصة
        اقتصاد وبورصة|رياضة|الرياضة|كرة عالمية|ثقافة|الثقافة|ثقافة وفن|ثقافة وفنون|فن|فنون|فن ومشاهير
        مشاهير|صحة|الصحة|صحة وجمال|صحة وتغذية|طب وصحة|صحة وتكنولوجيا|تكنولوجيا|علوم|علوم وتكنولوجيا
        تقنية|علوم وتقنية|منوعات|متفرقات|مجتمع|محليات|محلي|محلية|عربي|عربية|عرب|دولي|دولية|عالم
        العالم|عربي ودولي|عربي وعالمي|أخبار العالم|أخبار عربية|أخبار دولية|أخبار محلية|الشرق الأوسط
        شرق أوسط|المغرب العربي|أفريقيا|آسيا|أوروبا|حوادث|حوادث وقضايا|قضايا|تحقيقات|تحقيقات وملفات
        تقارير|تقارير وتحقيقات|ملفات|ملفات وتقارير|ملفات خاصة|حوارات|مقابلات|رأي|آراء|الرأي|مقالات
        مقالات وآراء|كتاب|كتاب وآراء|كاريكاتير|صور|ألبومات|ألبوم صور|فيديو|فيديوهات|بالفيديو|مرئيات
        ميديا|وسائط|تلفزيون|تليفزيون|راديو|بودكاست|البث المباشر|بث مباشر|مباشر|برامج|البرامج
        سيارات|سفر|سياحة|سياحة وسفر|مرأة|المرأة|أسرة|مرأة ومنوعات|طقس|الطقس|حال الطقس|الأحوال الجوية
        تعليم|جامعات|محافظات|المحافظات|جهات|وطنية|وطني|الوطنية|عاجل|خبر عاجل|الأولى|الصفحة الأولى
        صحافة|صحف|صحافة المواطن|ملاعب|دين|إسلاميات|بيئة|أبراج|الأبراج|حظك اليوم|وظائف|إنفوجراف
        الأرشيف|أرشيف|خدمات|العدد اليومي|pdf|عربي|english|français|francais|español|türkçe|العربية
        news|world|business|sport|sports|opinion|video|videos|photos|culture|health|tech|technology
        science|politics|economy|live|live tv|middle east|entertainment|lifestyle|weather|اللغة العربية""",
    )
    if name.strip()
)

_SECTION_WORDS: Final = frozenset(word for name in _SECTIONS for word in name.split())
_LONGEST_MENU, _MENU_SHARE = 300, 0.8

_STRAYS, _KINDS, _SECTION_LINES = 8, 2, 3
_LONG_LIST = 60  # rows from which a text without any furniture may still be a list of a page
_MOSTLY = 0.9
_UNEVEN = 0.4  # variation of the length of open rows; that of verses and of names is lower

_NOTICES: Final = tuple(
    fold(phrase)
    for phrase in re.split(
        r"[|\n]\s*",
        """سياسة الخصوصية|بيان الخصوصية|شروط الاستخدام|شروط الخدمة|الشروط والأحكام|ملفات تعريف الارتباط
        الكوكيز|cookies|ارشادات الاستخدام|استخدام الموقع|جميع الحقوق|حقوق النشر|إعادة النشر|إعادة نشر
        نشر أو توزيع|دون إذن|إذن خطي|حقوق المؤلف|النشرة البريدية|نشرتنا البريدية|بريدك الإلكتروني
        عنوان بريدك|الحقول الإلزامية|الاشتراك في|اشترك في|اشترك الآن|تابعونا|تابعنا على|حمل تطبيق
        حملوا تطبيق|مراجعة التعليقات|نشر التعليقات|التعليقات المنشورة|التعليقات المسيئة|قبل نشرها
        إدارة الموقع|إدارة التحرير|أصحابها|رأي الموقع|رأي الصحيفة|رأي الجريدة|وجهة نظر|سجل الدخول
        تسجيل الدخول|إنشاء حساب|كلمة المرور|تجربتك|متصفحك|الجافاسكريبت|javascript|نرحب ب|نعتذر عن
        موقع إخباري|صحيفة إلكترونية|صحيفة يومية|جريدة يومية|شبكة إخبارية|بوابة إخبارية|على مدار الساعة
        تغطية شاملة|تم التصميم|تصميم وتطوير|privacy policy|terms of|all rights reserved""",
    )
    if phrase.strip()
)
_NOT_THE_SITES_OPINION = re.compile(
    fold("(?:الآراء|آراء|التعليقات|تعليقات|المقالات|المقال|المقالة|المشاركات)")
    + r"\b.{0,80}?\b(?:لا|ولا|عن) (?:"
    + fold("تعبر|تعكس|تمثل|يعبر|يعكس|يمثل|وجهة نظر|رأي|آراء")
    + r")\b"
)
_LONGEST_NOTICE = 120  # words


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of a page and what it could be.

    `words` is how many it has, `running` how many of them count as running text. `says_when`: it is
    a date or an age. `repeated`: the page has the same line more than once.
    """

    paragraph: Paragraph
    words: int
    running: int
    furniture: Furniture | None
    says_when: bool
    repeated: bool

    @property
    def text(self) -> str:
        return self.paragraph.text

    @property
    def is_label(self) -> bool:
        """Whether it is short enough for an entry of a menu."""
        return self.words <= _LABEL_WORDS and not is_closed(self.text)

    @property
    def is_item(self) -> bool:
        """Whether a bullet or a number makes it an item of a list."""
        return bool(list_marker(self.text))


def page_paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs among the lines of a page.

    Lines that were broken at a fixed width are put together again stretch by stretch: around an
    article that is broken so stand menus that are not.
    """
    return [
        paragraph
        for stretch in _between_labels(lines)
        for piece in ([stretch] if _may_be_broken(stretch) else ([line] for line in stretch))
        for paragraph in split_paragraphs(piece)
    ]


def _may_be_broken(lines: Sequence[Line]) -> bool:
    """Whether lines could be those of broken paragraphs, and not the headlines of a list.

    Sentences end in them, or they are many and of nearly the same length.
    """
    lengths = [len(line.text) for line in lines if line.text]
    if len(lengths) < _BROKEN_LINES:
        return False
    stops = sum(bool(_STOP.search(line.text)) for line in lines)
    full = sum(length >= _FULL * max(lengths) for length in lengths)
    is_even = len(lengths) >= 2 * _BROKEN_LINES and full >= _BROKEN_FULL * len(lengths)
    return is_even or stops >= _BROKEN_STOPS * len(lengths)


def read_rows(paragraphs: Sequence[Paragraph]) -> list[Row]:
    """`paragraphs` as rows."""
    counts = Counter(paragraph.text for paragraph in paragraphs)
    return [_row(paragraph, counts[paragraph.text] > 1) for paragraph in paragraphs]


def _between_labels(lines: Sequence[Line]) -> Iterator[list[Line]]:
    stretch: list[Line] = []
    for line in lines:
        if line.text and (_is_short(line.text) or recognize(line.text) or read_stamp(line.text)):
            yield stretch
            yield [line]
            stretch = []
        else:
            stretch.append(line)
    yield stretch


def _is_short(text: str) -> bool:
    return len(text.split(None, _LABEL_WORDS)) <= _LABEL_WORDS and not is_closed(text)


def _row(paragraph: Paragraph, repeated: bool) -> Row:
    text = paragraph.text
    words = len(text.split())
    says_when = words <= _HEADLINE_WORDS and read_stamp(text) is not None
    furniture = recognize(text)
    # A headline that stands in two lists is a link; a paragraph that stands twice is one.
    is_text = not furniture and not says_when and not (repeated and words <= _HEADLINE_WORDS)
    running = running_words(text) if is_text and not is_notice(text) else 0
    return Row(paragraph, words, running, furniture, says_when, repeated)


def is_notice(text: str) -> bool:
    """Whether a paragraph is the site's own, about itself, its rules and its readers' data."""
    if len(text.split(None, _LONGEST_NOTICE)) > _LONGEST_NOTICE:
        return False
    folded = fold(text)
    found = sum(phrase in folded for phrase in _NOTICES)
    return found > 1 or (found == 1 and len(folded.split()) <= 12) or bool(
        _NOT_THE_SITES_OPINION.search(folded)
    )  # fmt: skip


def is_section(text: str) -> bool:
    """Whether a line is the name of a newspaper's section, or of a language it appears in."""
    return len(text) <= 40 and " ".join(tokens(text)) in _SECTIONS


def is_menu_line(text: str) -> bool:
    """Whether a line is the name of a section, or several that a menu has on one line."""
    words = tokens(text) if len(text) <= _LONGEST_MENU else []
    known = sum(word in _SECTION_WORDS for word in words)
    return is_section(text) or (len(words) > _LABEL_WORDS and known >= _MENU_SHARE * len(words))


# -- Whether it is a page ------------------------------------------------------------------------


def is_copied_page(rows: Sequence[Row]) -> bool:
    """Whether `rows`, without any thread of comments among them, are those of a whole page.

    They are where at least eight labels or headlines stand in a row or in a few, and furniture of
    two kinds, or names of sections, with them; or where nearly all of a long text is such a list.
    """
    strays = [row for run in _runs_of_others(rows) for row in run]
    kinds = {row.furniture.name for row in rows if row.furniture} - {MENU.name}
    has_menu = any(row.furniture == MENU for row in rows)
    sections = min(2, sum(is_section(row.text) for row in strays) // _SECTION_LINES)
    if len(strays) >= _STRAYS and len(kinds) + has_menu + sections >= _KINDS:
        return True
    lengths = [row.words for row in rows if row.running < _HEADLINE_WORDS and not row.is_item]
    if len(rows) < _LONG_LIST or len(lengths) < _MOSTLY * len(rows):
        return False
    return pstdev(lengths) > _UNEVEN * fmean(lengths)


def _runs_of_others(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The runs of three or more rows that are neither running text nor items of a list."""
    for is_other, run in groupby(rows, key=lambda row: not row.running and not row.is_item):
        found = [row for row in run if not is_plain(row)] if is_other else []
        if len(found) > 2:
            yield found


def is_plain(row: Row) -> bool:
    """Whether a clean article has such rows beside its text: a date, a byline, a known button."""
    return (
        row.says_when
        or is_lone_number(row.text)
        or is_byline(row.text)
        or (row.furniture is not None and row.furniture.place is not Place.FOOTER)
    )
