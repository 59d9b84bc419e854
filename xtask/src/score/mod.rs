//! `cargo xtask score`: scores the bodies, titles, dates and authors that extraction finds against the gold of labelled
//! pages (see `dataset`), for each conversion in the folder.

mod again;
mod body;
mod leave_set_out;
mod metadata;

use crate::Outcome;
use crate::dataset::{self, CONVERTERS, Case, FOLDS, OTHER_GENRE, fold, site_number};
use body::{Figures, PageScore};
use newsprint::article::Article;
use newsprint::export;
use newsprint::extract::training::{CleaningModel, Forest, extract_with};
use newsprint::extract::{CorpusTemplate, Hints, OutletDirectory, PageSketch};
use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The set whose gold bodies include the standfirst.
const STANDFIRST_IS_BODY: &str = "fundus";

/// The result for one page.
struct Reading<'a> {
    case: &'a Case,
    articles: Vec<Article>,
    /// The score of the body.
    body: PageScore,
    /// The score of the body preceded by the standfirst, in the set whose gold includes it.
    with_standfirst: PageScore,
}

/// One model for each fold, or one for all pages.
struct Models(Vec<CleaningModel>);

impl Models {
    fn of(&self, case: &Case) -> &CleaningModel {
        &self.0[fold(site_number(&case.site())) as usize % self.0.len()]
    }
}

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder with the sets of labelled pages
    folder: PathBuf,
    /// Score each page with the weights in this folder that have not seen its site, as written by `train --folds` and
    /// then `train --headlines`
    #[arg(long, value_name = "FOLDER")]
    folds: Option<PathBuf>,
    /// Score with the body model in this file instead of the built-in one
    #[arg(long, value_name = "FILE", conflicts_with = "folds")]
    model: Option<PathBuf>,
    /// List the COUNT pages with the lowest scores
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    worst: usize,
    /// Score only the third of the sites that is set aside by a hash of their names, or only the rest
    #[arg(long, value_enum)]
    part: Option<Part>,
    /// Write each page's articles as JSON lines to `FOLDER/CONVERSION.jsonl`
    #[arg(long, value_name = "FOLDER")]
    results: Option<PathBuf>,
    /// Train without each news set in turn and every other page of its sites, and score that set
    #[arg(long, conflicts_with_all = ["folds", "model"])]
    leave_set_out: bool,
    #[command(flatten)]
    extras: Extras,
}

/// What is printed in addition.
#[derive(clap::Args)]
struct Extras {
    /// Also score all pages of a conversion as one corpus, and show the change on sites with two or more pages
    #[arg(long)]
    corpus: bool,
    /// List the pages whose title, date or author is wrong or missing
    #[arg(long)]
    misses: bool,
    /// Also check how many articles keep their body if their exported text is cleaned again
    #[arg(long)]
    again: bool,
}

/// A part of the sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The third that is set aside.
    Aside,
    /// The other two thirds.
    Rest,
}

pub fn run(arguments: &Arguments) -> Outcome {
    let models = models(arguments.folds.as_deref(), arguments.model.as_deref())?;
    let mut cases = dataset::cases(&arguments.folder)?;
    if let Some(part) = arguments.part {
        cases.retain(|case| case.is_set_aside() == (part == Part::Aside));
    }
    if arguments.leave_set_out {
        leave_set_out::report(&cases);
        return Ok(());
    }
    let cases: Vec<&Case> = cases.iter().collect();
    println!("                                  F1     P     R  pages  empty");
    let mut means = Means::default();
    for converter in CONVERTERS {
        let alone = read_all(&cases, converter, &models, None);
        report(&alone, converter, &mut means);
        if let Some(folder) = &arguments.results {
            write_results(&alone, &folder.join(format!("{converter}.jsonl")))?;
        }
        if !alone.is_empty() {
            let pages = alone.iter().map(|reading| (reading.case, &reading.articles[..]));
            metadata::report(converter, pages, arguments.extras.misses);
        }
        if arguments.extras.corpus {
            let mut template = CorpusTemplate::default();
            for article in alone.iter().flat_map(|reading| &reading.articles) {
                template.add(&PageSketch::of(article));
            }
            let together = read_all(&cases, converter, &models, Some(&template));
            report(&together, &format!("{converter} corpus"), &mut means);
            compare(&alone, &together);
        }
        if arguments.extras.again {
            let articles = alone.iter().flat_map(|reading| {
                reading
                    .articles
                    .iter()
                    .map(|article| (&*reading.case.id, article))
            });
            again::report(converter, articles);
        }
        list_worst(&alone, arguments.worst);
    }
    means.print();
    Ok(())
}

fn models(folds: Option<&Path>, file: Option<&Path>) -> Result<Models, Box<dyn Error>> {
    let read = |path: &Path| -> Result<CleaningModel, Box<dyn Error>> {
        let bytes = fs::read(path)?;
        CleaningModel::from_bytes(&bytes)
            .ok_or_else(|| format!("{}: not a model of this version", path.display()).into())
    };
    let headline = |path: &Path| -> Result<Forest, Box<dyn Error>> {
        let forest = Forest::from_bytes(&fs::read(path)?);
        forest.ok_or_else(|| format!("{}: not a forest of this version", path.display()).into())
    };
    Ok(Models(match (folds, file) {
        (Some(folder), _) => (0..FOLDS)
            .map(|fold| {
                let body = read(&folder.join(format!("fold{fold}.bin")))?;
                Ok(body.with_headline(headline(&folder.join(format!("headline{fold}.bin")))?))
            })
            .collect::<Result<_, Box<dyn Error>>>()?,
        (None, Some(file)) => vec![read(file)?.with_headline(CleaningModel::builtin().headline.clone())],
        (None, None) => vec![CleaningModel::builtin().clone()],
    }))
}

/// Extracts and scores all pages of a conversion, in order, on two threads.
fn read_all<'a>(
    cases: &[&'a Case],
    converter: &str,
    models: &Models,
    template: Option<&CorpusTemplate>,
) -> Vec<Reading<'a>> {
    let outlets = OutletDirectory::builtin();
    let hints = Hints {
        path: None,
        outlets: &outlets,
        template,
    };
    let next = AtomicUsize::new(0);
    let readings = Mutex::new(Vec::new());
    let work = || {
        while let Some(&case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
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

/// Writes the articles as `extract --format json` does, each under the name of its page.
fn write_results(readings: &[Reading<'_>], file: &Path) -> Outcome {
    let mut lines = String::new();
    for reading in readings {
        let name = format!("{}.txt", reading.case.id);
        for article in &reading.articles {
            lines.push_str(&export::json(article, &name).to_string());
            lines.push('\n');
        }
    }
    fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    fs::write(file, lines)?;
    Ok(())
}

fn read<'a>(case: &'a Case, text: &str, hints: &Hints<'_>, model: &CleaningModel) -> Reading<'a> {
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

/// The F1 of the news sets by what was measured, for the means over the conversions.
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
    let core = row("news with standfirst", &news, &|reading| reading.with_standfirst);
    means.0.push((format!("news with standfirst {suffix}"), core));
}

/// Prints what reading the pages as a corpus changes on sites with two or more pages.
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
        "  sites with two or more pages: {} pages, F1 {:.3} -> {:.3}; mean change of a page {mean:+.4}, standard error {:.4}",
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
