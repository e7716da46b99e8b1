"""The terminal as a chat platform: the demo's and `coursebot run --console`'s. It never touches the store."""
