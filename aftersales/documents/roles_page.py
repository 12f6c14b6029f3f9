"""docs/roles.md, printed from the code's own table."""

from __future__ import annotations

from aftersales.rules.role_words import role_table

_TEXT = """# Who may do and see what

Printed from `aftersales/rules/roles.py` by `tools/write_roles.py`; do not edit. Services enforce this table, pages and
menus read it. Who holds several roles may do what any of them may. The command line acts as the system, which
may do everything except give a customer a person's answer.

{table}
## Beyond the table

- **A technician** sees the requests that he was sent to and no others: in lists, searches, the request's page and its
  pictures. He takes steps on these only, and never learns what customers answered in the survey.
- **An office** whose sight is set to end at its region (*Staff and accounts*) sees that region's requests and those it
  wrote down itself, in every list, sum, search and page, and takes steps on these only. A second role that sees all
  requests lifts the bound.
- **Who was on a crew** does not record that visit's survey.
- **What is one's own** (password, second factor, sessions, drafts, notices) is everybody's own and nobody else's.
- **A first password** is made and reset by who manages staff; nobody can read one that is in use.

`tests/services/test_roles.py` tries every role against every service function on both databases; a new function without
a row fails it. `tests/screens/test_every_address.py` types every page's address by hand for every role.
"""


def roles_page() -> str:
    return _TEXT.format(table=role_table())
