"""Talk to a Quoth server over HTTP: `Client`, and `AsyncClient` for asyncio. Nothing here reads documents or loads a model.

```python
from quoth.client import Client

with Client("http://127.0.0.1:8000") as quoth:
    outcome = quoth.ask("What distinguishes a CDMO?")
    for quote in outcome.quotes:
        print(quote.text, quote.citation.link)
```
"""

from quoth.client.asynchronous import AsyncClient
from quoth.client.calls import Message
from quoth.client.synchronous import Client
from quoth.errors import ServiceError, UnreachableError

__all__ = ["AsyncClient", "Client", "Message", "ServiceError", "UnreachableError"]
