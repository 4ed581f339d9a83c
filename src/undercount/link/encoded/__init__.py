"""Links encodings of several lists: what `link` does for lists in clear, with no field to see.

Takes `encode.Encodings` and gives a `Linkage`. Never needs a key, and never sees a name.
"""

from undercount.link.encoded.linking import link_encodings

__all__ = ["link_encodings"]
