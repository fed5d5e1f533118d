"""What nobody should have to type, and what some will."""

from reading import CANARY

MARKUP = {
    "script": f"<script>{CANARY}</script>",
    "element": f"<{CANARY}>",
    "breaks out": f'"><img src=x onerror="{CANARY}" {CANARY}>',
    "breaks out 2": f"'><svg/onload={CANARY}></textarea></script><{CANARY}>",
    "attribute": f'" {CANARY} onfocus="x" autofocus="',
    "template": "{{7*191}} {% raw %} ${7*191} #{7*191} %(name)s %s {0}",
    "entity": "&lt;script&gt; &amp; &#x3c;",
}
FORMULAS = {f"formula {sign}": f"{sign}cmd|'/C calc'!A0" for sign in "=+-@"}
BROKEN_TEXT = {
    "nul": "a\x00b",
    "signs nobody types": "a\x01\x08\x1b\x7f\x85b",
    "lone surrogate": "a\udca0\ud800b",  # sent as the bytes ED A0 80 and their like
    "half a letter": "a\udcff\udcfeb",
    "right to left override": "pay \u202egnp.exe\u202c \u2066x",
    "no width": "\u200b\u200d\ufeff",
    "tags and pictures": "\U000e0001\U000e0041 👩‍🦽🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "marks on marks": "Z" + "\u0301" * 400,
}
LONG = {"a megabyte": "ab " * (1024 * 1024 // 3), "one too long": "x" * 5001}
NUMBERS = {
    "over 64 bit": "9223372036854775808",
    "over 128 bit": "-340282366920938463463374607431768211457",
    "five thousand digits": "9" * 5000,
    "exponent": "1e400",
    "not a number": "NaN",
    "endless": "Infinity",
    "hex": "0x7fffffff",
    "superscript": "²³",
    "arabic": "١٢٣٤٥٦٧٨٩٠",
}
DAYS = {
    "no such day": "2026-02-31",
    "no leap year": "2027-02-29",
    "year nought": "0000-01-01",
    "year 99999": "99999-01-01",
    "one too many months": "2026-13-01",
    "written": "31/2/2026",
    "minus": "-1-1-1",
}
TIMES = {"25 o'clock": "25:00", "99 minutes": "10:99", "one that was not there": "24:00:00", "words": "teatime"}
HOLLOW = {"empty": "", "blank": " \t\u00a0 "}
FOREIGN = {
    "another id": "aaaaaaaaaaaaaaaaaaaa",
    "path": "../../etc/passwd",
    "sql": "' OR 1=1 --",
    "json": '{"$ne": null}',
    "line ends": "a\r\nSet-Cookie: x=y\r\n\r\n<html>",
}
ALL = MARKUP | FORMULAS | BROKEN_TEXT | LONG | NUMBERS | DAYS | TIMES | HOLLOW | FOREIGN
DATABASE = ("nul", "lone surrogate", "over 64 bit", "five thousand digits")

DAY_PARTS = {
    "no such day": ("31", "2", "2026"),
    "no leap year": ("29", "2", "2027"),
    "year nought": ("1", "1", "0"),
    "year 99999": ("1", "1", "99999"),
    "before all budgets": ("1", "1", "1066"),
    "letters": ("x", f"<{CANARY}>", "\x00"),
    "over 64 bit": ("9223372036854775808", "1", "2026"),
    "five thousand digits": ("1", "1", "9" * 5000),
    "nothing but a day": ("3", "", ""),
}

TAKEN = {
    "12": 1200, "12.5": 1250, "12.50": 1250, "12,50": 1250, "£1,250.50": 125050, "1,250": 125000, "١٢٫٥٠": 1250,
}  # fmt: skip
ASKED_WHICH = {"1.250": "Did you mean £1.25 or £1,250.00?", "12.555": "Did you mean £12.55 or £12,555.00?"}
NOT_TAKEN = {"1,25,0": "", "-5": "Is it a refund?", "0": "above zero", "": ""}

IDS = {
    "change_id": ("", "x", "\x00", "9" * 5000, "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaaa", f"<{CANARY}>"),
    "made_at": ("", "yesterday", "\x00", "2026-02-31T10:00:00+00:00", "2026-02-10T10:00:00", "99999-01-01T00:00:00Z"),
    "form_version": ("", "0", "-1", "1.0", "99", "9" * 5000, "²", "\x00", "9223372036854775808"),
    "acting": ("", "x", "\x00", "aaaaaaaaaaaaaaaaaaaa", "9" * 5000, f"<{CANARY}>"),
    "csrf_token": ("", "x", "\x00", "9" * 5000, f"<{CANARY}>", "é.é.é"),
}

FILES = {
    "nothing chosen": "[]",
    "empty": "[a.csv]",
    "markup": f"[<{CANARY}>.csv]Date,Description,Amount\n<{CANARY}>,<{CANARY}>,<{CANARY}>\n",
    "name breaks out": f"[x' {CANARY} onload='.csv]a,b,c\n1,2,3\n",
    "nul": "[a.csv]\x00\x00\x00",
    "lone surrogate": "[a\udca0.csv]a\udca0,b\n",
    "not a table": "[a.csv]" + "x" * 100_000,
    "wide": "[a.csv]" + "," * 100_000,
    "deep quotes": "[a.csv]" + '"' * 99_999,
    "two megabytes": "[a.csv]" + "Date,Amount\n" * 180_000,
    "path": "[../../../etc/passwd]a,b\n",
    "text where a file should be": "a,b",
}
