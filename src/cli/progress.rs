//! A progress line on the terminal, which is removed at the end. It is not written to pipes and files.

use crate::cli::output::terminal_width;
use crate::library::load::event::Progress;
use crate::text::width;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The number of all pages; 0 until it is known.
#[derive(Debug, Clone, Default)]
pub struct ProgressTotal(Arc<AtomicU64>);

impl ProgressTotal {
    /// Sets the number of all pages.
    pub fn set(&self, pages: u64) {
        self.0.store(pages, Ordering::Relaxed);
    }

    fn get(&self) -> Option<u64> {
        Some(self.0.load(Ordering::Relaxed)).filter(|pages| *pages > 0)
    }
}

/// The progress line: `1234 of 50000 pages, 3210 per second, 15 s left`.
#[derive(Debug)]
pub struct ProgressLine {
    started: Instant,
    drawn: Instant,
    total: ProgressTotal,
    pass: &'static str,
}

/// The time before the line appears, and the shortest time between two updates.
const PAUSE: Duration = Duration::from_millis(200);
/// Returns to the start of the line and clears it.
const CLEAR: &str = "\r\x1b[K";

/// Locked while something is written that a signal must not interrupt.
static WRITING: Mutex<()> = Mutex::new(());

/// Returns a guard. While it exists, no signal ends the program.
pub fn block_signals() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ProgressLine {
    /// Starts without drawing.
    pub fn new(total: ProgressTotal) -> Self {
        let now = Instant::now();
        Self {
            started: now,
            drawn: now,
            total,
            pass: "",
        }
    }

    /// Counts from the first page again. The name of the pass precedes the counts.
    pub fn begin_pass(&mut self, name: &'static str) {
        self.started = Instant::now();
        self.pass = name;
    }

    /// Draws the line, at most once in [`PAUSE`].
    pub fn draw(&mut self, progress: Progress) {
        if self.drawn.elapsed() < PAUSE {
            return;
        }
        self.drawn = Instant::now();
        let total = self
            .total
            .get()
            .or(progress.all_found.then_some(progress.found as u64));
        let text = progress_text(progress.done as u64, total, self.started.elapsed());
        let line = format!("{}{text}", self.pass);
        let line = width::clip(&line, terminal_width() - 1);
        let _guard = block_signals();
        // The run continues even if the line cannot be drawn.
        let _ = write!(io::stderr(), "{CLEAR}{line}");
    }

    /// Clears the line.
    pub fn clear() {
        let _guard = block_signals();
        let _ = write!(io::stderr(), "{CLEAR}");
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        Self::clear();
    }
}

fn progress_text(done: u64, total: Option<u64>, elapsed: Duration) -> String {
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
    format!("{done}{of} pages, {rate:.0} per second{left}")
}

/// Makes signals clear the progress line and end the program, but only between two writes.
#[cfg(unix)]
pub fn clear_progress_on_signal(has_line: bool) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else {
        return;
    };
    // If no thread can be started, the run itself cannot start either.
    let started = std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                let _guard = block_signals();
                if has_line {
                    let _ = write!(io::stderr(), "{CLEAR}");
                }
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        });
    drop(started);
}

/// Without these signals the system ends the program.
#[cfg(not(unix))]
pub fn clear_progress_on_signal(_has_line: bool) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_remaining_time_appears_once_the_total_is_known() {
        let second = Duration::from_secs(1);
        assert_eq!(progress_text(50, None, second), "50 pages, 50 per second");
        assert_eq!(
            progress_text(50, Some(200), second),
            "50 of 200 pages, 50 per second, 3 s left"
        );
        assert_eq!(
            progress_text(1, Some(901), second),
            "1 of 901 pages, 1 per second, 15 min left"
        );
        assert_eq!(
            progress_text(0, Some(9), Duration::ZERO),
            "0 of 9 pages, 0 per second"
        );
    }
}
