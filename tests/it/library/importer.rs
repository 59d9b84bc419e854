//! What imports into a library and stays: for a reader that is open, told of single files by a watcher, while others import
//! too. The library as a program uses it, not the command line: see `library`.

use newsprint::extract::Knowledge;
use newsprint::library::{
    ImportEvent, ImportSummary, Importer, LoadOptions, Marks, Query, SortOrder, Store, StoreError,
};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A folder of invented pages, a library, and what imports into it.
struct Place {
    home: TempDir,
    store: Store,
    importer: Importer,
}

impl Place {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = Store::at(&home.path().join("library"));
        fs::create_dir(home.path().join("news")).unwrap();
        Self {
            importer: store.importer(LoadOptions::default()),
            store,
            home,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join("news").join(name)
    }

    fn write(&self, name: &str, title: &str, word: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, page(title, word)).unwrap();
        // A file that was written just now is read again by the next import, since it may still change.
        let file = fs::File::options().append(true).open(&path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(60))
            .unwrap();
        path
    }

    fn import(&mut self) -> ImportSummary {
        let news = self.path("");
        self.importer
            .import(&[news], &AtomicBool::new(false), |_| {})
            .unwrap()
    }

    fn body(&self, id: u32) -> String {
        let entry = self.store.snapshot().unwrap().entry(id).unwrap().unwrap();
        entry.article.body().join("\n")
    }

    fn told(&mut self, files: &[PathBuf]) -> ImportSummary {
        self.importer
            .import_files(files, &AtomicBool::new(false), |_| {})
            .unwrap()
    }

    /// The names of the files that a query finds.
    fn names(&self, query: &str) -> Vec<String> {
        let snapshot = self.store.snapshot().unwrap();
        let query = Query::parse(query, "2024-06-01".parse().unwrap()).unwrap();
        let never = AtomicBool::new(false);
        let found = snapshot.search(&query, &Marks::default(), SortOrder::Path, usize::MAX, &never);
        let mut names = Vec::new();
        let news = self.path("");
        let each = |row: newsprint::library::Row| {
            let name = row.path.strip_prefix(&news).unwrap().display();
            names.push(format!("{name}{}", if row.is_gone { " (gone)" } else { "" }));
            true
        };
        snapshot.rows(&found.unwrap().unwrap().ids, each).unwrap();
        names
    }
}

fn page(title: &str, word: &str) -> String {
    format!(
        "Home\nNews\n{title}\nBy Ilka Fenn\n3 May 2024\n\
         The harbour of Zelm opened again on Friday, three days after the {word} had closed it, the port authority said.\n\
         Two cranes are still out of order, and ships have to wait for about nine hours before a berth is free.\nShare\n\
         © 2024 The Quay Courier. All rights reserved\n"
    )
}

#[test]
fn files_that_a_watcher_tells_of_come_change_move_and_go() {
    let mut place = Place::new();
    place.write("a.txt", "Harbour reopens after the storm", "storm");
    place.write("deep/b.txt", "Ferry waits for calmer water", "flood");
    assert_eq!(place.import().new, 2);

    let new = place.write("deep/c.txt", "Old bridge is to be repaired soon", "fire");
    assert_eq!(place.told(&[new.clone(), new.clone()]).new, 1);
    assert_eq!(place.names("fire"), ["deep/c.txt"]);

    let changed = place.write("a.txt", "Harbour reopens after the storm", "earthquake");
    assert_eq!(place.told(&[changed]).changed, 1);
    assert_eq!(
        (place.names("earthquake"), place.names("\"the storm had\"").len()),
        (vec!["a.txt".to_owned()], 0)
    );

    let moved = place.path("c2.txt");
    fs::rename(&new, &moved).unwrap();
    let said = place.told(&[new.clone(), moved]);
    assert_eq!((said.moved, said.gone, said.new), (1, 0, 0));
    assert_eq!(place.names("fire"), ["c2.txt"]);

    // A watcher may tell of the old place before the new one is there.
    let there = place.path("deep/b.txt");
    fs::rename(&there, place.path("b2.txt")).unwrap();
    assert_eq!(place.told(&[there]).gone, 1);
    assert_eq!(place.names("flood"), ["deep/b.txt (gone)"]);
    let here = place.path("b2.txt");
    assert_eq!(place.told(&[here]).moved, 1);
    assert_eq!(place.names("flood"), ["b2.txt"]);
    assert_eq!(place.store.snapshot().unwrap().len(), 3);
}

#[test]
fn a_folder_that_a_watcher_tells_of_is_all_that_is_in_it() {
    let mut place = Place::new();
    place.write("a.txt", "Harbour reopens after the storm", "storm");
    place.import();
    place.write("deep/er/b.txt", "Ferry waits for calmer water", "flood");
    let deep = place.path("deep");
    assert_eq!(place.told(std::slice::from_ref(&deep)).new, 1);
    fs::rename(&deep, place.path("elsewhere")).unwrap();
    assert_eq!(place.told(&[deep, place.path("elsewhere")]).moved, 1);
    assert_eq!(place.names("flood"), ["elsewhere/er/b.txt"]);
    fs::remove_dir_all(place.path("elsewhere")).unwrap();
    let gone = place.path("elsewhere");
    assert_eq!(place.told(&[gone]).gone, 1);
    assert_eq!(place.names(""), ["a.txt", "elsewhere/er/b.txt (gone)"]);
}

