"""The version of the package, stated once: results carry it and the package is built with it."""

VERSION = "0.1.0"
