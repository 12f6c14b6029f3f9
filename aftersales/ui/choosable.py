"""Departments and staff to choose from, read once for all forms of a page, and only where one of them asks."""

from __future__ import annotations

from functools import cached_property

from aftersales.queries.choices import UnitsAndStaff, list_units_and_staff
from aftersales.rules.kinds import Role
from aftersales.ui.page import reading
from aftersales.ui.text import named


class Choosable:
    """Of one run of a page: nothing of it is kept for the next."""

    @cached_property
    def _read(self) -> UnitsAndStaff:
        with reading() as session:
            return list_units_and_staff(session)

    def departments(self) -> dict[int, str]:
        return {id_: named(*names) for id_, *names in self._read.departments}

    def staff(self, *roles: Role) -> dict[int, str]:
        """Who works here and has one of the roles (none given: everybody), by name."""
        wanted = set(roles)
        return {one.id: named(one.name, one.name_en) for one in self._read.staff if not wanted or one.roles & wanted}
