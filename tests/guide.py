"""A guide of many pages as people write them: a wide table, long lines of code, a picture, anchors."""

from __future__ import annotations

import shutil
from pathlib import Path

PAGES = 14
ENGLISH = """\
---
title: Guide
lang: en
order: 0
---
# Guide

How to tend the garden of the library, from [the first order](#orders) to the harvest.

## Orders {: #orders }

An order is one command. What stands behind `--from` is the shelf:

```
garden order "tomato seeds" --from "the long shelf behind the door" --to bed-4 --when 2026-03-01
3 packets ordered, none refused.
```

1. Read what it prints.
2. Water the bed:

        garden water bed-4 --litres 12

| command | takes | gives | refuses | since |
|---|---|---|---|---|
| `garden order --from SHELF --to BED` | the name of a shelf | packets of seeds | what is out of season | 1.0 |
| `garden water BED --litres NUMBER` | a bed and an amount | wet earth | more than 40 litres | 1.2 |
| `garden.beds.automatic_watering_in_summer` | yes or no | quiet evenings | anything else | 1.10 |

## The picture {: #picture }

![Two pages of a digest side by side](../../assets/khulasa.png)

| word | meaning |
|---|---|
| bed | earth with a number |
"""
ARABIC = """\
---
title: الدليل
lang: ar
order: 0
---
# الدليل

كيف تُعتنى بحديقة المكتبة، من [الطلب الأول](#orders) إلى الحصاد.

## الطلبات {: #orders }

الطلب أمر واحد، وما يأتي بعد `--from` هو اسم الرفّ (انظر `garden order()`):

```
garden order "tomato seeds" --from "the long shelf behind the door" --to bed-4 --when 2026-03-01
3 packets ordered, none refused.
```

1. اقرأ ما *يطبعه* الأمر، وما بين `[-` و`-]` في الملف `beds/`.
2. اسقِ الحوض:

        garden water bed-4 --litres 12

| الأمر | ما يأخذه | ما يعطيه | ما يرفضه | منذ |
|---|---|---|---|---|
| `garden order --from SHELF --to BED` | اسم رفّ | أكياس بذور | ما ليس هذا موسمه | 1.0 |
| `garden water BED --litres NUMBER` | حوض ومقدار | تربة رطبة | ما زاد على 40 لترًا | 1.2 |
| `garden.beds.automatic_watering_in_summer` | نعم أو لا | أمسيات هادئة | ما سوى ذلك | 1.10 |

## الصورة {: #picture }

![صفحتان من خلاصة، إحداهما بجانب الأخرى](../../assets/khulasa.png)

| الكلمة | معناها |
|---|---|
| حوض | تربة لها رقم |
"""
FURTHER = {
    "en": ("Step {n}", "Words of step {n}, then back to [the orders](index.md#orders)."),
    "ar": ("الخطوة {n}", "كلام الخطوة {n}، ثم عودة إلى [الطلبات](index.md#orders)."),
}


def write(docs: Path, root: Path) -> None:
    """Write the guide in both languages below `docs`, with the picture of the project's own."""
    (docs / "assets").mkdir(parents=True, exist_ok=True)
    shutil.copy(root / "docs/assets/khulasa.png", docs / "assets")
    for lang, first in (("en", ENGLISH), ("ar", ARABIC)):
        folder = docs / lang / "guide"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.md").write_text(first, "utf-8")
        title, words = FURTHER[lang]
        for n in range(1, PAGES):
            head = f"---\nlang: {lang}\norder: {n}\n---\n# {title.format(n=n)}\n\n"
            (folder / f"step-{n:02}.md").write_text(f"{head}{words.format(n=n)}\n", "utf-8")
