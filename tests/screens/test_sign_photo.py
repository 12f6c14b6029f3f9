"""The sign's photo on the warranty page, in both languages; only who keeps the register changes it."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from aftersales.rules.kinds import Role
from aftersales.services.sign_photos import set_sign_photo
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of
from tests.services.test_attachments import picture


def opened(open_app: OpenApp, role: Role, language: str, *, has_photo: bool) -> AppTest:
    with firm_of() as firm:
        if has_photo:
            set_sign_photo(
                firm.session, actor=firm.hotline, now=firm.now, sign_id=firm.sign.id or 0, name="a.jpg",
                content=picture(),
            )  # fmt: skip
        code = firm.sign.code
    app = open_app(language=language, role=role)
    app.switch_page("warranty.py")
    app.query_params["sign"] = code
    app.run()
    assert not app.exception, app.exception
    return app


def labels(app: Any) -> set[str]:
    return {str(one.proto.popover.label) for one in app.get("popover")}


@pytest.mark.parametrize(("language", "look", "another"), [("en", "Look", "Another photo"), ("zh", "查看", "更换照片")])
def test_a_photo_is_shown_and_changed(open_app: OpenApp, language: str, look: str, another: str) -> None:
    app = opened(open_app, Role.HOTLINE, language, has_photo=True)
    assert app.button(key="sign_photo_look").label == look
    assert another in labels(app)


@pytest.mark.parametrize(("role", "may_add"), [(Role.OFFICE, True), (Role.TECHNICIAN, False)])
def test_without_a_photo_the_register_keepers_add_one(open_app: OpenApp, role: Role, may_add: bool) -> None:
    app = opened(open_app, role, "en", has_photo=False)
    assert not any(button.key == "sign_photo_look" for button in app.button)
    assert ("Add a photo of the sign" in labels(app)) is may_add
