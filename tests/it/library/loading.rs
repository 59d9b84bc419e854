//! Loading from files and folders: which articles come out, in which order, and which problems are reported. What
//! extraction finds in a page is tested in `cleaning`.

use crate::harness::workspace::Workspace;
use newsprint::library::{Entry, LoadOptions, LoadSource, LoadSummary, ProblemKind, load_with};
use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

const PAGE: &str =
    "A harbour opens\n\nThe harbour of the invented town opened again on Monday after two long years.\n";

fn options() -> LoadOptions {
    LoadOptions {
        size_limit: 4_096,
        ..LoadOptions::default()
    }
}

fn from(paths: &[&Path]) -> Vec<LoadSource> {
    paths
        .iter()
        .map(|path| LoadSource::Path(path.to_path_buf()))
        .collect()
}

type LoadEvent = newsprint::library::LoadEvent<Entry>;

fn load(
    sources: &[LoadSource],
    options: &LoadOptions,
    cancel: &AtomicBool,
    sink: impl FnMut(LoadEvent),
) -> LoadSummary {
    load_with(sources.iter().cloned().map(Ok), options, cancel, Entry::new, sink)
}

fn events(sources: &[LoadSource]) -> Vec<LoadEvent> {
    let mut events = Vec::new();
    load(sources, &options(), &AtomicBool::new(false), |event| {
        events.push(event);
    });
    events
}

/// The paths of the articles, in the order of arrival.
fn articles(events: &[LoadEvent]) -> Vec<PathBuf> {
    let batches = events.iter().filter_map(|event| match event {
        LoadEvent::Batch(batch) => Some(batch),
        _ => None,
    });
    batches.flatten().map(|entry| entry.path.to_path_buf()).collect()
}

/// The file name, kind and message of each problem.
fn problems(events: &[LoadEvent]) -> Vec<(String, ProblemKind, String)> {
    let problem = |event: &LoadEvent| match event {
        LoadEvent::Problem(problem) => {
            let name = problem
                .path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            Some((name, problem.kind, problem.to_string()))
        }
        _ => None,
    };
    events.iter().filter_map(problem).collect()
}

fn summary(events: &[LoadEvent]) -> LoadSummary {
    match events.last() {
        Some(LoadEvent::Done(summary)) => *summary,
        other => panic!("the last event is the summary, not {other:?}"),
    }
}

#[test]
fn folders_are_walked_recursively_in_order_without_hidden_files_and_other_kinds() {
    let workspace = Workspace::new();
    let root = &workspace.news();
    fs::create_dir_all(root.join("b/.hidden")).unwrap();
    for name in [
        "b/2.txt",
        "b/1.TXT",
        "a.txt",
        "c.txt",
        "b/.hidden/x.txt",
        ".x.txt",
        "p.jpg",
        "q.jpg",
        "r.pdf",
        "LICENCE",
    ] {
        fs::write(root.join(name), PAGE).unwrap();
    }
    let events = events(&from(&[root]));
    let names: Vec<_> = articles(&events)
        .iter()
        .map(|path| path.strip_prefix(root).unwrap().to_path_buf())
        .collect();
    assert_eq!(names, ["a.txt", "b/1.TXT", "b/2.txt", "c.txt"].map(PathBuf::from));
    let left_out = events.iter().find_map(|event| match event {
        LoadEvent::Skipped(skipped) => Some(skipped.to_string()),
        _ => None,
    });
    assert_eq!(
        left_out.as_deref(),
        Some("4 files of other kinds left out (.jpg 2, no ending 1, .pdf 1)")
    );
    // The file without an extension was opened, since it might be a mailbox.
    assert!(events.contains(&LoadEvent::Found { files: 5 }));
    assert_eq!(summary(&events).articles, 4);
}

#[test]
fn a_named_file_is_read_once_and_with_any_extension() {
    let workspace = Workspace::new();
    let page = workspace.path("page.html");
    fs::write(&page, PAGE).unwrap();
    let events = events(&from(&[&page, &page]));
    assert_eq!(articles(&events), [page]);
}

