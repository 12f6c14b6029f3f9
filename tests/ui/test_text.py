"""Texts follow the session's choice, then the cookie, then the browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from aftersales.ui.text import LANGUAGE_KEY, as_typed


def script() -> None:
    from datetime import UTC, datetime

    import streamlit as st

    from aftersales.errors import RuleBroken
    from aftersales.ui.text import current_language, say, show, t

    @st.fragment
    def part() -> None:
        st.text(current_language())
        st.text(t("Who is here"))

    part()
    st.text(show(datetime(2026, 11, 24, 1, 5, tzinfo=UTC)))
    st.text(t("Open {address} in a browser. Ctrl-C ends the server.", address="{x}"))
    st.text(say(RuleBroken("{where} holds a real company; the demo is not loaded into it.", where="a", clause="1.3")))


def run(locale: str | None, chosen: str | None = None) -> list[str]:
    app = AppTest.from_function(script, default_timeout=20)
    app.context["locale"] = locale
    if chosen:
        app.session_state[LANGUAGE_KEY] = chosen
    app.run()
    assert not app.exception
    return [element.value for element in app.text]


@pytest.mark.parametrize(
    ("locale", "chosen", "language"),
    [
        ("zh-CN", None, "zh"),
        ("zh-TW", None, "zh"),
        ("en-GB", None, "en"),
        ("de-DE", None, "en"),
        (None, None, "en"),
        ("zh-CN", "en", "en"),
        ("en-US", "zh", "zh"),
        ("zh-CN", "fr", "zh"),
    ],
)
def test_the_choice_comes_before_the_browser(locale: str | None, chosen: str | None, language: str) -> None:
    assert run(locale, chosen)[:2] == [language, {"zh": "当前人员", "en": "Who is here"}[language]]


def test_values_are_written_as_the_language_writes_them() -> None:
    _, _, moment, braces, error = run("zh-CN")
    assert moment == "2026年11月24日 09:05"
    assert braces == "请在浏览器中打开 {x}。按 Ctrl-C 停止服务。"
    assert error.startswith("a 里是真实公司的数据，不会载入演示数据。")
    assert "1.3" in error


def test_typed_text_stays_as_it_was_typed() -> None:
    assert as_typed("3*4_5 [x](y) :red[z] $a$ <b>") == r"3\*4\_5 \[x\]\(y\) \:red\[z\] \$a\$ \<b\>"
    assert as_typed("3号楼的牌子不亮了") == "3号楼的牌子不亮了"


def pieces() -> None:
    import streamlit as st

    from aftersales.ui.text import aside, in_a_row, labelled

    st.text(labelled("a", "b"))
    st.text(aside("a", "1.3"))
    st.text(in_a_row(["a.", "b."]))


@pytest.mark.parametrize(
    ("language", "expected"), [("zh", ["a：b", "a（1.3）", "a.b."]), ("en", ["a: b", "a (1.3)", "a. b."])]
)
def test_signs_between_words_are_the_languages_own(language: str, expected: list[str]) -> None:
    app = AppTest.from_function(pieces, default_timeout=20)
    app.session_state[LANGUAGE_KEY] = language
    app.run()
    assert [element.value for element in app.text] == expected
