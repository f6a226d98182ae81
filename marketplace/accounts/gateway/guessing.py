"""How soon a password is guessed: 93,855 listed words and ours, also reversed, doubled, joined or decorated."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from importlib import import_module

from marketplace.accounts.rules import SAFE_GUESSES_LOG10, closed_up

# Read at most so much at a time: the estimator's work grows with the square of the length.
WINDOW = 72
_YEAR_AHEAD = re.compile(r"20[2-9]\d")
_YEAR_KNOWN = "2019"  # the newest year that the estimator knows as one
_alone = threading.Lock()

# What people in Viet Nam type first, without marks and spaces, most usual first.
VIETNAMESE = (
    "matkhau", "anhyeuem", "emyeuanh", "yeuem", "yeuanh", "toiyeu", "toiyeuvietnam", "vietnam", "hanoi", "saigon",
    "hochiminh", "danang", "cantho", "haiphong", "hue", "nhatrang", "dalat", "vungtau", "khongbiet", "khongcogi",
    "khongquen", "nhoem", "nhoanh", "mainho", "maiyeu", "maimai", "maimaiyeuem", "hanhphuc", "giadinh", "conyeu",
    "congchua", "hoangtu", "banbe", "bancua", "cuatoi", "cuaem", "cuaanh", "toila", "emla", "anhla", "xinchao",
    "chaoban", "camon", "tamsu", "tinhyeu", "tinhban", "thuongem", "thuonganh", "nhieulam", "suotdoi", "motdoi",
    "doiem", "doianh", "ngayxua", "ngaymai", "homnay", "sinhnhat", "chucmung", "nammoi", "phattai", "phatloc",
    "maymansuckhoe", "binhan", "suckhoe", "congty", "giamdoc", "nhanvien", "ketoan", "quantri", "quanly", "hethong",
    "taikhoan", "dangnhap", "bimat", "truycap", "nguyen", "nguyenvan", "nguyenthi", "tran", "tranvan", "tranthi", "le",
    "levan", "lethi", "pham", "phamvan", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo",
    "duong", "ly", "anh", "hung", "dung", "tuan", "minh", "long", "nam", "linh", "huong", "lan", "mai", "hoa", "trang",
    "thao", "phuong", "ngoc", "thanh", "thu", "ha", "quang", "khanh", "duc", "hai", "son", "hieu", "trung", "cuong",
    "vanan", "dep", "deptrai", "xinhdep", "depzai", "contrai", "congai", "bongda", "motinh", "mothaiba", "mot", "hai",
    "ba", "bon", "sau", "bay", "tam", "chin", "muoi", "troi", "dat", "nuoc", "doclaptudohanhphuc", "tudo", "doclap",
    "conghoa", "xahoi", "chunghia", "conghoaxahoichunghiavietnam", "bachoc", "bacho", "tohien", "dangcongsan",
)  # fmt: skip


def is_predictable(password: str, words: Sequence[str]) -> bool:
    """Whether fewer than ten thousand million guesses reach the password; `words` are guessed first."""
    plain = _YEAR_AHEAD.sub(_YEAR_KNOWN, closed_up(password))
    raw = _YEAR_AHEAD.sub(_YEAR_KNOWN, password.casefold())
    return any(_guesses(text, words) < SAFE_GUESSES_LOG10 for text in (plain, raw))


def _guesses(text: str, words: Sequence[str]) -> float:
    """The decimal logarithm of the guesses for the harder end of a text."""
    return max(_estimate(part, words) for part in {text[:WINDOW], text[-WINDOW:]})


def _estimate(text: str, words: Sequence[str]) -> float:
    if not text:
        return SAFE_GUESSES_LOG10  # nothing but signs: the other reading decides
    # Loaded at the first password: half a second and 20 MB that other pages need not pay. It keeps a shared table.
    with _alone:
        found = import_module("zxcvbn").zxcvbn(text, [*words, *VIETNAMESE], max_length=WINDOW)
    return float(found["guesses_log10"])
