"""The public survey page as plain HTML: light, without any script, readable on a phone."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from html import escape

from aftersales.documents.survey_questions import MARKS, SCORES, WORDS, YES_NO
from aftersales.locale import Language, format_value, translate
from aftersales.queries.survey_link import SurveySubject
from aftersales.rules.message import N_

STYLE = """
:root{--ink:#1d2b2e;--soft:#5b6b6e;--line:#c9d2d3;--back:#fff;--tint:#f3f6f6;--accent:#0b6b74;--on:#fff;--bad:#a4262c}
@media(prefers-color-scheme:dark){:root{--ink:#e6eeee;--soft:#a3b3b5;--line:#3a4a4d;--back:#12191b;--tint:#1c2629;
--accent:#4fb6bf;--on:#0b1416;--bad:#ff8a8f}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI","PingFang SC",
"Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
main{max-width:34rem;margin:0 auto;padding:1.25rem 1.1rem 3rem}
header{display:flex;justify-content:space-between;gap:1rem;color:var(--soft);font-size:.9rem}
h1{font-size:1.45rem;line-height:1.3;margin:1.1rem 0 .3rem}
.what{background:var(--tint);border-radius:.6rem;padding:.7rem .9rem;margin:.9rem 0 1.2rem;font-size:.95rem}
.what div{display:flex;gap:.8rem}.what dt,.soft{color:var(--soft)}.what dl{margin:0}
.what dt{flex:0 0 5.2rem}.what dd{margin:0}
fieldset{border:0;padding:0;margin:0 0 1.25rem}legend{font-weight:600;padding:0;margin-bottom:.45rem}
.row{display:flex;gap:.45rem}.row label{flex:1;cursor:pointer}
.row input{position:absolute;opacity:0;width:1px;height:1px}
.row span{display:block;text-align:center;border:1px solid var(--line);border-radius:.55rem;padding:.6rem .1rem;
min-height:2.9rem}
.row input:checked+span{background:var(--accent);border-color:var(--accent);color:var(--on);font-weight:600}
.row input:focus-visible+span{outline:3px solid var(--accent);outline-offset:2px}
.ends{display:flex;justify-content:space-between;color:var(--soft);font-size:.8rem;margin-top:.25rem}
textarea{width:100%;min-height:6rem;font:inherit;color:inherit;background:var(--back);border:1px solid var(--line);
border-radius:.55rem;padding:.6rem}
button{width:100%;font:inherit;font-weight:600;padding:.85rem;border:0;border-radius:.6rem;background:var(--accent);
color:var(--on);cursor:pointer}
a{color:var(--accent)}.bad{color:var(--bad);font-weight:600}
"""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
_INTRODUCTION = N_("How was our service? It takes less than a minute. Only the question “All in all” is needed.")
_LANGUAGES = {"zh": "zh-CN", "en": "en"}
_OTHER: dict[Language, tuple[Language, str]] = {"zh": ("en", "English"), "en": ("zh", "中文")}


def page(language: Language, title: str, body: str, *, company: str = "", switch: bool = True) -> str:
    """A whole page; `title` and `company` are plain text, `body` is HTML."""
    other, name = _OTHER[language]
    link = f'<a href="?lang={other}" lang="{_LANGUAGES[other]}" hreflang="{_LANGUAGES[other]}">{name}</a>'
    return (
        f'<!doctype html><html lang="{_LANGUAGES[language]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
        f"<header><span>{escape(company)}</span>{link if switch else ''}</header>"
        f"<h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def form(language: Language, subject: SurveySubject, *, filled: Mapping[str, str], problem: str = "") -> str:
    """The questions about one service. `filled` is what was answered already, when something was missing."""

    def say(key: str) -> str:
        return escape(translate(key, language))

    facts = (
        (N_("Request number"), subject.number),
        (N_("Place"), subject.place),
        (N_("Day of service"), format_value(subject.served_on, language)),
    )
    what = "".join(f"<div><dt>{say(key)}</dt><dd>{escape(text)}</dd></div>" for key, text in facts if text)
    scores = "".join(_score(language, name, key, filled) for name, key in SCORES.items())
    yes_no = "".join(_yes_no(language, name, key, filled) for name, key in YES_NO.items())
    alert = f'<p class="bad" role="alert">{escape(problem)}</p>' if problem else ""
    body = (
        f"<p>{say(_INTRODUCTION)}</p>"
        f'<div class="what"><dl>{what}</dl></div>{alert}'
        f'<form method="post" action="?lang={language}" accept-charset="utf-8">{scores}{yes_no}'
        f'<fieldset><legend><label for="words">{say(WORDS)}</label></legend>'
        f'<textarea id="words" name="words" maxlength="1000">{escape(filled.get("words", ""))}</textarea></fieldset>'
        f"<button>{say(N_('Send my answers'))}</button></form>"
        f'<p class="soft">{say(N_("Your answers go to our after-sales department, not to the technician."))}</p>'
    )
    company = subject.company[0] if language == "zh" else subject.company[1] or subject.company[0]
    return page(language, translate(N_("Satisfaction survey"), language), body, company=company)


def _score(language: Language, name: str, key: str, filled: Mapping[str, str]) -> str:
    choices = "".join(
        f'<label><input type="radio" name="{name}" value="{mark}"{_checked(filled, name, str(mark))}'
        f'{" required" if name == "overall" else ""} aria-label="{mark}, {escape(translate(label, language))}">'
        f"<span>{mark}</span></label>"
        for mark, label in MARKS.items()
    )
    ends = "".join(f"<span>{escape(translate(MARKS[mark], language))}</span>" for mark in (1, 5))
    return (
        f"<fieldset><legend>{escape(translate(key, language))}</legend>"
        f'<div class="row">{choices}</div><div class="ends" aria-hidden="true">{ends}</div></fieldset>'
    )


def _yes_no(language: Language, name: str, key: str, filled: Mapping[str, str]) -> str:
    choices = "".join(
        f'<label><input type="radio" name="{name}" value="{value}"{_checked(filled, name, value)}>'
        f"<span>{escape(translate(label, language))}</span></label>"
        for value, label in (("yes", N_("yes")), ("no", N_("no")))
    )
    return f'<fieldset><legend>{escape(translate(key, language))}</legend><div class="row">{choices}</div></fieldset>'


def _checked(filled: Mapping[str, str], name: str, value: str) -> str:
    return " checked" if filled.get(name) == value else ""
