//! Environment variables, read once at the start.

use crate::config::choices::ColorChoice;
use crate::config::style::ColorDepth;
use std::env;
use std::path::{Path, PathBuf};

/// The variables and folders that the program uses.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `TERM`.
    pub term: String,
    /// `COLORTERM`.
    pub color_term: String,
    /// `COLORFGBG`, in which some terminals report their colours.
    pub color_fg_bg: String,
    /// Whether `NO_COLOR` is set and not empty (no-color.org).
    pub no_color: bool,
    /// `VISUAL`, otherwise `EDITOR`.
    pub editor: Option<String>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
}

impl Environment {
    /// Reads the variables.
    pub fn read() -> Self {
        let text = |name: &str| env::var(name).unwrap_or_default();
        let some = |name: &str| Some(text(name)).filter(|value| !value.trim().is_empty());
        Self {
            term: text("TERM"),
            color_term: text("COLORTERM"),
            color_fg_bg: text("COLORFGBG"),
            no_color: !text("NO_COLOR").is_empty(),
            editor: some("VISUAL").or_else(|| some("EDITOR")),
            home: directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned()),
        }
    }

    /// Returns whether the terminal cannot move the cursor.
    pub fn is_dumb(&self) -> bool {
        self.term == "dumb"
    }

    /// Returns the number of colours: the user's choice, otherwise `NO_COLOR`, otherwise what the terminal reports.
    pub fn color_depth(&self, choice: ColorChoice) -> ColorDepth {
        match choice {
            ColorChoice::Depth(depth) => depth,
            ColorChoice::Auto if self.no_color => ColorDepth::None,
            ColorChoice::Auto if matches!(self.color_term.as_str(), "truecolor" | "24bit") => {
                ColorDepth::True
            }
            ColorChoice::Auto if self.term.ends_with("-direct") => ColorDepth::True,
            ColorChoice::Auto if self.term.contains("256color") => ColorDepth::Ansi256,
            ColorChoice::Auto if matches!(self.term.as_str(), "vt100" | "vt220" | "xterm-mono") => {
                ColorDepth::None
            }
            ColorChoice::Auto => ColorDepth::Ansi16,
        }
    }

    /// Returns whether the terminal reports a light background.
    pub fn is_light(&self) -> bool {
        // COLORFGBG is "foreground;background", each a number of the sixteen colours; 7 and 9 to 15 are light.
        let background = self
            .color_fg_bg
            .rsplit(';')
            .next()
            .and_then(|number| number.parse::<u8>().ok());
        background.is_some_and(|number| number == 7 || (9..16).contains(&number))
    }

    /// Returns the editor: the setting, otherwise `VISUAL` or `EDITOR`, otherwise vi.
    pub fn editor(&self, setting: Option<&str>) -> String {
        setting
            .map(str::to_owned)
            .or_else(|| self.editor.clone())
            .unwrap_or_else(|| "vi".to_owned())
    }

    /// Expands a leading `~/` of a path.
    pub fn expand_home(&self, path: &Path) -> PathBuf {
        match (path.strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => path.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_follow_the_setting_then_no_color_then_the_terminal() {
        let mut environment = Environment {
            term: "xterm-256color".to_owned(),
            ..Environment::default()
        };
        assert_eq!(environment.color_depth(ColorChoice::Auto), ColorDepth::Ansi256);
        environment.color_term = "truecolor".to_owned();
        assert_eq!(environment.color_depth(ColorChoice::Auto), ColorDepth::True);
        environment.no_color = true;
        assert_eq!(environment.color_depth(ColorChoice::Auto), ColorDepth::None);
        assert_eq!(
            environment.color_depth(ColorChoice::Depth(ColorDepth::Ansi16)),
            ColorDepth::Ansi16
        );
    }

    #[test]
    fn a_light_background_is_recognised() {
        let mut environment = Environment::default();
        assert!(!environment.is_light());
        environment.color_fg_bg = "0;15".to_owned();
        assert!(environment.is_light());
    }
}
