//! While nothing happens nothing wakes up: the system counts how often each thread has given up the processor.
#![cfg(target_os = "linux")]

use super::invented;
use super::session::{Session, Start};
use std::fs;
use std::time::Duration;

/// Switches of all threads of the program, and the processor time that they have used.
fn activity(session: &Session) -> Vec<String> {
    let tasks = format!("/proc/{}/task", session.pid().as_raw_nonzero());
    let mut counts = Vec::new();
    for task in fs::read_dir(tasks).unwrap() {
        let task = task.unwrap().path();
        let status = fs::read_to_string(task.join("status")).unwrap();
        let switches = status.lines().filter(|line| line.contains("ctxt_switches"));
        counts.push(format!(
            "{}: {}",
            task.display(),
            switches.collect::<Vec<_>>().join(" ")
        ));
    }
    counts.sort();
    counts
}

#[test]
fn nothing_wakes_up_while_nothing_happens() {
    let folder = invented::folder();
    let mut session = Start::program(&[folder.path().to_str().unwrap(), "--highlight", "harbour"]).open();
    session.wait_for_text("4 articles");
    session.type_keys("fZelm\r");
    session.wait_for_text("filter: Zelm");
    // What was asked for is still being computed until the counts stand still; the filter is written down a second later.
    let mut before = activity(&session);
    while session.writes_within(Duration::from_millis(1500)) || before != activity(&session) {
        before = activity(&session);
    }
    assert!(!session.writes_within(Duration::from_secs(2)));
    assert_eq!(activity(&session), before);
    session.type_keys("?");
    session.wait_for_text("type to narrow");
    assert_ne!(activity(&session), before);
}
