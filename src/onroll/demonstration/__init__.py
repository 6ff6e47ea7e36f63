"""The demonstration county: invented, believable, and dated from the day it is loaded."""
