"""The subcommands of ``luoshi``, one module each; ``luoshi.cli`` names them."""
