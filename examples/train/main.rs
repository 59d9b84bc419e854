//! Learns the weights of the line model from pages and their bodies. Deterministic; minutes on two cores.
//!
//! ```text
//! cargo run --release --example train -- DIR OUT [--without LABELLED] [--folds FOLDS | --headlines FOLDS]
//! ```
//! DIR holds sets of pages: `<set>/<converter>/<id>.txt`, `<set>/gold/<id>.txt`, `<set>/meta/<id>.json` with `site`.
//! `--without` leaves out the sites that the `source.url` of any `*.gold.json` in a folder names. `--folds` also writes
//! `fold0.bin` to `fold2.bin`, each learnt without the sites whose [`fold`] it is, to measure on pages of unseen sites. `--headlines` learns the forest
//! of headlines instead, around the bodies that those models find, and writes `headline0.bin` to `headline2.bin` beside them.

mod align;
mod boost;
mod dataset;
mod headlines;
mod lexicon;

use boost::{Data, Settings};
use dataset::{CONVERTERS, Case, FOLDS, OTHER_GENRE, fold, host, site_number, sorted};
use lexicon::Counts;
use newsprint::extract::columns::{Columns, PADDING};
use newsprint::extract::detections::Detections;
use newsprint::extract::features::{self, second_columns};
use newsprint::extract::forest::Forest;
use newsprint::extract::lexicon::Lexicon;
use newsprint::extract::measure::Measured;
use newsprint::extract::model::Model;
use newsprint::extract::page::Page;
use newsprint::extract::phrases::Vocabulary;
use std::error::Error;
use std::fs;
use std::path::Path;

/// Trees of the first forest.
const TREES: usize = 240;
/// Trees of the second.
const SECOND_TREES: usize = 160;
/// How much a tree moves the answer.
const RATE: f32 = 0.15;
/// Folds within the training pages, so that no page is seen by a lexicon that its own site went into.
const INNER: u64 = 5;
/// An answer with a smaller F1 of words is doubtful.
const DOUBTFUL: f32 = 0.5;
/// What it counts.
const LITTLE_TRUST: f32 = 0.25;
/// Parts of the training pages, each read by a first forest that has not seen it.
const STACK: u64 = 3;
/// A set of guides and blogs rather than news counts less.
const OTHER_GENRE_WEIGHT: f32 = 0.35;

/// So does a part of a page.
const CROPPED_WEIGHT: f32 = 0.7;

/// A page with the answer for each of its units.
#[derive(Clone)]
struct Example {
    text: String,
    site: u64,
    labels: Vec<bool>,
    weights: Vec<f32>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        args.iter()
            .position(|arg| arg == name)
            .and_then(|at| args.get(at + 1))
            .cloned()
    };
    let (Some(dir), Some(out)) = (args.first(), args.get(1)) else {
        return Err("give the folder of the pages and the file to write".into());
    };
    let without = option("--without").map_or(Ok(Vec::new()), |dir| labelled_sites(Path::new(&dir)))?;
    if let Some(bodies) = option("--headlines") {
        return headlines::learn(Path::new(dir), Path::new(&bodies), Path::new(out), &without);
    }
    let examples = load(Path::new(dir), &without)?;
    let rows: usize = examples.iter().map(|example| example.labels.len()).sum();
    eprintln!("{} pages, {rows} units", examples.len());
    let without_fold = |left_out: u64| -> Vec<&Example> {
        let wanted = |example: &&Example| fold(example.site) != left_out;
        examples.iter().filter(wanted).collect()
    };
    if let Some(dir) = option("--folds") {
        fs::create_dir_all(&dir)?;
        for left_out in 0..FOLDS {
            let file = Path::new(&dir).join(format!("fold{left_out}.bin"));
            fs::write(file, train(&without_fold(left_out)).to_bytes())?;
        }
    }
    let bytes = train(&examples.iter().collect::<Vec<_>>()).to_bytes();
    eprintln!("{} bytes", bytes.len());
    fs::write(out, bytes)?;
    Ok(())
}

