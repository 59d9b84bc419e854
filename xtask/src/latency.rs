//! `cargo xtask latency`: measures what a user waits for. It opens a folder in the release build on a pseudo-terminal and
//! measures the time to the first frame with articles, from a key to its frame while loading, and from the last key of
//! a filter to its result; and the peak memory. Benchmarks of single functions are in `benches/`.
//!
//! Each measured key is `j` followed by `m`: a move, and a message that identifies the frame that answers it among the
//! frames of the load.

use crate::{Outcome, repository};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::error::Error;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// A longer wait is an error.
const DEADLINE: Duration = Duration::from_secs(60);
/// After this time without output all requests are answered.
const QUIET: Duration = Duration::from_millis(400);

/// The interval of a key that is held down.
const BETWEEN_KEYS: Duration = Duration::from_millis(20);

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder to open
    folder: PathBuf,
    /// The word to filter by
    #[arg(default_value = "minister")]
    word: String,
    /// Options of the program, for example `-- --no-library`
    #[arg(last = true)]
    options: Vec<String>,
}

pub fn run(arguments: &Arguments) -> Outcome {
    let mut reader = Reader::open(arguments)?;
    reader.wait("the first articles", |screen| {
        let header = row(screen, 0);
        header.contains(" articles") && !header.contains(" 0 articles")
    })?;
    let first = reader.seen_at - reader.started;
    let mut answers = Vec::new();
    let mut on = false;
    while is_loading(reader.screen()) {
        on = !on;
        let text = if on { "mouse on" } else { "mouse off" };
        answers.push(reader.answer("jm", |screen| last_row(screen).contains(text))?);
        reader.pass(BETWEEN_KEYS)?;
    }
    let loaded = reader.seen_at - reader.started;
    reader.quiet()?;
    let count = row(reader.screen(), 0);
    let idle = reader.answer_many(200)?;
    let filter = reader.filter(&arguments.word)?;
    let matching = row(reader.screen(), 0);
    println!("{}", count.trim());
    println!("{}", matching.trim());
    println!("first frame with articles    {:>9}", ms(first));
    println!("all loaded                   {:>9}", ms(loaded));
    print_answers("key to bytes while loading", answers);
    print_answers("key to bytes afterwards", idle);
    println!("filter, last key to result   {:>9}", ms(filter));
    println!("peak memory                  {:>9}", reader.peak_memory());
    Ok(())
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn print_answers(what: &str, mut answers: Vec<Duration>) {
    answers.sort_unstable();
    let at = |share: f64| {
        let place = (answers.len() as f64 * share) as usize;
        answers
            .get(place.min(answers.len().saturating_sub(1)))
            .copied()
            .map_or("-".to_owned(), ms)
    };
    println!(
        "{what:<28} {:>9} median, {} 99th percentile, {} worst, of {}",
        at(0.5),
        at(0.99),
        at(1.0),
        answers.len()
    );
}

/// The program on a pseudo-terminal.
struct Reader {
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    parser: vt100::Parser,
    started: Instant,
    /// When the newest output arrived.
    seen_at: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Reader {
    fn open(arguments: &Arguments) -> Result<Self, Box<dyn Error>> {
        let program = program()?;
        let (rows, cols) = (40, 120);
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(program);
        command.args(&arguments.options);
        command.arg(&arguments.folder);
        command.env("TERM", "xterm-256color");
        // The user's own configuration must not influence the figures.
        command.env("XDG_CONFIG_HOME", "/nonexistent");
        let mut output = pair.master.try_clone_reader()?;
        let (sender, chunks) = channel();
        let started = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        drop(pair.slave);
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                let chunk = buffer[..count].to_vec();
                if sender.send((Instant::now(), chunk)).is_err() {
                    return;
                }
            }
        });
        let cells = |count| NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN);
        Ok(Self {
            writer: pair.master.take_writer()?,
            child,
            chunks,
            parser: vt100::Parser::new(cells(rows), cells(cols), 0),
            started,
            seen_at: started,
            _master: pair.master,
        })
    }

    fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Processes output until the screen satisfies a condition.
    fn wait(&mut self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) -> Result<(), Box<dyn Error>> {
        while !condition(self.parser.screen()) {
            let (at, chunk) = self.chunks.recv_timeout(DEADLINE).map_err(|error| {
                format!(
                    "waiting for {what}: {error}; the screen shows:\n{}",
                    self.screen().contents()
                )
            })?;
            self.parser.process(&chunk);
            self.seen_at = at;
        }
        Ok(())
    }

    /// Presses keys and returns the time until the screen shows their result.
    fn answer(
        &mut self,
        keys: &str,
        condition: impl Fn(&vt100::Screen) -> bool,
    ) -> Result<Duration, Box<dyn Error>> {
        let pressed = Instant::now();
        self.writer.write_all(keys.as_bytes())?;
        self.wait(keys, condition)?;
        Ok(self.seen_at.saturating_duration_since(pressed))
    }

    fn answer_many(&mut self, count: usize) -> Result<Vec<Duration>, Box<dyn Error>> {
        let answer = |number: usize| {
            self.pass(BETWEEN_KEYS)?;
            let (keys, text) = if number.is_multiple_of(2) {
                ("jm", "mouse o")
            } else {
                ("j", "l read")
            };
            self.answer(keys, |screen| last_row(screen).contains(text))
        };
        (0..count).map(answer).collect()
    }

    /// Processes output for some time.
    fn pass(&mut self, time: Duration) -> Result<(), Box<dyn Error>> {
        let until = Instant::now() + time;
        loop {
            match self
                .chunks
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok((at, chunk)) => {
                    self.parser.process(&chunk);
                    self.seen_at = at;
                }
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Processes output until none comes for [`QUIET`]; returns when the header last changed.
    fn quiet(&mut self) -> Result<Instant, Box<dyn Error>> {
        let mut changed = self.seen_at;
        loop {
            match self.chunks.recv_timeout(QUIET) {
                Ok((at, chunk)) => {
                    let before = row(self.screen(), 0);
                    self.parser.process(&chunk);
                    self.seen_at = at;
                    if row(self.screen(), 0) != before {
                        changed = at;
                    }
                }
                Err(RecvTimeoutError::Timeout) => return Ok(changed),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Types a word into the filter bar and returns the time until the header shows its number of results.
    fn filter(&mut self, word: &str) -> Result<Duration, Box<dyn Error>> {
        self.answer("f", |screen| screen.contents().contains("filter:"))?;
        self.quiet()?;
        let pressed = Instant::now();
        self.writer.write_all(word.as_bytes())?;
        let changed = self.quiet()?;
        Ok(changed.saturating_duration_since(pressed))
    }

    /// The largest resident size so far, if the system reports it.
    fn peak_memory(&self) -> String {
        let peak = || {
            let status =
                std::fs::read_to_string(format!("/proc/{}/status", self.child.process_id()?)).ok()?;
            let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
            let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
            Some(format!("{:.1} MB", kilobytes / 1000.0))
        };
        peak().unwrap_or_else(|| "-".to_owned())
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The release build of the program.
fn program() -> Result<PathBuf, Box<dyn Error>> {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), PathBuf::from);
    let program = target
        .join("release/newsprint")
        .with_extension(std::env::consts::EXE_EXTENSION);
    if program.exists() {
        Ok(program)
    } else {
        Err("build the program first: cargo build --release".into())
    }
}

fn row(screen: &vt100::Screen, number: usize) -> String {
    screen
        .rows(0, screen.size().1.get())
        .nth(number)
        .unwrap_or_default()
}

fn last_row(screen: &vt100::Screen) -> String {
    screen.rows(0, screen.size().1.get()).last().unwrap_or_default()
}

fn is_loading(screen: &vt100::Screen) -> bool {
    screen.contents().contains("reading ")
}
