"""The one error of this room, a wrong setting said in a sentence; printing it is the caller's."""


class SettingsError(Exception):
    """A setting, variable, flag or token that cannot be used.

    Its text is one whole sentence (or two) that names where the value stands and what is wanted.
    It never holds a secret value.
    """
