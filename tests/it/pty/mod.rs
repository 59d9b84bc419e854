//! The built program on a pseudo-terminal: what it writes, how it reacts, and how it restores the terminal. Every wait
//! is for a condition; nothing sleeps. Screens in detail are tested in `ui`, without a terminal.

mod clipboard;
mod correcting;
mod external;
mod hostile;
mod idle;
mod marks;
mod reading;
mod resizing;
mod restore;
mod seeds;
mod session;
mod tokens;
