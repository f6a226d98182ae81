"""The engine on servers: Elasticsearch, of which only the core is used."""
