//! One line on the terminal that says how far a run is, and that is gone when the run is. Not for pipes and files.

use super::output::terminal_width;
use crate::library::Progress;
use crate::text;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many pages there are, where somebody has counted; 0 until then.
#[derive(Debug, Clone, Default)]
pub struct Total(Arc<AtomicU64>);

impl Total {
    /// So many pages there are.
    pub fn set(&self, pages: u64) {
        self.0.store(pages, Ordering::Relaxed);
    }

    fn get(&self) -> Option<u64> {
        Some(self.0.load(Ordering::Relaxed)).filter(|pages| *pages > 0)
    }
}

/// The line: `1234 of 50000 pages, 3210 a second, 15 s left`.
#[derive(Debug)]
pub struct ProgressLine {
    started: Instant,
    drawn: Instant,
    total: Total,
    pass: &'static str,
}

/// A run that is over before this shows nothing, and the line is not drawn more often.
const PAUSE: Duration = Duration::from_millis(200);
/// What goes back to the start of the line and empties it.
const CLEAR: &str = "\r\x1b[K";

/// Held by whoever writes what must not be left half done when a signal ends the program.
static UNDER_WAY: Mutex<()> = Mutex::new(());

/// While the returned value lives, no signal ends the program.
pub fn undisturbed() -> MutexGuard<'static, ()> {
    UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ProgressLine {
    /// A line that is empty as yet.
    pub fn new(total: Total) -> Self {
        let now = Instant::now();
        Self {
            started: now,
            drawn: now,
            total,
            pass: "",
        }
    }

    /// Counts from the first page on; the text stands before the counts.
    pub fn begin_pass(&mut self, name: &'static str) {
        self.started = Instant::now();
        self.pass = name;
    }

    /// Draws the line anew, unless it was drawn just now.
    pub fn draw(&mut self, progress: Progress) {
        if self.drawn.elapsed() < PAUSE {
            return;
        }
        self.drawn = Instant::now();
        let total = self
            .total
            .get()
            .or(progress.all_found.then_some(progress.found as u64));
        let far = said(progress.done as u64, total, self.started.elapsed());
        let line = format!("{}{far}", self.pass);
        let line = text::clip(&line, terminal_width() - 1);
        let _guard = undisturbed();
        // A line that nobody can see is no reason to stop.
        let _ = write!(io::stderr(), "{CLEAR}{line}");
    }

    /// Takes the line away.
    pub fn clear() {
        let _guard = undisturbed();
        let _ = write!(io::stderr(), "{CLEAR}");
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        Self::clear();
    }
}

fn said(done: u64, total: Option<u64>, elapsed: Duration) -> String {
    let rate = done as f64 / elapsed.as_secs_f64().max(0.001);
    let of = total.map_or_else(String::new, |total| format!(" of {total}"));
    let left = total.filter(|_| rate > 0.0).map_or_else(String::new, |total| {
        let seconds = (total.saturating_sub(done) as f64 / rate).ceil() as u64;
        match seconds {
            0..100 => format!(", {seconds} s left"),
            100..6_000 => format!(", {} min left", seconds.div_ceil(60)),
            _ => format!(", {} h left", seconds.div_ceil(3_600)),
        }
    });
    format!("{done}{of} pages, {rate:.0} a second{left}")
}

/// Lets a signal end the program only between two writings, with the line taken away where there is one.
#[cfg(unix)]
pub fn end_tidily(has_line: bool) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else {
        return;
    };
    // Without the thread signals would do nothing at all; without threads there is no run either.
    let started = std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                let _guard = undisturbed();
                if has_line {
                    let _ = write!(io::stderr(), "{CLEAR}");
                }
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        });
    drop(started);
}

/// Where there are no such signals, the system ends programs as it does.
#[cfg(not(unix))]
pub fn end_tidily(_has_line: bool) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_said_once_the_number_of_pages_is_known() {
        let second = Duration::from_secs(1);
        assert_eq!(said(50, None, second), "50 pages, 50 a second");
        assert_eq!(
            said(50, Some(200), second),
            "50 of 200 pages, 50 a second, 3 s left"
        );
        assert_eq!(
            said(1, Some(901), second),
            "1 of 901 pages, 1 a second, 15 min left"
        );
        assert_eq!(said(0, Some(9), Duration::ZERO), "0 of 9 pages, 0 a second");
    }
}
