"""Model folders: described, found, chosen, downloaded."""
