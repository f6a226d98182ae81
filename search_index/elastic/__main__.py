"""Write the committed mappings anew: python -m search_index.elastic."""

from pathlib import Path

from search_index.elastic.mapping import committed
from search_index.fields import PUBLIC

FOLDER = Path(__file__).parents[1] / "mappings"

if __name__ == "__main__":
    (FOLDER / f"{PUBLIC.name}.json").write_text(committed(PUBLIC), "ascii")