/// Learns a model. Its second forest learns from what first ones say that have not seen the page's site.
fn train(examples: &[&Example]) -> Model {
    let unseen: Vec<_> = (0..STACK)
        .map(|left_out| {
            let wanted = |example: &&&Example| stack(example.site) != left_out;
            train_first(&examples.iter().filter(wanted).copied().collect::<Vec<_>>())
        })
        .collect();
    let of_site = |site| &unseen[stack(site) as usize];
    let trusted: Vec<Example> = examples
        .iter()
        .map(|example| trusted(example, of_site(example.site)))
        .collect();
    let trusted: Vec<&Example> = trusted.iter().collect();
    let second = train_second(&trusted, &of_site);
    let (lexicon, first) = train_first(&trusted);
    Model {
        lexicon,
        first,
        second,
        headline: Forest::default(),
    }
}

/// The example, counting less where its answer has little in common with what a forest says that has not seen its site:
/// most such answers are wrong, a body cut short or one of another page.
fn trusted(example: &Example, (lexicon, first): &(Lexicon, Forest)) -> Example {
    let page = Page::new(&example.text);
    let measured = Measured::new(&page, Vocabulary::builtin());
    let odds = first.log_odds(&features::columns(&Detections::new(&page, &measured), lexicon));
    let words = |wanted: &dyn Fn(usize) -> bool| -> f32 {
        let wanted = (0..odds.len()).filter(|&at| wanted(at));
        wanted
            .map(|at| measured.units[at].shape.measured_words() as f32)
            .sum()
    };
    let both = words(&|at| odds[at] > 0.0 && example.labels[at]);
    let f1 = 2.0 * both / (words(&|at| odds[at] > 0.0) + words(&|at| example.labels[at])).max(1.0);
    let factor = if f1 < DOUBTFUL { LITTLE_TRUST } else { 1.0 };
    Example {
        weights: example.weights.iter().map(|weight| weight * factor).collect(),
        ..example.clone()
    }
}

/// The part of the training pages that a site is in, whatever its fold.
fn stack(site: u64) -> u64 {
    site / FOLDS / INNER % STACK
}

fn labelled_sites(dir: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut sites = Vec::new();
    for path in sorted(dir)? {
        if path.to_string_lossy().ends_with(".gold.json") {
            let gold: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
            sites.extend(gold["source"]["url"].as_str().map(host));
        }
    }
    Ok(sites)
}

/// Whether a page is of one of some sites, or of a part of one.
fn is_of_site(case: &Case, sites: &[String]) -> bool {
    let site = case.site();
    let belongs = |other: &String| {
        *other == site || other.ends_with(&format!(".{site}")) || site.ends_with(&format!(".{other}"))
    };
    sites.iter().any(belongs)
}

fn load(dir: &Path, without: &[String]) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut cases = dataset::cases(dir)?;
    cases.retain(|case| !is_of_site(case, without));
    let mut examples = Vec::new();
    for converter in CONVERTERS {
        let pages: Vec<(&Case, String)> = cases
            .iter()
            .filter_map(|case| Some((case, case.page(converter)?)))
            .collect();
        for (case, text) in pages {
            let weight = if case.set == OTHER_GENRE {
                OTHER_GENRE_WEIGHT
            } else {
                1.0
            };
            let (gold, site) = (case.gold(), site_number(&case.site()));
            let crop = (converter == CONVERTERS[0])
                .then(|| cropped(&text, &gold, examples.len() as u64))
                .flatten();
            examples.extend(crop.and_then(|crop| label(crop, &gold, site, weight * CROPPED_WEIGHT)));
            examples.extend(label(text, &gold, site, weight));
        }
    }
    Ok(examples)
}

