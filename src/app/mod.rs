//! State and its transitions: an event in, effects out. No I/O, clock, threads or terminal.
