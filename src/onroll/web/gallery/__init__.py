"""Every component in every state, with the call that draws it: `/components/`."""
