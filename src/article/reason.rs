//! The named reasons why a line is chrome. Which words or shapes show a reason is decided in `extract` and its data.

use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// Why a line is chrome.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Reason {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl Reason {
            /// All reasons.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in JSON, in data files and on the screen.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// A description for users.
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii_start(),)+ }
            }

            /// The reason of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.name() == name)
            }
        }
    };
}

reasons! {
    /// The names of icons on the page
    IconList = "icon-list",
    /// Menu entries, section links, skip links
    Navigation = "navigation",
    /// Links to the page in other languages
    LanguageSwitch = "language-switch",
    /// The path from the front page to this one
    Breadcrumb = "breadcrumb",
    /// The outlet's name or slogan on a line of its own
    SiteName = "site-name",
    /// The headline repeated
    RepeatedTitle = "repeated-title",
    /// Another text of the page repeated
    RepeatedText = "repeated-text",
    /// Share buttons
    Share = "share",
    /// A call to follow the outlet elsewhere
    Follow = "follow",
    /// An advertisement or its label
    Advertisement = "advertisement",
    /// A link to another article within this one
    CrossLink = "cross-link",
    /// The form for readers' comments
    CommentForm = "comment-form",
    /// Readers' comments
    Comments = "comments",
    /// A link to the top of the page
    BackToTop = "back-to-top",
    /// A call for money: patrons, donations, support
    PatronCall = "patron-call",
    /// A call to subscribe to a newsletter or to notifications
    Newsletter = "newsletter",
    /// A list of the newest articles, often with clock times
    RecentList = "recent-list",
    /// A list of related or popular articles
    RelatedList = "related-list",
    /// Teasers of other articles, with text
    Teaser = "teaser",
    /// Tags, topics or keywords
    Tags = "tags",
    /// A sound or video player
    MediaPlayer = "media-player",
    /// A picture gallery's controls
    Gallery = "gallery",
    /// A notice to readers
    ReaderNotice = "reader-notice",
    /// A notice about cookies or consent
    CookieNotice = "cookie-notice",
    /// A call to subscribe or sign in to read on
    Paywall = "paywall",
    /// Sign-in, registration, account
    Account = "account",
    /// Copyright and legal notices, imprint
    Legal = "legal",
    /// The author's bio
    AuthorNote = "author-note",
    /// Search fields and their labels
    Search = "search",
    /// Weather, exchange rates, clocks, counters
    Widget = "widget",
    /// A label of the page: reading time, counts, buttons
    Label = "label",
    /// A line of the outlet's template, known from its profile or its other pages
    Template = "template",
    /// A message instead of an article: an error, a refusal, a robot check
    NoArticle = "no-article",
    /// Text of the page before the article
    BeforeArticle = "before-article",
    /// Text of the page after the article
    AfterArticle = "after-article",
    /// Text within the article that is not part of it
    Insertion = "insertion",
    /// Marks without words: rules, bullets, separators
    Separator = "separator",
    /// Marked as chrome by a correction
    Correction = "correction",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_found_by_its_name() {
        for &reason in Reason::ALL {
            assert_eq!(Reason::from_name(reason.name()), Some(reason));
            assert!(!reason.help().is_empty());
        }
    }
}
