"""How things are set up on the account: read, changed, ordered, given back; texts are not its part.

`blocks` and `translate` turn Telmetrics' blocks into trees of settings and back. `changing`,
`ordering` and `removing` carry out commands, and `ledger` keeps what was intended and what came of
it.
"""
