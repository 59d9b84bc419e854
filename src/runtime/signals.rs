//! Signals as wakes of the loop: to end, to suspend, to go on, another size. What they lead to is decided by the app.
//!
//! While another program has the terminal, what is typed there (`C-c`, `C-z`) reaches this one too: it is meant for the
//! other one, or for both.

use super::Wake;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, LazyLock};

/// A signal that the program answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The program is to end (SIGTERM, SIGHUP, SIGINT, SIGQUIT); the number is the signal's.
    End(i32),
    /// The program is to stop (SIGTSTP from outside).
    Suspend,
    /// The program goes on after a stop (SIGCONT); how many have come so far, as [`continues`] counts them.
    Continue(u32),
    /// The terminal has another size (SIGWINCH).
    Resize,
}

/// Whether a program that was started here has the terminal.
static LENT: AtomicBool = AtomicBool::new(false);

/// Whether a key that ends programs (`C-c`, `C-\`) was typed whose signal nobody has taken yet. It is set in the moment of the
/// signal; the thread that listens may get to it when the terminal is this program's again.
static TYPED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// The process that has the terminal; 0 where none has.
static BORROWER: AtomicU32 = AtomicU32::new(0);

/// The signal that is ending this program; 0 where none is.
static ENDING: AtomicI32 = AtomicI32::new(0);

/// How often the program went on after a stop.
static CONTINUES: AtomicU32 = AtomicU32::new(0);

/// Runs something that has the terminal to itself meanwhile; its signals are left to it.
pub fn while_lent<T>(outside: impl FnOnce() -> T) -> T {
    LENT.store(true, Ordering::SeqCst);
    let result = outside();
    TYPED.store(false, Ordering::SeqCst);
    LENT.store(false, Ordering::SeqCst);
    result
}

/// Takes note of the program that has the terminal; 0: none has.
pub fn lend_to(process: u32) {
    BORROWER.store(process, Ordering::SeqCst);
    // The signal may have come between the start of that program and this.
    #[cfg(unix)]
    match ENDING.load(Ordering::SeqCst) {
        0 => {}
        signal => end_borrower(signal),
    }
}

/// How often the program went on after a stop, as far as is known.
pub fn continues() -> u32 {
    CONTINUES.load(Ordering::SeqCst)
}

/// Starts to listen; signals arrive as [`Wake::Signal`].
#[cfg(unix)]
pub fn listen(wakes: Sender<Wake>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    let numbers = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
    // Before the others, so that it is set when the thread hears of the signal.
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
                        stop(Whom::Alone);
                        continue;
                    }
                    SIGTSTP => Signal::Suspend,
                    SIGCONT => Signal::Continue(CONTINUES.fetch_add(1, Ordering::SeqCst) + 1),
                    SIGWINCH => Signal::Resize,
                    number => Signal::End(number),
                };
                if wakes.send(Wake::Signal(signal)).is_err() {
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

/// The loop gets this long to end the program; then it is ended without it.
#[cfg(unix)]
const GRACE: std::time::Duration = std::time::Duration::from_secs(2);

/// The program that has the terminal is told to end first, so that it can keep what was typed there and leaves the
/// terminal to the shell alone; the loop goes on to its own end then.
#[cfg(unix)]
fn end_borrower(signal: i32) {
    use rustix::process::{Pid, Signal, kill_process};
    let process = Pid::from_raw(BORROWER.load(Ordering::SeqCst).cast_signed());
    if let (Some(process), Some(signal)) = (process, Signal::from_named_raw(signal)) {
        // Where it has just ended, nothing is left to do.
        let _ = kill_process(process, signal);
    }
}

/// A terminal that takes no output (a connection that hangs) holds the loop in a write, and so does a program that has
/// the terminal and does not end; this one can be ended all the same.
#[cfg(unix)]
fn end_if_stuck(signal: i32) {
    let until = std::time::Instant::now() + GRACE;
    // The loop ends the whole program, and this thread with it, well before.
    while let Some(left) = until.checked_duration_since(std::time::Instant::now()) {
        std::thread::park_timeout(left);
    }
    super::terminal::give_back_without_waiting();
    end_by(signal);
}

/// Who is stopped.
#[cfg(unix)]
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    Alone,
    Group,
}

/// Stops the program as `C-z` does elsewhere, together with what it was started by (a script, `cargo run`); returns when
/// it goes on, or at once where there is no shell to let it go on.
#[cfg(unix)]
pub fn stop_group() {
    stop(Whom::Group);
}

/// SIGTTIN does what SIGTSTP does by default, and is not listened to here. So the system itself stops the program, and
/// does not where no shell could ever let it go on (an orphaned process group), as it would with SIGSTOP.
#[cfg(unix)]
fn stop(whom: Whom) {
    use rustix::process::{Signal, getpgrp, getpid, kill_process, kill_process_group};
    // Where it fails the program just goes on.
    let _ = match whom {
        Whom::Alone => kill_process(getpid(), Signal::TTIN),
        Whom::Group => kill_process_group(getpgrp(), Signal::TTIN),
    };
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
pub fn stop_group() {}

/// There is no signal to end by here.
#[cfg(not(unix))]
pub fn end_by(_signal: i32) {}
