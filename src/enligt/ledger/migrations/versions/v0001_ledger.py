"""The first schema: pages, articles, claims with their parts, issues, what was forgotten, judgements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from enligt.ledger import sqlite

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, and on SQLite the full-text ones."""
    op.create_table(
        "forgotten",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=True),
        sa.Column("text_sha256", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("forgotten_at", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('article', 'claim', 'page')", name=op.f("ck_forgotten_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten")),
        sa.UniqueConstraint("target", name=op.f("uq_forgotten_target")),
    )
    op.create_index(op.f("ix_forgotten_text_sha256"), "forgotten", ["text_sha256"], unique=False)
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index(op.f("ix_judgement_target"), "judgement", ["target"], unique=False)
    op.create_table(
        "page",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_page")),
    )
    op.create_table(
        "page_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_sha256", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_sha256"], ["page.sha256"], name=op.f("fk_page_reading_page_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_reading")),
        sa.UniqueConstraint(
            "page_sha256",
            "options",
            "reader",
            "reader_version",
            name=op.f("uq_page_reading_page_sha256_options_reader_reader_version"),
        ),
    )
    op.create_table(
        "issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("fatal", sa.Boolean(), nullable=False),
        sa.Column("page_sha256", sa.Text(), nullable=True),
        sa.Column("page_reading_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_reading_id"], ["page_reading.id"], name=op.f("fk_issue_page_reading_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("issue_id", name=op.f("uq_issue_issue_id")),
    )
    op.create_index(op.f("ix_issue_code"), "issue", ["code"], unique=False)
    op.create_index(op.f("ix_issue_location"), "issue", ["location"], unique=False)
    op.create_index(op.f("ix_issue_page_reading_id"), "issue", ["page_reading_id"], unique=False)
    op.create_table(
        "page_location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_sha256", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("fetched", sa.Text(), nullable=True),
        sa.Column("page_reading_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_reading_id"], ["page_reading.id"], name=op.f("fk_page_location_page_reading_id")),
        sa.ForeignKeyConstraint(["page_sha256"], ["page.sha256"], name=op.f("fk_page_location_page_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_location")),
        sa.UniqueConstraint("page_sha256", "location", name=op.f("uq_page_location_page_sha256_location")),
    )
    op.create_index(op.f("ix_page_location_location"), "page_location", ["location"], unique=False)
    op.create_index(op.f("ix_page_location_outcome"), "page_location", ["outcome"], unique=False)
    op.create_index(op.f("ix_page_location_page_reading_id"), "page_location", ["page_reading_id"], unique=False)
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("updated", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("page_sha256", sa.Text(), nullable=False),
        sa.Column("page_location_id", sa.Integer(), nullable=False),
        sa.Column("outlet_folded", sa.Text(), nullable=True),
        sa.Column("from_day", sa.Text(), nullable=True),
        sa.Column("to_day", sa.Text(), nullable=True),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("segments", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["page_location_id"], ["page_location.id"], name=op.f("fk_article_page_location_id")),
        sa.ForeignKeyConstraint(["page_sha256"], ["page.sha256"], name=op.f("fk_article_page_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("article_id", name=op.f("uq_article_article_id")),
    )
    op.create_index(op.f("ix_article_from_day_to_day"), "article", ["from_day", "to_day"], unique=False)
    op.create_index(op.f("ix_article_language"), "article", ["language"], unique=False)
    op.create_index(op.f("ix_article_outlet_folded"), "article", ["outlet_folded"], unique=False)
    op.create_index(op.f("ix_article_page_location_id"), "article", ["page_location_id"], unique=False)
    op.create_index(op.f("ix_article_page_sha256"), "article", ["page_sha256"], unique=False)
    op.create_index(op.f("ix_article_published"), "article", ["published"], unique=False)
    op.create_table(
        "article_page",
        sa.Column("page_reading_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.article_id"], name=op.f("fk_article_page_article_id")),
        sa.ForeignKeyConstraint(["page_reading_id"], ["page_reading.id"], name=op.f("fk_article_page_page_reading_id")),
        sa.PrimaryKeyConstraint("page_reading_id", "position", name=op.f("pk_article_page")),
    )
    op.create_index(op.f("ix_article_page_article_id"), "article_page", ["article_id"], unique=False)
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("newest", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.article_id"], name=op.f("fk_reading_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("article_id", "reader", "reader_version", name=op.f("uq_reading_article_id_reader_reader_version")),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("factuality", sa.Text(), nullable=False),
        sa.Column("hearsay", sa.Boolean(), nullable=False),
        sa.Column("evidence_start", sa.Integer(), nullable=False),
        sa.Column("evidence_end", sa.Integer(), nullable=False),
        sa.Column("evidence_text", sa.Text(), nullable=False),
        sa.Column("trigger_start", sa.Integer(), nullable=False),
        sa.Column("trigger_end", sa.Integer(), nullable=False),
        sa.Column("trigger_text", sa.Text(), nullable=False),
        sa.Column("when_start", sa.Text(), nullable=True),
        sa.Column("when_end", sa.Text(), nullable=True),
        sa.Column("when_precision", sa.Text(), nullable=True),
        sa.Column("when_text", sa.Text(), nullable=True),
        sa.Column("when_basis", sa.Text(), nullable=True),
        sa.Column("when_span_start", sa.Integer(), nullable=True),
        sa.Column("when_span_end", sa.Integer(), nullable=True),
        sa.Column("when_span_text", sa.Text(), nullable=True),
        sa.Column("where_text", sa.Text(), nullable=True),
        sa.Column("where_span_start", sa.Integer(), nullable=True),
        sa.Column("where_span_end", sa.Integer(), nullable=True),
        sa.Column("where_span_text", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("slot_confidence", sa.JSON(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("from_day", sa.Text(), nullable=True),
        sa.Column("to_day", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.article_id"], name=op.f("fk_claim_article_id")),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_claim_reading_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("reading_id", "claim_id", name=op.f("uq_claim_reading_id_claim_id")),
    )
    op.create_index(op.f("ix_claim_article_id"), "claim", ["article_id"], unique=False)
    op.create_index(op.f("ix_claim_claim_id"), "claim", ["claim_id"], unique=False)
    op.create_index(op.f("ix_claim_event_type"), "claim", ["event_type"], unique=False)
    op.create_index(op.f("ix_claim_factuality"), "claim", ["factuality"], unique=False)
    op.create_index(op.f("ix_claim_from_day_to_day"), "claim", ["from_day", "to_day"], unique=False)
    op.create_table(
        "cue",
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("span_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_row"], ["claim.id"], name=op.f("fk_cue_claim_row"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_row", "position", name=op.f("pk_cue")),
    )
    op.create_table(
        "participant",
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("mention", sa.Text(), nullable=True),
        sa.Column("span_start", sa.Integer(), nullable=True),
        sa.Column("span_end", sa.Integer(), nullable=True),
        sa.Column("span_text", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("name_words", sa.Text(), nullable=True),
        sa.CheckConstraint("role IN ('actor', 'recipient')", name=op.f("ck_participant_role")),
        sa.ForeignKeyConstraint(["claim_row"], ["claim.id"], name=op.f("fk_participant_claim_row"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_row", "position", "role", name=op.f("pk_participant")),
    )
    op.create_index(op.f("ix_participant_actor_role"), "participant", ["actor", "role"], unique=False)
    op.create_table(
        "quantity",
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("comparator", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("span_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_row"], ["claim.id"], name=op.f("fk_quantity_claim_row"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_row", "position", name=op.f("pk_quantity")),
    )
    op.create_table(
        "source",
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=True),
        sa.Column("span_end", sa.Integer(), nullable=True),
        sa.Column("span_text", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_row"], ["claim.id"], name=op.f("fk_source_claim_row"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_row", "position", name=op.f("pk_source")),
    )
    op.create_index(op.f("ix_source_name_folded"), "source", ["name_folded"], unique=False)
    op.create_table(
        "step",
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=True),
        sa.Column("span_end", sa.Integer(), nullable=True),
        sa.Column("span_text", sa.Text(), nullable=True),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["claim_row"], ["claim.id"], name=op.f("fk_step_claim_row"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim_row", "position", name=op.f("pk_step")),
    )
    if op.get_bind().dialect.name == "sqlite":
        sqlite.create_search(op.get_bind())
