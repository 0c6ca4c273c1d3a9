"""Roughly where the states and provinces lie, for callers on a map; no address is looked up."""

# Degrees north and degrees west of the middle of each.
CENTRES: dict[str, tuple[float, float]] = {
    "AL": (32.8, 86.8), "AK": (61.2, 149.9), "AZ": (33.5, 112.0), "AR": (34.8, 92.3),
    "CA": (36.8, 119.6), "CO": (39.0, 105.1), "CT": (41.6, 72.7), "DE": (39.0, 75.5),
    "DC": (38.9, 77.0), "FL": (28.1, 81.6), "GA": (33.2, 83.6), "HI": (20.9, 156.5),
    "ID": (43.6, 114.5), "IL": (40.1, 89.2), "IN": (39.9, 86.3), "IA": (42.0, 93.5),
    "KS": (38.5, 97.0), "KY": (37.6, 85.3), "LA": (30.9, 91.9), "ME": (44.7, 69.3),
    "MD": (39.1, 76.8), "MA": (42.3, 71.8), "MI": (43.3, 84.5), "MN": (45.3, 94.2),
    "MS": (32.7, 89.7), "MO": (38.5, 92.5), "MT": (46.9, 110.4), "NE": (41.2, 97.5),
    "NV": (38.3, 117.1), "NH": (43.5, 71.6), "NJ": (40.2, 74.6), "NM": (34.8, 106.2),
    "NY": (42.4, 74.9), "NC": (35.6, 79.4), "ND": (47.5, 99.8), "OH": (40.3, 82.8),
    "OK": (35.6, 96.9), "OR": (44.1, 122.1), "PA": (40.6, 77.2), "RI": (41.7, 71.5),
    "SC": (33.8, 80.9), "SD": (44.3, 99.4), "TN": (35.7, 86.7), "TX": (30.6, 97.5),
    "UT": (40.2, 111.9), "VT": (44.0, 72.7), "VA": (37.8, 78.2), "WA": (47.4, 121.5),
    "WV": (38.5, 81.0), "WI": (44.3, 89.6), "WY": (42.8, 107.3), "AB": (52.3, 114.0),
    "BC": (49.6, 122.0), "MB": (49.9, 97.2), "NB": (46.1, 66.0), "NL": (47.6, 53.0),
    "NS": (44.7, 63.6), "ON": (43.9, 79.4), "QC": (46.0, 73.0), "SK": (51.0, 105.5),
}  # fmt: skip
_MIDDLE = (39.8, 98.6)


def centre(state: str) -> tuple[float, float]:
    """Latitude and longitude of the middle of a state; of the country where it is not known."""
    north, west = CENTRES.get(state, _MIDDLE)
    return north, -west
