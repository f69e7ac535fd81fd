"""Pages and an API over a ledger, on the user's own machine. Known to the command line only."""
