//! The terminal is restored, however the program ends or stops.

use super::session::{Session, Start, shows};
use crate::harness::cases;
use crate::harness::workspace::{PROGRAM, Workspace, argument};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::Signal;
use std::io::Read;
use std::sync::mpsc::channel;
use std::time::Duration;

/// A reader that shows its articles.
fn open(configure: impl FnOnce(Start) -> Start) -> (Session, Workspace) {
    let workspace = Workspace::with_reports();
    let mut session = configure(Start::reader(&workspace)).open();
    session.wait_for_text("4 articles");
    assert!(session.is_raw());
    (session, workspace)
}

/// A signal ends the program and restores the terminal.
fn signal(signal: Signal, name: &str) {
    let (mut session, _workspace) = open(|start| start);
    session.type_keys("m");
    session.wait_for_text("Mouse on");
    session.signal(signal);
    // The parent process sees the signal.
    assert_eq!(session.wait_for_end().signal(), Some(name));
    session.assert_restored();
}

cases! { signal
    terminate: (Signal::TERM, "Terminated");
    hangup: (Signal::HUP, "Hangup");
    interrupt: (Signal::INT, "Interrupt");
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_restores_the_terminal_and_leaves_its_message() {
    let workspace = Workspace::with_reports();
    let mut session = Start::reader(&workspace).env("NEWSPRINT_FAULT", "draw").open();
    assert!(!session.wait_for_end().success());
    session.assert_restored();
    assert!(
        session.text().contains("a failure on purpose: draw"),
        "{}",
        session.text()
    );
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_of_the_input_thread_restores_the_terminal() {
    let (mut session, _workspace) = open(|start| start.env("NEWSPRINT_FAULT", "input"));
    session.type_keys("j");
    assert_eq!(session.wait_for_end().exit_code(), 1);
    session.assert_restored();
    assert!(
        session.text().contains("a failure on purpose: input"),
        "{}",
        session.text()
    );
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_of_a_worker_is_a_message() {
    let (mut session, _workspace) = open(|start| {
        start
            .arguments(&["--no-library"])
            .env("NEWSPRINT_FAULT", "worker findrow")
    });
    session.type_keys("/ships\rfquay");
    session.type_keys("\r");
    session.type_keys("!");
    session.wait_for_text("a failure on purpose: worker");
    session.type_keys("qFq");
    session.type_keys("qq");
    assert!(session.wait_for_end().success());
    session.assert_restored();
}

#[test]
fn suspending_without_a_shell_does_nothing() {
    let (mut session, _workspace) = open(|start| start);
    session.type_keys("\x1a");
    session.type_keys("?");
    session.wait_for_text("half a page down, up");
}

/// Suspending restores the terminal until the program continues.
fn suspending(line: &str) {
    let workspace = Workspace::with_reports();
    let mut session = Start::shell(&workspace).size(120, 40).open();
    session.wait_for_text("ready$");
    session.type_keys(&format!("{line}\r"));
    session.wait_for_text("4 articles");
    session.type_keys("ffrost\r");
    session.wait_for_text("1 of 4");
    session.type_keys("\x1a");
    session.wait("the shell", |session| {
        !session.screen().alternate_screen() && session.text().trim_end().ends_with("ready$")
    });
    assert!(!session.screen().hide_cursor() && !session.screen().bracketed_paste());
    assert!(session.text().contains("Stopped"), "{}", session.text());
    session.resize(90, 30);
    session.type_keys("fg\r");
    session.wait("the reader again, in the new size", |session| {
        session.screen().alternate_screen() && shows(session.screen(), "1 of 4")
    });
    session.leave();
}

cases! { suspending
    started_by_the_shell: ("newsprint news");
    // The shell waits for the parent, as for `cargo run`.
    started_by_a_script: ("sh -c 'newsprint news; true'");
}

/// `kill` ends a reader that does not have the terminal, which stays as the shell has set it.
fn killing(start: &str, waits_for: &str, keys: &str) {
    let workspace = Workspace::with_reports();
    let mut session = Start::shell(&workspace).size(120, 40).open();
    session.wait_for_text("ready$");
    session.type_keys(&format!("{start}\r"));
    session.wait_for_text(waits_for);
    session.type_keys(keys);
    session.wait("a shell with a stopped job", |session| {
        !session.screen().alternate_screen() && session.text().trim_end().ends_with("ready$")
    });
    // 149: the shell has not noticed yet that the job continued.
    session.type_keys(
        "kill %1; kill -CONT %1; s=149; while [ $s = 149 ]; do wait %1; s=$?; done; echo status $s\r",
    );
    session.wait_for_text("status 143");
    session.type_keys("exit\r");
    session.wait_for_end();
    session.assert_restored();
}

cases! { killing
    after_a_suspension: ("newsprint news", "4 articles", "\x1a");
    in_the_background: ("newsprint news & sleep 0", "ready$", "\r");
}

impl Session {
    fn leave(&mut self) {
        // From the articles to the outlets, and out; another `q` would reach the shell.
        self.type_keys("q");
        self.type_keys("q");
        self.wait("the shell", |session| !session.screen().alternate_screen());
        self.type_keys("exit\r");
        self.wait_for_end();
        self.assert_restored();
    }
}

#[test]
fn a_stop_from_outside_is_followed_by_a_full_redraw() {
    let (mut session, _workspace) = open(|start| start);
    session.signal(Signal::STOP);
    let before = session.bytes.len();
    session.signal(Signal::CONT);
    session.wait("the whole screen", |session| {
        let since = &session.bytes[before..];
        memchr::memmem::find(since, b"4 articles").is_some()
    });
    assert!(session.is_raw());
}

#[test]
fn the_program_ends_although_the_terminal_accepts_no_output() {
    let workspace = Workspace::with_reports();
    let size = PtySize {
        rows: 100,
        cols: 250,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let before = format!("{:?}", pair.master.get_termios());
    let mut command = CommandBuilder::new(PROGRAM);
    command.arg(workspace.news());
    command.env("TERM", "xterm-256color");
    command.env("HOME", workspace.home());
    let mut child = pair.slave.spawn_command(command).unwrap();
    // The program has started; the rest of its output does not fit into the buffer of the terminal.
    let mut reader = pair.master.try_clone_reader().unwrap();
    assert!(reader.read(&mut [0; 8]).unwrap() > 0);
    let pid = rustix::process::Pid::from_raw(child.process_id().unwrap().cast_signed()).unwrap();
    rustix::process::kill_process(pid, Signal::TERM).unwrap();
    let (ended, end) = channel();
    std::thread::spawn(move || ended.send(child.wait().unwrap()));
    let status = end
        .recv_timeout(Duration::from_secs(60))
        .expect("the program ends");
    assert_eq!(status.signal(), Some("Terminated"));
    assert_eq!(format!("{:?}", pair.master.get_termios()), before);
}

/// A process without a controlling terminal gets no signal when its terminal goes away.
#[test]
#[cfg(target_os = "linux")]
fn the_program_ends_when_its_terminal_goes_away_without_a_signal() {
    let workspace = Workspace::with_reports();
    let ended = workspace.path("ended");
    let script = "trap '' HUP; setsid -w \"$0\" \"$1\"; echo $? > \"$1/ended\"";
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", script, PROGRAM, argument(&workspace.news())]);
    command.env("TERM", "xterm-256color");
    command.env("HOME", workspace.home());
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut bytes = Vec::new();
    while memchr::memmem::find(&bytes, b"Ferry").is_none() {
        let mut buffer = [0; 4096];
        let count = reader.read(&mut buffer).unwrap();
        assert!(count > 0, "the program ended too early");
        bytes.extend_from_slice(&buffer[..count]);
    }
    drop((reader, pair.master));
    let (ended_sender, end) = channel();
    std::thread::spawn(move || ended_sender.send(child.wait().unwrap()));
    end.recv_timeout(Duration::from_secs(60))
        .expect("the program ends");
    assert!(ended.exists());
}
