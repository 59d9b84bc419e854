//! Reads the user's configuration files, which `config` parses. An error in them becomes a message, and the default is
//! used.

use crate::config::choices::ThemeChoice;
use crate::config::diagnostic::Diagnostic;
use crate::config::editable_settings::SettingChange;
use crate::config::keywords::KeywordSets;
use crate::config::settings::Settings;
use crate::config::theme::Theme;
use crate::extract::input::decoder::Limits;
use crate::extract::outlets::directory::OutletDirectory;
use crate::library::load::options::LoadOptions;
use crate::library::load::walk::PROFILES_FILE;
use crate::library::problem::shown_path;
use crate::runtime::external::write_whole;
use directories::ProjectDirs;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use thiserror::Error;

const SETTINGS_FILE: &str = "config.toml";
const KEYWORDS_FILE: &str = "keywords.toml";
const THEMES_FOLDER: &str = "themes";

/// The user's configuration.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// The settings of `config.toml`.
    pub settings: Settings,
    /// The theme that they name; `None` if it depends on the terminal.
    pub theme: Option<Theme>,
    /// The keyword sets.
    pub keywords: KeywordSets,
    /// The file of the keyword sets; `None` if there is no folder for configuration.
    pub keywords_file: Option<PathBuf>,
    /// The known outlets, including the user's own profiles.
    pub knowledge: OutletDirectory,
    /// The file of the user's own profiles; `None` if there is no folder for configuration.
    pub profiles_file: Option<PathBuf>,
    /// The settings file; `None` if there is no folder for configuration.
    pub settings_file: Option<PathBuf>,
    /// The folder of the user's themes; `None` if there is no folder for configuration.
    pub themes_folder: Option<PathBuf>,
    /// The errors in the files, each with the name of its file.
    pub diagnostics: Vec<String>,
}

/// An error that makes the configuration unusable.
#[derive(Debug, Error)]
pub enum ConfigurationError {
    /// The platform has no folder for the configuration.
    #[error(
        "the folder for configuration is unknown because there is no home folder; set HOME or use --config"
    )]
    NoFolder,
    /// The platform has no folder for marks.
    #[error("the folder for marks is unknown because there is no home folder; set HOME")]
    NoDataFolder,
    /// The file that the user named cannot be read.
    #[error("{0}: the configuration cannot be read: {1}; choose another file")]
    Unreadable(String, io::Error),
}

/// Returns the default path of the settings file.
pub fn settings_file() -> Result<PathBuf, ConfigurationError> {
    folder()
        .map(|folder| folder.join(SETTINGS_FILE))
        .ok_or(ConfigurationError::NoFolder)
}

/// Returns the platform's folder for the user's data, which contains the marks. It is not the cache, which other
/// programs may empty.
pub fn data_folder() -> Result<PathBuf, ConfigurationError> {
    ProjectDirs::from("", "", "newsprint")
        .map(|folders| folders.data_dir().to_owned())
        .ok_or(ConfigurationError::NoDataFolder)
}

/// Returns the platform's folder for the configuration.
fn folder() -> Option<PathBuf> {
    ProjectDirs::from("", "", "newsprint").map(|folders| folders.config_dir().to_owned())
}

impl Configuration {
    /// Reads the configuration. `file` replaces the settings file in the platform's folder, and must be readable. The
    /// other files are in the same folder.
    pub fn read(file: Option<&Path>) -> Result<Self, ConfigurationError> {
        let folder = match file {
            Some(file) => Some(file.parent().map_or_else(PathBuf::new, Path::to_owned)),
            None => folder(),
        };
        let mut files = ConfigurationFiles::default();
        let settings_file = file
            .map(Path::to_owned)
            .or_else(|| Some(folder.as_ref()?.join(SETTINGS_FILE)));
        let settings = match settings_file
            .as_deref()
            .map(|path| (path, fs::read_to_string(path)))
        {
            Some((path, Ok(text))) => files.accept(path, Settings::parse(&text)),
            Some((path, Err(error))) if file.is_some() => {
                return Err(ConfigurationError::Unreadable(shown_path(path), error));
            }
            Some((path, Err(error))) if error.kind() != ErrorKind::NotFound => {
                files.report(path, error);
                Settings::default()
            }
            _ => Settings::default(),
        };
        let in_folder = |name: &str| folder.as_ref().map(|folder| folder.join(name));
        let keywords_file = in_folder(KEYWORDS_FILE);
        let keywords = files
            .text(keywords_file.as_deref())
            .map(|(path, text)| files.accept(path, KeywordSets::parse(&text)));
        Ok(Self {
            theme: files.theme(&settings.theme, in_folder(THEMES_FOLDER).as_deref()),
            knowledge: files.knowledge(in_folder(PROFILES_FILE).as_deref()),
            keywords: keywords.unwrap_or_default(),
            keywords_file,
            profiles_file: in_folder(PROFILES_FILE),
            themes_folder: in_folder(THEMES_FOLDER),
            settings_file: settings_file.clone(),
            settings,
            diagnostics: files.diagnostics,
        })
    }

