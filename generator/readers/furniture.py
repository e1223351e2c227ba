"""Turn a line of a saved page into the name of the piece of furniture it is, or into None.

Furniture is what a page has beside its article: menus, share buttons, lists of other articles. A
line is furniture only as a whole and only by phrases that are listed here; a sentence that has one
of them in it is not. Compared are folded words, so spelling, emoji, punctuation and counts
("مشاركة 25") make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

from generator.text.normalize import tokens

_LONGEST = 100  # characters of a line that may be furniture


class Place(Enum):
    """What a piece of furniture says about what follows it."""

    FOOTER = "other articles or the site's foot begin here, unless the article goes on"
    LINK = "what follows is the headline of another article"
    ANYWHERE = "nothing: buttons and labels stand between any two paragraphs"


class Furniture(NamedTuple):
    """A piece of furniture: what it is, for `Dropped.reason`, and what it says."""

    name: str
    place: Place


MOST_READ: Final = Furniture("furniture: list of most read articles", Place.FOOTER)
TOPICS: Final = Furniture("furniture: list of topics", Place.FOOTER)
RELATED: Final = Furniture("furniture: related articles", Place.FOOTER)
LATEST: Final = Furniture("furniture: latest news", Place.FOOTER)
COMMENT_FORM: Final = Furniture("furniture: comment form", Place.FOOTER)
FOLLOW: Final = Furniture("furniture: follow or subscribe", Place.FOOTER)
FOOT: Final = Furniture("furniture: foot of the page", Place.FOOTER)
COPYRIGHT: Final = Furniture("furniture: copyright", Place.FOOTER)
READ_ALSO: Final = Furniture("furniture: link to another article", Place.LINK)
SHARE: Final = Furniture("furniture: share buttons", Place.ANYWHERE)
TAGS: Final = Furniture("furniture: tags", Place.ANYWHERE)
TOOLS: Final = Furniture("furniture: page tools", Place.ANYWHERE)
MENU: Final = Furniture("furniture: menu", Place.ANYWHERE)
ADVERTISEMENT: Final = Furniture("furniture: advertisement", Place.ANYWHERE)
REACTION: Final = Furniture("furniture: buttons of a comment", Place.ANYWHERE)

_PHRASES: Final[Mapping[Furniture, str]] = {
    MOST_READ: """
        الأكثر قراءة | الأكثر قراءة اليوم | الأكثر قراءة هذا الأسبوع | الأكثر مشاهدة
        الأكثر تصفحا | الأكثر تداولا | الأكثر شيوعا | الأكثر تعليقا | الأكثر مشاركة
        الأكثر شعبية | الأعلى قراءة | الأكثر مطالعة | المقالات الأكثر قراءة
        الأخبار الأكثر قراءة | الأكثر رواجا | الرائج | رائج الآن | الرائج الآن | رائج | ترند
        most read | most popular | most viewed | trending | popular posts | trending now
        أكثر تصفحا | الأكثر بحثا | most commented | most shared | popular""",
    TOPICS: """
        أهم المواضيع | أهم التصنيفات | أهم الموضوعات | المواضيع | التصنيفات | تصنيفات
        الأقسام | مواضيع | كل المواضيع | أبرز المواضيع | أبرز التصنيفات | أقسام الموقع
        الملفات | كل التصنيفات | categories | topics | sections | top topics
        top categories | all topics""",
    RELATED: """
        مواضيع ذات صلة | موضوعات ذات صلة | أخبار ذات صلة | مقالات ذات صلة | ذات صلة
        مواد ذات صلة | المواضيع المتعلقة | الموضوعات المتعلقة | مواضيع متعلقة
        موضوعات متعلقة | مقالات متعلقة | أخبار متعلقة | روابط ذات صلة | مواضيع مشابهة
        مقالات مشابهة | قد يعجبك أيضا | قد يهمك أيضا | قد يهمك | ربما يعجبك | قد يعجبك
        اخترنا لك | اخترنا لكم | مواضيع مرتبطة | أخبار مرتبطة | المزيد من الأخبار
        المزيد من المقالات | المزيد من المواضيع | المزيد من الكاتب | مقالات أخرى
        أخبار أخرى | مواضيع أخرى | موضوعات أخرى | اقرأ في الموقع | من نفس القسم
        مقالات للكاتب | مقالات الكاتب | المقال السابق | المقال التالي | الخبر السابق
        الخبر التالي | حول هذه القصة | أبرز القصص | مواضيع قد تهمك | موضوعات قد تهمك
        مواضيع قد تعجبك | تصفح المقالات | مرتبط | قصص ذات صلة | related | related articles | related news | related stories
        related posts | see also | you may also like | you might also like | recommended
        recommended for you | more news | more stories | previous article | next article
        more from this author""",
    LATEST: """
        آخر الأخبار | أحدث الأخبار | أحدث المقالات | آخر المقالات | أحدث المواضيع
        آخر المواضيع | الأحدث | آخر المستجدات | أخبار عاجلة | الأخبار العاجلة
        آخر التعليقات | أحدث التعليقات | latest news | latest | latest articles
        recent posts | recent comments | breaking news""",
    COMMENT_FORM: """
        أضف تعليق | أضف تعليقا | أضف تعليقك | إضافة تعليق | إضافة تعليق جديد | اترك تعليقا
        اترك تعليقك | اترك ردا | اترك رد | اكتب تعليقا | اكتب تعليقك | شارك برأيك
        شاركنا رأيك | أضف رأيك | كن أول من يعلق | أول من يعلق | سجل الدخول للتعليق
        إلغاء الرد | لن يتم نشر عنوان بريدك الإلكتروني | شروط التعليق | التعليقات مغلقة
        باب التعليقات مغلق | add a comment | add comment | leave a comment | leave a reply
        post a comment | write a comment | be the first to comment | comments are closed
        log in to comment""",
    FOLLOW: """
        تابعونا | تابعونا على | تابعنا | تابعنا على | تابعوا | اشترك | اشترك الآن | اشتراك
        اشترك في النشرة البريدية | النشرة البريدية | القائمة البريدية | اشترك في نشرتنا
        اشترك في القائمة البريدية | النشرة الإخبارية | حمل التطبيق | حمل تطبيقنا
        تابعونا على فيسبوك | تابعونا على تويتر | تابعنا على فيسبوك | تابعنا على تويتر
        تابعونا على مواقع التواصل الاجتماعي | تابعنا على مواقع التواصل الاجتماعي | follow us
        follow us on | subscribe | newsletter | sign up | subscribe to our newsletter
        stay connected | download our app""",
    FOOT: """
        من نحن | اتصل بنا | اتصلوا بنا | تواصل معنا | تواصلوا معنا | سياسة الخصوصية
        بيان الخصوصية | شروط الاستخدام | شروط الخدمة | اتفاقية الاستخدام | الشروط والأحكام
        أعلن معنا | للإعلان | للإعلان معنا | هيئة التحرير | فريق العمل | خريطة الموقع
        إلى الأعلى | العودة إلى الأعلى | عن الموقع | وظائف شاغرة | about us | contact us
        contact | privacy policy | terms of use | terms of service | terms and conditions
        advertise with us | sitemap | back to top""",
    COPYRIGHT: """
        جميع الحقوق محفوظة | كل الحقوق محفوظة | كافة الحقوق محفوظة | حقوق النشر محفوظة
        حقوق النشر | all rights reserved | copyright""",
    READ_ALSO: """
        اقرأ أيضا | اقرأ ايضا | إقرأ أيضا | اقرأوا أيضا | اقرؤوا أيضا | اقرئي أيضا
        طالع أيضا | شاهد أيضا | شاهدوا أيضا | انظر أيضا | اقرأ كذلك | read also | also read
        watch also""",
    SHARE: """
        شارك | شاركها | شاركه | شارك المقال | شارك الخبر | شارك هذا المقال | شارك هذا الخبر
        مشاركة | المشاركة | المشاركات | مشاركات | مشاركة المقال | مشاركة الخبر
        شارك الموضوع | انشر | إرسال | شارك على | مشاركة على | شارك عبر | مشاركة عبر
        نسخ الرابط | انسخ الرابط | تم نسخ الرابط | أرسل إلى صديق | إرسال إلى صديق
        أرسل لصديق | البريد الإلكتروني | رابط مختصر | الرابط المختصر | share | share this
        share this article | share on | shares | tweet | pin it | copy link | email
        send to a friend | فيس بوك | واتس اب | لينكد إن | سناب شات | تيك توك""",
    TAGS: """
        الوسوم | وسوم | كلمات مفتاحية | الكلمات المفتاحية | كلمات دلالية | الكلمات الدلالية
        تاغز | علامات | هاشتاغ | تاغات | tags | keywords | tag""",
    TOOLS: """
        طباعة | طباعة المقال | اطبع | نسخة للطباعة | حفظ | حفظ المقال | تكبير الخط
        تصغير الخط | حجم الخط | استمع | استمع إلى المقال | استمع للمقال | تحميل | مشاهدات
        عدد المشاهدات | مشاهدة | قراءات | عدد القراءات | عدد الزيارات | مدة القراءة
        دقيقة قراءة | دقائق قراءة | اضغط هنا | المزيد | للمزيد | اقرأ المزيد | قراءة المزيد
        لقراءة المزيد | عرض المزيد | تحميل المزيد | read more | more | show more | load more
        تجاوز إلى المحتوى | تجاوز إلى المحتوى الرئيسي | انتقل إلى المحتوى | جاري التحميل
        إغلاق | print | save | listen | views | skip to content | skip to main content
        min read | minutes read | minute read | close | loading""",
    MENU: """
        الرئيسية | الصفحة الرئيسية | القائمة | القائمة الرئيسية | بحث | ابحث | البحث
        استمارة البحث | تسجيل الدخول | دخول | تسجيل | home | menu | search | login | log in
        sign in | register""",
    ADVERTISEMENT: """
        إعلان | إعلانات | الإعلانات | اعلان ممول | مادة إعلانية | محتوى ممول | advertisement
        advertisements | sponsored | sponsored content | ad""",
    REACTION: """
        رد | الرد | أعجبني | لم يعجبني | إعجاب | إبلاغ | بلغ | الإبلاغ عن تعليق | تبليغ
        إبلاغ عن إساءة | رد على التعليق | الرد على التعليق | الردود | ردود | عرض الردود
        إخفاء الردود | تعديل | حذف | عرض المزيد من التعليقات | المزيد من التعليقات | reply
        replies | like | dislike | report | report comment | show replies | hide replies
        edit | delete | load more comments""",
}
_SITES: Final = frozenset(
    tokens(
        "فيسبوك تويتر إكس واتساب تلغرام تليغرام تيليجرام تلجرام انستغرام انستاغرام إنستجرام يوتيوب"
        " لينكدإن ماسنجر فايبر سنابشات بنترست تيكتوك facebook twitter x whatsapp telegram"
        " instagram youtube linkedin messenger viber snapchat pinterest tiktok google plus reddit"
        " rss"
    )
)
_LABELLED: Final = frozenset({TAGS, READ_ALSO, COPYRIGHT})
_MENU_SEPARATOR = re.compile(r"\s*[|>›»/•·]\s*")
_LABEL_END = re.compile("[:：]")


def _by_words() -> Iterator[tuple[str, Furniture]]:
    for furniture, phrases in _PHRASES.items():
        for phrase in re.split(r"[|\n]", phrases):
            if phrase.strip():
                yield _words(phrase), furniture


def _words(text: str) -> str:
    return " ".join(token for token in tokens(text) if not token.isdigit())


_FURNITURE: Final = dict(_by_words())


@lru_cache(maxsize=4096)  # the pages of one site share their furniture
def recognize(line: str) -> Furniture | None:
    """The furniture that `line` is, or None where it is none of those known."""
    if not line or len(line) > _LONGEST:
        return None
    words = _words(line)
    if not words:
        return COPYRIGHT if "©" in line else None
    return _FURNITURE.get(words) or _in_another_dress(line, words)


def _in_another_dress(line: str, words: str) -> Furniture | None:
    if "©" in line or words.startswith(_RIGHTS):
        return COPYRIGHT
    label, _, value = line.partition(":")
    if value:
        furniture = _FURNITURE.get(_words(label))
        if furniture in _LABELLED:
            return furniture
    pieces = [_words(piece) for piece in _MENU_SEPARATOR.split(line)]
    if len(pieces) > 2 and _FURNITURE.get(pieces[0]) in {MENU, FOOT, COPYRIGHT}:
        return MENU
    rest = words.split()
    if _FURNITURE.get(rest[0]) == SHARE:
        rest = rest[1:]
    return SHARE if rest and _SITES.issuperset(rest) else None


_RIGHTS: Final = tuple(
    _words(phrase)
    for phrase in ("جميع الحقوق محفوظة", "كل الحقوق محفوظة", "كافة الحقوق محفوظة", "copyright")
)