#[test]
fn what_a_walk_leaves_out_is_left_out_when_a_watcher_tells_of_it() {
    let mut place = Place::new();
    place.write("a.txt", "Harbour reopens after the storm", "storm");
    place.import();
    let files = [
        place.write(".hidden.txt", "Ferry waits for calmer water", "flood"),
        place.write(".git/b.txt", "Ferry waits for calmer water", "flood"),
        place.write("b.jpg", "Ferry waits for calmer water", "flood"),
        place.write("outlets.toml", "Ferry waits for calmer water", "flood"),
        place.path("never-was.txt"),
    ];
    let mut events = 0;
    place
        .importer
        .import_files(&files, &AtomicBool::new(false), |event| {
            events += usize::from(!matches!(event, ImportEvent::Problem(_)));
        })
        .unwrap();
    assert_eq!(
        (place.names("").len(), events),
        (1, 0),
        "nothing was told and nothing written"
    );
}

#[test]
fn the_first_articles_can_be_seen_before_the_last_ones_are_read() {
    let mut place = Place::new();
    for number in 0..600 {
        place.write(
            &format!("{number:03}.txt"),
            &format!("Report {number} on the harbour of Zelm"),
            "storm",
        );
    }
    let (news, store) = (place.path(""), place.store.clone());
    let mut seen = Vec::new();
    place
        .importer
        .import(&[news], &AtomicBool::new(false), |event| {
            if event == ImportEvent::Committed {
                seen.push(store.snapshot().unwrap().len());
            }
        })
        .unwrap();
    assert!(seen[0] > 0 && seen[0] < 600, "{seen:?}");
    assert_eq!(seen.last(), Some(&600));
    let mut again = 0;
    let news = place.path("");
    place
        .importer
        .import(&[news], &AtomicBool::new(false), |event| {
            again += usize::from(event == ImportEvent::Committed);
        })
        .unwrap();
    assert_eq!(again, 0, "nothing has changed, so nothing is written");
}

#[test]
fn two_importers_take_turns() {
    let mut place = Place::new();
    let mut other = place.store.importer(LoadOptions::default());
    place.write("a.txt", "Harbour reopens after the storm", "storm");
    let never = AtomicBool::new(false);
    for (number, word) in ["fire", "flood", "ice"].into_iter().enumerate() {
        let mine = place.write(
            &format!("mine{number}.txt"),
            &format!("Report {number} from the west"),
            &format!("{word}a"),
        );
        assert!(place.told(&[mine]).new == 1);
        let theirs = place.write(
            &format!("theirs{number}.txt"),
            &format!("Report {number} from the east"),
            &format!("{word}b"),
        );
        assert_eq!(other.import_files(&[theirs], &never, |_| {}).unwrap().new, 1);
    }
    // While one is at work the other is told so, and can go on afterwards.
    let news = place.path("");
    let mut said = None;
    place
        .importer
        .import(std::slice::from_ref(&news), &never, |event| {
            if event == ImportEvent::Committed {
                said = Some(other.import(std::slice::from_ref(&news), &never, |_| {}));
            }
        })
        .unwrap();
    assert!(matches!(said, Some(Err(StoreError::Busy(_)))), "{said:?}");
    other.import(&[news], &never, |_| {}).unwrap();
    assert_eq!((place.names("").len(), place.names("icea OR iceb").len()), (7, 2));
    assert!(place.store.check().unwrap().faults.is_empty());
}

#[test]
fn articles_are_cleaned_again_under_their_numbers_once_a_rule_says_more() {
    let mut place = Place::new();
    for number in 0..300 {
        let title = format!("Report {number} on the harbour of Zelm");
        place.write(&format!("{number:03}.txt"), &title, "storm");
    }
    place.import();
    let rule = "[[line]]\noutlet = \"The Quay Courier\"\npattern = \"^Two cranes\"\nclass = \"chrome\"\n";
    let knowledge = Knowledge::builtin().with_own_profile(rule).unwrap();
    let ids: Vec<u32> = (0..250).chain([9_999]).collect();
    let never = AtomicBool::new(false);
    let (mut seen, store) = (Vec::new(), place.store.clone());
    let changed = place.importer.clean_again(&ids, knowledge, &never, |event| {
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
        "the first are seen before the last are clean: {seen:?}"
    );
    assert_eq!(seen.last(), Some(&50));
    let after = place.store.snapshot().unwrap();
    let words = |id| after.row(id).unwrap().unwrap().words;
    assert!(
        words(3) < words(299),
        "the list tells of the article as it is now"
    );
    assert_eq!(
        (after.len(), after.files().unwrap().versions),
        (300, 0),
        "no page has changed"
    );
    assert_eq!(after.facets().unwrap().total, 300);
    // What comes from now on is cleaned with the rule too.
    let new = place.write("new.txt", "Ferry waits for calmer water", "flood");
    place.told(&[new]);
    assert_eq!((place.names("cranes").len(), place.names("flood").len()), (50, 1));
    assert!(place.store.check().unwrap().faults.is_empty());
}

/// What an outlet puts between the paragraphs of every page, and its menu.
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
fn what_pages_have_in_common_is_template_on_those_that_came_and_on_those_that_come() {
    let mut place = Place::new();
    let write = |place: &Place, thing: &str| {
        let path = place.write(&format!("{thing}.txt"), thing, thing);
        fs::write(&path, page_with_notice(thing)).unwrap();
        path
    };
    write(&place, "bridge");
    place.import();
    assert!(
        place.body(0).contains(NOTICE),
        "one page alone has nothing in common with others"
    );
    write(&place, "ferry");
    write(&place, "lamp");
    place.import();
    for id in [1, 2] {
        let body = place.body(id);
        assert!(
            !body.contains(NOTICE) && body.contains("People who live near"),
            "{body}"
        );
    }
    let later = write(&place, "tunnel");
    place.told(&[later]);
    assert!(!place.body(3).contains(NOTICE), "{}", place.body(3));
}
