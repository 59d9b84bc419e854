//! Changes one rule in the user's profile file, which is locked meanwhile.

use crate::app::edit::correct::NotCorrected;
use crate::config::profile::{EditableProfile, ProfileFileError, RuleChange};
use crate::library::problem::shown_path;
use crate::runtime::external::{folder_of, write_whole};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;

/// Makes a change in the file. Returns the change as made, and the new text. After an error the file is unchanged; an
/// empty file is removed.
pub fn change(file: &Path, change: RuleChange) -> Result<(RuleChange, String), NotCorrected> {
    let shown = shown_path(file);
    let plain = |text: String| NotCorrected { text, is_gone: false };
    let refused = |error: ProfileFileError| NotCorrected {
        text: format!("{shown}: {error}"),
        is_gone: matches!(error, ProfileFileError::Gone),
    };
    let folder = folder_of(file);
    fs::create_dir_all(folder).map_err(|error| {
        plain(format!(
            "{} could not be created: {error}; nothing was corrected",
            shown_path(folder)
        ))
    })?;
    let _lock = lock(folder);
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(plain(format!(
                "{shown}: cannot be read: {error}; nothing was corrected"
            )));
        }
    };
    let mut profile = EditableProfile::parse(&text).map_err(refused)?;
    let done = profile.change(change).map_err(refused)?;
    let text = profile.to_toml();
    let written = if text.trim().is_empty() {
        fs::remove_file(file).map_err(|error| format!("{shown} could not be removed: {error}"))
    } else {
        write_whole(file, &text)
    };
    written.map_err(|error| plain(format!("{error}; nothing was corrected")))?;
    Ok((done, text))
}

/// Locks the folder until the result is dropped, so that two processes change the file one after the other. If folders
/// cannot be locked, a change between reading and writing the file is lost.
#[cfg(unix)]
fn lock(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    rustix::fs::flock(&folder, rustix::fs::FlockOperation::LockExclusive).ok()?;
    Some(folder)
}

#[cfg(not(unix))]
fn lock(_folder: &Path) -> Option<File> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::outlets::rules::{LineRule, RuleClass, RuleLines, RulePages};

    fn add(text: &str) -> RuleChange {
        let rule = LineRule {
            pages: RulePages::Outlet("Q".to_owned()),
            lines: RuleLines::Text(text.to_owned()),
            class: RuleClass::Chrome,
            reason: None,
        };
        RuleChange::add(rule, "")
    }

    #[test]
    fn a_rule_can_be_added_and_removed_and_an_empty_file_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new/outlets.toml");
        let (done, text) = change(&file, add("Hoist")).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
        assert_eq!(change(&file, done.reversed()).unwrap().1, "");
        assert!(!file.exists());
    }

    #[test]
    fn two_programs_do_not_lose_each_others_rules() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("outlets.toml");
        std::thread::scope(|scope| {
            for one in 0..8 {
                let file = &file;
                scope.spawn(move || change(file, add(&format!("line {one}"))).unwrap());
            }
        });
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(text.matches("[[line]]").count(), 8, "{text}");
    }

    #[test]
    fn a_broken_file_is_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("outlets.toml");
        fs::write(&file, "[[line]]\noutlet = 7\n").unwrap();
        let error = change(&file, add("Hoist")).unwrap_err().text;
        assert!(error.contains("outlets.toml: line 2, column 10"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "[[line]]\noutlet = 7\n");
    }

    #[test]
    fn files_that_cannot_be_read_or_written_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let error = change(folder.path(), add("Hoist")).unwrap_err().text;
        assert!(error.contains("nothing was corrected"), "{error}");
        let blocked = folder.path().join("file");
        fs::write(&blocked, "").unwrap();
        let error = change(&blocked.join("outlets.toml"), add("Hoist"))
            .unwrap_err()
            .text;
        assert!(error.contains("could not be created"), "{error}");
    }
}
