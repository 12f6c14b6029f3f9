"""What the customer accepted stands on the request; indexes over what is found by few of many.

Revision: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

UNQUOTED = (
    "charge IN ('at_cost', 'paid') AND arrived_at IS NOT NULL AND (quoted_charge IS NULL OR quoted_charge <> charge)"
)


def upgrade() -> None:
    op.add_column("service_request", sa.Column("quoted_charge", sa.String(32), nullable=True))
    op.execute(
        "UPDATE service_request SET quoted_charge = (SELECT quote.charge FROM quote"
        " WHERE quote.request_id = service_request.id AND quote.round = service_request.round"
        " AND quote.state = 'accepted' ORDER BY quote.answered_at DESC, quote.id DESC LIMIT 1)"
        " WHERE id IN (SELECT request_id FROM quote WHERE state = 'accepted')"
    )
    op.create_index(op.f("ix_project_handover_on"), "project", ["handover_on"], unique=False)
    for name, table, columns, condition in (
        ("ix_service_request_unquoted", "service_request", "arrived_at", UNQUOTED),
        ("ix_service_request_repeats", "service_request", "received_at", "repeats_id IS NOT NULL"),
        ("ix_sign_handover_on", "sign", "handover_on", "handover_on IS NOT NULL"),
        ("ix_assignment_live", "assignment", "staff_id", "is_live"),
        ("ix_notice_unread", "notice", "staff_id made_at", "read_at IS NULL"),
        ("ix_notice_read", "notice", "staff_id made_at", "read_at IS NOT NULL"),
    ):
        op.create_index(
            name,
            table,
            columns.split(),
            unique=False,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def downgrade() -> None:
    raise NotImplementedError("Restore the copy that was made before the migration.")
