"""Where the sentences of an Arabic text end, and that nothing of it is lost between them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.quotation import QUOTATION_LIMIT
from generator.text.sentences import split_sentences

# One case a line; "|" stands where a sentence ends and another begins, with a space or without.
GOLDEN = """
# plain stops
انتهى الاجتماع مساء أمس. | وعاد الوفد إلى بلاده.
متى يبدأ الموسم؟ | لا أحد يعلم.
يا له من يوم جميل! | خرج الجميع إلى الحديقة.
هل نزل المطر حقا؟! | نعم، نزل بغزارة.
متى نعود؟؟ | لم يجب أحد.
هذا سؤال كتب بعلامة لاتينية? | نعم هو كذلك.
انتهى الموسم . | وبدأ العمل في الحقول .
هذه جملة أردية۔ | وهذه جملة ثانية.
جملة بلا علامة في آخرها
# the space after the stop is missing
انتهى الاجتماع.|وعاد الوفد إلى بلاده.
هل وصل القطار؟|نعم وصل.
وصل القطار .|والركاب ينتظرون.
افتتح المعرض عام 2016.|وزاره آلاف الناس.
نقل الخبر موقع محلي.|CNN لم تؤكد الخبر.
قال «سنعود غدا».|وغادر القاعة.
# quotation marks and brackets stay with the sentence they close
وقال المدير: "سنفتح المكتبة غدا." | وشكر الحاضرين.
وقال المدير: «سنفتح المكتبة غدا.» | وشكر الحاضرين.
وقال المدير “سنفتح المكتبة غدا”. | وشكر الحاضرين.
وقال المدير ”سنفتح المكتبة غدا.“ | وشكر الحاضرين.
وقال المدير: " سنفتح المكتبة غدا . " | وشكر الحاضرين.
فتحت المكتبة أبوابها (بعد عام من الإغلاق.) وشكر الناس المدير.
(فتحت المكتبة أبوابها بعد عام.) | شكر الناس المدير.
انتهى الحفل (رويترز). | وعاد الجمهور إلى بيوته.
انتهى الحفل وعاد الجمهور إلى بيوته. (رويترز)
بنيت القلعة قبل ألف عام.[3] | ورممت مرتين.[12]
# nothing ends inside a quotation
وقال الحارس: "رأيت الضوء. ركضت نحوه. لم أجد أحدا". | ثم صمت.
وسأل الطفل: "متى نصل؟ لقد تعبت". | ضحك أبوه.
"متى نصل؟" سأل الطفل أباه.
وسأل: "متى نصل؟" ثم نام قبل أن يسمع الجواب.
وسأل: "متى نصل؟" | وقال أبوه إن الطريق طويل.
"لن نتأخر." قال السائق وهو يبتسم.
يذكر أن "نادي القراءة" و"جمعية النخيل" وقعا الاتفاق. | ولم تحدد مدته.
قال إن "العمل مع "جمعية النخيل" بدأ. وسيستمر عاما" كاملا. | ثم غادر.
الرواية (صدرت عام 1990. ثم ترجمت) من أشهر أعماله. | وهي طويلة.
# a mark that was forgotten swallows nothing
وقال المدير: "سنفتح المكتبة غدا. | وشكر الحاضرين.
سنفتح المكتبة غدا". | وشكر الحاضرين.
وقال: "سنفتحها غدا. | وأضاف: "ندعو الجميع". | وشكر الحاضرين.
فتحت المكتبة (بعد عام من الإغلاق. | وشكر الناس المدير.
# ellipses
كان يوما طويلا... | وقال المدير إنه راض عن النتيجة.
كان يوما طويلا … ثم جاء الليل.
متعب .. حزين .. وحيد
قال إن العمل... سيستمر شهرا. | ثم غادر.
العدة تشمل المطرقة والمنشار وغيرهما... إلخ. | وتباع منفصلة.
...وبعد ذلك عاد إلى البيت. | نام مبكرا.
# semicolons
تأخر القطار؛ لأن الثلج غطى السكة كلها منذ الفجر.
نزل المطر غزيرا على المدينة طوال الليل؛ فامتلأت الشوارع بالماء حتى الصباح الباكر.
تنقسم المادة إلى ثلاثة أقسام كبيرة هي العلوم؛ والآداب القديمة والحديثة؛ والفنون الجميلة بأنواعها.
قال نعم؛ وقال لا.
# numbers
بلغت النسبة 3.5 في المئة. | وكانت 2.1 من قبل.
بلغت النسبة ٣٫٥ أو ٣.٥ في المئة. | وارتفعت.
وزع 1.000.000 كتاب. | وبقي القليل.
صدر الإصدار 2.0.1 من البرنامج. | وهو مجاني.
عقد اللقاء في 25.10.2016. | وحضره كثيرون.
وصل القطار عند الساعة 14.35. | وتأخر 5 دقائق.
ولد عام 1783 م. | وتوفي شابا.
بنيت المدرسة سنة 650 هـ. | ورممت بعد قرن.
بلغ ارتفاعه 30 م. | وعرضه أقل.
فاز الفريق بالمركز 3. | وخسر منافسه.
كانت نسبة النجاح 90%. | وهي الأعلى.
# initials and abbreviations
زار د. سمير المعرض. | وافتتحه أ.د. ليلى.
حضر د.سمير وم. هدى وأ. منى ود. سعاد. | وغادروا معا.
كتبت ج. ك. رولينغ القصة. | ونشرت عام 1997.
كتب J. K. Adams القصة. | ونشرت لاحقا.
عاش في U.S. عاما كاملا. | ثم عاد.
كتب Dr. Adams إلى St. Louis رسالة. | ولم يرد أحد.
اشترت شركة Acme Inc. حصة كبيرة. | ولم تعلن السعر.
انظر ص. 15 من الكتاب. | ففيها الشرح.
العنوان ص.ب. 123 في المدينة. | والهاتف معروف.
جمع الكتب والمجلات والصحف إلخ. | ثم باعها.
جمع الكتب إلخ.، ثم باعها.
عاش في القرن 3 ق.م. في الجنوب. | وكان شاعرا.
نقلت بي.بي.سي الخبر. | ونشرته سي.إن.إن أيضا.
التقى جون إف. سميث الوزير. | ثم سافر.
عمل في إف. بي. آي عامين. | ثم استقال.
ظهر على قناة سي. إن. إن. وحده. | وقال إنه بخير.
بثته بي بي سي. | الخبر قديم.
يحتوي على فيتامين سي. | الفاكهة مفيدة.
هي أم. | وهو أب.
لعب في المجموعة ب. | وخرج مبكرا.
يحتوي على فيتامين C. | ويؤكل طازجا.
# Latin names
أعلنت شركة Yahoo! عن خدمة جديدة. | وهي مجانية.
بثت الخبر قناة CNN. | ونقلته الصحف.
استخدم لغة C++. | وهي صعبة.
الموقع example.com مفيد. | وكذلك https://www.example.org/a.b?c=d! | جربه.
راسلونا على name.last@example.com. | سنرد سريعا.
حمل الملف تقرير.pdf أو صورة.PNG من الموقع. | ثم افتحه.
كتب البرنامج على Node.js خلال شهر. | وهو صغير.
# lists
1. افتح الصندوق | 2. أخرج الكتاب | 3. أغلق الصندوق
1. افتح الصندوق. | 2. أخرج الكتاب.
1- افتح الصندوق | 2- أخرج الكتاب
١. افتح الصندوق. | ثم انتظر. | ٢. أخرج الكتاب.
الخطوات هي: 1. افتح الصندوق 2. أخرج الكتاب 3. أغلقه.
# signs without words lean on a sentence
انتهى العرض. !!!
*** انتهى العرض. | شكرا لكم.
"""
CASES = [line for line in GOLDEN.splitlines() if line and not line.startswith("#")]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_a_reader_ends_them(case: str) -> None:
    expected = [sentence.strip() for sentence in case.split("|")]
    assert sentences(case.replace(" | ", " ").replace("|", "")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("انتهى.وقال", ["انتهى.", "وقال"]),
        ("انتهى الحفل.«وداعا»", ["انتهى الحفل.", "«وداعا»"]),
        ('قال "نعم."وخرج', ['قال "نعم."', "وخرج"]),
        ("انتهى.\u200fوقال نعم", ["انتهى.\u200f", "وقال نعم"]),
        ("انتهى.\u00a0وقال نعم", ["انتهى.", "وقال نعم"]),
    ],
)
def test_a_missing_space_still_parts_two_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_an_ellipsis_ends_a_sentence_before_words_that_begin_one() -> None:
    assert sentences("كان يوما طويلا... وأضاف المدير أنه راض.") == [
        "كان يوما طويلا...",
        "وأضاف المدير أنه راض.",
    ]


def test_a_semicolon_parts_two_long_clauses_of_which_the_second_stands_alone() -> None:
    first = "أعلنت الجمعية في بيان نشر صباح اليوم عن افتتاح مكتبتها الثالثة؛"
    second = "من جهة أخرى قررت البلدية تأجيل الاحتفال السنوي إلى الربيع المقبل."
    assert sentences(f"{first} {second}") == [first, second]


def test_a_line_break_ends_a_sentence_and_a_heading_is_one() -> None:
    text = "خطط العام المقبل\n\nتبدأ المدرسة غدا.\r\nيحضر الجميع\u2028باكرا"
    assert sentences(text) == ["خطط العام المقبل", "تبدأ المدرسة غدا.", "يحضر الجميع", "باكرا"]


def test_a_quotation_longer_than_the_limit_counts_as_a_forgotten_mark() -> None:
    short, long = (
        '"' + "كلمة " * ((length - 20) // 5) + 'نهاية. بداية".'
        for length in (QUOTATION_LIMIT, QUOTATION_LIMIT * 2)
    )
    assert [len(sentences(short)), len(sentences(long))] == [1, 2]


@pytest.mark.parametrize("stop", [".", "!", "؟", "...", "؛", '."'])
def test_a_stop_far_from_any_word_ends_a_sentence_or_not_but_never_fails(stop: str) -> None:
    gap = " " * 200
    assert "".join(sentences(f"كلمة{gap}{stop}{gap}وقال")).endswith("وقال")


def test_an_empty_text_has_no_sentences() -> None:
    assert split_sentences("") == ()
    assert split_sentences(" \n\t\u2003\r\n ") == ()


ARABIC = st.sampled_from(
    [*'ابدوفم . .. … ؟ ! ؛ ، : " « » “ ” ( ) [ ] 1 2. ٣ - \n \u200f \u00a0 A b /', "وقال", "د."]
)


@given(st.one_of(st.text(), st.lists(ARABIC).map("".join), st.lists(ARABIC).map(" ".join)))
def test_sentences_and_the_white_space_between_them_are_the_text(text: str) -> None:
    end = 0
    for span in split_sentences(text):
        sentence = text[span.start : span.end]
        assert not text[end : span.start].strip()
        assert sentence
        assert sentence == sentence.strip()
        end = span.end
    assert not text[end:].strip()


HOSTILE = '. _ " _ ". _ « _ (.) _( _ !  _ ا.اا _ ا. _ 1. _ www. _ ؛ _ ا\u200f. _ ا.[1] _ \n'.split(
    "_"
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_text_takes_no_more_than_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        runs = []
        for _ in range(3):
            began = time.process_time()
            split_sentences(text)
            runs.append(time.process_time() - began)
        return min(runs)

    # Linear is ten times, quadratic a hundred; the quickest of three, for a busy machine varies.
    assert seconds(200_000) < 50 * max(seconds(20_000), 0.005)
