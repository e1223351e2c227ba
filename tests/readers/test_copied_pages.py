"""Whole pages as "select all, copy" gives them: the article is found, or the page is refused."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from generator.errors import SourceError
from generator.models import Article, BlockKind
from generator.readers import Source
from generator.readers.confidence import THRESHOLD
from generator.readers.pasted import MAX_LINES
from generator.readers.plain_text import read
from generator.text.normalize import tokens

ROOT = Path(__file__).resolve().parents[2]

TITLE = "بلدة الينابيع تعيد فتح طاحونة الماء القديمة"
BODY = (
    "أعادت بلدة الينابيع فتح طاحونة الماء القديمة أمام الزوار بعد عمل دام سنتين، وقد عادت حجارتها"
    " إلى الدوران للمرة الأولى منذ نصف قرن.",
    "وقال المشرف على المشروع إن فريقا من عشرين متطوعا نظف مجرى الماء ورفع السقف الذي انهار في شتاء"
    " بعيد، ثم أعاد الحجارة إلى مكانها واحدا بعد آخر.",
    "وكانت الطاحونة تخدم سبع قرى حول البلدة، وكان أهلها يحملون إليها القمح على ظهور الدواب وينتظرون"
    " دورهم ليلة كاملة في أيام الحصاد.",
    "وتبيع الطاحونة اليوم الطحين لمن يزورها، ويذهب ثمنه إلى صيانة المجرى والجسر الخشبي الذي يصل"
    " البلدة بالطريق العام.",
    "ويفتح المشروع أبوابه كل يوم ما عدا الاثنين، ويستطيع الزائر أن يرى الماء وهو يدير العجلة وأن"
    " يطحن بيده حفنة من القمح.",
)
HEADLINES = (
    "مهرجان الطائرات الورقية ينطلق على الشاطئ مساء الجمعة",
    "ثلاثة فرق تتأهل إلى نهائي الدوري المدرسي",
    "أسعار البيض تعود إلى ما كانت عليه في الربيع",
    "كيف تحفظ الكتب من الرطوبة؟",
    "صور.. أول ثلج على القمة هذا العام",
    "افتتاح خط جديد للحافلات بين الحيين",
    "المكتبة تمدد ساعات عملها حتى منتصف الليل",
    "وفاة أقدم حلاق في السوق عن تسعين عاما",
)
TEASERS = (
    "تحلق مئات الطائرات الملونة فوق الرمال حتى الغروب، ويوزع المنظمون الخيوط والورق على الأطفال.",
    "فازت مدرسة الساحل على ضيفتها بهدفين في مباراة شهدها ألف تلميذ رغم المطر الذي لم ينقطع.",
    "هبط سعر الطبق الواحد بعد أن زادت المزارع إنتاجها، وينتظر التجار هبوطا آخر مع قدوم العيد.",
    "ينصح أمين المخطوطات بخزانة من الخشب الجاف وبفتح النوافذ ساعة كل صباح قبل أن تشتد الحرارة.",
    "غطى البياض الطريق الجبلي فجرا، وتوقفت السيارات عند الحاجز إلى أن مرت كاسحة البلدية.",
    "يمر الخط بالمستشفى وبالجامعة كل ربع ساعة، وتذكرته بنصف ما يدفعه الراكب في سيارة أجرة.",
    "طلب الطلاب التمديد قبل الامتحانات، فوافقت الإدارة وزادت عدد الحراس والمقاعد والمصابيح.",
    "كان يقص شعر الجد والأب والحفيد، وعلقت النقابة صورته بالأبيض والأسود على باب دكانه.",
)
MENU = ("سياسة", "اقتصاد", "رياضة", "ثقافة", "صحة", "تكنولوجيا", "منوعات", "رأي")
FOOT = ("من نحن", "اتصل بنا", "سياسة الخصوصية", "جميع الحقوق محفوظة © ٢٠٢٠ صحيفة النبع")
NOTICE = (
    "نستخدم ملفات تعريف الارتباط لتحسين تجربتك في الموقع، وباستمرارك في التصفح فإنك توافق على"
    " سياسة الخصوصية الخاصة بنا."
)


def lines(*parts: str | tuple[str, ...]) -> str:
    return "\n".join(
        line for part in parts for line in ((part,) if isinstance(part, str) else part)
    )


def dated(headlines: tuple[str, ...]) -> tuple[str, ...]:
    days = (f"{day} أيار 2020" for day in range(1, 20))
    return tuple(line for pair in zip(headlines, days, strict=False) for line in pair)


DATE = "الثلاثاء 12 أيار 2020 - 10:35"
LAYOUTS = {
    "a ticker above, lists below": lines(
        "الثلاثاء 19 أيار 2020", "الرئيسية", MENU, HEADLINES[:5], "الرئيسية   ثقافة", TITLE, DATE,
        "كتبت سلمى الخطيب", "مشاركة", BODY, "طاحونة", "الينابيع", "مشاركة", "الموضوعات المتعلقة",
        dated(HEADLINES[5:]), "الأكثر قراءة", HEADLINES[:6], MENU, FOOT,
    ),
    "the site's name behind the first title, blank lines": lines(
        f"{TITLE} - صحيفة النبع", "", "صحيفة النبع", "", "الرئيسية | سياسة | اقتصاد | رياضة", "",
        "English", "", "ثقافة", "", TITLE, "", DATE, "", "كتبت سلمى الخطيب", "", "شارك", "Facebook",
        "Twitter", "", tuple(line for text in BODY for line in (text, "")), "مواضيع ذات صلة", "",
        HEADLINES[:4], "أضف تعليق", "الاسم", "البريد الإلكتروني", "إرسال", FOOT,
    ),
    "a notice on top, teasers of other articles below": lines(
        NOTICE, "موافق", "القائمة", MENU, "عاجل", HEADLINES[:2], TITLE, DATE, "كتبت سلمى الخطيب",
        "نسخ الرابط", BODY, "قد يهمك", HEADLINES[2],
        "قال بائعون في السوق إن الأسعار عادت إلى ما كانت عليه بعد أن وصلت شاحنات من الجنوب.",
        "3 أيار 2020", "اقرأ المزيد", HEADLINES[5],
        "يبدأ الخط الجديد عمله صباح الأحد وتمر حافلاته بالمستشفى والجامعة كل ربع ساعة.",
        "2 أيار 2020", "اقرأ المزيد", "الآراء الواردة في التعليقات لا تعبر عن رأي الموقع.", FOOT,
    ),
    "the date above the title, links inside the text": lines(
        "صحيفة النبع", MENU, "بحث", "ثقافة", DATE, TITLE, "كتبت سلمى الخطيب", "شارك المقال",
        BODY[0], "اقرأ أيضا:", HEADLINES[0], BODY[1:3], "إعلان", BODY[3:], "كلمات مفتاحية", "قمح",
        "ماء", "الأكثر مشاهدة", "1", HEADLINES[1], "2", HEADLINES[2], "3", HEADLINES[0], FOOT,
    ),
    "the most read articles before the article": lines(
        "صحيفة النبع", MENU, "الأكثر قراءة", HEADLINES[:4], "آخر الأخبار", dated(HEADLINES[4:]),
        "الرئيسية > ثقافة", TITLE, DATE, "كتبت سلمى الخطيب", BODY, "تابعونا على", "Facebook", FOOT,
    ),
    "a lead above the date, a caption, weather": lines(
        "حال الطقس", "البلدة", "24°", "غائم جزئيا", MENU, TITLE, DATE, "صورة: أرشيفية",
        "كتبت سلمى الخطيب", "مشاهدات 1520", "3 تعليقات", BODY, "طباعة", "المزيد من الأخبار",
        HEADLINES, "هاتف : 222 333 444", FOOT,
    ),
    "paragraphs without stops, menus in English": lines(
        "Home", "News", "Sport", "Video", "العربية", MENU, TITLE, "كتبت سلمى الخطيب", DATE,
        tuple(text.rstrip(".") for text in BODY), "Tags:", "قمح", "Related Articles",
        HEADLINES[:5], "Most Read", HEADLINES[5:], "About us", "Privacy Policy",
    ),
    "the title twice, the date and the time of reading between": lines(
        "البث المباشر", MENU, "English", FOOT[:2], TITLE, "منوعات", "2020-05-12 | 12:42",
        "مشاهدات عالية", "شارك", "2min", TITLE, "كتبت سلمى الخطيب", BODY, "مقالات ذات صلة", "0",
        "ثقافة", "2020-05-11", HEADLINES[0], "ثقافة", "2020-05-10", HEADLINES[1], FOOT,
    ),
    "readers' comments below": lines(
        "الصفحة الأولى", MENU, TITLE, DATE, "كتبت سلمى الخطيب", "شارك", BODY, "التعليقات (2)",
        "أبو سامر", "منذ ساعتين", "زرت الطاحونة مع أولادي وكان يوما جميلا جدا.", "رد", "نورة",
        "منذ ساعة", "هل يمكن شراء الطحين في أيام الأسبوع كلها؟", "رد", "أضف تعليقك", "إرسال",
        "الأكثر قراءة", HEADLINES[:5], FOOT,
    ),
}  # fmt: skip


def article(text: str) -> Article:
    return read(Source("page.txt", text.encode()))


def body(found: Article) -> list[str]:
    apart = {BlockKind.BYLINE, BlockKind.CAPTION}
    return [block.text for block in found.blocks if block.kind not in apart]


def refusal(text: str) -> str:
    with pytest.raises(SourceError) as error:
        article(text)
    (problem,) = error.value.problems
    assert problem.action
    return f"{problem.found} {problem.expected}"


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_article_of_a_copied_page_is_found(name: str) -> None:
    found = article(LAYOUTS[name])

    assert found.title == TITLE
    assert [text.rstrip(".") for text in body(found)] == [text.rstrip(".") for text in BODY]
    assert (found.published or "")[:10] == "2020-05-12"
    assert found.authors == ("سلمى الخطيب",)
    assert found.confidence is not None
    assert found.confidence >= THRESHOLD + 0.1


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_line_of_a_copied_page_is_in_one_part_of_the_article(name: str) -> None:
    found = article(LAYOUTS[name])

    told = [found.title, *(block.text for block in found.blocks)]
    told += [line.text for line in found.dropped]
    told += [f"{comment.author or ''} {comment.text}" for comment in found.comments]
    assert Counter(tokens(" ".join(told))) == Counter(tokens(LAYOUTS[name]))
    assert all(line.reason for line in found.dropped)


def test_lists_of_other_articles_are_dropped_by_what_their_headings_say() -> None:
    found = article(LAYOUTS["a ticker above, lists below"])

    reasons = {line.text: line.reason for line in found.dropped}
    assert reasons["سياسة"] == "furniture: menu"
    assert reasons[HEADLINES[6]] == "furniture: related articles"
    assert reasons[DATE] == "date line, kept as published"
    assert found.dropped[-1].reason == "furniture: copyright"


def test_comments_below_a_copied_page_are_kept_apart() -> None:
    found = article(LAYOUTS["readers' comments below"])

    assert [comment.author for comment in found.comments] == ["أبو سامر", "نورة"]
    assert found.comments_declared == 2


def test_a_clean_article_has_no_confidence_to_report() -> None:
    assert article(lines(TITLE, "", BODY)).confidence is None


@pytest.mark.parametrize(
    ("middle", "why"),
    [
        (HEADLINES * 2, "running text"),
        (
            tuple(line for pair in zip(HEADLINES, TEASERS, strict=False) for line in pair),
            "stand elsewhere",
        ),
        (
            tuple(f"{name} - موقع يهتم بأخبار {topic} في المنطقة." for topic in MENU for name in (
                "النبع", "صوت البلدة", "الساحة", "دليل الجبل")),
            "entries",
        ),
    ],
    ids=["headlines", "teasers", "a directory"],
)  # fmt: skip
def test_a_front_page_is_refused_with_its_confidence_and_the_reason(
    middle: tuple[str, ...], why: str
) -> None:
    said = refusal(lines("الرئيسية", MENU, middle, "الأكثر قراءة", HEADLINES, FOOT))

    assert why in said
    assert f"a confidence of {THRESHOLD:.2f} or more; it is 0." in said


def test_a_page_with_more_lines_than_any_has_is_refused_at_once() -> None:
    start = time.process_time()

    assert "lines" in refusal(lines(LAYOUTS["readers' comments below"], ("سياسة",) * MAX_LINES))
    assert time.process_time() - start < 5


# -- Real pages ----------------------------------------------------------------------------------


def load_benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "extraction", ROOT / "benchmarks" / "extraction.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


benchmark = load_benchmark()
REAL = pytest.mark.skipif(
    not benchmark.SHARED.exists(), reason=f"the real pages are not there: {benchmark.SHARED}"
)
LEAST_F1 = 0.98
DATES = {"assabah_tn": "2019-02-08", "cnn_arabic": "2013-08-04"}  # as read by a person


@REAL
@pytest.mark.parametrize("path", benchmark.copied_pages(), ids=lambda path: path.name)
def test_real_pages_copied_as_text_are_read_as_well_as_pinned(path: Path) -> None:
    found, gold = benchmark.ours_from_text(path.read_bytes()), benchmark.text_gold(path)
    scores = benchmark.score(found, gold)

    assert benchmark.f1(found.body, gold.body) >= LEAST_F1
    assert scores["title"] == "right"
    assert scores["date"] == ("right" if gold.date else DATES[path.stem])
    assert found.confidence >= THRESHOLD + 0.2


@REAL
@pytest.mark.parametrize("path", benchmark.not_articles(), ids=lambda path: path.name)
def test_real_front_pages_are_refused_as_text_too(path: Path) -> None:
    assert benchmark.ours_from_text(benchmark.copied(path.read_bytes())).body is None