/// The pages that are found below a folder, and the problems.
#[cfg(unix)]
fn found_below(root: &Path) -> (Vec<PathBuf>, Vec<String>) {
    let events = events(&from(&[root]));
    let below = |path: &PathBuf| path.strip_prefix(root).unwrap().to_path_buf();
    let problems = events.iter().filter_map(|event| match event {
        LoadEvent::Problem(problem) => {
            Some(format!("{} {}", below(&problem.path).display(), problem.message))
        }
        _ => None,
    });
    let problems = problems.collect();
    (articles(&events).iter().map(below).collect(), problems)
}

#[cfg(unix)]
#[test]
fn folders_that_link_to_each_other_are_walked_once() {
    use std::os::unix::fs::symlink;
    let workspace = Workspace::new();
    let root = &workspace.news();
    let expected: Vec<PathBuf> = (0..9).map(|one| PathBuf::from(format!("d{one}/a.txt"))).collect();
    for one in 0..9 {
        workspace.write(format!("d{one}/a.txt"), PAGE);
        for other in (0..9).filter(|other| *other != one) {
            symlink(format!("../d{other}"), root.join(format!("d{one}/a-link{other}"))).unwrap();
        }
    }
    assert_eq!(found_below(root), (expected, Vec::new()));
}

#[cfg(unix)]
#[test]
fn a_linked_folder_is_walked_at_its_first_link_unless_it_is_found_without_links() {
    use std::os::unix::fs::symlink;
    let workspace = Workspace::new();
    let root = &workspace.news();
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir(outside.path().join("sub")).unwrap();
    fs::write(outside.path().join("sub/b.txt"), PAGE).unwrap();
    fs::write(outside.path().join("a.txt"), PAGE).unwrap();
    symlink(root, outside.path().join("back")).unwrap();
    workspace.write("x/.hidden/deep/c.txt", PAGE);
    workspace.write("x/d.txt", PAGE);
    for (target, link) in [
        (outside.path().to_path_buf(), "one"),
        (outside.path().to_path_buf(), "two"),
        (outside.path().join("sub"), "three"),
        (root.join("x"), "inside"),
        (root.join("x/.hidden/deep"), "open"),
        (workspace.home().to_path_buf(), "up"),
    ] {
        symlink(target, root.join(link)).unwrap();
    }
    let expected = ["one/a.txt", "one/sub/b.txt", "open/c.txt", "x/d.txt"].map(PathBuf::from);
    assert_eq!(found_below(root), (expected.to_vec(), Vec::new()));
}

#[cfg(unix)]
#[test]
fn a_broken_link_is_reported_as_one() {
    use std::os::unix::fs::symlink;
    let workspace = Workspace::new();
    let root = &workspace.news();
    workspace.write("a.txt", PAGE);
    for name in ["folder", "page.txt", "picture.jpg"] {
        symlink("nowhere", root.join(name)).unwrap();
    }
    let (pages, problems) = found_below(root);
    assert_eq!(pages, [PathBuf::from("a.txt")]);
    assert_eq!(problems, ["folder is a broken link", "page.txt is a broken link"]);
    let named = events(&from(&[&root.join("folder")]));
    let is_broken = |event: &LoadEvent| matches!(event, LoadEvent::Problem(problem) if problem.kind == ProblemKind::BrokenLink);
    assert!(named.iter().any(is_broken));
}

