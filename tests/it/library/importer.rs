//! `Importer`, which an open reader keeps: it imports single files that a watcher reports, while others import too. The
//! command line is tested in `commands`.

use crate::harness::page_text::harbour_of;
use crate::harness::workspace::Workspace;
use newsprint::extract::OutletDirectory;
use newsprint::library::{
    ImportEvent, ImportSummary, Importer, LoadOptions, Marks, Query, SortOrder, StoreError,
};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

fn write(workspace: &Workspace, name: &str, title: &str, word: &str) -> PathBuf {
    workspace.write_settled(name, harbour_of("The Quay Courier", title, word))
}

fn import(workspace: &Workspace, importer: &mut Importer) -> ImportSummary {
    importer
        .import(&[workspace.news()], &AtomicBool::new(false), |_| {})
        .unwrap()
}

/// Imports files that a watcher reports.
fn import_files(importer: &mut Importer, files: &[PathBuf]) -> ImportSummary {
    importer
        .import_files(files, &AtomicBool::new(false), |_| {})
        .unwrap()
}

fn body(workspace: &Workspace, id: u32) -> String {
    let entry = workspace.store().snapshot().unwrap().entry(id).unwrap().unwrap();
    entry.article.body().join("\n")
}

/// The names of the files that match a query.
fn names(workspace: &Workspace, query: &str) -> Vec<String> {
    let snapshot = workspace.store().snapshot().unwrap();
    let query = Query::parse(query, "2024-06-01".parse().unwrap()).unwrap();
    let never = AtomicBool::new(false);
    let found = snapshot.search(&query, &Marks::default(), SortOrder::Path, usize::MAX, &never);
    let mut names = Vec::new();
    let each = |row: newsprint::library::ArticleRow| {
        let name = row.path.strip_prefix(workspace.news()).unwrap().display();
        names.push(format!("{name}{}", if row.is_gone { " (gone)" } else { "" }));
        true
    };
    snapshot.rows(&found.unwrap().unwrap().ids, each).unwrap();
    names
}

#[test]
fn reported_files_are_added_changed_moved_and_marked_as_missing() {
    let workspace = Workspace::new();
    let mut importer = workspace.store().importer(LoadOptions::default());
    write(&workspace, "a.txt", "Harbour reopens after the storm", "storm");
    write(&workspace, "deep/b.txt", "Ferry waits for calmer water", "flood");
    assert_eq!(import(&workspace, &mut importer).new, 2);

    let new = write(
        &workspace,
        "deep/c.txt",
        "Old bridge is to be repaired soon",
        "fire",
    );
    assert_eq!(import_files(&mut importer, &[new.clone(), new.clone()]).new, 1);
    assert_eq!(names(&workspace, "fire"), ["deep/c.txt"]);

    let changed = write(
        &workspace,
        "a.txt",
        "Harbour reopens after the storm",
        "earthquake",
    );
    assert_eq!(import_files(&mut importer, &[changed]).changed, 1);
    assert_eq!(
        (
            names(&workspace, "earthquake"),
            names(&workspace, "\"the storm had\"").len()
        ),
        (vec!["a.txt".to_owned()], 0)
    );

    let moved = workspace.path("c2.txt");
    fs::rename(&new, &moved).unwrap();
    let summary = import_files(&mut importer, &[new.clone(), moved]);
    assert_eq!((summary.moved, summary.gone, summary.new), (1, 0, 0));
    assert_eq!(names(&workspace, "fire"), ["c2.txt"]);

    // A watcher may report the old path before the new file exists.
    let there = workspace.path("deep/b.txt");
    fs::rename(&there, workspace.path("b2.txt")).unwrap();
    assert_eq!(import_files(&mut importer, &[there]).gone, 1);
    assert_eq!(names(&workspace, "flood"), ["deep/b.txt (gone)"]);
    let here = workspace.path("b2.txt");
    assert_eq!(import_files(&mut importer, &[here]).moved, 1);
    assert_eq!(names(&workspace, "flood"), ["b2.txt"]);
    assert_eq!(workspace.store().snapshot().unwrap().len(), 3);
}

