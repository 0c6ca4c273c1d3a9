"""Whether the hours of being called can be read; asked before the screen, so it loads little."""

from tmchat.core.week import week_of
from tmchat.settings.alerts import AlertSettings
from tmchat.settings.failure import SettingsError
from tmchat.settings.zones import zone_of


def check(settings: AlertSettings) -> None:
    """Raises `SettingsError` for hours that cannot be read or a zone that is not known here."""
    try:
        week_of(settings.hours)
    except ValueError as fault:
        raise SettingsError(f"console.alerts.hours: {fault}") from None
    if settings.zone and zone_of(settings.zone) is None:
        raise SettingsError(
            f"console.alerts.zone: this machine knows no time zone {settings.zone!r}; "
            "write one such as America/Toronto."
        )
