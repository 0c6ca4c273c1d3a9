"""How a command ends badly: in one sentence; what the sentence says is the command's."""


class Plight(Exception):
    """What the user must be told: one sentence, no traceback, exit code 2.

    Raised by any command for a wrong argument, an absent file, a hub that does not answer.
    """


class UsageError(Plight):
    """A command line that cannot be read."""
