"""How it is shown. The only place, besides `vault.app`, that knows Qt."""
