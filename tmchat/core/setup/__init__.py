"""How tracking numbers, number pools and number groups are set up, and plans to change that.

Nothing here reads or changes an account: that is the hub's administration.
"""
