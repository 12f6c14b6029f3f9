"""`/survey/{token}`: the customer answers without signing in, by a random, expiring link good for one answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from aftersales.clock import utc_now
from aftersales.documents.survey_questions import SCORES, YES_NO
from aftersales.errors import AftersalesError, InvalidInput, NotFound
from aftersales.locale import LANGUAGES, Language, sentence, translate
from aftersales.outside import survey_html
from aftersales.queries.survey_link import SurveySubject, get_survey_subject
from aftersales.rules.message import N_
from aftersales.services.survey import Answers, answer_by_link
from aftersales.ui.page import reading, unit_of_work

MOST_BYTES = 32_000
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


def language_of(request: Request) -> Language:
    """`?lang=` wins, else the browser's first language that we speak; Chinese where it says nothing."""
    wanted = request.query_params.get("lang", "")
    for language in LANGUAGES:
        if wanted == language:
            return language
    accepted = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")[:20]):
        tag, _, weight = part.strip().partition(";q=")
        try:
            accepted.append((-float(weight or 1), place, tag.strip().lower()[:2]))
        except ValueError:
            continue
    spoken = [tag for _, _, tag in sorted(accepted) if tag in LANGUAGES]
    if spoken:
        return "zh" if spoken[0] == "zh" else "en"
    return "en" if accepted and accepted[0][2] not in ("", "*") else "zh"


def answered_html(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status_code=status, headers=survey_html.HEADERS)


def not_valid(language: Language) -> Response:
    """The same page for a wrong, used or expired link."""
    title = translate(N_("This link is not open any more"), language)
    text = translate(
        N_(
            "It was used already, or it is too old. If you have answered: thank you. Else please ask us for a new link."
        ),
        language,
    )
    return answered_html(survey_html.page(language, title, f"<p>{text}</p>"), 404)


def _find(token: str) -> SurveySubject:
    if not TOKEN.fullmatch(token):
        raise NotFound(N_("This link is not valid any more. Please ask us for a new one."))
    with reading() as session:
        return get_survey_subject(session, token, utc_now())


def answers_of(filled: Mapping[str, str]) -> Answers:
    """What the form sent. Raises InvalidInput; unknown fields are left aside."""
    values: dict[str, Any] = {"words": filled.get("words", "")}
    for name in SCORES:
        if filled.get(name):
            values[name] = int(filled[name]) if re.fullmatch("[1-5]", filled[name]) else 0
    for name in YES_NO:
        values[name] = {"yes": True, "no": False}.get(filled.get(name, ""))
    return Answers(**values)


def _answer(token: str, answers: Answers) -> None:
    with unit_of_work() as session:
        answer_by_link(session, now=utc_now(), token=token, answers=answers)


async def survey(request: Request) -> Response:
    language = language_of(request)
    token = request.path_params["token"]
    try:
        subject = await run_in_threadpool(_find, token)
    except NotFound:
        return not_valid(language)
    if request.method != "POST":
        return answered_html(survey_html.form(language, subject, filled={}))
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return Response("Too large", status_code=413, media_type="text/plain", headers=survey_html.HEADERS)
    try:
        filled = dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=40))
    except ValueError:
        filled = {}
    try:
        await run_in_threadpool(_answer, token, answers_of(filled))
    except NotFound:
        return not_valid(language)
    except InvalidInput as error:
        needed = not filled.get("overall")
        problem = translate(N_("Please choose a mark for “All in all”."), language) if needed else ""
        html = survey_html.form(language, subject, filled=filled, problem=problem or sentence(error, language))
        return answered_html(html, 422)
    except AftersalesError as error:
        return answered_html(survey_html.form(language, subject, filled=filled, problem=sentence(error, language)), 409)
    # A reload of the page behind shows the thanks again instead of sending the answers twice.
    return RedirectResponse(f"/survey/thanks?lang={language}", status_code=303, headers=survey_html.HEADERS)


async def thanks(request: Request) -> Response:
    language = language_of(request)
    title = translate(N_("Thank you for your answers"), language)
    text = translate(N_("They help us to serve you better. You can close this page."), language)
    return answered_html(survey_html.page(language, title, f"<p>{text}</p>"))


SURVEY_ROUTES: tuple[BaseRoute, ...] = (
    Route("/survey/thanks", thanks),
    Route("/survey/{token}", survey, methods=["GET", "POST"]),
)
