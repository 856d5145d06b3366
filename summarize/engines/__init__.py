"""The runtimes that models run on; imported only once a model has been chosen."""
