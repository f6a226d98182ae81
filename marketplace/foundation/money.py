"""Amounts in the smallest unit of their currency, and their exact value in US dollars."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

_EXACT = Context(prec=120)
_MINOR_UNITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
        "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR "
        "IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN "
        "NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP "
        "STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
DECIMALS = {code: places for places, codes in _MINOR_UNITS.items() for code in codes.split()}


class MoneyError(ValueError):
    """Two amounts or an amount and a currency that do not go together; `code` says why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


def decimals(currency: str) -> int:
    """How many decimals the currency has by ISO 4217; raises MoneyError('unknown_currency')."""
    try:
        return DECIMALS[currency]
    except KeyError:
        raise MoneyError("unknown_currency", currency) from None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units: 1.50 USD is Money(150, 'USD'), 5,000 VND is Money(5000, 'VND')."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse a currency that is not in ISO 4217."""
        decimals(self.currency)

    @property
    def major(self) -> Decimal:
        """The amount in whole units, exactly."""
        return Decimal(self.minor).scaleb(-decimals(self.currency), _EXACT)

    def __add__(self, other: Money) -> Money:
        """The sum of two amounts of one currency."""
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        """The difference of two amounts of one currency."""
        self._same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        """The amount a whole number of times."""
        return Money(self.minor * times, self.currency)

    def __neg__(self) -> Money:
        """The opposite amount."""
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        """Whether the amount is not zero."""
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        """Whether this is the smaller of two amounts of one currency."""
        self._same_currency(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        """Whether this is not the larger of two amounts of one currency."""
        self._same_currency(other)
        return self.minor <= other.minor

    def __gt__(self, other: Money) -> bool:
        """Whether this is the larger of two amounts of one currency."""
        return other < self

    def __ge__(self, other: Money) -> bool:
        """Whether this is not the smaller of two amounts of one currency."""
        return other <= self

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise MoneyError("mixed_currencies", f"{self.currency} and {other.currency}")


def to_minor(amount: Decimal, currency: str) -> int:
    """The amount in minor units; raises MoneyError('too_many_decimals') rather than rounding."""
    with localcontext(_EXACT):
        minor = amount.scaleb(decimals(currency))
        if minor != minor.to_integral_value():
            raise MoneyError("too_many_decimals", f"{amount} {currency}")
        return int(minor)


def usd_value(money: Money, rate: Decimal) -> Decimal:
    """The exact value in US dollars, never rounded; `rate` is US dollars for one whole unit of the currency."""
    return _EXACT.multiply(money.major, rate)


def usd_cents(money: Money, rate: Decimal) -> int:
    """The value in US cents, rounded half to even: for lists and scores, never for counting."""
    return _rounded(usd_value(money, rate).scaleb(2, _EXACT))


def convert(money: Money, currency: str, rate: Decimal) -> Money:
    """The amount in another currency, rounded half to even; `rate` is units of it for one unit of the old."""
    exact = _EXACT.multiply(money.major, rate).scaleb(decimals(currency), _EXACT)
    return Money(_rounded(exact), currency)


def _rounded(exact: Decimal) -> int:
    return int(exact.to_integral_value(ROUND_HALF_EVEN, _EXACT))
