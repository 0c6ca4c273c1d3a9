"""Which phone number an order gets (CONTRACT 5.1); an order is filled at once, without a search."""

from collections.abc import Callable, Iterator
from random import Random

from tmchat.sandbox.errors import invalid
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.regions import COUNTRIES, REGIONS, TOLL_FREE_CODES, Country

MATCH_TYPES = ("LocalToNumber", "Tollfree", "Region", "Geographic", "National")
NUMBER_TYPES = ("Standard", "International")
_ADDRESS_FIELDS = (
    "salutation",
    "first_name",
    "last_name",
    "registration_name",
    "building_number",
    "street",
    "city",
    "region",
    "postal_code",
    "iso_country",
)
IsFree = Callable[[str], bool]


class Provisioning:
    """Picks unused, plausible numbers; the same seed and orders give the same numbers."""

    def __init__(self, seed: int, is_free: IsFree) -> None:
        self._random = Random(seed)
        self._is_free = is_free

    def pick(self, order: Fields, *, top_up: bool = False) -> str | None:
        """A number for a `phone_number_request`; None when the order itself is faulty.

        With `top_up` a toll-free number stands in where every fitting one is in use; without it
        `ApiError` 400 is raised then.
        """
        match_type = order.choice("match_type", MATCH_TYPES, required=True)
        abroad = order.choice("number_type", NUMBER_TYPES) == "International"
        if match_type is None:
            return None
        if match_type in ("Geographic", "National") and not abroad:
            order.fail("number_type", f"Must be International with {match_type}.")
            return None
        if match_type in ("LocalToNumber", "Region") and abroad:
            order.fail("match_type", "Must be Geographic, Tollfree or National abroad.")
            return None
        if not abroad and "iso_country" in order:
            order.fail("number_type", "Must be International for a number of another country.")
            return None
        prefixes = self._abroad(order, match_type) if abroad else _domestic(order, match_type)
        if prefixes is None:
            return None
        if top_up:
            prefixes = prefixes + _beginnings(list(TOLL_FREE_CODES))
        return self._unused(prefixes)

    def _unused(self, prefixes: list[tuple[str, int]]) -> str:
        """A free number from the first `(beginning, total length)` that still has one."""
        for beginning, length in prefixes:
            for number in self._candidates(beginning, length):
                if self._is_free(number):
                    return number
        raise invalid("phone_number_request", "No number that fits the request is left.")

    def _candidates(self, beginning: str, length: int) -> Iterator[str]:
        missing = length - len(beginning)
        start, count = self._random.randrange(10**missing), min(10**missing, 20_000)
        for step in range(count):
            yield f"{beginning}{(start + step) % 10**missing:0{missing}d}"

    def _abroad(self, order: Fields, match_type: str) -> list[tuple[str, int]] | None:
        iso = order.text("iso_country", required=True)
        country = COUNTRIES.get((iso or "").upper())
        if iso is not None and country is None:
            order.fail("iso_country", f"Must be one of {', '.join(COUNTRIES)}.")
        address = order.part("owner_address_details", required=match_type == "National")
        if address is not None:
            _check_address(address)
        order.text("region")
        if match_type == "Geographic" and "area_code" not in order:
            order.text("city", required=True)
        area = order.text("area_code")
        if area is not None and not (area.isascii() and area.isdigit() and len(area) <= 5):
            order.fail("area_code", "Must be an area code as dialled, such as 020.")
            return None
        if country is None:
            return None
        return [_beginning_abroad(country, match_type, area)]


def _check_address(address: Fields) -> None:
    for name in _ADDRESS_FIELDS:
        address.text(name)
    country = address.text("iso_country")
    if country is not None and not (country.isascii() and country.isalpha() and len(country) == 2):
        address.fail("iso_country", "Must be two letters.")


def _beginning_abroad(country: Country, match_type: str, area: str | None) -> tuple[str, int]:
    if match_type == "Tollfree":
        national = country.toll_free
    elif match_type == "National":
        national = country.non_geographic
    else:
        # An area code is dialled with the trunk digit 0, which no international form keeps.
        national = (area or country.capital).removeprefix("0") or country.capital
    return f"+{country.code}{national}", 1 + len(country.code) + country.digits


def _domestic(order: Fields, match_type: str) -> list[tuple[str, int]] | None:
    wanted = order.text("number_match_filter")
    if wanted is not None and not _is_filter(wanted):
        order.fail("number_match_filter", "Must be an area code, or area code and exchange.")
        return None
    if match_type == "Tollfree":
        if wanted is not None and wanted[:3] not in TOLL_FREE_CODES:
            order.fail("number_match_filter", f"Must be one of {', '.join(TOLL_FREE_CODES)}.")
            return None
        codes = list(TOLL_FREE_CODES)
    elif match_type == "LocalToNumber":
        near = order.phone("local_to_number", required=True)
        if near is None or near.startswith("+"):
            if near is not None:
                order.fail("local_to_number", "Must be 10 digits.")
            return None
        codes = _overlays(near[:3])
    else:
        region = order.text("region", required=True)
        codes = list(REGIONS.get((region or "").upper(), ()))
        if not codes:
            if region is not None:
                order.fail("region", "Must be a state or province of two letters.")
            return None
    return _beginnings([wanted] if wanted else codes)


def _is_filter(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) in (3, 6) and text[0] not in "01"


def _overlays(code: str) -> list[str]:
    """The area code itself, then those that serve the same state or province."""
    for codes in REGIONS.values():
        if code in codes:
            return [code, *(other for other in codes if other != code)]
    return [code]


def _beginnings(codes: list[str]) -> list[tuple[str, int]]:
    """Numbers kept for fiction (555-01xx) come first: nobody owns them by mistake."""
    whole = [code for code in codes if len(code) == 6]
    areas = [code for code in codes if len(code) == 3]
    fiction = [(f"{code}55501", 10) for code in areas]
    return [(code, 10) for code in whole] + fiction + [(f"{code}555", 10) for code in areas]
