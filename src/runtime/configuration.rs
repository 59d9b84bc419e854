//! The files of a person's configuration, read into values. What stands in them is understood by `config`; what is wrong
//! in them becomes a complaint, and the default is used.

use crate::config::{Complaint, KeywordSets, Settings, Theme, ThemeChoice};
use crate::extract::Knowledge;
use crate::library::{LoadOptions, PROFILES_FILE, shown_path};
use directories::ProjectDirs;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use thiserror::Error;

const SETTINGS_FILE: &str = "config.toml";
const KEYWORDS_FILE: &str = "keywords.toml";
const THEMES_FOLDER: &str = "themes";

/// Everything that a person has configured.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// What `config.toml` sets.
    pub settings: Settings,
    /// The theme that it names; none where the terminal decides.
    pub theme: Option<Theme>,
    /// The keyword sets.
    pub keywords: KeywordSets,
    /// Where the keyword sets are kept; none where no place for configuration is known.
    pub keywords_file: Option<PathBuf>,
    /// What is known of outlets, the person's own profiles included.
    pub knowledge: Knowledge,
    /// Where the person's own profiles are kept; none where no place for configuration is known.
    pub profiles_file: Option<PathBuf>,
    /// What is wrong, each with its file.
    pub complaints: Vec<String>,
}

/// Why there is no configuration to work with.
#[derive(Debug, Error)]
pub enum ConfigurationError {
    /// The platform names no folder for it.
    #[error(
        "the folder for configuration is not known, since there is no home folder; set HOME, or use --config"
    )]
    NoFolder,
    /// The platform names no folder for marks.
    #[error("the folder for marks is not known, since there is no home folder; set HOME")]
    NoDataFolder,
    /// The file that the person named cannot be read.
    #[error("{0}: the configuration cannot be read: {1}; name a file that can be read")]
    Unreadable(String, io::Error),
}

/// Where the settings are looked for when the person names no file.
pub fn settings_file() -> Result<PathBuf, ConfigurationError> {
    folder()
        .map(|folder| folder.join(SETTINGS_FILE))
        .ok_or(ConfigurationError::NoFolder)
}

/// The platform's folder for what this program keeps for a person: their marks. Not the cache, which may be emptied.
pub fn data_folder() -> Result<PathBuf, ConfigurationError> {
    ProjectDirs::from("", "", "newsprint")
        .map(|folders| folders.data_dir().to_owned())
        .ok_or(ConfigurationError::NoDataFolder)
}

/// The platform's folder for this program's configuration.
fn folder() -> Option<PathBuf> {
    ProjectDirs::from("", "", "newsprint").map(|folders| folders.config_dir().to_owned())
}

impl Configuration {
    /// Reads the configuration. `file` stands in for the settings file of the platform's folder; that it can be read
    /// is then a must. The other files stand beside it.
    pub fn read(file: Option<&Path>) -> Result<Self, ConfigurationError> {
        let folder = match file {
            Some(file) => Some(file.parent().map_or_else(PathBuf::new, Path::to_owned)),
            None => folder(),
        };
        let mut files = Files::default();
        let settings_file = file
            .map(Path::to_owned)
            .or_else(|| Some(folder.as_ref()?.join(SETTINGS_FILE)));
        let settings = match settings_file
            .as_deref()
            .map(|path| (path, fs::read_to_string(path)))
        {
            Some((path, Ok(text))) => files.take(path, Settings::parse(&text)),
            Some((path, Err(error))) if file.is_some() => {
                return Err(ConfigurationError::Unreadable(shown_path(path), error));
            }
            Some((path, Err(error))) if error.kind() != ErrorKind::NotFound => {
                files.complain(path, error);
                Settings::default()
            }
            _ => Settings::default(),
        };
        let beside = |name: &str| folder.as_ref().map(|folder| folder.join(name));
        let keywords_file = beside(KEYWORDS_FILE);
        let keywords = files
            .text(keywords_file.as_deref())
            .map(|(path, text)| files.take(path, KeywordSets::parse(&text)));
        Ok(Self {
            theme: files.theme(&settings.theme, beside(THEMES_FOLDER).as_deref()),
            knowledge: files.knowledge(beside(PROFILES_FILE).as_deref()),
            keywords: keywords.unwrap_or_default(),
            keywords_file,
            profiles_file: beside(PROFILES_FILE),
            settings,
            complaints: files.complaints,
        })
    }

    /// How to load, as far as it is configured.
    pub fn load_options(&self) -> LoadOptions {
        LoadOptions {
            size_limit: self.settings.loading.max_file_size,
            workers: self.settings.loading.threads.map_or(0, usize::from),
            knowledge: self.knowledge.clone(),
            ..LoadOptions::default()
        }
    }
}

/// Reads files and gathers what is wrong with them.
#[derive(Default)]
struct Files {
    complaints: Vec<String>,
}

impl Files {
    fn complain(&mut self, path: &Path, what: impl std::fmt::Display) {
        self.complaints.push(format!("{}: {what}", shown_path(path)));
    }

    /// The text of a file; none where it is not there.
    fn text<'a>(&mut self, path: Option<&'a Path>) -> Option<(&'a Path, String)> {
        let path = path?;
        match fs::read_to_string(path) {
            Ok(text) => Some((path, text)),
            Err(error) => {
                if error.kind() != ErrorKind::NotFound {
                    self.complain(path, error);
                }
                None
            }
        }
    }

    fn take<T>(&mut self, path: &Path, (value, complaints): (T, Vec<Complaint>)) -> T {
        for complaint in complaints {
            self.complain(path, complaint);
        }
        value
    }

    fn theme(&mut self, choice: &ThemeChoice, folder: Option<&Path>) -> Option<Theme> {
        let ThemeChoice::Named(name) = choice else {
            return None;
        };
        if let Some(theme) = Theme::built_in(name) {
            return Some(theme);
        }
        let file = folder.map(|folder| folder.join(format!("{name}.toml")));
        let found = self
            .text(file.as_deref())
            .map(|(path, text)| self.take(path, Theme::parse(&text)));
        if found.is_none() {
            let names: Vec<_> = Theme::built_in_names().collect();
            let place = file.map_or_else(|| name.clone(), |file| shown_path(&file));
            self.complaints.push(format!(
                "{place}: there is no such theme; built in are {}",
                names.join(", ")
            ));
        }
        found
    }

    fn knowledge(&mut self, file: Option<&Path>) -> Knowledge {
        let builtin = Knowledge::builtin();
        let Some((path, text)) = self.text(file) else {
            return builtin;
        };
        match builtin.with_own_profile(&text) {
            Ok(knowledge) => knowledge,
            Err(error) => {
                self.complain(path, error);
                builtin
            }
        }
    }
}
