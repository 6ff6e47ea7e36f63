"""Lost pupils and transfer files: kept, searched, explained, found and taken out."""
