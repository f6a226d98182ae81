"""Full-text search over public documents: one query model, one text analysis, any engine."""
