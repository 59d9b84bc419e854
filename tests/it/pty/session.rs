//! A program on a pseudo-terminal, with the screen that a person would see. Keys go in, conditions are waited for.

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vt100::Screen;

/// No wait takes this long unless something is broken.
const DEADLINE: Duration = Duration::from_secs(60);

const PROGRAM: &str = env!("CARGO_BIN_EXE_newsprint");
const FRAME_BEGINS: &[u8] = b"\x1b[?2026h";
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";

/// What is started, and where.
pub struct Start {
    command: CommandBuilder,
    size: (u16, u16),
    home: TempDir,
}

impl Start {
    /// The program with these arguments.
    pub fn program(arguments: &[&str]) -> Self {
        Self::command(PROGRAM, arguments)
    }

    /// A shell with job control, in which `newsprint` is the program.
    pub fn shell() -> Self {
        let folder = Path::new(PROGRAM).parent().unwrap();
        Self::command("/bin/sh", &["-i"])
            .env("PATH", &format!("{}:/usr/bin:/bin", folder.display()))
            .env("PS1", "ready$ ")
            .env("ENV", "")
    }

    fn command(program: &str, arguments: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.env("PATH", "/usr/bin:/bin");
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", home.path());
        command.cwd(home.path());
        Self {
            command,
            size: (80, 24),
            home,
        }
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Columns and rows of the terminal.
    pub fn size(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    pub fn open(self) -> Session {
        let (width, height) = self.size;
        let pair = native_pty_system().openpty(pty_size(width, height)).unwrap();
        let modes_before = modes(&*pair.master);
        let child = pair.slave.spawn_command(self.command).unwrap();
        // With this end closed here, reading ends when the program has.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, chunks) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Session {
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            child,
            chunks,
            parser: parser(width, height),
            bytes: Vec::new(),
            seen: 0,
            modes_before,
            home: self.home,
        }
    }
}

/// A running program and its terminal.
pub struct Session {
    writer: Box<dyn Write + Send>,
    pub master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    chunks: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// Every byte that was written to the terminal.
    pub bytes: Vec<u8>,
    /// How many of them the screen shows: whole frames.
    seen: usize,
    modes_before: String,
    pub home: TempDir,
}

impl Session {
    pub fn type_keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the screen, as of a whole frame, fulfils the condition.
    pub fn wait_for(&mut self, what: &str, condition: impl Fn(&Screen) -> bool) {
        self.wait(what, |session| condition(session.screen()));
    }

    /// Waits until the screen shows this text in one row.
    pub fn wait_for_text(&mut self, text: &str) {
        self.wait_for(text, |screen| shows(screen, text));
    }

    /// Waits until the screen does not show this text.
    pub fn wait_until_gone(&mut self, text: &str) {
        self.wait_for(&format!("no {text}"), |screen| !shows(screen, text));
    }

    /// Waits until what was written fulfils the condition.
    pub fn wait(&mut self, what: &str, condition: impl Fn(&Self) -> bool) {
        let until = Instant::now() + DEADLINE;
        loop {
            self.look();
            if condition(self) {
                return;
            }
            match self
                .chunks
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(chunk) => self.take(&chunk),
                Err(RecvTimeoutError::Timeout) => {
                    panic!("waited in vain for {what}; on the screen:\n{}", self.text())
                }
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("it ended before {what}; on the screen:\n{}", self.text())
                }
            }
        }
    }

    /// Waits for the end of the program; all that it wrote has been seen then.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let until = Instant::now() + DEADLINE;
        loop {
            match self
                .chunks
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(chunk) => self.take(&chunk),
                Err(RecvTimeoutError::Timeout) => panic!("it does not end; on the screen:\n{}", self.text()),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.show(self.bytes.len());
        self.child.wait().unwrap()
    }

    /// Whether anything is written within this time.
    pub fn writes_within(&mut self, time: Duration) -> bool {
        let chunk = self.chunks.recv_timeout(time);
        if let Ok(chunk) = &chunk {
            self.take(chunk);
        }
        chunk.is_ok()
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(self.pid(), signal).unwrap();
    }

    pub fn pid(&self) -> rustix::process::Pid {
        let number = self.child.process_id().unwrap().cast_signed();
        rustix::process::Pid::from_raw(number).unwrap()
    }

    /// Changes the size of the terminal, here and there.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.look();
        // What is drawn for the old size from here on is cleared by the frame for the new one.
        self.parser = parser(width, height);
        self.master.resize(pty_size(width, height)).unwrap();
    }

    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    pub fn text(&self) -> String {
        self.screen().contents()
    }

    /// The terminal is as it was before the program: screen, cursor, modes.
    pub fn assert_given_back(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "the alternate screen was left on");
        assert!(!screen.hide_cursor(), "the cursor was left hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste was left on");
        let mouse = screen.mouse_protocol_mode();
        assert_eq!(mouse, vt100::MouseProtocolMode::None, "the mouse was left on");
        let begun = last(&self.bytes, FRAME_BEGINS);
        assert!(begun <= last(&self.bytes, FRAME_ENDS), "a frame was left open");
        assert_eq!(modes(&*self.master), self.modes_before);
    }

    /// The modes of the terminal are other ones than before the program: it is raw.
    pub fn is_raw(&self) -> bool {
        modes(&*self.master) != self.modes_before
    }

    fn take(&mut self, chunk: &[u8]) {
        self.bytes.extend_from_slice(chunk);
    }

    /// Shows what was written up to the last whole frame; outside of frames, everything.
    fn look(&mut self) {
        while let Ok(chunk) = self.chunks.try_recv() {
            self.take(&chunk);
        }
        let begun = last(&self.bytes, FRAME_BEGINS);
        match begun {
            Some(begun) if last(&self.bytes, FRAME_ENDS) < Some(begun) => self.show(begun),
            _ => self.show(self.bytes.len()),
        }
    }

    fn show(&mut self, until: usize) {
        if until > self.seen {
            self.parser.process(&self.bytes[self.seen..until]);
            self.seen = until;
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It has ended already in most tests.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a row of the screen holds the text.
pub fn shows(screen: &Screen, text: &str) -> bool {
    rows(screen).iter().any(|row| row.contains(text))
}

/// The rows of the screen as text.
pub fn rows(screen: &Screen) -> Vec<String> {
    screen.rows(0, screen.size().1.get()).collect()
}

fn last(bytes: &[u8], sequence: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, sequence)
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has modes"))
}

fn parser(width: u16, height: u16) -> vt100::Parser {
    let cells = |count| NonZeroU16::new(count).expect("a terminal has cells");
    vt100::Parser::new(cells(height), cells(width), 0)
}

fn pty_size(width: u16, height: u16) -> PtySize {
    PtySize {
        rows: height,
        cols: width,
        pixel_width: 0,
        pixel_height: 0,
    }
}
