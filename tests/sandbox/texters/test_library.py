"""Script files that cannot be played are refused with the place of the fault."""

import pytest

from tmchat.sandbox.texters.library import ScriptError, read_trade

TRADE = """
key = "bakery"
group = "Rye & Sons"
owner = "Rye LLC"
site = "https://rye.example"
lines = [{ name = "Rye & Sons - Counter", area_code = "413" }]
"""
SCRIPT = """
[[script]]
id = "birthday-cake"
name = "Ann Field"
city = "Lenox"
state = "MA"
zip = "01240"
area_code = "413"
language = "en"
mood = "polite"
address = "2 Main St"
free = "Friday"
attribution = { rule = "Direct", page = "/cakes?utm_source=flyer" }
opening = ["Do you bake birthday cakes?"]
on = [{ when = ["how many"], say = ["Twelve", ["Thirteen", "with grandma"]] }]
then = ["With lemon, please"]
ending = ["Thanks!"]
"""


def test_a_trade_file_is_read_whole() -> None:
    trade, (script,) = read_trade(TRADE + SCRIPT, "bakery.toml")
    assert (trade.key, trade.lines[0].area_code) == ("bakery", "413")
    assert script.attribution is not None
    assert script.attribution.landing_page == "https://rye.example/cakes?utm_source=flyer"
    assert script.rules[0].says == (("Twelve",), ("Thirteen", "with grandma"))
    assert script.impatient == ()


@pytest.mark.parametrize(
    ("written", "broken", "complaint"),
    [
        ('mood = "polite"', 'mood = "sleepy"', "script birthday-cake: mood is one of"),
        ('free = "Friday"', "", "missing .'free'."),
        ('zip = "01240"', 'zip = "01240"\nzipp = 1', "unknown .'zipp'."),
        ('then = ["With lemon, please"]', 'then = "lemon"', "list of strings"),
        ('opening = ["Do you bake birthday cakes?"]', 'opening = [""]', "list of strings"),
        ('when = ["how many"]', "when = []", "every rule needs"),
        ('key = "bakery"', "", "bakery.toml: 'key'"),
        ('city = "Lenox"', 'city = "Lenox', "bakery.toml: "),
    ],
)
def test_a_fault_is_named_with_its_place(written: str, broken: str, complaint: str) -> None:
    toml = TRADE + SCRIPT
    assert written in toml
    with pytest.raises(ScriptError, match=complaint):
        read_trade(toml.replace(written, broken), "bakery.toml")
