//! The kind of an article's text. Not how it is recognised: see `extract::kind`.

use serde::{Deserialize, Serialize};

/// What the text of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Running text.
    #[default]
    Prose,
    /// Items with a name and a few short paragraphs each: rankings, recipes, schedules, results, briefs.
    List,
    /// Questions and answers of two people.
    Interview,
    /// Entries with times, the newest first or last.
    Live,
    /// Pictures with descriptions.
    Gallery,
    /// The beginning of an article whose rest the page withholds.
    Stub,
    /// Headlines and teasers of several articles.
    Index,
    /// No article: an error, a refusal, a form.
    None,
}

impl Kind {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prose => "prose",
            Self::List => "list",
            Self::Interview => "interview",
            Self::Live => "live",
            Self::Gallery => "gallery",
            Self::Stub => "stub",
            Self::Index => "index",
            Self::None => "none",
        }
    }
}
