# Two commands do everything on a machine with Python 3.11 or newer, git and make:
#   make demo   the whole job on an example publication
#   make test   lint, types, import contract and all tests
