"""How large the invented market in the database is."""

from sqlalchemy import func, select

from benchmarks.invented.questions import Question, questions
from marketplace.foundation.database import db
from marketplace.foundation.search import engine
from marketplace.products.models import ProductRow
from marketplace.profiles.models import Profile


def held() -> tuple[int, int]:
    """How many firms and products there are."""
    found = [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in (Profile, ProductRow)]
    db.session.commit()
    return found[0], found[1]


def asked_of_market(count: int) -> list[Question]:
    """Questions about the market that is there; ends the program where there is none, or no index of it."""
    companies, products = held()
    if not companies or not engine().is_current():
        raise SystemExit("There is no market with an index. Make it with: python -m benchmarks.population")
    print(f"{companies} firms, {products} products")
    return questions(count, companies, products)
