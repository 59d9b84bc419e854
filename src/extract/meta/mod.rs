//! The metadata of an article: date, byline, outlet, agency, section, language. The classes of its lines are decided
//! before, and only lines that gave metadata change their class here.
//!
//! The files of [`dates`](crate::extract::dates) read the dates of a line, [`line_facts`] takes a line apart,
//! [`context`] gives it its position in the page; [`publication`], [`byline`], [`publisher`], [`source`] and
//! [`section`] decide, and [`collect`](collect::collect) combines their results. Each decision has its scores in one
//! table at the top of its file. Words and names are data: `assets/dates/`, `assets/bylines/`, `assets/outlets/`.
//!
//! The table shows how often the values of each rule are right, compared with the known dates and authors of training
//! pages in three conversions each: news, then guides and blogs. A date with the right day and another year counts as
//! right.
//!
//! | value | rule | news | guides |
//! |---|---|---|---|
//! | date | `date-under-headline` | 548 of 566 | 132 of 140 |
//! | date | `date-in-opening` | 98 of 99 | 19 of 22 |
//! | date | `date-above-headline` | 98 of 105 | 31 of 32 |
//! | date | `updated` (there is only the day of a change) | 37 of 37 | 28 of 42 |
//! | date | `date-above-text`, `date-below-text`, `date-inside` | 3 of 4 | 16 of 17 |
//! | byline | `author-named` | 551 of 563 | with news |
//! | byline | `name-beside-date` | 50 of 52 | with news |
//! | byline | `name-alone` | 211 of 239 | with news |
//!
//! By confidence: dates of .9 and more are right in .96 of the cases, of .6 to .8 in .91, lower ones in .85; bylines of
//! .9 and more in .97, of .7 and .8 in .92, of .6 and less in .81.

pub(crate) mod byline;
pub(crate) mod byline_lexicon;
pub(crate) mod collect;
pub(crate) mod context;
pub(crate) mod day_month_order;
pub(crate) mod detect;
pub(crate) mod distance_score;
pub(crate) mod labelled_header;
pub(crate) mod language;
pub(crate) mod language_tables;
pub(crate) mod legal_notice;
pub(crate) mod line_facts;
pub(crate) mod line_names;
pub(crate) mod name_parts;
pub(crate) mod name_use;
pub(crate) mod outlet_candidates;
pub(crate) mod outlet_lines;
pub(crate) mod outlet_ranker;
pub(crate) mod outlet_signs;
pub(crate) mod outlet_votes;
pub(crate) mod people;
pub(crate) mod person_name;
pub(crate) mod publication;
pub(crate) mod publisher;
pub(crate) mod roles;
pub(crate) mod section;
pub(crate) mod site_consensus;
pub(crate) mod source;
#[cfg(test)]
mod tests;
pub(crate) mod title_text;

pub use collect::collect;
pub use detect::detect;
