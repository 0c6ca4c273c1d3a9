"""The journal and its tables behind one interface; deciding is the switchboard's."""
