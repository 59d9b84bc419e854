//! Checks how many articles keep their body if their exported text is cleaned again.

use newsprint::article::Article;
use newsprint::export;
use newsprint::extract::{Hints, OutletDirectory, extract};

/// Prints how many of the articles with a body have all of its paragraphs again, and the names of the others.
pub fn report<'a>(converter: &str, articles: impl Iterator<Item = (&'a str, &'a Article)>) {
    let outlets = OutletDirectory::builtin();
    let hints = Hints::new(&outlets);
    let (mut kept, mut all, mut lost) = (0, 0, Vec::new());
    for (name, article) in articles {
        let body = article.body();
        if body.is_empty() {
            continue;
        }
        all += 1;
        let again = extract(export::text(article, false).as_bytes(), &hints);
        let again: Vec<String> = again.iter().flat_map(Article::body).collect();
        if body.iter().all(|paragraph| again.contains(paragraph)) {
            kept += 1;
        } else {
            lost.push(name);
        }
    }
    let share = f64::from(kept) / f64::from(all.max(1));
    println!(
        "{converter:<20} again  {share:.3}  {kept} of {all} keep their body; lost: {}",
        lost.join(" ")
    );
}
