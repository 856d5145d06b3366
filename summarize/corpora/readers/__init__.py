"""One module for each kind of input: ``scan`` cuts it into shards, ``read`` gives the rows of one."""
