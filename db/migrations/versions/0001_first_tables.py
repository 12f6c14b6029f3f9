"""The first tables: everything that one service request needs, from the call to the closed file.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op

from aftersales.models.base import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_counter",
        sa.Column("prefix", sa.String(8), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "on", name=op.f("pk_daily_counter")),
    )
    op.create_table(
        "daily_figures",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("office_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("marks", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("counted", sa.BigInteger(), server_default="-1", nullable=False),
        sa.Column("satisfaction_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("satisfaction_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("response_kept_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("response_kept_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("arrival_kept_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("arrival_kept_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("hours_kept_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("hours_kept_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("done_in_a_day_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("done_in_a_day_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("repair_hours_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("repair_hours_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("first_visit_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("first_visit_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("not_repeated_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("not_repeated_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("complete_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("complete_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("requests_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("requests_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("recurrences_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("recurrences_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cost_us_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cost_us_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cost_customer_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cost_customer_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("free_after_warranty_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("free_after_warranty_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("not_quoted_top", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("not_quoted_bottom", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("day", "office_id", name=op.f("pk_daily_figures")),
    )
    op.create_index(
        "ix_daily_figures_marked",
        "daily_figures",
        ["day"],
        unique=False,
        sqlite_where=sa.text("marks <> counted"),
        postgresql_where=sa.text("marks <> counted"),
    )
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("code", name=op.f("uq_department_code")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(48), nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("words_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_subject", "event", ["subject", "subject_id"], unique=False)
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("region", sa.String(40), nullable=False),
        sa.Column("region_en", sa.String(40), nullable=False),
        sa.Column("sees_region_only", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("name", name=op.f("uq_office_name")),
    )
    op.create_index(op.f("ix_office_region"), "office", ["region"], unique=False)
    op.create_table(
        "once_key",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("used_at", Moment(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_once_key")),
    )
    op.create_index(op.f("ix_once_key_used_at"), "once_key", ["used_at"], unique=False)
    op.create_table(
        "price_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("unit_en", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("cost_fen", sa.BigInteger(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_item")),
        sa.UniqueConstraint("code", name=op.f("uq_price_item_code")),
    )
    op.create_table(
        "sealed_event",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(48), nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("words_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_event")),
    )
    op.create_index("ix_sealed_event_subject", "sealed_event", ["subject", "subject_id"], unique=False)
    op.create_table(
        "service_calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("holidays", sa.String(8), nullable=False),
        sa.Column("week", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_calendar")),
        sa.UniqueConstraint("name", name=op.f("uq_service_calendar_name")),
    )
    op.create_table(
        "setup_code",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_code")),
    )
    op.create_table(
        "sign_in_tries",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_tries")),
    )
    op.create_index(op.f("ix_sign_in_tries_last_at"), "sign_in_tries", ["last_at"], unique=False)
    op.create_table(
        "sign_type",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_type")),
        sa.UniqueConstraint("name", name=op.f("uq_sign_type_name")),
    )
    op.create_table(
        "ticker_lease",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("until_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticker_lease")),
    )
    op.create_table(
        "trail_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_head")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("frames", sa.JSON(), nullable=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["service_calendar.id"], name=op.f("fk_calendar_day_calendar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("calendar_id", "on", name=op.f("uq_calendar_day_calendar_id_on")),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("province", sa.String(40), nullable=False),
        sa.Column("city", sa.String(40), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_customer_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("name", name=op.f("uq_customer_name")),
    )
    op.create_index(op.f("ix_customer_office_id"), "customer", ["office_id"], unique=False)
    op.create_table(
        "event_words",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_words_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_words")),
    )
    op.create_table(
        "sealed_event_words",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["sealed_event.id"], name=op.f("fk_sealed_event_words_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_sealed_event_words")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_team_department_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_team_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_index(op.f("ix_team_office_id"), "team", ["office_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("phone_digits", sa.String(40), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_contact_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_customer_id"), "contact", ["customer_id"], unique=False)
    op.create_index(op.f("ix_contact_phone_digits"), "contact", ["phone_digits"], unique=False)
    op.create_table(
        "customer_words",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["customer.id"], name=op.f("fk_customer_words_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_words")),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("handover_on", sa.Date(), nullable=True),
        sa.Column("warranty_months", sa.Integer(), nullable=True),
        sa.Column("warranty_source", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_project_customer_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_project_office_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_project_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
    )
    op.create_index(op.f("ix_project_customer_id"), "project", ["customer_id"], unique=False)
    op.create_index(op.f("ix_project_office_id"), "project", ["office_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("email", sa.String(200), nullable=True),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_staff_department_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_staff_office_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_staff_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
    )
    op.create_index(op.f("ix_staff_department_id"), "staff", ["department_id"], unique=False)
    op.create_index(op.f("ix_staff_office_id"), "staff", ["office_id"], unique=False)
    op.create_index(op.f("ix_staff_team_id"), "staff", ["team_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("staff_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.String(200), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("password_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_account_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(24), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("content_type", sa.String(80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["staff.id"], name=op.f("fk_attachment_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_owner", "attachment", ["owner", "owner_id"], unique=False)
    op.create_table(
        "audit_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("drawn_at", Moment(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["staff.id"], name=op.f("fk_audit_sample_drawn_by_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_audit_sample_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_sample")),
        sa.UniqueConstraint("office_id", "month", name=op.f("uq_audit_sample_office_id_month")),
    )
    op.create_index(op.f("ix_audit_sample_month"), "audit_sample", ["month"], unique=False)
    op.create_table(
        "care_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("days_before", sa.Integer(), nullable=True),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("caller", sa.String(32), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["staff.id"], name=op.f("fk_care_plan_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_plan")),
    )
    op.create_table(
        "company_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(32), nullable=False),
        sa.Column("goal_milli", sa.Integer(), nullable=False),
        sa.Column("from_at", Moment(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["set_by_id"], ["staff.id"], name=op.f("fk_company_goal_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_goal")),
    )
    op.create_index("ix_company_goal_figure", "company_goal", ["figure", "from_at"], unique=False)
    op.create_table(
        "contract_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("quote", sa.String(400), nullable=False),
        sa.Column("from_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_contract_term_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_term")),
    )
    op.create_index(op.f("ix_contract_term_project_id"), "contract_term", ["project_id"], unique=False)
    op.create_table(
        "department_lead",
        sa.Column("department_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_department_lead_department_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_department_lead_staff_id")),
        sa.PrimaryKeyConstraint("department_id", name=op.f("pk_department_lead")),
    )
    op.create_table(
        "form_draft",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_form_draft_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "form", name=op.f("pk_form_draft")),
    )
    op.create_index(op.f("ix_form_draft_kept_at"), "form_draft", ["kept_at"], unique=False)
    op.create_table(
        "known_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_type_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(200), nullable=False),
        sa.Column("question_en", sa.String(200), nullable=False),
        sa.Column("answer", sa.String(2000), nullable=False),
        sa.Column("answer_en", sa.String(2000), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", Moment(), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["staff.id"], name=op.f("fk_known_answer_added_by_id")),
        sa.ForeignKeyConstraint(["retired_by_id"], ["staff.id"], name=op.f("fk_known_answer_retired_by_id")),
        sa.ForeignKeyConstraint(["sign_type_id"], ["sign_type.id"], name=op.f("fk_known_answer_sign_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_answer")),
    )
    op.create_index(op.f("ix_known_answer_retired_at"), "known_answer", ["retired_at"], unique=False)
    op.create_table(
        "project_words",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["project.id"], name=op.f("fk_project_words_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_words")),
    )
    op.create_table(
        "staff_role",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_role_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "role", name=op.f("pk_staff_role")),
    )
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=True),
        sa.Column("ticket_hash", sa.String(64), nullable=True),
        sa.Column("ticket_until_at", Moment(), nullable=True),
        sa.Column("outside_hash", sa.String(64), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("last_seen_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("device", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("outside_hash", name=op.f("uq_staff_session_outside_hash")),
        sa.UniqueConstraint("ticket_hash", name=op.f("uq_staff_session_ticket_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
    )
    op.create_index(op.f("ix_staff_session_staff_id"), "staff_session", ["staff_id"], unique=False)
    op.create_table(
        "attachment_bytes",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_bytes_attachment_id")),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_attachment_bytes")),
    )
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.Column("hotline", sa.String(40), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("address_en", sa.String(200), nullable=False),
        sa.Column("logo_id", sa.Integer(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("is_loaded", sa.Boolean(), nullable=False),
        sa.Column("founded_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["logo_id"], ["attachment.id"], name=op.f("fk_company_logo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_table(
        "handbook_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_type_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("construction", sa.String(4000), nullable=False),
        sa.Column("functions", sa.String(4000), nullable=False),
        sa.Column("usage", sa.String(4000), nullable=False),
        sa.Column("care", sa.String(4000), nullable=False),
        sa.Column("cautions", sa.String(4000), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["staff.id"], name=op.f("fk_handbook_version_added_by_id")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_handbook_version_attachment_id")),
        sa.ForeignKeyConstraint(["sign_type_id"], ["sign_type.id"], name=op.f("fk_handbook_version_sign_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handbook_version")),
        sa.UniqueConstraint(
            "sign_type_id", "number", "language", name=op.f("uq_handbook_version_sign_type_id_number_language")
        ),
    )
    op.create_table(
        "sign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("sign_type_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("batch", sa.String(40), nullable=False),
        sa.Column("handover_on", sa.Date(), nullable=True),
        sa.Column("warranty_months", sa.Integer(), nullable=True),
        sa.Column("exchanged_on", sa.Date(), nullable=True),
        sa.Column("exchange_months", sa.Integer(), nullable=True),
        sa.Column("is_main", sa.Boolean(), nullable=True),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["attachment.id"], name=op.f("fk_sign_photo_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_sign_project_id")),
        sa.ForeignKeyConstraint(["sign_type_id"], ["sign_type.id"], name=op.f("fk_sign_sign_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign")),
        sa.UniqueConstraint("code", name=op.f("uq_sign_code")),
    )
    op.create_index(op.f("ix_sign_batch"), "sign", ["batch"], unique=False)
    op.create_index(op.f("ix_sign_project_id"), "sign", ["project_id"], unique=False)
    op.create_index(op.f("ix_sign_sign_type_id"), "sign", ["sign_type_id"], unique=False)
    op.create_table(
        "handbook_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("sign_type_id", sa.Integer(), nullable=False),
        sa.Column("sign_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("from_at", Moment(), nullable=False),
        sa.Column("received_by", sa.String(80), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("unsigned_reason", sa.String(400), nullable=False),
        sa.Column("handed_over_by_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(400), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handed_over_by_id"], ["staff.id"], name=op.f("fk_handbook_delivery_handed_over_by_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_handbook_delivery_project_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["staff.id"], name=op.f("fk_handbook_delivery_recorded_by_id")),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_handbook_delivery_sign_id")),
        sa.ForeignKeyConstraint(["sign_type_id"], ["sign_type.id"], name=op.f("fk_handbook_delivery_sign_type_id")),
        sa.ForeignKeyConstraint(["signature_id"], ["attachment.id"], name=op.f("fk_handbook_delivery_signature_id")),
        sa.ForeignKeyConstraint(["version_id"], ["handbook_version.id"], name=op.f("fk_handbook_delivery_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handbook_delivery")),
        sa.UniqueConstraint("number", name=op.f("uq_handbook_delivery_number")),
    )
    op.create_index(op.f("ix_handbook_delivery_from_at"), "handbook_delivery", ["from_at"], unique=False)
    op.create_index("ix_handbook_delivery_place", "handbook_delivery", ["project_id", "sign_type_id"], unique=False)
    op.create_index(op.f("ix_handbook_delivery_sign_id"), "handbook_delivery", ["sign_id"], unique=False)
    op.create_index(op.f("ix_handbook_delivery_version_id"), "handbook_delivery", ["version_id"], unique=False)
    op.create_table(
        "service_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("came_from", sa.String(32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("severity", sa.String(32), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("sign_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.String(80), nullable=False),
        sa.Column("contact_phone", sa.String(40), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("description", sa.String(2000), nullable=False),
        sa.Column("fault", sa.String(32), nullable=False),
        sa.Column("cause_reported", sa.String(32), nullable=False),
        sa.Column("cause_found", sa.String(32), nullable=True),
        sa.Column("fault_found", sa.String(32), nullable=True),
        sa.Column("needs_agreement", sa.Boolean(), nullable=False),
        sa.Column("warranty", sa.String(32), nullable=False),
        sa.Column("warranty_ends_on", sa.Date(), nullable=True),
        sa.Column("charge", sa.String(32), nullable=False),
        sa.Column("remedy", sa.String(32), nullable=True),
        sa.Column("charge_by_hand", sa.Boolean(), nullable=False),
        sa.Column("registered_at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("promised_at", Moment(), nullable=True),
        sa.Column("clock_from_at", Moment(), nullable=False),
        sa.Column("respond_due_at", Moment(), nullable=False),
        sa.Column("responded_at", Moment(), nullable=True),
        sa.Column("arrive_due_at", Moment(), nullable=True),
        sa.Column("hours_due_at", Moment(), nullable=True),
        sa.Column("arrived_at", Moment(), nullable=True),
        sa.Column("repair_due_at", Moment(), nullable=True),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("made_safe_at", Moment(), nullable=True),
        sa.Column("escalated_at", Moment(), nullable=True),
        sa.Column("repeats_id", sa.Integer(), nullable=True),
        sa.Column("repeat_count", sa.Integer(), nullable=False),
        sa.Column("to_manager", sa.Boolean(), nullable=False),
        sa.Column("root_cause", sa.String(1000), nullable=False),
        sa.Column("corrective_action", sa.String(1000), nullable=False),
        sa.Column("outcome", sa.String(1000), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("split_from_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_service_request_customer_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["service_request.id"], name=op.f("fk_service_request_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_service_request_office_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_service_request_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_service_request_project_id")),
        sa.ForeignKeyConstraint(["registered_by_id"], ["staff.id"], name=op.f("fk_service_request_registered_by_id")),
        sa.ForeignKeyConstraint(["repeats_id"], ["service_request.id"], name=op.f("fk_service_request_repeats_id")),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_service_request_sign_id")),
        sa.ForeignKeyConstraint(
            ["split_from_id"], ["service_request.id"], name=op.f("fk_service_request_split_from_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_service_request_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_request")),
        sa.UniqueConstraint("number", name=op.f("uq_service_request_number")),
    )
    op.create_index(
        "ix_service_request_closed",
        "service_request",
        ["office_id", "closed_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NOT NULL"),
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index("ix_service_request_customer_id_id", "service_request", ["customer_id", "id"], unique=False)
    op.create_index(
        "ix_service_request_later_rounds",
        "service_request",
        ["clock_from_at"],
        unique=False,
        sqlite_where=sa.text("round > 1"),
        postgresql_where=sa.text("round > 1"),
    )
    op.create_index(op.f("ix_service_request_merged_into_id"), "service_request", ["merged_into_id"], unique=False)
    op.create_index(
        "ix_service_request_open",
        "service_request",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text(
            "state IN ('registered', 'accepted', 'on_hold', 'dispatched', 'en_route', 'on_site', 'unfinished', 'done')"
        ),
        postgresql_where=sa.text(
            "state IN ('registered', 'accepted', 'on_hold', 'dispatched', 'en_route', 'on_site', 'unfinished', 'done')"
        ),
    )
    op.create_index("ix_service_request_project_id_id", "service_request", ["project_id", "id"], unique=False)
    op.create_index("ix_service_request_received_at", "service_request", ["received_at"], unique=False)
    op.create_index(op.f("ix_service_request_repeats_id"), "service_request", ["repeats_id"], unique=False)
    op.create_index("ix_service_request_sign_fault", "service_request", ["sign_id", "fault"], unique=False)
    op.create_index(op.f("ix_service_request_split_from_id"), "service_request", ["split_from_id"], unique=False)
    op.create_table(
        "sign_words",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["sign.id"], name=op.f("fk_sign_words_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_words")),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("terms", sa.String(2000), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=True),
        sa.Column("customer_side", sa.String(80), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("negotiator_ids", sa.JSON(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", Moment(), nullable=True),
        sa.Column("submitted_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by_id"], ["staff.id"], name=op.f("fk_agreement_ended_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_agreement_request_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["staff.id"], name=op.f("fk_agreement_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("number", name=op.f("uq_agreement_number")),
    )
    op.create_index(op.f("ix_agreement_request_id"), "agreement", ["request_id"], unique=False)
    op.create_index(op.f("ix_agreement_started_at"), "agreement", ["started_at"], unique=False)
    op.create_index(
        "uq_agreement_open",
        "agreement",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'negotiating', 'accepted', 'submitted')"),
        postgresql_where=sa.text("state IN ('draft', 'negotiating', 'accepted', 'submitted')"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("auditor_id", sa.Integer(), nullable=True),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("drawn_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("good", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(["auditor_id"], ["staff.id"], name=op.f("fk_audit_auditor_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_audit_office_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_audit_request_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["audit_sample.id"], name=op.f("fk_audit_sample_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_number")),
        sa.UniqueConstraint("sample_id", "request_id", name=op.f("uq_audit_sample_id_request_id")),
    )
    op.create_index(op.f("ix_audit_auditor_id"), "audit", ["auditor_id"], unique=False)
    op.create_index(op.f("ix_audit_drawn_at"), "audit", ["drawn_at"], unique=False)
    op.create_index(
        "ix_audit_open",
        "audit",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('to_do', 'under_way', 'follow_up')"),
        postgresql_where=sa.text("state IN ('to_do', 'under_way', 'follow_up')"),
    )
    op.create_index(op.f("ix_audit_request_id"), "audit", ["request_id"], unique=False)
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
        "dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_at", Moment(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("promised_at", Moment(), nullable=True),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("needs", sa.String(400), nullable=False),
        sa.Column("dispatched_by_id", sa.Integer(), nullable=True),
        sa.Column("dispatched_at", Moment(), nullable=True),
        sa.Column("departed_at", Moment(), nullable=True),
        sa.Column("arrived_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("end_reason", sa.String(400), nullable=False),
        sa.ForeignKeyConstraint(["dispatched_by_id"], ["staff.id"], name=op.f("fk_dispatch_dispatched_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_dispatch_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint("number", name=op.f("uq_dispatch_number")),
        sa.UniqueConstraint("request_id", "visit", name=op.f("uq_dispatch_request_id_visit")),
    )
    op.create_index(op.f("ix_dispatch_dispatched_at"), "dispatch", ["dispatched_at"], unique=False)
    op.create_index(
        "ix_dispatch_live",
        "dispatch",
        ["starts_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('assigned', 'accepted', 'en_route', 'on_site')"),
        postgresql_where=sa.text("state IN ('assigned', 'accepted', 'en_route', 'on_site')"),
    )
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("first_raised_at", Moment(), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("acknowledge_due_at", Moment(), nullable=False),
        sa.Column("acknowledged_at", Moment(), nullable=True),
        sa.Column("next_due_at", Moment(), nullable=True),
        sa.Column("feedback", sa.String(2000), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["staff.id"], name=op.f("fk_escalation_answered_by_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_escalation_department_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["staff.id"], name=op.f("fk_escalation_ended_by_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["staff.id"], name=op.f("fk_escalation_raised_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_escalation_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sa.UniqueConstraint("number", name=op.f("uq_escalation_number")),
    )
    op.create_index(op.f("ix_escalation_department_id"), "escalation", ["department_id"], unique=False)
    op.create_index(
        "ix_escalation_due",
        "escalation",
        ["next_due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('raised', 'acknowledged')"),
        postgresql_where=sa.text("state IN ('raised', 'acknowledged')"),
    )
    op.create_index(op.f("ix_escalation_first_raised_at"), "escalation", ["first_raised_at"], unique=False)
    op.create_index(op.f("ix_escalation_request_id"), "escalation", ["request_id"], unique=False)
    op.create_index(
        "uq_escalation_owed",
        "escalation",
        ["request_id", "department_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('raised', 'acknowledged')"),
        postgresql_where=sa.text("state IN ('raised', 'acknowledged')"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("about", sa.String(120), nullable=False),
        sa.Column("page", sa.String(48), nullable=False),
        sa.Column("about_at", Moment(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("read_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_notice_request_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notice_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "staff_id",
            "kind",
            "subject",
            "subject_id",
            "about_at",
            name=op.f("uq_notice_staff_id_kind_subject_subject_id_about_at"),
        ),
    )
    op.create_table(
        "office_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("collected_by_id", sa.Integer(), nullable=True),
        sa.Column("send_by_on", sa.Date(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["collected_by_id"], ["staff.id"], name=op.f("fk_office_opinion_collected_by_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_opinion_office_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_office_opinion_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_opinion")),
        sa.UniqueConstraint("request_id", name=op.f("uq_office_opinion_request_id")),
    )
    op.create_index(op.f("ix_office_opinion_office_id"), "office_opinion", ["office_id"], unique=False)
    op.create_table(
        "opinion_routing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(400), nullable=False),
        sa.Column("routed_at", Moment(), nullable=False),
        sa.Column("routed_by_id", sa.Integer(), nullable=True),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("next_due_at", Moment(), nullable=True),
        sa.Column("acknowledged_at", Moment(), nullable=True),
        sa.Column("answer", sa.String(2000), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["staff.id"], name=op.f("fk_opinion_routing_answered_by_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_opinion_routing_department_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_opinion_routing_request_id")),
        sa.ForeignKeyConstraint(["routed_by_id"], ["staff.id"], name=op.f("fk_opinion_routing_routed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_routing")),
        sa.UniqueConstraint("number", name=op.f("uq_opinion_routing_number")),
    )
    op.create_index(op.f("ix_opinion_routing_department_id"), "opinion_routing", ["department_id"], unique=False)
    op.create_index(
        "ix_opinion_routing_due",
        "opinion_routing",
        ["next_due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('routed', 'acknowledged')"),
        postgresql_where=sa.text("state IN ('routed', 'acknowledged')"),
    )
    op.create_index(op.f("ix_opinion_routing_request_id"), "opinion_routing", ["request_id"], unique=False)
    op.create_index(op.f("ix_opinion_routing_routed_at"), "opinion_routing", ["routed_at"], unique=False)
    op.create_index(
        "uq_opinion_routing_open",
        "opinion_routing",
        ["request_id", "department_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('routed', 'acknowledged')"),
        postgresql_where=sa.text("state IN ('routed', 'acknowledged')"),
    )
    op.create_table(
        "product_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(400), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("requested_at", Moment(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_product_return_customer_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_product_return_office_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_product_return_project_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_product_return_request_id")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["staff.id"], name=op.f("fk_product_return_requested_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_return")),
        sa.UniqueConstraint("number", name=op.f("uq_product_return_number")),
    )
    op.create_index(op.f("ix_product_return_office_id"), "product_return", ["office_id"], unique=False)
    op.create_index(
        "ix_product_return_open",
        "product_return",
        ["requested_at"],
        unique=False,
        sqlite_where=sa.text("state NOT IN ('closed', 'withdrawn')"),
        postgresql_where=sa.text("state NOT IN ('closed', 'withdrawn')"),
    )
    op.create_index(op.f("ix_product_return_request_id"), "product_return", ["request_id"], unique=False)
    op.create_index(op.f("ix_product_return_requested_at"), "product_return", ["requested_at"], unique=False)
    op.create_table(
        "quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("charge", sa.String(32), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("answered_by", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["staff.id"], name=op.f("fk_quote_made_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_quote_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
    )
    op.create_index(op.f("ix_quote_request_id"), "quote", ["request_id"], unique=False)
    op.create_table(
        "request_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("promised_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_request_promise_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_promise")),
    )
    op.create_index(op.f("ix_request_promise_request_id"), "request_promise", ["request_id"], unique=False)
    op.create_table(
        "request_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("clock_from_at", Moment(), nullable=False),
        sa.Column("respond_due_at", Moment(), nullable=False),
        sa.Column("responded_at", Moment(), nullable=True),
        sa.Column("promised_at", Moment(), nullable=True),
        sa.Column("arrive_due_at", Moment(), nullable=True),
        sa.Column("hours_due_at", Moment(), nullable=True),
        sa.Column("arrived_at", Moment(), nullable=True),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_request_round_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_round")),
        sa.UniqueConstraint("request_id", "round", name=op.f("uq_request_round_request_id_round")),
    )
    op.create_index(op.f("ix_request_round_clock_from_at"), "request_round", ["clock_from_at"], unique=False)
    op.create_table(
        "request_words",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["service_request.id"], name=op.f("fk_request_words_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_words")),
    )
    op.create_table(
        "revisit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(80), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("about_on", sa.Date(), nullable=True),
        sa.Column("rhythm_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(32), nullable=True),
        sa.Column("heard_from", sa.String(80), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("wishes", sa.String(1000), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_revisit_customer_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["staff.id"], name=op.f("fk_revisit_ended_by_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_revisit_office_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_revisit_owner_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["care_plan.id"], name=op.f("fk_revisit_plan_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_revisit_project_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_revisit_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisit")),
        sa.UniqueConstraint("number", name=op.f("uq_revisit_number")),
        sa.UniqueConstraint("plan_id", "occasion", name=op.f("uq_revisit_plan_id_occasion")),
    )
    op.create_index(op.f("ix_revisit_customer_id"), "revisit", ["customer_id"], unique=False)
    op.create_index(op.f("ix_revisit_due_at"), "revisit", ["due_at"], unique=False)
    op.create_index(op.f("ix_revisit_ended_at"), "revisit", ["ended_at"], unique=False)
    op.create_index(
        "ix_revisit_owner",
        "revisit",
        ["owner_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.create_index(op.f("ix_revisit_request_id"), "revisit", ["request_id"], unique=False)
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("answered_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("is_refused", sa.Boolean(), nullable=False),
        sa.Column("refusal", sa.String(400), nullable=False),
        sa.Column("reply", sa.Integer(), nullable=True),
        sa.Column("arrival", sa.Integer(), nullable=True),
        sa.Column("skill", sa.Integer(), nullable=True),
        sa.Column("explained", sa.Integer(), nullable=True),
        sa.Column("manners", sa.Integer(), nullable=True),
        sa.Column("overall", sa.Integer(), nullable=True),
        sa.Column("recommends", sa.Boolean(), nullable=True),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["staff.id"], name=op.f("fk_survey_recorded_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_survey_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    op.create_index(op.f("ix_survey_answered_at"), "survey", ["answered_at"], unique=False)
    op.create_index(op.f("ix_survey_request_id"), "survey", ["request_id"], unique=False)
    op.create_table(
        "survey_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=True),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["staff.id"], name=op.f("fk_survey_ask_asked_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_survey_ask_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_ask")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_survey_ask_token_hash")),
    )
    op.create_index(op.f("ix_survey_ask_request_id"), "survey_ask", ["request_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("accepted_at", Moment(), nullable=True),
        sa.Column("refused_at", Moment(), nullable=True),
        sa.Column("refusal", sa.String(400), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name=op.f("fk_assignment_dispatch_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_assignment_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("dispatch_id", "staff_id", name=op.f("uq_assignment_dispatch_id_staff_id")),
    )
    op.create_index("ix_assignment_staff_time", "assignment", ["staff_id", "starts_at"], unique=False)
    op.create_table(
        "audit_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(28), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(32), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("found_at", Moment(), nullable=False),
        sa.Column("seen_to_at", Moment(), nullable=True),
        sa.Column("seen_to_by_id", sa.Integer(), nullable=True),
        sa.Column("seen_to_words", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["corrective_action.id"], name=op.f("fk_audit_finding_action_id")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_finding_audit_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_audit_finding_owner_id")),
        sa.ForeignKeyConstraint(["seen_to_by_id"], ["staff.id"], name=op.f("fk_audit_finding_seen_to_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_finding")),
        sa.UniqueConstraint("audit_id", "question", name=op.f("uq_audit_finding_audit_id_question")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_finding_number")),
    )
    op.create_index(op.f("ix_audit_finding_action_id"), "audit_finding", ["action_id"], unique=False)
    op.create_index(
        "ix_audit_finding_open",
        "audit_finding",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(op.f("ix_audit_finding_owner_id"), "audit_finding", ["owner_id"], unique=False)
    op.create_table(
        "audit_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(32), nullable=False),
        sa.Column("answer", sa.String(32), nullable=True),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("from_facts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_line_audit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_line")),
        sa.UniqueConstraint("audit_id", "question", name=op.f("uq_audit_line_audit_id_question")),
    )
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
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("sign_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.String(80), nullable=False),
        sa.Column("contact_phone", sa.String(40), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("registered_at", Moment(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("feedback_due_at", Moment(), nullable=False),
        sa.Column("first_feedback_at", Moment(), nullable=True),
        sa.Column("feedback", sa.String(1000), nullable=False),
        sa.Column("late_told_at", Moment(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("finding", sa.String(2000), nullable=False),
        sa.Column("cause", sa.String(1000), nullable=False),
        sa.Column("action", sa.String(1000), nullable=False),
        sa.Column("action_owner_id", sa.Integer(), nullable=True),
        sa.Column("action_due_on", sa.Date(), nullable=True),
        sa.Column("action_due_at", Moment(), nullable=True),
        sa.Column("outcome", sa.String(1000), nullable=False),
        sa.Column("resolved_at", Moment(), nullable=True),
        sa.Column("answer", sa.String(32), nullable=True),
        sa.Column("answer_words", sa.String(1000), nullable=False),
        sa.Column("answered_by", sa.String(80), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["action_owner_id"], ["staff.id"], name=op.f("fk_complaint_action_owner_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_complaint_customer_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_complaint_department_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["complaint.id"], name=op.f("fk_complaint_merged_into_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_complaint_office_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_complaint_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_complaint_project_id")),
        sa.ForeignKeyConstraint(["registered_by_id"], ["staff.id"], name=op.f("fk_complaint_registered_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_complaint_request_id")),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_complaint_sign_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_complaint_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
        sa.UniqueConstraint("survey_id", name=op.f("uq_complaint_survey_id")),
    )
    op.create_index(op.f("ix_complaint_customer_id"), "complaint", ["customer_id"], unique=False)
    op.create_index(op.f("ix_complaint_merged_into_id"), "complaint", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_complaint_office_id"), "complaint", ["office_id"], unique=False)
    op.create_index(
        "ix_complaint_open",
        "complaint",
        ["feedback_due_at"],
        unique=False,
        sqlite_where=sa.text("state NOT IN ('closed', 'unfounded', 'merged')"),
        postgresql_where=sa.text("state NOT IN ('closed', 'unfounded', 'merged')"),
    )
    op.create_index(op.f("ix_complaint_owner_id"), "complaint", ["owner_id"], unique=False)
    op.create_index(op.f("ix_complaint_received_at"), "complaint", ["received_at"], unique=False)
    op.create_index(op.f("ix_complaint_request_id"), "complaint", ["request_id"], unique=False)
    op.create_table(
        "integrity_complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("sign_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.String(80), nullable=False),
        sa.Column("contact_phone", sa.String(40), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("registered_at", Moment(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("feedback_due_at", Moment(), nullable=False),
        sa.Column("first_feedback_at", Moment(), nullable=True),
        sa.Column("feedback", sa.String(1000), nullable=False),
        sa.Column("late_told_at", Moment(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("finding", sa.String(2000), nullable=False),
        sa.Column("cause", sa.String(1000), nullable=False),
        sa.Column("action", sa.String(1000), nullable=False),
        sa.Column("action_owner_id", sa.Integer(), nullable=True),
        sa.Column("action_due_on", sa.Date(), nullable=True),
        sa.Column("action_due_at", Moment(), nullable=True),
        sa.Column("outcome", sa.String(1000), nullable=False),
        sa.Column("resolved_at", Moment(), nullable=True),
        sa.Column("answer", sa.String(32), nullable=True),
        sa.Column("answer_words", sa.String(1000), nullable=False),
        sa.Column("answered_by", sa.String(80), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["action_owner_id"], ["staff.id"], name=op.f("fk_integrity_complaint_action_owner_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_integrity_complaint_customer_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_integrity_complaint_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["integrity_complaint.id"], name=op.f("fk_integrity_complaint_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_integrity_complaint_office_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_integrity_complaint_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_integrity_complaint_project_id")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["staff.id"], name=op.f("fk_integrity_complaint_registered_by_id")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_integrity_complaint_request_id")),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_integrity_complaint_sign_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_integrity_complaint_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrity_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_integrity_complaint_number")),
        sa.UniqueConstraint("survey_id", name=op.f("uq_integrity_complaint_survey_id")),
    )
    op.create_index(op.f("ix_integrity_complaint_customer_id"), "integrity_complaint", ["customer_id"], unique=False)
    op.create_index(
        op.f("ix_integrity_complaint_merged_into_id"), "integrity_complaint", ["merged_into_id"], unique=False
    )
    op.create_index(op.f("ix_integrity_complaint_office_id"), "integrity_complaint", ["office_id"], unique=False)
    op.create_index(op.f("ix_integrity_complaint_owner_id"), "integrity_complaint", ["owner_id"], unique=False)
    op.create_index(op.f("ix_integrity_complaint_received_at"), "integrity_complaint", ["received_at"], unique=False)
    op.create_index(op.f("ix_integrity_complaint_request_id"), "integrity_complaint", ["request_id"], unique=False)
    op.create_table(
        "quote_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("price_item_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("unit_fen", sa.BigInteger(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["price_item_id"], ["price_item.id"], name=op.f("fk_quote_line_price_item_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_quote_line_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_line")),
    )
    op.create_index(op.f("ix_quote_line_quote_id"), "quote_line", ["quote_id"], unique=False)
    op.create_table(
        "request_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("from_at", Moment(), nullable=False),
        sa.Column("to_at", Moment(), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_request_stop_agreement_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_request_stop_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_stop")),
    )
    op.create_index(op.f("ix_request_stop_request_id"), "request_stop", ["request_id"], unique=False)
    op.create_table(
        "return_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(28), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("whereabouts", sa.String(32), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("sign_id", sa.Integer(), nullable=True),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("product", sa.String(120), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("carrier_in", sa.String(80), nullable=False),
        sa.Column("waybill_in", sa.String(60), nullable=False),
        sa.Column("received_at", Moment(), nullable=True),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        sa.Column("condition", sa.String(400), nullable=False),
        sa.Column("serials", sa.String(400), nullable=False),
        sa.Column("inspected_at", Moment(), nullable=True),
        sa.Column("inspected_by_id", sa.Integer(), nullable=True),
        sa.Column("finding", sa.String(1000), nullable=False),
        sa.Column("cause", sa.String(32), nullable=True),
        sa.Column("basis", sa.JSON(), nullable=True),
        sa.Column("warranty", sa.String(32), nullable=True),
        sa.Column("charge", sa.String(32), nullable=True),
        sa.Column("quote_for", sa.String(32), nullable=True),
        sa.Column("quote_fen", sa.BigInteger(), nullable=True),
        sa.Column("quote_accepted_at", Moment(), nullable=True),
        sa.Column("quote_answered_by", sa.String(80), nullable=False),
        sa.Column("exception_for", sa.String(32), nullable=True),
        sa.Column("exception_reason", sa.String(400), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("refund_fen", sa.BigInteger(), nullable=True),
        sa.Column("refusal", sa.String(400), nullable=False),
        sa.Column("carrier", sa.String(80), nullable=False),
        sa.Column("waybill", sa.String(60), nullable=False),
        sa.Column("shipped_on", sa.Date(), nullable=True),
        sa.Column("new_serials", sa.String(400), nullable=False),
        sa.Column("refunded_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(60), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff.id"], name=op.f("fk_return_line_decided_by_id")),
        sa.ForeignKeyConstraint(["inspected_by_id"], ["staff.id"], name=op.f("fk_return_line_inspected_by_id")),
        sa.ForeignKeyConstraint(["received_by_id"], ["staff.id"], name=op.f("fk_return_line_received_by_id")),
        sa.ForeignKeyConstraint(["return_id"], ["product_return.id"], name=op.f("fk_return_line_return_id")),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_return_line_sign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_line")),
        sa.UniqueConstraint("number", name=op.f("uq_return_line_number")),
    )
    op.create_index(
        "ix_return_line_due",
        "return_line",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state NOT IN ('closed', 'withdrawn')"),
        postgresql_where=sa.text("state NOT IN ('closed', 'withdrawn')"),
    )
    op.create_index(op.f("ix_return_line_return_id"), "return_line", ["return_id"], unique=False)
    op.create_index(op.f("ix_return_line_sign_id"), "return_line", ["sign_id"], unique=False)
    op.create_table(
        "service_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("fault_seen", sa.String(32), nullable=False),
        sa.Column("cause_found", sa.String(32), nullable=False),
        sa.Column("findings", sa.String(2000), nullable=False),
        sa.Column("work_done", sa.String(2000), nullable=False),
        sa.Column("left_to_do", sa.String(1000), nullable=False),
        sa.Column("safety_measures", sa.String(400), nullable=False),
        sa.Column("customer_words", sa.String(1000), nullable=False),
        sa.Column("signed_by", sa.String(80), nullable=False),
        sa.Column("signed_at", Moment(), nullable=True),
        sa.Column("unsigned_reason", sa.String(200), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("filed_at", Moment(), nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name=op.f("fk_service_report_dispatch_id")),
        sa.ForeignKeyConstraint(["filed_by_id"], ["staff.id"], name=op.f("fk_service_report_filed_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_service_report_request_id")),
        sa.ForeignKeyConstraint(["signature_id"], ["attachment.id"], name=op.f("fk_service_report_signature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_report")),
        sa.UniqueConstraint("dispatch_id", name=op.f("uq_service_report_dispatch_id")),
    )
    op.create_index(op.f("ix_service_report_filed_at"), "service_report", ["filed_at"], unique=False)
    op.create_index(op.f("ix_service_report_request_id"), "service_report", ["request_id"], unique=False)
    op.create_table(
        "complaint_concern",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_concern_complaint_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_complaint_concern_staff_id")),
        sa.PrimaryKeyConstraint("complaint_id", "staff_id", name=op.f("pk_complaint_concern")),
    )
    op.create_index(op.f("ix_complaint_concern_staff_id"), "complaint_concern", ["staff_id"], unique=False)
    op.create_table(
        "cost_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("price_item_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("unit_fen", sa.BigInteger(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("bearer", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["price_item_id"], ["price_item.id"], name=op.f("fk_cost_line_price_item_id")),
        sa.ForeignKeyConstraint(["report_id"], ["service_report.id"], name=op.f("fk_cost_line_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_line")),
    )
    op.create_index(op.f("ix_cost_line_report_id"), "cost_line", ["report_id"], unique=False)
    op.create_table(
        "integrity_concern",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["integrity_complaint.id"], name=op.f("fk_integrity_concern_complaint_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_integrity_concern_staff_id")),
        sa.PrimaryKeyConstraint("complaint_id", "staff_id", name=op.f("pk_integrity_concern")),
    )
    op.create_index(op.f("ix_integrity_concern_staff_id"), "integrity_concern", ["staff_id"], unique=False)
    op.create_table(
        "report_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("size", sa.String(80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("old_returned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["service_report.id"], name=op.f("fk_report_part_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_part")),
    )
    op.create_index(op.f("ix_report_part_report_id"), "report_part", ["report_id"], unique=False)
    op.create_table(
        "sign_exchange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("exchanged_on", sa.Date(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("product", sa.String(120), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("old_serials", sa.String(400), nullable=False),
        sa.Column("new_serials", sa.String(400), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["line_id"], ["return_line.id"], name=op.f("fk_sign_exchange_line_id")),
        sa.ForeignKeyConstraint(["sign_id"], ["sign.id"], name=op.f("fk_sign_exchange_sign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_exchange")),
        sa.UniqueConstraint("line_id", name=op.f("uq_sign_exchange_line_id")),
    )
    op.create_index(op.f("ix_sign_exchange_sign_id"), "sign_exchange", ["sign_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Restore the copy that was made before the migration.")
