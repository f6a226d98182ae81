"""Finding companies, products and investors: the first page, search pages, and an index that is always right."""