    /// Returns the options for loading pages.
    pub fn load_options(&self) -> LoadOptions {
        LoadOptions {
            size_limit: self.settings.loading.max_file_size,
            workers: self.settings.loading.threads.map_or(0, usize::from),
            knowledge: self.knowledge.clone(),
            limits: Limits {
                record_bytes: self.settings.loading.max_file_size,
                unpacked_bytes: self.settings.loading.max_unpacked_size,
                nesting: self.settings.loading.max_nesting,
                ..Limits::default()
            },
            columns: self.settings.inputs.clone(),
            ..LoadOptions::default()
        }
    }
}

/// Makes a change in the settings file, which is created if necessary; links are followed. Returns what to report.
pub fn change(file: Option<&Path>, change: &SettingChange) -> Result<String, String> {
    let lines = || format!("add it yourself: {}", change.lines());
    let file = file.ok_or_else(|| format!("the folder for configuration is unknown; {}", lines()))?;
    // A link to a file in another folder stays a link.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let shown = shown_path(file);
    let text = match fs::read_to_string(&target) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{shown}: {error}; {}", lines())),
    };
    if fs::metadata(&target).is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Err(format!("{shown} is read-only; {}", lines()));
    }
    let changed = change
        .apply(&text)
        .map_err(|error| format!("{shown}: {error}; {}", lines()))?;
    write_whole(&target, &changed)?;
    Ok(format!("Saved in {shown}"))
}

/// Returns a built-in theme, or one of the user's folder. A mistake in its file is an error.
pub fn theme_named(name: &str, folder: Option<&Path>) -> Result<Theme, String> {
    if let Some(theme) = Theme::built_in(name) {
        return Ok(theme);
    }
    let names: Vec<_> = Theme::built_in_names().collect();
    let unknown = || format!("no theme `{name}`; the built-in themes are {}", names.join(", "));
    let file = folder.ok_or_else(unknown)?.join(format!("{name}.toml"));
    let text = fs::read_to_string(&file).map_err(|_| unknown())?;
    let (theme, diagnostics) = Theme::parse(&text);
    match diagnostics.first() {
        Some(diagnostic) => Err(format!("{}: {diagnostic}", shown_path(&file))),
        None => Ok(theme),
    }
}

/// Reads files and collects the errors in them.
#[derive(Default)]
struct ConfigurationFiles {
    diagnostics: Vec<String>,
}

impl ConfigurationFiles {
    fn report(&mut self, path: &Path, error: impl std::fmt::Display) {
        self.diagnostics.push(format!("{}: {error}", shown_path(path)));
    }

    /// Returns the text of a file; `None` if there is no such file.
    fn text<'a>(&mut self, path: Option<&'a Path>) -> Option<(&'a Path, String)> {
        let path = path?;
        match fs::read_to_string(path) {
            Ok(text) => Some((path, text)),
            Err(error) => {
                if error.kind() != ErrorKind::NotFound {
                    self.report(path, error);
                }
                None
            }
        }
    }

    fn accept<T>(&mut self, path: &Path, (value, diagnostics): (T, Vec<Diagnostic>)) -> T {
        for diagnostic in diagnostics {
            self.report(path, diagnostic);
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
            .map(|(path, text)| self.accept(path, Theme::parse(&text)));
        if found.is_none() {
            let names: Vec<_> = Theme::built_in_names().collect();
            let place = file.map_or_else(|| name.clone(), |file| shown_path(&file));
            self.diagnostics.push(format!(
                "{place}: no such theme; the built-in themes are {}",
                names.join(", ")
            ));
        }
        found
    }

    fn knowledge(&mut self, file: Option<&Path>) -> OutletDirectory {
        let builtin = OutletDirectory::builtin();
        let Some((path, text)) = self.text(file) else {
            return builtin;
        };
        match builtin.with_own_profile(&text) {
            Ok((knowledge, ignored)) => {
                for error in ignored {
                    self.report(path, error);
                }
                knowledge
            }
            Err(error) => {
                self.report(path, error);
                builtin
            }
        }
    }
}