#[test]
fn a_reported_folder_means_everything_in_it() {
    let workspace = Workspace::new();
    let mut importer = workspace.store().importer(LoadOptions::default());
    write(&workspace, "a.txt", "Harbour reopens after the storm", "storm");
    import(&workspace, &mut importer);
    write(
        &workspace,
        "deep/er/b.txt",
        "Ferry waits for calmer water",
        "flood",
    );
    let deep = workspace.path("deep");
    assert_eq!(import_files(&mut importer, std::slice::from_ref(&deep)).new, 1);
    fs::rename(&deep, workspace.path("elsewhere")).unwrap();
    assert_eq!(
        import_files(&mut importer, &[deep, workspace.path("elsewhere")]).moved,
        1
    );
    assert_eq!(names(&workspace, "flood"), ["elsewhere/er/b.txt"]);
    fs::remove_dir_all(workspace.path("elsewhere")).unwrap();
    let gone = workspace.path("elsewhere");
    assert_eq!(import_files(&mut importer, &[gone]).gone, 1);
    assert_eq!(names(&workspace, ""), ["a.txt", "elsewhere/er/b.txt (gone)"]);
}

#[test]
fn files_that_a_walk_skips_are_skipped_when_reported() {
    let workspace = Workspace::new();
    let mut importer = workspace.store().importer(LoadOptions::default());
    write(&workspace, "a.txt", "Harbour reopens after the storm", "storm");
    import(&workspace, &mut importer);
    let files = [
        write(&workspace, ".hidden.txt", "Ferry waits for calmer water", "flood"),
        write(&workspace, ".git/b.txt", "Ferry waits for calmer water", "flood"),
        write(&workspace, "b.jpg", "Ferry waits for calmer water", "flood"),
        write(
            &workspace,
            "outlets.toml",
            "Ferry waits for calmer water",
            "flood",
        ),
        workspace.path("never-was.txt"),
    ];
    let mut events = 0;
    importer
        .import_files(&files, &AtomicBool::new(false), |event| {
            let is_silent = matches!(event, ImportEvent::Problem(_) | ImportEvent::Known(_));
            events += usize::from(!is_silent);
        })
        .unwrap();
    assert_eq!(
        (names(&workspace, "").len(), events),
        (1, 0),
        "nothing is reported and nothing is written"
    );
}

#[test]
fn the_first_articles_are_visible_before_the_last_are_read() {
    let workspace = Workspace::new();
    let mut importer = workspace.store().importer(LoadOptions::default());
    for number in 0..600 {
        write(
            &workspace,
            &format!("{number:03}.txt"),
            &format!("Report {number} on the harbour of Zelm"),
            "storm",
        );
    }
    let (news, store) = (workspace.path(""), workspace.store());
    let mut seen = Vec::new();
    importer
        .import(&[news], &AtomicBool::new(false), |event| {
            if event == ImportEvent::Committed {
                seen.push(store.snapshot().unwrap().len());
            }
        })
        .unwrap();
    assert!(seen[0] > 0 && seen[0] < 600, "{seen:?}");
    assert_eq!(seen.last(), Some(&600));
    let mut again = 0;
    let news = workspace.path("");
    importer
        .import(&[news], &AtomicBool::new(false), |event| {
            again += usize::from(event == ImportEvent::Committed);
        })
        .unwrap();
    assert_eq!(again, 0, "nothing has changed, so nothing is written");
}

#[test]
fn two_importers_take_turns() {
    let workspace = Workspace::new();
    let mut importer = workspace.store().importer(LoadOptions::default());
    let mut other = workspace.store().importer(LoadOptions::default());
    write(&workspace, "a.txt", "Harbour reopens after the storm", "storm");
    let never = AtomicBool::new(false);
    for (number, word) in ["fire", "flood", "ice"].into_iter().enumerate() {
        let mine = write(
            &workspace,
            &format!("mine{number}.txt"),
            &format!("Report {number} from the west"),
            &format!("{word}a"),
        );
        assert!(import_files(&mut importer, &[mine]).new == 1);
        let theirs = write(
            &workspace,
            &format!("theirs{number}.txt"),
            &format!("Report {number} from the east"),
            &format!("{word}b"),
        );
        assert_eq!(other.import_files(&[theirs], &never, |_| {}).unwrap().new, 1);
    }
    // While one importer is working the other gets an error, and can continue afterwards.
    let news = workspace.path("");
    let mut refused = None;
    importer
        .import(std::slice::from_ref(&news), &never, |event| {
            if event == ImportEvent::Committed {
                refused = Some(other.import(std::slice::from_ref(&news), &never, |_| {}));
            }
        })
        .unwrap();
    assert!(matches!(refused, Some(Err(StoreError::Busy(_)))), "{refused:?}");
    other.import(&[news], &never, |_| {}).unwrap();
    assert_eq!(
        (
            names(&workspace, "").len(),
            names(&workspace, "icea OR iceb").len()
        ),
        (7, 2)
    );
    assert!(workspace.store().check().unwrap().faults.is_empty());
}