/// Writes readable files (`good.txt`, `link.txt`, `nul.txt` and the one that is returned) and many that are not.
#[cfg(unix)]
fn write_unreadable_files(root: &Path) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    let strange = root.join(std::ffi::OsStr::from_bytes(b"n\xff\x1b[31m.txt"));
    fs::write(&strange, PAGE).unwrap();
    fs::write(root.join("good.txt"), PAGE).unwrap();
    fs::write(root.join("empty.txt"), "").unwrap();
    fs::write(root.join("blank.txt"), "\u{feff}\n \n").unwrap();
    fs::write(root.join("large.txt"), PAGE.repeat(100)).unwrap();
    fs::write(root.join("zip.txt"), b"PK\x03\x04rest").unwrap();
    fs::write(root.join("zeros.txt"), [0; 500]).unwrap();
    fs::write(root.join("nul.txt"), PAGE.replace("two", "t\0wo")).unwrap();
    fs::write(root.join("secret.txt"), PAGE).unwrap();
    fs::set_permissions(root.join("secret.txt"), fs::Permissions::from_mode(0o0)).unwrap();
    let fifo = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(
        rustix::fs::CWD,
        root.join("pipe.txt"),
        rustix::fs::FileType::Fifo,
        fifo,
        0,
    )
    .unwrap();
    let _socket = UnixListener::bind(root.join("socket.txt")).unwrap();
    symlink(root.join("nowhere"), root.join("gone.txt")).unwrap();
    symlink("/dev/null", root.join("null.txt")).unwrap();
    symlink(root, root.join("loop")).unwrap();
    symlink(root.join("good.txt"), root.join("link.txt")).unwrap();
    strange
}

