"""What a request must pass before any page or queue sees it; one guard a file, its source cited.

In the order in which a request meets them: policy, host, origin, session, size. Each is plain
ASGI, so that none depends on how the next one reads a request.
"""
