"""Days that were counted are counted again: "complete" looked at the wrong request's closing before (1.1).

Revision: 0004
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Reading never trusts a marked day; the ticker counts them in the background.
    op.execute("UPDATE daily_figures SET counted = -1")


def downgrade() -> None:
    raise NotImplementedError("Restore the copy that was made before the migration.")
