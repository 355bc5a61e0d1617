"""What adapters that keep things in a database share: `opening` opens and renews one, `columns` makes tables."""
