//! An idle reader does not wake up: the system counts the context switches of each thread.
#![cfg(target_os = "linux")]

use super::session::{Session, Start};
use crate::harness::workspace::Workspace;
use std::fs;
use std::time::Duration;

/// The context switches of each thread of the program.
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
fn an_idle_reader_does_not_wake_up() {
    let workspace = Workspace::with_reports();
    let mut session = Start::reader(&workspace)
        .arguments(&["--highlight", "harbour"])
        .open();
    session.wait_for_text("4 articles");
    session.type_keys("fZelm\r");
    session.wait_for_text("▸ Zelm");
    // Waits until nothing is computed any more; the filter is saved after a second.
    let mut before = activity(&session);
    while session.writes_within(Duration::from_millis(1500)) || before != activity(&session) {
        before = activity(&session);
    }
    assert!(!session.writes_within(Duration::from_secs(2)));
    assert_eq!(activity(&session), before);
    session.type_keys("?");
    session.wait_for_text("half a page down, up");
    assert_ne!(activity(&session), before);
}
