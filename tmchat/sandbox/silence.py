"""The recordings of calls that nobody spoke in: MP3s of silence, so that every link plays."""

# MPEG-2 layer III, 8 kbit/s, 16 kHz, mono: 36 bytes for each 36 ms; zeros decode to silence.
_HEADER = b"\xff\xf3\x18\xc4"
_FRAME = _HEADER + bytes(32)
_FRAME_SECONDS = 0.036
_LONGEST_SECONDS = 3600


def silent_mp3(seconds: int) -> bytes:
    """An MP3 of about so many seconds, an hour at most."""
    return _FRAME * max(1, round(min(seconds, _LONGEST_SECONDS) / _FRAME_SECONDS))
