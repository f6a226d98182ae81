"""The words that everybody shares: taxonomies in two languages, provinces, markets, countries, currencies and rates."""
