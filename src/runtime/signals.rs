//! Signals as wakes of the loop: to end, to suspend, to go on. What they lead to is decided by the app.

use super::Wake;
use std::io;
use std::sync::mpsc::Sender;

/// A signal that the program answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The program is to end (SIGTERM, SIGHUP, SIGINT, SIGQUIT); the number is the signal's.
    End(i32),
    /// The program is to stop (SIGTSTP from outside).
    Suspend,
    /// The program goes on after a stop (SIGCONT).
    Continue,
}

/// Starts to listen; signals arrive as [`Wake::Signal`].
#[cfg(unix)]
pub fn listen(wakes: Sender<Wake>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for number in signals.forever() {
                let signal = match number {
                    SIGTSTP => Signal::Suspend,
                    SIGCONT => Signal::Continue,
                    number => Signal::End(number),
                };
                if wakes.send(Wake::Signal(signal)).is_err() {
                    return;
                }
            }
        })?;
    Ok(())
}

/// Stops the process as the shell's job control does; returns when it goes on.
#[cfg(unix)]
pub fn stop_self() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
}

/// Ends the process the way the signal would have, so that the parent sees why.
#[cfg(unix)]
pub fn end_by(signal: i32) {
    // Where this fails the program ends in the ordinary way.
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

/// Starts to listen; this platform has no such signals.
#[cfg(not(unix))]
pub fn listen(_wakes: Sender<Wake>) -> io::Result<()> {
    Ok(())
}

/// There is no job control to stop for here.
#[cfg(not(unix))]
pub fn stop_self() -> io::Result<()> {
    Ok(())
}

/// There is no signal to end by here.
#[cfg(not(unix))]
pub fn end_by(_signal: i32) {}
