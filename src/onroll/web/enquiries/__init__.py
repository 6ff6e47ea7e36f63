"""Enquiries between authorities: asked of us, asked by us."""
