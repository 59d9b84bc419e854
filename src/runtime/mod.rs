//! The edge: terminal, event loop, workers, files, clipboard. Decides nothing.
