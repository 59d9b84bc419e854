//! What other readers export: subscriptions (OPML, the `urls` file of newsboat), saved articles (Omnivore), and lists of
//! saved addresses (Pocket, Instapaper, bookmarks). Exports in JSON and CSV are read by the readers of these forms; the
//! database of newsboat is recognised here and read by `library::load`.

pub mod bookmarks;
pub mod newsboat;
pub mod omnivore;
pub mod subscriptions;
