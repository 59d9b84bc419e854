//! What a caller knows about a text apart from its bytes. Not what is read from the text itself.

use crate::extract::corpus::template::CorpusTemplate;
use crate::extract::outlets::directory::OutletDirectory;

/// What is known about a text apart from its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Hints<'a> {
    /// The path of the text as the user named it; weak evidence of the outlet.
    pub path: Option<&'a str>,
    /// The outlets, agencies and rules that are known.
    pub outlets: &'a OutletDirectory,
    /// What the pages of the corpus, including this one, have in common; see [`CorpusTemplate`].
    pub template: Option<&'a CorpusTemplate>,
}

impl<'a> Hints<'a> {
    /// Hints without a path and without a template.
    pub fn new(outlets: &'a OutletDirectory) -> Self {
        Self {
            path: None,
            outlets,
            template: None,
        }
    }
}
