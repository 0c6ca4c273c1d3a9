"""Every setting, its default and its sentence; what a setting does is its room's."""
