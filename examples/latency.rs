//! What a person waits for: opens a folder in the built program on a pseudo-terminal and measures the time to the first
//! articles, from key to bytes while it loads, to a filter's answer, and what it needs of memory.
//!
//! `cargo build --release && cargo run --release --example latency -- FOLDER [WORD]`
//!
//! The keys that are measured are `j` and `m` together: a move, and a message by which its frame is recognised among
//! those of the load. Not a benchmark of parts; those are in `benches/`.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::error::Error;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// No wait takes this long unless something is broken.
const DEADLINE: Duration = Duration::from_secs(60);
/// After so long without output everything asked for is answered.
const QUIET: Duration = Duration::from_millis(400);

/// A key that is held down comes about as often.
const BETWEEN_KEYS: Duration = Duration::from_millis(20);

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments
        .next()
        .ok_or("say which folder: latency FOLDER [WORD]")?;
    let word = arguments.next().unwrap_or_else(|| "minister".to_owned());
    let mut reader = Reader::open(&folder)?;
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
    let filter = reader.filter(&word)?;
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

/// The program on its terminal.
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
    fn open(folder: &str) -> Result<Self, Box<dyn Error>> {
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
        command.arg(folder);
        command.env("TERM", "xterm-256color");
        // The configuration of whoever measures has no say in it.
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

    /// Takes in output until the screen fulfils the condition.
    fn wait(&mut self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) -> Result<(), Box<dyn Error>> {
        while !condition(self.parser.screen()) {
            let (at, chunk) = self
                .chunks
                .recv_timeout(DEADLINE)
                .map_err(|error| format!("{what}: {error}; on the screen:\n{}", self.screen().contents()))?;
            self.parser.process(&chunk);
            self.seen_at = at;
        }
        Ok(())
    }

    /// Presses keys and returns how long it took until the screen showed their answer.
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

    /// Takes in output for this long.
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

    /// Takes in output until none comes for a while; returns when the header changed last.
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

    /// Types a word into the filter bar at once; how long until the header showed the last of it, the count.
    fn filter(&mut self, word: &str) -> Result<Duration, Box<dyn Error>> {
        self.answer("f", |screen| screen.contents().contains("filter:"))?;
        self.quiet()?;
        let pressed = Instant::now();
        self.writer.write_all(word.as_bytes())?;
        let changed = self.quiet()?;
        Ok(changed.saturating_duration_since(pressed))
    }

    /// The largest resident size so far, where the system tells it.
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
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program stands beside the folder of the examples.
fn program() -> Result<PathBuf, Box<dyn Error>> {
    let own = std::env::current_exe()?;
    let program = own
        .ancestors()
        .nth(2)
        .map(|folder| folder.join("newsprint"))
        .filter(|program| program.exists());
    Ok(program.ok_or("build the program first: cargo build --release")?)
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
