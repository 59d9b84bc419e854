//! Turns signals into events of the loop: end, suspend, continue, resize.
//!
//! While another program uses the terminal, `C-c` and `C-z` reach this program too. `C-c` is meant for the other
//! program only, `C-z` for both.

use crate::runtime::loop_event::LoopEvent;
use crate::runtime::terminal;
#[cfg(unix)]
use crate::runtime::terminal::is_foreground;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, LazyLock};

/// A signal that the program handles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The program must end (SIGTERM, SIGHUP, SIGINT, SIGQUIT). Contains the number of the signal.
    End(i32),
    /// The program must stop (SIGTSTP from outside).
    Suspend,
    /// The program continues after a stop (SIGCONT). Contains the number of such signals so far, see [`continues`].
    Continue(u32),
    /// The terminal has a new size (SIGWINCH).
    Resize,
}

/// Whether a program that this one started uses the terminal.
static CHILD_HAS_TERMINAL: AtomicBool = AtomicBool::new(false);

/// Whether the signal of a key that ends programs (`C-c`, `C-\`) is not handled yet. It is set when the signal arrives;
/// the listening thread may handle it later, when this program uses the terminal again.
static KEY_SIGNAL: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// The process that uses the terminal; 0 if there is none.
static FOREGROUND_CHILD: AtomicU32 = AtomicU32::new(0);

/// The signal that is ending this program; 0 if there is none.
static ENDING: AtomicI32 = AtomicI32::new(0);

/// The last SIGTERM or SIGHUP that has arrived, 0 if there was none; set before the listening thread handles it.
#[cfg(unix)]
static END_SIGNAL: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);

/// How often the program has continued after a stop.
static CONTINUES: AtomicU32 = AtomicU32::new(0);

/// Runs `program`, which alone uses the terminal and handles the signals of keys.
pub fn while_suspended<T>(program: impl FnOnce() -> T) -> T {
    CHILD_HAS_TERMINAL.store(true, Ordering::SeqCst);
    let result = program();
    KEY_SIGNAL.store(false, Ordering::SeqCst);
    CHILD_HAS_TERMINAL.store(false, Ordering::SeqCst);
    result
}

/// Sets the process that uses the terminal; 0 if there is none.
pub fn set_foreground_child(process: u32) {
    FOREGROUND_CHILD.store(process, Ordering::SeqCst);
    // The signal may have arrived after the start of the process, but before this call.
    #[cfg(unix)]
    match ENDING.load(Ordering::SeqCst) {
        0 => {}
        signal => end_foreground_child(signal),
    }
}

/// Returns how often the program has continued after a stop.
pub fn continues() -> u32 {
    CONTINUES.load(Ordering::SeqCst)
}

/// Starts to listen; signals arrive as [`LoopEvent::Signal`].
#[cfg(unix)]
pub fn listen(events: Sender<LoopEvent>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    let numbers = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
    // Registered before the others, so that it is set when the thread receives the signal.
    for number in [SIGINT, SIGQUIT] {
        signal_hook::flag::register(number, Arc::clone(&KEY_SIGNAL))?;
    }
    for number in [SIGTERM, SIGHUP] {
        let value = usize::try_from(number).unwrap_or_default();
        signal_hook::flag::register_usize(number, Arc::clone(&END_SIGNAL), value)?;
    }
    let mut signals = signal_hook::iterator::Signals::new(numbers)?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for number in signals.forever() {
                let is_lent = CHILD_HAS_TERMINAL.load(Ordering::SeqCst);
                let signal = match number {
                    SIGINT | SIGQUIT if !KEY_SIGNAL.swap(false, Ordering::SeqCst) => continue,
                    SIGINT | SIGQUIT | SIGCONT | SIGWINCH if is_lent => continue,
                    SIGTSTP if is_lent => {
                        stop(SignalTarget::Alone);
                        continue;
                    }
                    SIGTSTP => Signal::Suspend,
                    SIGCONT => Signal::Continue(CONTINUES.fetch_add(1, Ordering::SeqCst) + 1),
                    SIGWINCH => Signal::Resize,
                    number => Signal::End(number),
                };
                if events.send(LoopEvent::Signal(signal)).is_err() {
                    return;
                }
                if let Signal::End(number) = signal {
                    ENDING.store(number, Ordering::SeqCst);
                    end_foreground_child(number);
                    end_if_stuck(number);
                }
            }
        })?;
    Ok(())
}

