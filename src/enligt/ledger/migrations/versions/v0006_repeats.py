"""Which article repeats which; articles that are cut off, and whose text they carry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what is needed; articles read before are signed and related by the next `enligt add`.

    Whether one is cut off, and its agency, are told once its page is read anew; its sentences' vectors by `enligt reread`.
    """
    op.add_column("article", sa.Column("truncated", sa.Boolean(), nullable=False, server_default=sa.text("0")))
    op.add_column("article", sa.Column("agency", sa.Text()))
    op.add_column("article", sa.Column("section", sa.Text()))
    op.add_column("reading", sa.Column("vectors", sa.LargeBinary()))
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text()),
        sa.ForeignKeyConstraint(["article_id"], ["article.article_id"], name=op.f("fk_signature_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("article_id", name=op.f("uq_signature_article_id")),
    )
    op.create_index(op.f("ix_signature_address"), "signature", ["address"], unique=False)
    op.create_table(
        "signature_key",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_signature_key_signature_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "kind", "signature_id", name=op.f("pk_signature_key")),
    )
    op.create_index(op.f("ix_signature_key_signature_id"), "signature_key", ["signature_id"], unique=False)
    op.create_table(
        "relation",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("other_share", sa.Double(), nullable=False),
        sa.Column("span_start", sa.Integer()),
        sa.Column("span_end", sa.Integer()),
        sa.Column("other_span_start", sa.Integer()),
        sa.Column("other_span_end", sa.Integer()),
        sa.Column("method", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.article_id"], name=op.f("fk_relation_article_id")),
        sa.ForeignKeyConstraint(["other_id"], ["article.article_id"], name=op.f("fk_relation_other_id")),
        sa.PrimaryKeyConstraint("article_id", "other_id", name=op.f("pk_relation")),
    )
    op.create_index(op.f("ix_relation_other_id"), "relation", ["other_id"], unique=False)
    op.create_index(op.f("ix_relation_kind"), "relation", ["kind"], unique=False)
