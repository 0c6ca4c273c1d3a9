"""The form of the desk's own auto-reply; its settings and rules are `core`'s."""

from typing import Final

from tmchat.console.setup.form import Shape
from tmchat.core.setup.answers import SETTINGS, wrong
from tmchat.settings.zones import zone_of

SHAPE: Final = Shape(
    SETTINGS,
    lambda tree: SETTINGS,
    lambda tree: wrong(tree, lambda zone: zone_of(zone) is not None),
)