/// How long the event loop may take to end the program.
#[cfg(unix)]
const GRACE: std::time::Duration = std::time::Duration::from_secs(2);

/// Sends the signal to the program that uses the terminal, so that it can save its work before the event loop ends.
#[cfg(unix)]
fn end_foreground_child(signal: i32) {
    use rustix::process::{Pid, Signal, kill_process};
    let process = Pid::from_raw(FOREGROUND_CHILD.load(Ordering::SeqCst).cast_signed());
    if let (Some(process), Some(signal)) = (process, Signal::from_named_raw(signal)) {
        // If it has just ended, there is nothing to do.
        let _ = kill_process(process, signal);
    }
}

/// Ends the program if the event loop is blocked: in a write, because the terminal accepts no output (a hanging
/// connection), or by a program that uses the terminal and does not end.
#[cfg(unix)]
fn end_if_stuck(signal: i32) {
    let until = std::time::Instant::now() + GRACE;
    // Normally the event loop ends the process, and this thread with it, before this limit.
    while let Some(left) = until.checked_duration_since(std::time::Instant::now()) {
        std::thread::park_timeout(left);
    }
    terminal::restore_without_blocking();
    end_by(signal);
}

/// The processes that are stopped.
#[cfg(unix)]
#[derive(Clone, Copy, PartialEq, Eq)]
enum SignalTarget {
    Alone,
    Group,
}

/// Stops the program like `C-z` in other programs, together with its parent in the same process group (a script, `cargo
/// run`). Returns when the program has the terminal again, or at once if no shell could continue it; with the number of a
/// signal if that must end the program, which then has no terminal.
#[cfg(unix)]
pub fn suspend() -> Option<i32> {
    stop(SignalTarget::Group);
    wait_for_terminal()
}

/// How long a program in the background waits for a signal that ends it, before it stops.
#[cfg(unix)]
const BACKGROUND_GRACE: std::time::Duration = std::time::Duration::from_millis(50);

/// How often it stops before it tries to use the terminal nevertheless, because nothing can stop it.
#[cfg(unix)]
const BACKGROUND_STOPS: usize = 20;

/// Waits until this program has the terminal: while it is in the background (`&`, `bg`), it stops as the system would stop
/// it, but without an attempt to change the terminal that it could not leave. Returns the number of a signal if that must
/// end the program.
#[cfg(unix)]
pub fn wait_for_terminal() -> Option<i32> {
    let end_signal = || {
        i32::try_from(END_SIGNAL.load(Ordering::SeqCst))
            .ok()
            .filter(|signal| *signal != 0)
    };
    for _ in 0..BACKGROUND_STOPS {
        if end_signal().is_some() || is_foreground() {
            return end_signal();
        }
        // `kill %1` continues the program too; its other signal may arrive a moment later.
        std::thread::sleep(BACKGROUND_GRACE);
        if end_signal().is_none() && !is_foreground() {
            stop(SignalTarget::Group);
        }
    }
    end_signal()
}

/// Stops by SIGTTIN, whose default action is that of SIGTSTP and which is not handled here. Unlike SIGSTOP, it does not
/// stop a program that no shell could continue (an orphaned process group).
#[cfg(unix)]
fn stop(target: SignalTarget) {
    use rustix::process::{Signal, getpgrp, getpid, kill_process, kill_process_group};
    // If this fails, the program continues.
    let _ = match target {
        SignalTarget::Alone => kill_process(getpid(), Signal::TTIN),
        SignalTarget::Group => kill_process_group(getpgrp(), Signal::TTIN),
    };
}

/// Ends the process as the signal would have, so that the parent process receives the reason.
#[cfg(unix)]
pub fn end_by(signal: i32) {
    // If this fails, the program ends normally.
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

/// Does nothing: this platform has no such signals.
#[cfg(not(unix))]
pub fn listen(_wakes: Sender<LoopEvent>) -> io::Result<()> {
    Ok(())
}

/// Does nothing: this platform has no job control.
#[cfg(not(unix))]
pub fn suspend() -> Option<i32> {
    None
}

/// Does nothing: this platform has no job control.
#[cfg(not(unix))]
pub fn wait_for_terminal() -> Option<i32> {
    None
}

/// Does nothing: this platform has no such signal.
#[cfg(not(unix))]
pub fn end_by(_signal: i32) {}
