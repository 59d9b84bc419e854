//! The library on a disk: loading pages, importing them, and what happens as files change.

mod commands;
mod formats;
mod importer;
mod loading;
mod maintenance;

use crate::harness::workspace::Workspace;
use std::path::Path;

/// Imports the folder of pages and returns the program's report.
fn import(workspace: &Workspace) -> String {
    workspace.succeed(["import", "news"]).trim().to_owned()
}

/// The rows of the library that match a query.
fn rows(workspace: &Workspace, query: &str) -> Vec<serde_json::Value> {
    let rows = workspace.succeed(["list", "--format", "json", "--query", query]);
    rows.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The names of the pages that match a query.
fn names(workspace: &Workspace, query: &str) -> Vec<String> {
    let news = workspace.news();
    let name = |row: &serde_json::Value| {
        let path = Path::new(row["path"].as_str().unwrap());
        path.strip_prefix(&news).unwrap().display().to_string()
    };
    rows(workspace, query).iter().map(name).collect()
}

/// The catalogue of the library as a database.
fn catalogue(workspace: &Workspace) -> rusqlite::Connection {
    rusqlite::Connection::open(workspace.library().join("catalogue.db")).unwrap()
}
