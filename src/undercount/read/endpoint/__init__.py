"""A language model of the user's choice, off by default, that only proposes.

Every proposal is checked against the document and our own number grammar; no digit is matched
loosely. Nothing outside this room opens the network, and this room only at an address that the
user names.
"""

from undercount.read.endpoint.merge import merge, proposed
from undercount.read.endpoint.proposals import Accepted, Proposal, Proposals, Refused
from undercount.read.endpoint.propose import fill, propose, read_with
from undercount.read.endpoint.request import Clock, EndpointError
from undercount.read.endpoint.settings import Endpoint
from undercount.read.endpoint.verify import verify

__all__ = [
    "Accepted",
    "Clock",
    "Endpoint",
    "EndpointError",
    "Proposal",
    "Proposals",
    "Refused",
    "fill",
    "merge",
    "propose",
    "proposed",
    "read_with",
    "verify",
]
