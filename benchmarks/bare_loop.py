"""The reads and writes of the whole loop, written by hand for the driver alone: eleven transactions, nothing decided.

What is written are the rows of a request that the services brought through the loop, with ids of their own, and
after each step the columns that the services changed: an open request stands in other indexes than a closed one.
What is read is what each step can't do without: the request under its lock, what its rule looks at, the days to mark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from benchmarks.bare import MARK_DAY, PLACE, Bare, insert_into, stored_words
from benchmarks.company.cases import OVER
from benchmarks.company.draw import sign_index_of
from benchmarks.company.world import World

CHILDREN = ("dispatch", "assignment", "notice", "service_report", "report_part", "cost_line", "survey")
PARENTS = {"report_part": "report_id", "cost_line": "report_id", "assignment": "dispatch_id"}
OUT_OF_WARRANTY = next(case for case, _ in OVER if not case.in_warranty)
MARKED_DAYS = (
    "SELECT filed_at FROM service_report WHERE request_id = ? UNION SELECT answered_at FROM survey "
    "WHERE request_id = ? UNION SELECT clock_from_at FROM request_round WHERE request_id = ?"
)
Stage = dict[str, dict[str, Any]]  # the rows that change from step to step, as they stand after one


def stage_of(bare: Bare, request_id: int) -> Stage:
    """Request, visit and the place in its crew, as far as they are made already."""
    stage = {"service_request": bare.values_of("service_request", request_id)}
    visits = bare.rows("SELECT id FROM dispatch WHERE request_id = ?", (request_id,))
    if visits:
        crew = bare.rows("SELECT id FROM assignment WHERE dispatch_id = ?", visits[0])
        stage |= {"dispatch": bare.values_of("dispatch", visits[0][0]),
                  "assignment": bare.values_of("assignment", crew[0][0])}  # fmt: skip
    return stage


class BareLoop:
    def __init__(self, bare: Bare, world: World, stages: Sequence[Stage]) -> None:
        """`stages` are those of the request whose rows are written again, one after each step."""
        self._bare, self._world, self._turns = bare, world, count(1)
        self._request = stages[0]["service_request"]
        model_id, self._words = self._request["id"], stored_words(bare)
        self._rows: dict[str, dict[str, Any]] = {}
        self._ids: dict[str, int] = {}
        for table in CHILDREN:
            column = PARENTS.get(table, "request_id")
            parent = {"report_id": "service_report", "dispatch_id": "dispatch"}.get(column)
            id = self._rows[parent]["id"] if parent else model_id
            found = bare.rows(f"SELECT id FROM {table} WHERE {column} = ?", (id,))
            self._rows[table] = bare.values_of(table, found[0][0])
        self._rows |= next(
            {table: stage[table] for table in ("dispatch", "assignment")} for stage in stages if "dispatch" in stage
        )
        self._changes = [_changes(before, after) for before, after in zip([{}, *stages], stages, strict=False)]
        ids = bare.rows("SELECT id FROM event WHERE subject = 'request' AND subject_id = ? ORDER BY id", (model_id,))
        self._events = [bare.values_of("event", id) for (id,) in ids]
        self._spoken = {
            id: [bare.plain(value) for value in row]
            for (id,) in ids
            for row in bare.rows("SELECT salt, words FROM event_words WHERE event_id = ?", (id,))
        }
        self._at = self._rows["assignment"]["starts_at"]
        self._on = bare.rows('SELECT max("on") FROM daily_counter')[0][0]
        self._answered_on = bare.rows("SELECT max(day) FROM daily_figures")[0][0]
        self._inserts = {
            table: f"{insert_into(table, [name for name in row if name != 'id'])} RETURNING id"
            for table, row in (*self._rows.items(), ("service_request", self._request))
        }
        self._steps: tuple[Callable[[], None], ...] = (
            self._register, self._respond, self._dispatch, self._crew, self._crew, self._crew, self._find,
            self._finish, self._report, self._survey, self._close,
        )  # fmt: skip

    def run(self) -> None:
        for place, (step, event) in enumerate(zip(self._steps, self._events, strict=True)):
            self._bare.begin()
            if step != self._register:
                self._bare.rows(f"SELECT * FROM service_request WHERE id = ?{self._bare.for_update}", (self._id,))
            step()
            for sql, table, values in self._changes[place]:
                self._bare.run(sql, (*values, self._ids[table]))
            self._tell(event)
            self._mark(place)
            self._bare.commit()

    def _insert(self, table: str, **own: Any) -> int:
        row = (self._request if table == "service_request" else self._rows[table]) | own
        values = [value for name, value in row.items() if name != "id"]
        id: int = self._bare.rows(self._inserts[table], values)[0][0]
        self._ids[table] = id
        return id

    @property
    def _id(self) -> int:
        return self._ids["service_request"]

    @property
    def _visit_id(self) -> int:
        return self._ids["dispatch"]

    def _next(self, prefix: str) -> str:
        last = self._bare.rows(
            'INSERT INTO daily_counter (prefix, "on", last) VALUES (?, ?, 1) '
            'ON CONFLICT (prefix, "on") DO UPDATE SET last = daily_counter.last + 1 RETURNING last',
            (prefix, self._on),
        )[0][0]
        return f"{prefix}-{next(self._turns)}-{last:04d}"

    def _decide(self, sign_id: int) -> None:
        """What a decision is made from."""
        project_id, customer_id, office_id = self._bare.rows(PLACE, (sign_id,))[0][:3]
        self._place = {"sign_id": sign_id, "project_id": project_id, "customer_id": customer_id, "office_id": office_id}
        self._bare.rows("SELECT * FROM contract_term WHERE project_id = ? ORDER BY from_at, id", (project_id,))
        self._bare.rows(
            "SELECT id, number, fault, fault_found, finished_at, kind FROM service_request WHERE sign_id = ? "
            "AND finished_at IS NOT NULL AND state IN ('done', 'closed') ORDER BY finished_at DESC LIMIT 20",
            (sign_id,),
        )

    def _register(self) -> None:
        # Signs out of warranty take turns: the services' own loops never meet these rows.
        turn = next(self._turns)
        self._sign_id = 1 + sign_index_of(self._world, self._world.requests + turn, OUT_OF_WARRANTY)
        self._staff_id = self._world.technicians[turn % len(self._world.technicians)].staff_id
        self._decide(self._sign_id)
        self._insert("service_request", number=self._next("FW"), **self._place)
        words = next(self._words)
        self._bare.run("INSERT INTO request_words (id, words) VALUES (?, ?)", (self._id, words))
        if self._bare.is_sqlite:
            self._bare.run("INSERT INTO request_words_fts (rowid, words) VALUES (?, ?)", (self._id, words))

    def _respond(self) -> None:
        """The request's own row, and no other."""

    def _dispatch(self) -> None:
        rows = self._bare.rows
        rows(
            "SELECT staff.* FROM staff JOIN staff_role ON staff_role.staff_id = staff.id "
            f"WHERE staff.id = ? AND staff_role.role = 'technician'{self._bare.for_update}",
            (self._staff_id,),
        )
        rows(
            "SELECT assignment.*, dispatch.number FROM assignment "
            "JOIN dispatch ON dispatch.id = assignment.dispatch_id WHERE assignment.staff_id = ? "
            "AND assignment.is_live AND assignment.starts_at < ? AND assignment.ends_at > ?",
            (self._staff_id, self._at, self._at),
        )
        rows("SELECT visit, state FROM dispatch WHERE request_id = ? ORDER BY visit DESC", (self._id,))
        self._insert("dispatch", request_id=self._id, number=self._next("PG"))
        self._insert("assignment", dispatch_id=self._visit_id, staff_id=self._staff_id)
        self._insert("notice", request_id=self._id, subject_id=self._id, staff_id=self._staff_id)

    def _crew(self) -> None:
        self._bare.rows(f"SELECT * FROM dispatch WHERE request_id = ?{self._bare.for_update}", (self._id,))
        self._bare.rows("SELECT * FROM assignment WHERE dispatch_id = ?", (self._visit_id,))

    def _find(self) -> None:
        self._bare.rows("SELECT * FROM request_promise WHERE request_id = ?", (self._id,))
        self._bare.rows("SELECT * FROM request_stop WHERE request_id = ?", (self._id,))
        self._decide(self._sign_id)

    def _finish(self) -> None:
        self._bare.rows("SELECT * FROM quote WHERE request_id = ?", (self._id,))
        self._crew()

    def _report(self) -> None:
        self._crew()
        self._bare.rows("SELECT * FROM service_report WHERE dispatch_id = ?", (self._visit_id,))
        self._bare.rows("SELECT * FROM price_item WHERE id = ?", (self._rows["cost_line"]["price_item_id"],))
        report_id = self._insert("service_report", request_id=self._id, dispatch_id=self._visit_id)
        self._insert("report_part", report_id=report_id)
        self._insert("cost_line", report_id=report_id)

    def _survey(self) -> None:
        self._crew()
        self._bare.rows("SELECT * FROM survey WHERE request_id = ?", (self._id,))
        self._insert("survey", request_id=self._id)

    def _close(self) -> None:
        for table in ("service_report", "survey", "survey_ask"):
            self._bare.rows(f"SELECT * FROM {table} WHERE request_id = ?", (self._id,))

    def _tell(self, model: dict[str, Any]) -> None:
        count_before, _ = self._bare.rows(f"SELECT count, hash FROM trail_head WHERE id = 1{self._bare.for_update}")[0]
        event = model | {"id": count_before + 1, "subject_id": self._id}
        self._bare.run(insert_into("event", list(event)), list(event.values()))
        if model["id"] in self._spoken:
            salt, words = self._spoken[model["id"]]
            self._bare.run("INSERT INTO event_words (event_id, salt, words) VALUES (?, ?, ?)",
                           (event["id"], salt, words))  # fmt: skip
        self._bare.run("UPDATE trail_head SET count = ?, hash = ? WHERE id = 1", (event["id"], event["hash"]))

    def _mark(self, place: int) -> None:
        """The days on which it is counted: once somebody was there its report and survey have theirs too."""
        days = [self._on]
        if place >= self._steps.index(self._find) - 1:
            self._bare.rows(MARKED_DAYS, (self._id,) * 3)
        if place >= self._steps.index(self._survey):
            days.append(self._answered_on)
        for day in days:
            self._bare.run(MARK_DAY, (day, self._place["office_id"]))


def _changes(before: Stage, after: Stage) -> list[tuple[str, str, list[Any]]]:
    """One update for each row that a step changed: the statement, the table, and the new values."""
    updates = []
    for table in before:
        changed = {name: value for name, value in after[table].items() if value != before[table][name]}
        if changed:
            names = ", ".join(f"{name} = ?" for name in changed)
            updates.append((f"UPDATE {table} SET {names} WHERE id = ?", table, list(changed.values())))
    return updates