#[test]
fn recleaning_with_a_new_rule_keeps_ids() {
    let workspace = Workspace::new();
    let mut importer = workspace.store().importer(LoadOptions::default());
    for number in 0..300 {
        let title = format!("Report {number} on the harbour of Zelm");
        write(&workspace, &format!("{number:03}.txt"), &title, "storm");
    }
    import(&workspace, &mut importer);
    let rule = "[[line]]\noutlet = \"The Quay Courier\"\npattern = \"^Two cranes\"\nclass = \"chrome\"\n";
    let knowledge = OutletDirectory::builtin().with_own_profile(rule).unwrap().0;
    let ids: Vec<u32> = (0..250).chain([9_999]).collect();
    let never = AtomicBool::new(false);
    let (mut seen, store) = (Vec::new(), workspace.store());
    let changed = importer.clean_again(&ids, knowledge, &never, |event| {
        if event == ImportEvent::Committed {
            let found = store.snapshot().unwrap();
            let query = Query::parse("cranes", "2024-06-01".parse().unwrap()).unwrap();
            let left = found.search(
                &query,
                &Marks::default(),
                SortOrder::Newest,
                1,
                &AtomicBool::new(false),
            );
            seen.push(left.unwrap().unwrap().total);
        }
    });
    assert_eq!(changed.unwrap(), 250);
    assert!(
        seen[0] > 50 && seen[0] < 300,
        "the first are visible before the last are cleaned: {seen:?}"
    );
    assert_eq!(seen.last(), Some(&50));
    let after = workspace.store().snapshot().unwrap();
    let words = |id| after.row(id).unwrap().unwrap().words;
    assert!(words(3) < words(299), "the list shows the current article");
    assert_eq!(
        (after.len(), after.files().unwrap().versions),
        (300, 0),
        "no page has changed"
    );
    assert_eq!(after.facets().unwrap().total, 300);
    // Articles imported from now on are cleaned with the rule too.
    let new = write(&workspace, "new.txt", "Ferry waits for calmer water", "flood");
    import_files(&mut importer, &[new]);
    assert_eq!(
        (
            names(&workspace, "cranes").len(),
            names(&workspace, "flood").len()
        ),
        (50, 1)
    );
    assert!(workspace.store().check().unwrap().faults.is_empty());
}

/// What an outlet puts between the paragraphs of every page, and above them.
const NOTICE: &str =
    "The Arden Courier is read in every house of the valley and lives of what its readers give.";
const MENU: &str = "Ferries\nHarbours\nLighthouses\nTides\nPilots\nBerths\nMarkets\nShips\nWinter\nLost";

fn page_with_notice(what: &str) -> String {
    format!(
        "{MENU}\n\nThe {what} opens again\n\n\
         The {what} over the Lenne was closed on Friday after the council had met for many hours.\n\n\
         Nobody in Arden had thought that the {what} would be spoken of for so long, the mayor said.\n\n{NOTICE}\n\n\
         People who live near the {what} told of water in their cellars and of trees on the road.\n"
    )
}

#[test]
fn shared_lines_are_template_on_stored_and_on_later_pages() {
    let workspace = Workspace::new();
    let mut importer = workspace.store().importer(LoadOptions::default());
    let write = |workspace: &Workspace, thing: &str| {
        workspace.write_settled(format!("{thing}.txt"), page_with_notice(thing))
    };
    write(&workspace, "bridge");
    import(&workspace, &mut importer);
    assert!(
        body(&workspace, 0).contains(NOTICE),
        "a single page shares nothing"
    );
    write(&workspace, "ferry");
    write(&workspace, "lamp");
    import(&workspace, &mut importer);
    for id in [1, 2] {
        let body = body(&workspace, id);
        assert!(
            !body.contains(NOTICE) && body.contains("People who live near"),
            "{body}"
        );
    }
    let later = write(&workspace, "tunnel");
    import_files(&mut importer, &[later]);
    assert!(!body(&workspace, 3).contains(NOTICE), "{}", body(&workspace, 3));
}
