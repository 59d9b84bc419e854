//! Arguments to one call, results to standard output.
