//! Scores what `extract` finds against gold bodies, titles, dates and authors, page by page, in every conversion that a
//! folder has.
//!
//! ```text
//! cargo run --release --example score -- DIR [--folds DIR | --model FILE] [--corpus] [--worst N] [--misses] [--again]
//! ```
//! DIR holds sets of pages, see `dataset`. `--folds` reads each page with the weights that have not seen its site, as
//! `train --folds` and then `train --headlines` wrote them. `--corpus` also reads all pages of a conversion as one corpus and shows what that changes
//! on sites with two pages or more. `--worst` lists the pages with the lowest scores, `--misses` those whose
//! title, date or author is wrong or missing; see `metadata` for what counts as right. `--again` cleans what was written
//! of each article once more.

mod again;
mod body;
#[path = "../train/dataset.rs"]
mod dataset;
mod metadata;

use body::{Figures, PageScore};
use dataset::{CONVERTERS, Case, FOLDS, OTHER_GENRE, fold, site_number};
use newsprint::article::Article;
use newsprint::extract::forest::Forest;
use newsprint::extract::model::Model;
use newsprint::extract::{Hints, Knowledge, Siblings, Sketch, extract_with};
use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The set whose gold bodies begin with the standfirst.
const STANDFIRST_IS_BODY: &str = "fundus";

/// What was found on one page.
struct Reading<'a> {
    case: &'a Case,
    articles: Vec<Article>,
    /// The body alone.
    body: PageScore,
    /// With the standfirst in front where the gold has it there.
    with_standfirst: PageScore,
}

/// Models by fold; one for all where there are no folds.
struct Models(Vec<Model>);

impl Models {
    fn of(&self, case: &Case) -> &Model {
        &self.0[fold(site_number(&case.site())) as usize % self.0.len()]
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1).cloned()
    };
    let dir = args
        .first()
        .filter(|arg| !arg.starts_with("--"))
        .ok_or("give the folder of the pages")?;
    let models = models(option("--folds").as_deref(), option("--model").as_deref())?;
    let worst = option("--worst").map_or(Ok(0), |count| count.parse())?;
    let cases = dataset::cases(Path::new(dir))?;
    println!("                                  F1     P     R  pages  empty");
    let mut means = Means::default();
    for converter in CONVERTERS {
        let alone = read_all(&cases, converter, &models, None);
        report(&alone, converter, &mut means);
        if !alone.is_empty() {
            let pages = alone.iter().map(|reading| (reading.case, &reading.articles[..]));
            metadata::report(converter, pages, args.iter().any(|arg| arg == "--misses"));
        }
        if args.iter().any(|arg| arg == "--corpus") {
            let mut siblings = Siblings::default();
            for article in alone.iter().flat_map(|reading| &reading.articles) {
                siblings.add(&Sketch::of(article));
            }
            let together = read_all(&cases, converter, &models, Some(&siblings));
            report(&together, &format!("{converter} corpus"), &mut means);
            compare(&alone, &together);
        }
        if args.iter().any(|arg| arg == "--again") {
            let articles = alone.iter().flat_map(|reading| {
                reading
                    .articles
                    .iter()
                    .map(|article| (&*reading.case.id, article))
            });
            again::report(converter, articles);
        }
        list_worst(&alone, worst);
    }
    means.print();
    Ok(())
}

fn models(folds: Option<&str>, file: Option<&str>) -> Result<Models, Box<dyn Error>> {
    let read = |path: PathBuf| -> Result<Model, Box<dyn Error>> {
        let bytes = std::fs::read(&path)?;
        Model::from_bytes(&bytes)
            .ok_or_else(|| format!("{}: not a model of this version", path.display()).into())
    };
    let headline = |path: &Path| -> Result<Forest, Box<dyn Error>> {
        let forest = Forest::from_bytes(&std::fs::read(path)?);
        forest.ok_or_else(|| format!("{}: not a forest of this version", path.display()).into())
    };
    Ok(Models(match (folds, file) {
        (Some(dir), _) => (0..FOLDS)
            .map(|fold| {
                let body = read(Path::new(dir).join(format!("fold{fold}.bin")))?;
                Ok(body.with_headline(headline(&Path::new(dir).join(format!("headline{fold}.bin")))?))
            })
            .collect::<Result<_, Box<dyn Error>>>()?,
        (None, Some(file)) => vec![read(file.into())?.with_headline(Model::builtin().headline.clone())],
        (None, None) => vec![Model::builtin().clone()],
    }))
}

/// Reads and scores all pages of a conversion, in their order, on two threads.
fn read_all<'a>(
    cases: &'a [Case],
    converter: &str,
    models: &Models,
    siblings: Option<&Siblings>,
) -> Vec<Reading<'a>> {
    let knowledge = Knowledge::builtin();
    let hints = Hints {
        path: None,
        knowledge: &knowledge,
        siblings,
    };
    let next = AtomicUsize::new(0);
    let readings = Mutex::new(Vec::new());
    let work = || {
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let Some(text) = case.page(converter) else {
                continue;
            };
            let reading = read(case, &text, &hints, models.of(case));
            readings
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(reading);
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    let mut readings = readings.into_inner().unwrap_or_else(PoisonError::into_inner);
    readings.sort_by_key(|reading| (&reading.case.set, &reading.case.id));
    readings
}

