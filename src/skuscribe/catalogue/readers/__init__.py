"""One kind of file each: bytes to rows under named columns, nothing trusted."""
