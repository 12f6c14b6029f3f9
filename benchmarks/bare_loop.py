"""The reads and writes of the whole loop, written by hand for the driver alone: eleven transactions, nothing decided.

What is written are the rows of a request that the services brought through the loop, with ids of their own.
What is read is what each step can't do without: the request under its lock, and what its rule looks at.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from benchmarks.bare import MARK_DAY, Bare, insert_into
from benchmarks.company.world import SIGNS_A_PROJECT

CHILDREN = ("dispatch", "assignment", "notice", "service_report", "report_part", "cost_line", "survey")
PARENTS = {"report_part": "report_id", "cost_line": "report_id", "assignment": "dispatch_id"}


class BareLoop:
    def __init__(self, bare: Bare, model_id: int) -> None:
        """`model_id` is the request whose rows are written again."""
        self._bare, self._turns = bare, count(1)
        self._request = bare.values_of("service_request", model_id)
        self._words = bare.values_of("request_words", model_id)["words"]
        self._rows: dict[str, dict[str, Any]] = {}
        for table in CHILDREN:
            column = PARENTS.get(table, "request_id")
            parent = {"report_id": "service_report", "dispatch_id": "dispatch"}.get(column)
            id = self._rows[parent]["id"] if parent else model_id
            found = bare.rows(f"SELECT id FROM {table} WHERE {column} = ?", (id,))
            self._rows[table] = bare.values_of(table, found[0][0])
        ids = bare.rows("SELECT id FROM event WHERE subject = 'request' AND subject_id = ? ORDER BY id", (model_id,))
        self._events = [bare.values_of("event", id) for (id,) in ids]
        self._spoken = {
            id: [bare.plain(value) for value in row]
            for (id,) in ids
            for row in bare.rows("SELECT salt, words FROM event_words WHERE event_id = ?", (id,))
        }
        self._staff_id, self._at = self._rows["assignment"]["staff_id"], self._rows["assignment"]["starts_at"]
        self._on = bare.rows('SELECT max("on") FROM daily_counter')[0][0]
        self._inserts = {
            table: f"{insert_into(table, [name for name in row if name != 'id'])} RETURNING id"
            for table, row in (*self._rows.items(), ("service_request", self._request))
        }
        self._steps: tuple[Callable[[], None], ...] = (
            self._register, self._step, self._dispatch, self._accept, self._move, self._move, self._find,
            self._move, self._report, self._survey, self._close,
        )  # fmt: skip

    def run(self) -> None:
        for step, event in zip(self._steps, self._events, strict=True):
            self._bare.begin()
            if step != self._register:
                self._bare.rows(f"SELECT * FROM service_request WHERE id = ?{self._bare.for_update}", (self._id,))
            step()
            self._tell(event)
            self._bare.commit()

    def _insert(self, table: str, **own: Any) -> int:
        row = (self._request if table == "service_request" else self._rows[table]) | own
        values = [value for name, value in row.items() if name != "id"]
        id: int = self._bare.rows(self._inserts[table], values)[0][0]
        return id

    def _next(self, prefix: str) -> str:
        last = self._bare.rows(
            'INSERT INTO daily_counter (prefix, "on", last) VALUES (?, ?, 1) '
            'ON CONFLICT (prefix, "on") DO UPDATE SET last = daily_counter.last + 1 RETURNING last',
            (prefix, self._on),
        )[0][0]
        return f"{prefix}-{next(self._turns)}-{last:04d}"

    def _decide(self, sign_id: int) -> None:
        """What a decision is made from."""
        self._bare.rows(
            "SELECT sign.*, project.*, customer.* FROM sign JOIN project ON project.id = sign.project_id "
            "JOIN customer ON customer.id = project.customer_id WHERE sign.id = ?",
            (sign_id,),
        )
        self._bare.rows(
            "SELECT * FROM contract_term WHERE project_id = ? ORDER BY from_at, id", (self._request["project_id"],)
        )
        self._bare.rows(
            "SELECT id, number, fault, fault_found, finished_at, kind FROM service_request WHERE sign_id = ? "
            "AND finished_at IS NOT NULL AND state IN ('done', 'closed') ORDER BY finished_at DESC LIMIT 20",
            (sign_id,),
        )

    def _register(self) -> None:
        # Signs of the second project, which is out of warranty: the services' own loops never meet these rows.
        self._sign_id = SIGNS_A_PROJECT + 1 + next(self._turns) % SIGNS_A_PROJECT
        self._decide(self._sign_id)
        self._id = self._insert("service_request", number=self._next("FW"), sign_id=self._sign_id)
        self._bare.run("INSERT INTO request_words (id, words) VALUES (?, ?)", (self._id, self._words))
        if self._bare.is_sqlite:
            self._bare.run("INSERT INTO request_words_fts (rowid, words) VALUES (?, ?)", (self._id, self._words))

    def _step(self) -> None:
        """The request's own row, and no other."""
        self._bare.run(
            "UPDATE service_request SET state = ?, version = version + 1, due_at = ?, responded_at = ? WHERE id = ?",
            (self._request["state"], self._at, self._at, self._id),
        )

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
        self._visit_id = self._insert("dispatch", request_id=self._id, number=self._next("PG"))
        self._insert("assignment", dispatch_id=self._visit_id)
        self._insert("notice", request_id=self._id, subject_id=self._id)
        self._step()

    def _crew(self) -> None:
        self._bare.rows(f"SELECT * FROM dispatch WHERE request_id = ?{self._bare.for_update}", (self._id,))
        self._bare.rows("SELECT * FROM assignment WHERE dispatch_id = ?", (self._visit_id,))

    def _accept(self) -> None:
        self._crew()
        self._bare.run("UPDATE assignment SET accepted_at = ? WHERE dispatch_id = ?", (self._at, self._visit_id))
        self._move_visit()

    def _move(self) -> None:
        self._crew()
        self._move_visit()

    def _move_visit(self) -> None:
        self._bare.run(
            "UPDATE dispatch SET state = ?, version = version + 1, arrived_at = ? WHERE id = ?",
            (self._rows["dispatch"]["state"], self._at, self._visit_id),
        )
        self._step()

    def _find(self) -> None:
        self._bare.rows("SELECT * FROM request_promise WHERE request_id = ?", (self._id,))
        self._bare.rows("SELECT * FROM request_stop WHERE request_id = ?", (self._id,))
        self._decide(self._sign_id)
        self._step()

    def _report(self) -> None:
        self._crew()
        self._bare.rows("SELECT * FROM service_report WHERE dispatch_id = ?", (self._visit_id,))
        self._bare.rows("SELECT * FROM price_item WHERE id = ?", (self._rows["cost_line"]["price_item_id"],))
        report_id = self._insert("service_report", request_id=self._id, dispatch_id=self._visit_id)
        self._insert("report_part", report_id=report_id)
        self._insert("cost_line", report_id=report_id)
        self._step()

    def _survey(self) -> None:
        self._crew()
        self._bare.rows("SELECT * FROM survey WHERE request_id = ?", (self._id,))
        self._insert("survey", request_id=self._id)
        self._step()

    def _close(self) -> None:
        for table in ("service_report", "survey", "survey_ask"):
            self._bare.rows(f"SELECT * FROM {table} WHERE request_id = ?", (self._id,))
        self._step()

    def _tell(self, model: dict[str, Any]) -> None:
        count_before, _ = self._bare.rows(f"SELECT count, hash FROM trail_head WHERE id = 1{self._bare.for_update}")[0]
        event = model | {"id": count_before + 1, "subject_id": self._id}
        self._bare.run(insert_into("event", list(event)), list(event.values()))
        if model["id"] in self._spoken:
            salt, words = self._spoken[model["id"]]
            self._bare.run("INSERT INTO event_words (event_id, salt, words) VALUES (?, ?, ?)",
                           (event["id"], salt, words))  # fmt: skip
        self._bare.run(MARK_DAY, (self._on, self._request["office_id"]))
        self._bare.run("UPDATE trail_head SET count = ?, hash = ? WHERE id = 1", (event["id"], event["hash"]))
