"""Texts that somebody may type, paste or send on purpose."""

from __future__ import annotations

from hypothesis import strategies as st

from aftersales.errors import AftersalesError
from aftersales.locale import sentence

SCRIPT = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
BAD_TEXTS = (
    SCRIPT,
    "=cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "+86 138 0000 1234",
    "-1",
    "'; DROP TABLE event; --",
    "%s %d {name} {0} {",
    "a\x00b\x07c\x1b[31m",
    "\u202egnp.exe\u202c",
    "شارع الملك فهد ١٢",
    "‏עברית‎",
    "👩‍🔧🔥🇨🇳",
    "\ud800",
    "Z̸̧̢͍͔̗a̷l̴g̶o̷",
    "\u2028\u2029\u200b\ufeff",
    "**bold** [link](javascript:alert(1)) $x^2$ :red[hot] # head",
    "line\r\nline\rline\n\n\n",
    "\t \u3000 ",
    "",
    "ß" * 401,
    "长" * 5000,
)
bad_texts = st.one_of(
    st.sampled_from(BAD_TEXTS), st.text(max_size=60), st.text(st.characters(), min_size=380, max_size=420)
)


def ensure_told(error: AftersalesError) -> None:
    """The sentence stands in both languages, with nothing left to fill in."""
    for language in ("zh", "en"):
        said = sentence(error, language)
        assert said.strip()
        said.encode()
        assert "{label}" not in said
        assert "{limit}" not in said
