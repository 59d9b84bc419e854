//! Signals as events of the loop: to end, to suspend, to continue, and a new size. Not what follows from them, which
//! the app decides.
//!
//! While another program has the terminal, `C-c` and `C-z` reach this program too. They are meant for the other one, or
//! for both.

use crate::runtime::{LoopEvent, terminal};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, LazyLock};

/// A signal that the program handles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The program must end (SIGTERM, SIGHUP, SIGINT, SIGQUIT); with the number of the signal.
    End(i32),
    /// The program must stop (SIGTSTP from outside).
    Suspend,
    /// The program continues after a stop (SIGCONT); with the number of such signals so far, see [`continues`].
    Continue(u32),
    /// The terminal has a new size (SIGWINCH).
    Resize,
}

/// Whether a program that this one started has the terminal.
static LENT: AtomicBool = AtomicBool::new(false);

/// Whether a key that ends programs (`C-c`, `C-\`) was typed and its signal is not handled yet. It is set at the moment of
/// the signal; the listening thread may handle it when this program has the terminal again.
static TYPED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// The process that has the terminal; 0 if none has.
static BORROWER: AtomicU32 = AtomicU32::new(0);

/// The signal that is ending this program; 0 if there is none.
static ENDING: AtomicI32 = AtomicI32::new(0);

/// How often the program continued after a stop.
static CONTINUES: AtomicU32 = AtomicU32::new(0);

/// Runs `outside`, which has the terminal to itself and handles the signals meanwhile.
pub fn while_lent<T>(outside: impl FnOnce() -> T) -> T {
    LENT.store(true, Ordering::SeqCst);
    let result = outside();
    TYPED.store(false, Ordering::SeqCst);
    LENT.store(false, Ordering::SeqCst);
    result
}

/// Records the process that has the terminal; 0 if none has.
pub fn lend_to(process: u32) {
    BORROWER.store(process, Ordering::SeqCst);
    // The signal may have come between the start of that program and this.
    #[cfg(unix)]
    match ENDING.load(Ordering::SeqCst) {
        0 => {}
        signal => end_borrower(signal),
    }
}

/// Returns how often the program continued after a stop.
pub fn continues() -> u32 {
    CONTINUES.load(Ordering::SeqCst)
}

/// Starts to listen; signals arrive as [`LoopEvent::Signal`].
#[cfg(unix)]
pub fn listen(wakes: Sender<LoopEvent>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    let numbers = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
    // Registered before the others, so that it is set when the thread receives the signal.
    for number in [SIGINT, SIGQUIT] {
        signal_hook::flag::register(number, Arc::clone(&TYPED))?;
    }
    let mut signals = signal_hook::iterator::Signals::new(numbers)?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for number in signals.forever() {
                let lent = LENT.load(Ordering::SeqCst);
                let signal = match number {
                    SIGINT | SIGQUIT if !TYPED.swap(false, Ordering::SeqCst) => continue,
                    SIGINT | SIGQUIT | SIGCONT | SIGWINCH if lent => continue,
                    SIGTSTP if lent => {
                        stop(SignalTarget::Alone);
                        continue;
                    }
                    SIGTSTP => Signal::Suspend,
                    SIGCONT => Signal::Continue(CONTINUES.fetch_add(1, Ordering::SeqCst) + 1),
                    SIGWINCH => Signal::Resize,
                    number => Signal::End(number),
                };
                if wakes.send(LoopEvent::Signal(signal)).is_err() {
                    return;
                }
                if let Signal::End(number) = signal {
                    ENDING.store(number, Ordering::SeqCst);
                    end_borrower(number);
                    end_if_stuck(number);
                }
            }
        })?;
    Ok(())
}

/// The time that the loop has to end the program; then the program is ended without it.
#[cfg(unix)]
const GRACE: std::time::Duration = std::time::Duration::from_secs(2);

/// Ends the program that has the terminal first, so that it can save what was typed and leaves the terminal to the shell;
/// then the loop ends.
#[cfg(unix)]
fn end_borrower(signal: i32) {
    use rustix::process::{Pid, Signal, kill_process};
    let process = Pid::from_raw(BORROWER.load(Ordering::SeqCst).cast_signed());
    if let (Some(process), Some(signal)) = (process, Signal::from_named_raw(signal)) {
        // If it has just ended, there is nothing to do.
        let _ = kill_process(process, signal);
    }
}

/// Ends the program even if the loop is stuck: in a write, because the terminal accepts no output (a hanging connection), or
/// waiting for a program that has the terminal and does not end.
#[cfg(unix)]
fn end_if_stuck(signal: i32) {
    let until = std::time::Instant::now() + GRACE;
    // The loop ends the whole program, and this thread with it, well before.
    while let Some(left) = until.checked_duration_since(std::time::Instant::now()) {
        std::thread::park_timeout(left);
    }
    terminal::give_back_without_waiting();
    end_by(signal);
}

/// Which processes are stopped.
#[cfg(unix)]
#[derive(Clone, Copy, PartialEq, Eq)]
enum SignalTarget {
    Alone,
    Group,
}

/// Stops the program as `C-z` does elsewhere, together with its parent in the same group (a script, `cargo run`). Returns
/// when it continues, or at once if there is no shell to continue it.
#[cfg(unix)]
pub fn stop_group() {
    stop(SignalTarget::Group);
}

/// Stops by SIGTTIN, which by default does what SIGTSTP does and is not handled here. So the system itself stops the
/// program, but unlike SIGSTOP not if no shell could ever continue it (an orphaned process group).
#[cfg(unix)]
fn stop(whom: SignalTarget) {
    use rustix::process::{Signal, getpgrp, getpid, kill_process, kill_process_group};
    // If this fails, the program just continues.
    let _ = match whom {
        SignalTarget::Alone => kill_process(getpid(), Signal::TTIN),
        SignalTarget::Group => kill_process_group(getpgrp(), Signal::TTIN),
    };
}

/// Ends the process as the signal would have, so that the parent sees why.
#[cfg(unix)]
pub fn end_by(signal: i32) {
    // If this fails, the program ends in the ordinary way.
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

/// Does nothing: this platform has no such signals.
#[cfg(not(unix))]
pub fn listen(_wakes: Sender<LoopEvent>) -> io::Result<()> {
    Ok(())
}

/// Does nothing: this platform has no job control.
#[cfg(not(unix))]
pub fn stop_group() {}

/// Does nothing: this platform has no such signal.
#[cfg(not(unix))]
pub fn end_by(_signal: i32) {}
