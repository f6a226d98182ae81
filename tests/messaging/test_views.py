"""The pages: what those inside see, what strangers get, what a mistake keeps."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from marketplace.foundation import actor as actors
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.messaging import queries
from tests.factories.messaging import a_conversation
from tests.factories.organisations import a_stranger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.clients import PageClient


@contextmanager
def visiting(actor: actors.Actor) -> Iterator[None]:
    """Requests come from this actor, whoever signed in."""
    usual = list(actors._builder)
    actors.build_actors_with(lambda: actor)
    try:
        yield
    finally:
        actors._builder[:] = usual


def test_a_message_is_written_and_shown_to_the_other_side(client: PageClient) -> None:
    talk = a_conversation()
    address = f"/workspace/conversations/{talk.id}"
    with visiting(talk.founder):
        answer = client.post(address, data={"text": "Xin chào <b>anh</b>", "once": new_id(), "seen": "0"})
        assert answer.status_code == 302
    with visiting(talk.partner):
        page = client.get(address).get_data(as_text=True)
        assert "Xin chào &lt;b&gt;anh&lt;/b&gt;" in page
        assert "Đánh dấu đã đọc" in page
        assert "1 tin nhắn mới" in client.get("/workspace/conversations").get_data(as_text=True)


def unread_by(actor: actors.Actor) -> int:
    db.session.rollback()
    return queries.unread_total(actor)


def test_reading_a_page_writes_nothing_and_the_button_does(client: PageClient) -> None:
    talk = a_conversation(said=["Một", "Hai"])
    address = f"/workspace/conversations/{talk.id}"
    with visiting(talk.partner):
        client.get(address)
        assert unread_by(talk.partner) == 2
        client.post(f"{address}/read", data={"seen": "2"})
        assert unread_by(talk.partner) == 0
        assert "Đánh dấu đã đọc" not in client.get(address).get_data(as_text=True)


def test_a_form_sent_twice_shows_the_message_once(client: PageClient) -> None:
    talk, once = a_conversation(), new_id()
    with visiting(talk.founder):
        for _ in range(2):
            data = {"text": "Chỉ một lần", "once": once, "seen": "0"}
            answer = client.post(f"/workspace/conversations/{talk.id}", data=data, follow_redirects=True)
        assert answer.get_data(as_text=True).count("Chỉ một lần") == 1


def test_an_empty_message_comes_back_with_words_about_what_to_do(client: PageClient) -> None:
    talk = a_conversation()
    with visiting(talk.founder):
        answer = client.post(f"/workspace/conversations/{talk.id}", data={"text": " ", "once": new_id()})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<title>Lỗi:" in page
    assert "Hãy viết tin nhắn trước khi gửi" in page


def test_a_message_that_is_too_long_comes_back_whole(client: PageClient) -> None:
    talk, text = a_conversation(), "dài " * 2000
    with visiting(talk.founder):
        answer = client.post(f"/workspace/conversations/{talk.id}", data={"text": text, "once": new_id()})
    assert answer.status_code == 422
    assert text.strip() in answer.get_data(as_text=True)


def test_strangers_get_the_page_of_what_does_not_exist(client: PageClient) -> None:
    talk = a_conversation(said=["Bí mật"])
    with visiting(a_stranger()):
        for address in (talk.id, new_id()):
            where = f"/workspace/conversations/{address}"
            answers = [
                client.get(where),
                client.post(where, data={"text": "Hello", "once": new_id()}),
                client.post(f"{where}/read", data={"seen": "1"}),
            ]
            assert [answer.status_code for answer in answers] == [404, 404, 404]
            assert "Bí mật" not in answers[0].get_data(as_text=True)


def test_an_empty_inbox_says_when_a_conversation_will_open(client: PageClient) -> None:
    with visiting(a_stranger()):
        assert "Chưa có cuộc trao đổi nào" in client.get("/workspace/conversations").get_data(as_text=True)