#[cfg(unix)]
#[test]
fn unreadable_files_are_problems_and_the_others_are_read() {
    let workspace = Workspace::new();
    let root = &workspace.news();
    let strange = write_unreadable_files(root);
    let events = events(&from(&[root]));
    let mut read: Vec<_> = articles(&events);
    // The superuser can read this file too.
    let is_superuser = fs::read(root.join("secret.txt")).is_ok();
    read.retain(|path| !path.ends_with("secret.txt"));
    let names = ["good.txt", "link.txt", "nul.txt"].map(|name| root.join(name));
    assert_eq!(read, [&names[..], &[strange]].concat());
    let expected = [
        ("blank.txt", ProblemKind::Empty, "is empty; fetch the page again"),
        ("empty.txt", ProblemKind::Empty, "is empty; fetch the page again"),
        (
            "gone.txt",
            ProblemKind::BrokenLink,
            "is a broken link; restore what it leads to",
        ),
        (
            "large.txt",
            ProblemKind::TooLarge,
            "is larger than the limit (9.3 KiB of 4.0 KiB); split it, or raise",
        ),
        ("null.txt", ProblemKind::NotAFile, "is a device, not a file"),
        (
            "pipe.txt",
            ProblemKind::NotAFile,
            "is a pipe, not a file; save its output to a file",
        ),
        (
            "secret.txt",
            ProblemKind::Permission,
            "reading it is not permitted; change its permissions",
        ),
        ("socket.txt", ProblemKind::NotAFile, "is a socket, not a file"),
        (
            "zeros.txt",
            ProblemKind::Binary,
            "holds binary data, not text; convert it",
        ),
        ("zip.txt", ProblemKind::Malformed, "is damaged"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .filter(|(name, ..)| !(is_superuser && *name == "secret.txt"))
        .collect();
    let problems = problems(&events);
    for ((name, kind, line), wanted) in problems.iter().zip(&expected) {
        assert_eq!((name.as_str(), *kind), (wanted.0, wanted.1));
        assert!(line.contains(wanted.2), "{line}");
    }
    assert_eq!(problems.len(), expected.len(), "{problems:?}");
    assert_eq!(summary(&events).problems, expected.len());
}

#[cfg(unix)]
#[test]
fn named_paths_that_are_not_files_never_block() {
    let workspace = Workspace::new();
    let pipe = workspace.path("pipe");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    let missing = workspace.path("missing\x1b[2J");
    let problems = problems(&events(&from(&[&pipe, &missing, Path::new("/dev/zero")])));
    let kinds: Vec<_> = problems.iter().map(|(_, kind, _)| *kind).collect();
    assert_eq!(
        kinds,
        [
            ProblemKind::NotAFile,
            ProblemKind::NotFound,
            ProblemKind::NotAFile
        ]
    );
    assert!(
        problems
            .iter()
            .all(|(_, _, line)| !line.contains(char::is_control))
    );
}

#[test]
fn a_file_that_vanishes_after_listing_is_a_problem() {
    let workspace = Workspace::new();
    let path = workspace.path("a.txt");
    let problem = newsprint::library::read(&path, 4_096, true).unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Vanished);
}

#[test]
fn articles_arrive_in_order_with_any_number_of_threads() {
    let workspace = Workspace::new();
    for number in 0..1_500 {
        let page = if number % 100 == 0 {
            PAGE.repeat(40)
        } else {
            PAGE.to_owned()
        };
        workspace.write(format!("{number:04}.txt"), page);
    }
    let load_by = |workers| {
        let mut events = Vec::new();
        let options = LoadOptions {
            workers,
            size_limit: 1 << 20,
            ..LoadOptions::default()
        };
        load(
            &from(&[&workspace.news()]),
            &options,
            &AtomicBool::new(false),
            |event| events.push(event),
        );
        events
    };
    let one = articles(&load_by(1));
    let several = load_by(5);
    assert!(one.is_sorted() && one.len() == 1_500);
    assert_eq!(articles(&several), one);
    let first = several.iter().find_map(|event| match event {
        LoadEvent::Batch(batch) => Some(batch.len()),
        _ => None,
    });
    assert!(
        first.is_some_and(|len| len <= 24),
        "the first batch is small, so it arrives soon: {first:?}"
    );
    let last = several.iter().rev().find_map(|event| match event {
        LoadEvent::Progress(progress) => Some(*progress),
        _ => None,
    });
    assert!(last.is_some_and(|last| last.done == 1_500 && last.found == 1_500 && last.all_found));
}

#[test]
fn a_load_can_be_cancelled_by_the_sink() {
    let workspace = Workspace::new();
    for number in 0..300 {
        workspace.write(format!("{number}.txt"), PAGE);
    }
    let cancel = AtomicBool::new(false);
    let mut batches = 0;
    let summary = load(&from(&[&workspace.news()]), &options(), &cancel, |event| {
        if matches!(event, LoadEvent::Batch(_)) {
            batches += 1;
            cancel.store(true, Ordering::Relaxed);
        }
    });
    assert!(summary.cancelled && batches <= 2 && summary.articles < 300);
}

#[test]
fn a_panic_of_the_sink_ends_the_load() {
    let workspace = Workspace::new();
    for number in 0..100 {
        workspace.write(format!("{number}.txt"), PAGE);
    }
    let result = std::panic::catch_unwind(|| {
        load(
            &from(&[&workspace.news()]),
            &options(),
            &AtomicBool::new(false),
            |event| {
                assert!(!matches!(event, LoadEvent::Batch(_)), "the sink fails on purpose");
            },
        )
    });
    assert!(result.is_err());
}

#[test]
fn pages_in_memory_load_like_files_and_in_order() {
    let workspace = Workspace::new();
    let file = workspace.path("a.txt");
    fs::write(&file, PAGE).unwrap();
    let memory = |name: &str, bytes: &'static [u8]| LoadSource::Memory {
        name: PathBuf::from(name),
        bytes: Cow::Borrowed(bytes),
    };
    let sources = [
        memory("-", PAGE.as_bytes()),
        LoadSource::Path(file.clone()),
        memory("empty", b""),
    ];
    let events = events(&sources);
    assert_eq!(articles(&events), [PathBuf::from("-"), file]);
    assert_eq!(problems(&events)[0].1, ProblemKind::Empty);
}

#[test]
fn profiles_of_a_folder_are_used_and_their_mistakes_are_problems() {
    let workspace = Workspace::new();
    workspace.write("a.txt", PAGE);
    fs::write(
        workspace.path("outlets.toml"),
        "[[outlet]]\nname = \"The Invented Lantern\"\n",
    )
    .unwrap();
    let problems = |path: &Path| options().knowledge_with_profiles(&[path.to_path_buf()]).1;
    assert_eq!(problems(&workspace.news()), []);
    fs::write(workspace.path("outlets.toml"), "[[outlet]]\nnom = 3\n").unwrap();
    let problems = problems(&workspace.path("a.txt"));
    assert_eq!((problems.len(), problems[0].kind), (1, ProblemKind::Profiles));
}
