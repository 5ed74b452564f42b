"""The commands by group; ``app.COMMANDS`` says which module holds which, and loads it when it is called."""
