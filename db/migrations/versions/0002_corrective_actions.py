"""Corrective actions with their owner and check, and the analysis of a cause.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

from aftersales.models.base import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cause_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("branch", sa.String(32), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(400), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_cause_line_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_line")),
    )
    op.create_index(op.f("ix_cause_line_request_id"), "cause_line", ["request_id"], unique=False)
    op.create_table(
        "corrective_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("sign_type_id", sa.Integer(), nullable=True),
        sa.Column("batch", sa.String(40), nullable=False),
        sa.Column("fault", sa.String(32), nullable=True),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("check_on", sa.Date(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("set_at", Moment(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("done_words", sa.String(1000), nullable=False),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("check_words", sa.String(1000), nullable=False),
        sa.Column("came_back", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["checked_by_id"], ["staff.id"], name=op.f("fk_corrective_action_checked_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_corrective_action_owner_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_corrective_action_request_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["staff.id"], name=op.f("fk_corrective_action_set_by_id")),
        sa.ForeignKeyConstraint(["sign_type_id"], ["sign_type.id"], name=op.f("fk_corrective_action_sign_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrective_action")),
        sa.UniqueConstraint("number", name=op.f("uq_corrective_action_number")),
    )
    op.create_index(op.f("ix_corrective_action_batch"), "corrective_action", ["batch"], unique=False)
    op.create_index(
        "ix_corrective_action_open",
        "corrective_action",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('planned', 'under_way', 'done', 'not_good')"),
        postgresql_where=sa.text("state IN ('planned', 'under_way', 'done', 'not_good')"),
    )
    op.create_index(op.f("ix_corrective_action_owner_id"), "corrective_action", ["owner_id"], unique=False)
    op.create_index(op.f("ix_corrective_action_request_id"), "corrective_action", ["request_id"], unique=False)
    op.create_index(op.f("ix_corrective_action_set_at"), "corrective_action", ["set_at"], unique=False)
    op.create_index(op.f("ix_corrective_action_sign_type_id"), "corrective_action", ["sign_type_id"], unique=False)
    op.create_table(
        "cause_analysis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(32), nullable=False),
        sa.Column("root_branch", sa.String(32), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["corrective_action.id"], name=op.f("fk_cause_analysis_action_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["staff.id"], name=op.f("fk_cause_analysis_made_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_cause_analysis_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_analysis")),
        sa.UniqueConstraint("request_id", name=op.f("uq_cause_analysis_request_id")),
    )
    op.create_index(op.f("ix_cause_analysis_action_id"), "cause_analysis", ["action_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Restore the copy that was made before the migration.")
