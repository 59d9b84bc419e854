//! However the program ends or stops, the terminal is as it was before.

use super::invented;
use super::session::{Session, Start, shows};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::Signal;
use std::io::Read;
use std::sync::mpsc::channel;
use std::time::Duration;
use tempfile::TempDir;

fn open(start: impl Fn(&[&str]) -> Start) -> (Session, TempDir) {
    let folder = invented::folder();
    let mut session = start(&[folder.path().to_str().unwrap()]).open();
    session.wait_for_text("4 articles");
    assert!(session.is_raw());
    (session, folder)
}

#[test]
fn after_a_signal_to_end() {
    for (signal, name) in [
        (Signal::TERM, "Terminated"),
        (Signal::HUP, "Hangup"),
        (Signal::INT, "Interrupt"),
    ] {
        let (mut session, _folder) = open(Start::program);
        session.type_keys("m");
        session.wait_for_text("mouse on");
        session.signal(signal);
        // Who started it sees which signal it was.
        assert_eq!(session.wait_for_end().signal(), Some(name));
        session.assert_given_back();
    }
}

#[test]
#[cfg(debug_assertions)]
fn after_a_panic_whose_message_is_left_on_the_screen() {
    let folder = invented::folder();
    let mut session = Start::program(&[folder.path().to_str().unwrap()])
        .env("NEWSPRINT_FAULT", "draw")
        .open();
    assert!(!session.wait_for_end().success());
    session.assert_given_back();
    assert!(
        session.text().contains("a failure on purpose: draw"),
        "{}",
        session.text()
    );
}

#[test]
#[cfg(debug_assertions)]
fn after_a_panic_of_the_thread_that_reads_keys() {
    let (mut session, _folder) = open(|arguments| Start::program(arguments).env("NEWSPRINT_FAULT", "input"));
    session.type_keys("j");
    assert_eq!(session.wait_for_end().exit_code(), 1);
    session.assert_given_back();
    assert!(
        session.text().contains("a failure on purpose: input"),
        "{}",
        session.text()
    );
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_of_a_worker_is_a_message() {
    let (mut session, _folder) = open(|arguments| {
        let arguments = [arguments, &["--no-library"]].concat();
        Start::program(&arguments).env("NEWSPRINT_FAULT", "worker")
    });
    session.type_keys("/ships\rfquay");
    session.type_keys("\r");
    session.type_keys("!");
    session.wait_for_text("a failure on purpose: worker");
    session.type_keys("qFq");
    session.type_keys("qq");
    assert!(session.wait_for_end().success());
    session.assert_given_back();
}

#[test]
fn where_no_shell_could_let_it_go_on_it_does_not_stop() {
    let (mut session, _folder) = open(Start::program);
    session.type_keys("\x1a");
    session.type_keys("?");
    session.wait_for_text("type to narrow");
}

#[test]
fn while_it_is_stopped_by_its_key() {
    let folder = invented::folder();
    // By itself, and started by something that would be waited for (a script, `cargo run`).
    for line in ["newsprint FOLDER", "sh -c 'newsprint FOLDER; true'"] {
        let mut session = Start::shell().size(120, 40).open();
        session.wait_for_text("ready$");
        session.type_keys(&line.replace("FOLDER", folder.path().to_str().unwrap()));
        session.type_keys("\r");
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
        session.signal_and_leave();
    }
}

impl Session {
    fn signal_and_leave(&mut self) {
        // From the articles to the outlets, and out; one more would be typed into the shell.
        self.type_keys("q");
        self.type_keys("q");
        self.wait("the shell", |session| !session.screen().alternate_screen());
        self.type_keys("exit\r");
        self.wait_for_end();
        self.assert_given_back();
    }
}

#[test]
fn after_a_stop_from_outside_everything_is_drawn_again() {
    let (mut session, _folder) = open(Start::program);
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
fn a_terminal_that_takes_no_output_does_not_keep_it_from_ending() {
    let folder = invented::folder();
    let size = PtySize {
        rows: 100,
        cols: 250,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let before = format!("{:?}", pair.master.get_termios());
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_newsprint"));
    command.arg(folder.path());
    command.env("TERM", "xterm-256color");
    command.env("HOME", folder.path());
    let mut child = pair.slave.spawn_command(command).unwrap();
    // It has begun; what follows is more than a terminal keeps for a reader that does not come.
    let mut reader = pair.master.try_clone_reader().unwrap();
    assert!(reader.read(&mut [0; 8]).unwrap() > 0);
    let pid = rustix::process::Pid::from_raw(child.process_id().unwrap().cast_signed()).unwrap();
    rustix::process::kill_process(pid, Signal::TERM).unwrap();
    let (ended, end) = channel();
    std::thread::spawn(move || ended.send(child.wait().unwrap()));
    let status = end.recv_timeout(Duration::from_secs(60)).expect("it ends");
    assert_eq!(status.signal(), Some("Terminated"));
    assert_eq!(format!("{:?}", pair.master.get_termios()), before);
}

/// Without a controlling terminal no signal tells that the terminal has gone.
#[test]
#[cfg(target_os = "linux")]
fn a_terminal_that_goes_away_ends_it_even_where_no_signal_says_so() {
    let folder = invented::folder();
    let ended = folder.path().join("ended");
    let program = env!("CARGO_BIN_EXE_newsprint");
    let script = "trap '' HUP; setsid -w \"$0\" \"$1\"; echo $? > \"$1/ended\"";
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", script, program, folder.path().to_str().unwrap()]);
    command.env("TERM", "xterm-256color");
    command.env("HOME", folder.path());
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut bytes = Vec::new();
    while memchr::memmem::find(&bytes, b"Ferry").is_none() {
        let mut buffer = [0; 4096];
        let count = reader.read(&mut buffer).unwrap();
        assert!(count > 0, "it ended before");
        bytes.extend_from_slice(&buffer[..count]);
    }
    drop((reader, pair.master));
    let (told, end) = channel();
    std::thread::spawn(move || told.send(child.wait().unwrap()));
    end.recv_timeout(Duration::from_secs(60)).expect("it ends");
    assert!(ended.exists());
}