fn read<'a>(case: &'a Case, text: &str, hints: &Hints<'_>, model: &Model) -> Reading<'a> {
    let articles = extract_with(text.as_bytes(), hints, model);
    let gold = case.gold();
    let found: Vec<String> = articles.iter().flat_map(Article::body).collect();
    let found = found.join("\n");
    let body = body::page(&gold, &found);
    let standfirst = articles
        .first()
        .and_then(|article| article.meta.subtitle.as_deref())
        .filter(|_| case.set == STANDFIRST_IS_BODY);
    let with_standfirst = standfirst.map_or(body, |standfirst| {
        body::page(&gold, &format!("{standfirst}\n{found}"))
    });
    Reading {
        case,
        articles,
        body,
        with_standfirst,
    }
}

/// F1 of the news core by what was measured, for the means over the conversions.
#[derive(Default)]
struct Means(Vec<(String, f64)>);

impl Means {
    fn print(&self) {
        let mut names: Vec<&String> = self.0.iter().map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        for name in names {
            let values: Vec<f64> = self
                .0
                .iter()
                .filter_map(|(other, value)| (other == name).then_some(*value))
                .collect();
            println!(
                "{:31} {:.3}",
                format!("mean {name}"),
                values.iter().sum::<f64>() / values.len() as f64
            );
        }
    }
}

fn report(readings: &[Reading<'_>], name: &str, means: &mut Means) {
    let mut sets: Vec<&str> = readings.iter().map(|reading| reading.case.set.as_str()).collect();
    sets.dedup();
    let row = |what: &str, wanted: &dyn Fn(&str) -> bool, score: &dyn Fn(&Reading<'_>) -> PageScore| {
        let pages: Vec<PageScore> = readings
            .iter()
            .filter(|reading| wanted(&reading.case.set))
            .map(score)
            .collect();
        let figures = Figures::of(&pages);
        println!(
            "{:31} {:.3} {:.3} {:.3}  {:5}  {:5}",
            format!("{name} {what}"),
            figures.f1,
            figures.precision,
            figures.recall,
            figures.pages,
            figures.empty
        );
        figures.f1
    };
    for set in sets {
        row(set, &|other| other == set, &|reading| reading.body);
    }
    let suffix = name.split_once(' ').map_or("", |(_, rest)| rest);
    let news = |set: &str| set != OTHER_GENRE;
    let core = row("news", &news, &|reading| reading.body);
    means.0.push((format!("news {suffix}"), core));
    let core = row("news, standfirst too", &news, &|reading| reading.with_standfirst);
    means.0.push((format!("news, standfirst too {suffix}"), core));
}

/// What the corpus changes on sites that have two pages or more, page by page.
fn compare(alone: &[Reading<'_>], together: &[Reading<'_>]) {
    let mut sites: HashMap<String, u32> = HashMap::new();
    for reading in alone {
        *sites.entry(reading.case.site()).or_default() += 1;
    }
    let has_siblings =
        |reading: &&Reading<'_>| reading.case.set != OTHER_GENRE && sites[&reading.case.site()] > 1;
    let scores = |readings: &[Reading<'_>]| -> Vec<PageScore> {
        readings
            .iter()
            .filter(has_siblings)
            .map(|reading| reading.body)
            .collect()
    };
    let (before, after) = (scores(alone), scores(together));
    let changes: Vec<f64> = before
        .iter()
        .zip(&after)
        .map(|(before, after)| after.f1() - before.f1())
        .collect();
    let count = changes.len().max(1) as f64;
    let mean = changes.iter().sum::<f64>() / count;
    let spread = (changes.iter().map(|change| (change - mean).powi(2)).sum::<f64>() / count).sqrt();
    println!(
        "  sites with two pages or more: {} pages, F1 {:.3} -> {:.3}; a page changes by {mean:+.4}, standard error {:.4}",
        changes.len(),
        Figures::of(&before).f1,
        Figures::of(&after).f1,
        spread / count.sqrt()
    );
}

fn list_worst(readings: &[Reading<'_>], count: usize) {
    let mut news: Vec<&Reading<'_>> = readings
        .iter()
        .filter(|reading| reading.case.set != OTHER_GENRE)
        .collect();
    news.sort_by(|one, other| one.body.f1().total_cmp(&other.body.f1()));
    for reading in news.iter().take(count) {
        let share =
            |share: Option<f64>| share.map_or_else(|| "   - ".to_owned(), |share| format!("{share:.3}"));
        println!(
            "  {:.3} {} {}  {}",
            reading.body.f1(),
            share(reading.body.precision),
            share(reading.body.recall),
            reading.case.id
        );
    }
}
