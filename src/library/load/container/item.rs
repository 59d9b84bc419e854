//! What a file holds, one by one.

use crate::article::Article;
use crate::library::problem::Problem;

/// Something found in a file.
#[derive(Debug)]
pub(crate) enum FileItem {
    /// An article, numbered by its position in the file.
    Article(Box<Article>),
    /// What could not be read of the file.
    Problem(Problem),
    /// A file inside, or the file itself, of another kind; its extension.
    Skipped(String),
}
