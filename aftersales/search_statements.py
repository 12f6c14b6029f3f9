"""The statements of each database's own search, kept prepared; `aftersales.adapters` runs them."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import text

from aftersales.prepared import Prepared


def fts_name(table: str) -> str:
    return f"{table}_fts"


@lru_cache(maxsize=16)
def sqlite_words(table: str) -> tuple[Prepared, ...]:
    """What keeps one words' table and its index: insert, update, forget in the index, and index."""
    fts = fts_name(table)
    written = (
        f"INSERT INTO {table}(id, words) VALUES (:id, :words)",
        f"UPDATE {table} SET words = :words WHERE id = :id",
        f"INSERT INTO {fts}({fts}, rowid, words) VALUES ('delete', :id, :words)",
        f"INSERT INTO {fts}(rowid, words) VALUES (:id, :words)",
    )
    return tuple(Prepared(text(sql)) for sql in written)


def fts_word(word: str) -> str:
    return f'"{word[:-1]}" *' if word.endswith("*") else f'"{word}"'


def tsquery_word(word: str) -> str:
    quoted = "'" + word.rstrip("*").replace("\\", "\\\\").replace("'", "''") + "'"
    return quoted + (":*" if word.endswith("*") else "")


@lru_cache(maxsize=16)
def sqlite_search(table: str, goes_on: bool) -> Prepared:
    fts = fts_name(table)
    below = "AND rowid < :before" if goes_on else ""
    return Prepared(text(f"SELECT rowid FROM {fts} WHERE {fts} MATCH :q {below} ORDER BY rowid DESC LIMIT :n"))


@lru_cache(maxsize=16)
def postgres_words(table: str) -> Prepared:
    sql = f"INSERT INTO {table}(id, words) VALUES (:id, :w) ON CONFLICT (id) DO UPDATE SET words = :w"
    return Prepared(text(sql))


@lru_cache(maxsize=16)
def postgres_search(table: str, goes_on: bool) -> tuple[Prepared, Prepared]:
    """Among the newest rows, and everywhere.

    Left alone the planner walks the primary key backwards, seconds for a rare word: so the newest rows
    first, and only then the index, kept from the key by "+ 0".
    """
    found, below = "vector @@ CAST(:q AS tsquery)", "AND id < :before" if goes_on else ""
    newest = (
        f"SELECT id FROM (SELECT id, vector FROM {table} WHERE TRUE {below} ORDER BY id DESC LIMIT :look) new "
        f"WHERE {found} ORDER BY id DESC LIMIT :n"
    )
    everywhere = f"SELECT id FROM {table} WHERE {found} {below} ORDER BY id + 0 DESC LIMIT :n"
    return Prepared(text(newest)), Prepared(text(everywhere))