/// The main part of a page, as dumps of main contents have it, with blank lines everywhere, nowhere or as found.
fn cropped(text: &str, gold: &str, number: u64) -> Option<String> {
    let page = Page::new(text);
    let measured = Measured::new(&page, Vocabulary::builtin());
    let labels = align::labels(&measured, &align::words(gold));
    let first = labels.iter().position(|&label| label)?;
    let last = labels.iter().rposition(|&label| label)?;
    let mix = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
    let (above, below) = ((mix % 9) as usize, (mix / 9 % 11) as usize);
    let range = first.saturating_sub(above)..(last + 1 + below).min(page.units.len());
    let form = mix / 99 % 3;
    let mut out = String::new();
    for unit in &page.units[range] {
        for at in unit.lines() {
            if form == 0 || (form == 2 && page.lines[at].blank_before) {
                out.push('\n');
            }
            out.push_str(page.line(at));
            out.push('\n');
        }
    }
    Some(out)
}

fn label(text: String, gold: &str, site: u64, weight: f32) -> Option<Example> {
    let gold = align::words(gold);
    let page = Page::new(&text);
    let measured = Measured::new(&page, Vocabulary::builtin());
    let labels = align::labels(&measured, &gold);
    if !labels.contains(&true) {
        return None;
    }
    let scale = weight * 300.0 / (gold.len() as f32 + 300.0);
    let weights = measured
        .units
        .iter()
        .map(|unit| scale * (4.0 + unit.shape.measured_words().min(60) as f32) / 20.0)
        .collect();
    Some(Example {
        text,
        site,
        labels,
        weights,
    })
}

/// What a set of examples looks like to a forest; `lexicon` gives the words for a site.
fn data<'a>(
    examples: &[&Example],
    lexicon: &dyn Fn(u64) -> &'a Lexicon,
    more: &dyn Fn(&mut Columns, &Measured, u64),
) -> Data {
    let mut data = Data::default();
    for example in examples {
        let page = Page::new(&example.text);
        let measured = Measured::new(&page, Vocabulary::builtin());
        let mut columns = features::columns(&Detections::new(&page, &measured), lexicon(example.site));
        more(&mut columns, &measured, example.site);
        data.add(&columns, &example.labels, &example.weights);
    }
    data.close(PADDING);
    data
}

/// Lexicons that leave out one inner fold each, and the one that leaves out nothing.
fn lexicons(examples: &[&Example]) -> (Vec<Lexicon>, Lexicon) {
    let mut counts: Vec<Counts> = (0..INNER).map(|_| Counts::default()).collect();
    for example in examples {
        counts[inner(example.site)].add(&example.text, &example.labels);
    }
    let leaving_out = |fold: usize| {
        Counts::weights(
            counts
                .iter()
                .enumerate()
                .filter(|&(at, _)| at != fold)
                .map(|(_, counts)| counts),
        )
    };
    (
        (0..INNER as usize).map(leaving_out).collect(),
        Counts::weights(counts.iter()),
    )
}

fn inner(site: u64) -> usize {
    (site / FOLDS % INNER) as usize
}

fn train_first(examples: &[&Example]) -> (Lexicon, Forest) {
    let (leaving_out, whole) = lexicons(examples);
    let data = data(examples, &|site| &leaving_out[inner(site)], &|_, _, _| ());
    let forest = boost::train(
        &data,
        &Settings {
            trees: TREES,
            rate: RATE,
            reach: 4,
            share: 0.12,
            from_reach: usize::MAX,
        },
    );
    (whole, forest)
}

/// The second forest learns from what the first ones say.
fn train_second<'a>(examples: &[&Example], unseen: &dyn Fn(u64) -> &'a (Lexicon, Forest)) -> Forest {
    let base = std::cell::Cell::new(0);
    let data = data(examples, &|site| &unseen(site).0, &|columns, measured, site| {
        base.set(columns.len());
        let odds = unseen(site).1.log_odds(columns);
        second_columns(columns, measured, &odds);
    });
    boost::train(
        &data,
        &Settings {
            trees: SECOND_TREES,
            rate: RATE,
            reach: 4,
            share: 0.12,
            from_reach: base.get(),
        },
    )
}
