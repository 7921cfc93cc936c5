"""The Slack bot: it hears what people ask, asks a Quoth server over HTTP, and lays the outcome out as blocks."""
