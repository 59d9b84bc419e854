//! The built program on a real pseudo-terminal: what it writes, what it answers, how it leaves. Every wait is for a
//! condition; nothing sleeps. What the screens look like in detail is tested without a terminal.

mod clipboard;
mod correcting;
mod giving_back;
mod hostile;
mod idle;
mod invented;
mod lent;
mod marks;
mod reading;
mod resizing;
mod seeds;
mod session;
mod tokens;
