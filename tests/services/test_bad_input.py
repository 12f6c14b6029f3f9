"""Whatever is typed: a clear message in both languages, or plain text kept as it is; never another error."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from sqlmodel import col, select

import aftersales.services
from aftersales.database import Store
from aftersales.errors import AftersalesError, InvalidInput
from aftersales.locale import sentence
from aftersales.models import EventWords
from aftersales.rules.roles import SYSTEM
from aftersales.services.complaint_steps import Finding
from aftersales.services.input import FIELDS, MOST_NOTE, MOST_REASON, UNSEEN, Input
from tests.builders import build_firm
from tests.services.audit_deeds import AUDIT_WORDS
from tests.services.bad_texts import bad_texts, ensure_told
from tests.services.bill_deeds import BILL_WORDS
from tests.services.deeds import DEEDS, Scene, set_scene
from tests.services.matter_deeds import MATTER_WORDS
from tests.services.quality_deeds import QUALITY_WORDS
from tests.services.return_deeds import RETURN_WORDS

for module_info in pkgutil.walk_packages(aftersales.services.__path__, "aftersales.services."):
    importlib.import_module(module_info.name)
INPUTS = sorted(Input.__subclasses__(), key=lambda kind: kind.__name__)
MANY = settings(max_examples=60, deadline=None)
FEW = settings(max_examples=15, deadline=None)


def test_every_field_of_every_input_has_its_name_on_the_screen() -> None:
    assert {name for kind in INPUTS for name in kind.model_fields if name not in FIELDS} == set()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | bad_texts | st.dates() | st.datetimes() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


def test_bytes_are_no_text() -> None:
    with pytest.raises(InvalidInput):
        Finding(finding="a", cause=b"\x00")


@pytest.mark.parametrize("kind", INPUTS, ids=lambda kind: kind.__name__)
@MANY
@given(data=st.data())
def test_an_input_takes_anything_or_says_what_is_wrong(kind: type[Input], data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(kind.model_fields)), unique=True, max_size=6))
    values = {name: data.draw(anything) for name in names}
    if data.draw(st.booleans()):
        values["x" + data.draw(st.text(max_size=8))] = 1
    try:
        made = kind(**values)
    except InvalidInput as error:
        assert error.field
        ensure_told(error)
    else:
        for value in made.model_dump().values():
            assert not isinstance(value, str) or UNSEEN.search(value) is None


def _limits(kind: type[Input]) -> list[tuple[str, int]]:
    found = []
    for name, field in kind.model_fields.items():
        most = next((item.max_length for item in field.metadata if getattr(item, "max_length", None)), None)
        if most and field.annotation in (str, str | None):
            found.append((name, most))
    return found


LIMITS = [(kind, name, most) for kind in INPUTS for name, most in _limits(kind)]


@pytest.mark.parametrize(("kind", "name", "most"), LIMITS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_a_text_is_taken_up_to_its_limit(kind: type[Input], name: str, most: int) -> None:
    for length in (most - 1, most, most + 1):
        with pytest.raises(InvalidInput) if length > most else _nothing_about(name):
            kind(**{name: "字" * length})


class _nothing_about:
    """Other fields may be wanting; this one isn't wrong."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, _: Any) -> bool:
        assert error is None or (isinstance(error, InvalidInput) and error.field != self.name)
        return True


MONEY = [
    (kind, name)
    for kind in INPUTS
    for name in kind.model_fields
    if name.endswith(("_fen", "_milli", "_months")) or name in ("minutes", "count")
]


@pytest.mark.parametrize(("kind", "name"), MONEY, ids=lambda value: getattr(value, "__name__", str(value)))
@pytest.mark.parametrize("wrong", [-1, -(2**70), 2**70, float("nan"), float("inf"), 0.5, "1,5", "="])
def test_an_amount_is_a_whole_number_within_its_bounds(kind: type[Input], name: str, wrong: Any) -> None:
    field = kind.model_fields[name]
    with pytest.raises(ValidationError):
        TypeAdapter(Annotated[(field.annotation, *field.metadata)]).validate_python(wrong)
    with pytest.raises(InvalidInput) as refusal:
        kind(**{name: wrong})
    ensure_told(refusal.value)


