"""`python -m tmchat`, the same as the `tmchat` command; nothing is done here."""

import sys

from tmchat.cli.main import main

sys.exit(main())
