"""Where each of the 34 provinces stands on the map of tiles, laid by hand: column, row, and a name that fits a tile."""

from collections.abc import Mapping
from typing import NamedTuple


class Place(NamedTuple):
    """One tile of the map, counted from the upper left."""

    column: int
    row: int
    short: str


PLACES: Mapping[str, Place] = {
    "12": Place(1, 0, "LCh"),
    "15": Place(2, 0, "LC"),
    "08": Place(3, 0, "TQ"),
    "04": Place(4, 0, "CB"),
    "11": Place(0, 1, "ĐB"),
    "14": Place(1, 1, "SL"),
    "25": Place(2, 1, "PT"),
    "19": Place(3, 1, "TNg"),
    "20": Place(4, 1, "LS"),
    "01": Place(3, 2, "HN"),
    "24": Place(4, 2, "BN"),
    "22": Place(5, 2, "QNi"),
    "37": Place(3, 3, "NB"),
    "33": Place(4, 3, "HY"),
    "31": Place(5, 3, "HP"),
    "38": Place(2, 4, "TH"),
    "40": Place(2, 5, "NA"),
    "42": Place(3, 6, "HT"),
    "44": Place(3, 7, "QT"),
    "46": Place(4, 7, "Huế"),
    "48": Place(4, 8, "ĐNg"),
    "51": Place(4, 9, "QNg"),
    "52": Place(4, 10, "GL"),
    "66": Place(4, 11, "ĐL"),
    "80": Place(2, 12, "TN"),
    "75": Place(3, 12, "ĐNa"),
    "68": Place(4, 12, "LĐ"),
    "56": Place(5, 12, "KH"),
    "91": Place(1, 13, "AG"),
    "82": Place(2, 13, "ĐT"),
    "79": Place(3, 13, "HCM"),
    "96": Place(0, 14, "CM"),
    "92": Place(1, 14, "CT"),
    "86": Place(2, 14, "VL"),
}
