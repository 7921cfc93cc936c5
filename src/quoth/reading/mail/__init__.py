"""What every mail has in whatever format it is kept: headers, what its writer says, what is quoted, attachments."""
