"""Bills, and which of them covers an accepted quote.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

from aftersales.models.base import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("billed_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("accepted_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(400), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["staff.id"], name=op.f("fk_bill_recorded_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_bill_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill")),
        sa.UniqueConstraint("number", name=op.f("uq_bill_number")),
    )
    op.create_index(op.f("ix_bill_request_id"), "bill", ["request_id"], unique=False)
    op.create_index(
        "ix_bill_unpaid",
        "bill",
        ["billed_on"],
        unique=False,
        sqlite_where=sa.text("state = 'billed'"),
        postgresql_where=sa.text("state = 'billed'"),
    )
    with op.batch_alter_table("quote") as quote:
        quote.add_column(sa.Column("bill_id", sa.Integer(), nullable=True))
        quote.create_foreign_key(op.f("fk_quote_bill_id"), "bill", ["bill_id"], ["id"])
    op.create_index(op.f("ix_quote_bill_id"), "quote", ["bill_id"], unique=False)
    op.create_index(
        "ix_quote_unbilled",
        "quote",
        ["request_id"],
        unique=False,
        sqlite_where=sa.text("state = 'accepted' AND bill_id IS NULL"),
        postgresql_where=sa.text("state = 'accepted' AND bill_id IS NULL"),
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the copy that was made before the migration.")
