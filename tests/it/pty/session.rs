//! A program on a pseudo-terminal, with the screen that a person would see: tests send keys and wait for conditions.

use crate::harness::workspace::{PROGRAM, Workspace, argument};
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use vt100::Screen;

/// A wait that takes this long is a failure.
const DEADLINE: Duration = Duration::from_secs(60);

const FRAME_BEGINS: &[u8] = b"\x1b[?2026h";
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";

/// A program to start, and the terminal it gets.
pub struct Start {
    command: CommandBuilder,
    size: (u16, u16),
    /// The home that nobody else needs, kept until the session ends.
    workspace: Option<Workspace>,
}

impl Start {
    /// The reader of the pages of a workspace.
    pub fn reader(workspace: &Workspace) -> Self {
        Self::command(PROGRAM, workspace.home()).arguments(&[argument(&workspace.news())])
    }

    /// The program with these arguments, in a home of its own.
    pub fn program(arguments: &[&str]) -> Self {
        let workspace = Workspace::new();
        let start = Self::command(PROGRAM, workspace.home()).arguments(arguments);
        Self {
            workspace: Some(workspace),
            ..start
        }
    }

    /// A shell with job control, in which `newsprint` is the program.
    pub fn shell(workspace: &Workspace) -> Self {
        let folder = Path::new(PROGRAM).parent().unwrap();
        Self::command("/bin/sh", workspace.home())
            .arguments(&["-i"])
            .env("PATH", &format!("{}:/usr/bin:/bin", folder.display()))
            .env("PS1", "ready$ ")
            .env("ENV", "")
    }

    fn command(program: &str, home: &Path) -> Self {
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.env("PATH", "/usr/bin:/bin");
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", home);
        command.cwd(home);
        Self {
            command,
            size: (80, 24),
            workspace: None,
        }
    }

    /// Adds arguments.
    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
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
        // With this end closed, reading ends when the program does.
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
            _workspace: self.workspace,
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
    /// The number of bytes that the screen shows: those of whole frames.
    seen: usize,
    modes_before: String,
    _workspace: Option<Workspace>,
}

impl Session {
    pub fn type_keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the screen of a whole frame satisfies the condition.
    pub fn wait_for(&mut self, what: &str, condition: impl Fn(&Screen) -> bool) {
        self.wait(what, |session| condition(session.screen()));
    }

    /// Waits until the screen shows this text in one row.
    pub fn wait_for_text(&mut self, text: &str) {
        self.wait_for(text, |screen| shows(screen, text));
    }

    /// Waits until the last row, in which messages are shown, begins with this text.
    pub fn wait_for_message(&mut self, text: &str) {
        self.wait_for(text, |screen| {
            rows(screen)
                .last()
                .is_some_and(|row| row.trim_start().starts_with(text))
        });
    }

    /// Waits until the screen does not show this text.
    pub fn wait_until_gone(&mut self, text: &str) {
        self.wait_for(&format!("no {text}"), |screen| !shows(screen, text));
    }

    /// Waits until the session satisfies the condition.
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
                    panic!("no {what} before the deadline; the screen:\n{}", self.text())
                }
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the program ended before {what}; the screen:\n{}", self.text())
                }
            }
        }
    }

    /// Waits for the end of the program and shows everything that it wrote.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let until = Instant::now() + DEADLINE;
        loop {
            match self
                .chunks
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(chunk) => self.take(&chunk),
                Err(RecvTimeoutError::Timeout) => {
                    panic!("the program does not end; the screen:\n{}", self.text())
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.show(self.bytes.len());
        self.child.wait().unwrap()
    }

    /// Returns whether the program writes anything within this time.
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

    /// Changes the size of the terminal and of the screen.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.look();
        // The frame for the new size clears what is still drawn for the old one.
        self.parser = parser(width, height);
        self.master.resize(pty_size(width, height)).unwrap();
    }

    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    pub fn text(&self) -> String {
        self.screen().contents()
    }

    /// Asserts that screen, cursor and modes of the terminal are as before the program.
    pub fn assert_restored(&self) {
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

    /// Returns whether the modes of the terminal differ from those before the program.
    pub fn is_raw(&self) -> bool {
        modes(&*self.master) != self.modes_before
    }

    fn take(&mut self, chunk: &[u8]) {
        self.bytes.extend_from_slice(chunk);
    }

    /// Shows what was written up to the end of the last whole frame, or everything outside of a frame.
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
        // In most tests the program has already ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns whether a row of the screen contains the text.
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