# Every service function that takes words by themselves, beside an input: which word, and how long it may be.
WORDS = (
    ("agreements.start_agreement", "subject", 200),
    ("agreements.note_talk", "note", MOST_NOTE),
    ("agreements.accept_agreement", "answered_by", 80),
    ("agreements.refuse_agreement", "reason", MOST_REASON),
    ("agreements.withdraw_agreement", "reason", MOST_REASON),
    ("classify.change_charge", "reason", MOST_REASON),
    ("close.reopen_request", "reason", MOST_REASON),
    ("close.cancel_request", "reason", MOST_REASON),
    ("company.add_office", "name", 80),
    ("company.add_office", "region", 40),
    ("company.add_office", "name_en", 80),
    ("company.add_office", "region_en", 40),
    ("company.add_team", "name", 80),
    ("company.add_team", "name_en", 80),
    ("company.add_sign_type", "name", 80),
    ("company.add_sign_type", "name_en", 80),
    ("dispatch.hand_back", "reason", MOST_REASON),
    ("dispatch.recall_visit", "reason", MOST_REASON),
    ("hold.hold_request", "note", MOST_REASON),
    ("merge.merge_request", "reason", MOST_REASON),
    ("merge.split_request", "reason", MOST_REASON),
    ("merge.split_request", "description", 2000),
    ("quote.answer_quote", "answered_by", 80),
    ("respond.respond", "note", MOST_NOTE),
    ("respond.resolve", "outcome", 1000),
    ("set_terms.set_day", "name", 80),
    ("survey.refuse_survey", "reason", MOST_REASON),
    ("visit.make_safe", "measures", MOST_REASON),
    ("visit.leave_half_done", "missing", MOST_REASON),
    *RETURN_WORDS,
    *MATTER_WORDS,
    *AUDIT_WORDS,
    *QUALITY_WORDS,
    *BILL_WORDS,
)  # fmt: skip
FREE = {("attachments.add_attachment", "name")}  # a file's name is cut, whatever it is


class _Undo(Exception):
    """Leaves the unit of work without keeping anything."""


@pytest.fixture(scope="module")
def scene(migrated_store: Store) -> Iterator[Scene]:
    try:
        with migrated_store.unit_of_work() as session:
            made = set_scene(build_firm(session))
            session.expunge_all()
            yield made
            raise _Undo
    except _Undo:
        pass


def said(scene: Scene, deed: str, word: str, text: str) -> AftersalesError | None:
    """Do the deed with this text; what was kept of it is clean. Nothing stays."""
    savepoint = scene.session.connection().begin_nested()
    scene.said = {word: text}
    try:
        DEEDS[deed].do(scene, SYSTEM if deed != "respond.respond" else scene.firm.hotline)
        scene.session.flush()
        last = scene.session.exec(select(EventWords.words).order_by(col(EventWords.event_id).desc())).first()
        assert all(UNSEEN.search(value) is None for value in (last or {}).values() if isinstance(value, str))
    except AftersalesError as error:
        return error
    finally:
        scene.said = {}
        savepoint.rollback()
        scene.session.expunge_all()
    return None


@pytest.mark.parametrize(("deed", "word", "most"), WORDS)
def test_words_are_taken_up_to_their_limit(scene: Scene, deed: str, word: str, most: int) -> None:
    for length in (most - 1, most):
        assert said(scene, deed, word, "字" * length) is None
    refusal = said(scene, deed, word, "字" * (most + 1))
    assert isinstance(refusal, InvalidInput)
    ensure_told(refusal)
    assert str(most) in sentence(refusal, "en").replace(",", "")


@pytest.mark.parametrize(("deed", "word"), sorted({(deed, word) for deed, word, _ in WORDS} | FREE))
@FEW
@given(text=bad_texts)
def test_bad_words_are_told_or_kept_as_text(scene: Scene, deed: str, word: str, text: str) -> None:
    refusal = said(scene, deed, word, text)
    if refusal is not None:
        ensure_told(refusal)
