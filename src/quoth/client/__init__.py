"""Talk to a Quoth server over HTTP: `Client`, and `AsyncClient` for asyncio. Nothing here reads documents or loads a model.

The two are twins on purpose: each method is one line that sends a call made in `calls`, written out so that both have types and help of their own.
What decides, making a request, reading its answer, when to try again, stands once, in `calls` and `trying`.

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
