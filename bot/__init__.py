"""coursebot: runs a paper-reading seminar where its people already talk."""

__version__ = "0.1.0"
