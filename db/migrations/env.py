"""How a migration runs: on the store that asks, in one transaction, with what batch mode drops made anew."""

from alembic import context

from aftersales.database import Store
from aftersales.models import Base

store: Store = context.config.attributes["store"]


def run() -> None:
    """Migrate the store's database.

    Batch mode rebuilds a SQLite table, and a rebuilt table loses its triggers: so foreign keys are
    off meanwhile and checked after, and triggers and search indexes are made again at the end.
    """
    is_sqlite = store.url.get_backend_name() == "sqlite"
    with store.engine.connect().execution_options(writes=True) as connection:
        if is_sqlite:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=is_sqlite)
                context.run_migrations()
                store.adapter.after_schema(connection)
                if is_sqlite:
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                    if broken:
                        raise RuntimeError(f"rows without their parent after the migration: {broken[:5]}")
        finally:
            if is_sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


run()
