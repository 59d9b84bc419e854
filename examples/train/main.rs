//! Learns the weights of the line model from pages and their bodies. Deterministic; minutes on two cores.
//!
//! ```text
//! cargo run --release --example train -- DIR OUT [--without LABELLED] [--folds OUTDIR]
//! ```
//! DIR holds sets of pages: `<set>/<converter>/<id>.txt`, `<set>/gold/<id>.txt`, `<set>/meta/<id>.json` with `site`.
//! `--without` leaves out the sites that the `source.url` of any `*.gold.json` in a folder names. `--folds` also writes
//! `fold0.bin` to `fold2.bin`, each learnt without the sites whose [`fold`] it is, to measure on pages of unseen sites.

mod align;
mod boost;
mod dataset;
mod lexicon;

use boost::{Data, Settings};
use dataset::{CONVERTERS, FOLDS, OTHER_GENRE, fold, host, site_number, sorted};
use lexicon::Counts;
use newsprint::extract::features::{self, Columns, PADDING};
use newsprint::extract::measure::Measured;
use newsprint::extract::model::{Lexicon, Model, second_columns};
use newsprint::extract::page::Page;
use newsprint::extract::phrases::Vocabulary;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Trees of the first forest.
const TREES: usize = 160;
/// Trees of the second.
const SECOND_TREES: usize = 120;
/// Folds within the training pages, so that no page is seen by a lexicon that its own site went into.
const INNER: u64 = 5;
/// A set of guides and blogs rather than news counts less.
const OTHER_GENRE_WEIGHT: f32 = 0.35;

/// A page with the answer for each of its units.
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
    let examples = load(Path::new(dir), &without)?;
    let rows: usize = examples.iter().map(|example| example.labels.len()).sum();
    eprintln!("{} pages, {rows} units", examples.len());
    let folds = |wanted: &dyn Fn(u64) -> bool| -> Vec<&Example> {
        examples
            .iter()
            .filter(|example| wanted(fold(example.site)))
            .collect()
    };
    let pairs: Vec<_> = (0..FOLDS)
        .map(|fold| train_first(&folds(&|at| at != fold), TREES))
        .collect();
    let all: Vec<&Example> = examples.iter().collect();
    let second = train_second(&all, &|site| &pairs[fold(site) as usize]);
    let (lexicon, first) = train_first(&all, TREES);
    let bytes = Model {
        lexicon,
        first,
        second,
    }
    .to_bytes();
    eprintln!("{} bytes", bytes.len());
    fs::write(out, bytes)?;
    let Some(dir) = option("--folds") else {
        return Ok(());
    };
    fs::create_dir_all(&dir)?;
    let singles: Vec<_> = (0..FOLDS)
        .map(|fold| train_first(&folds(&|at| at == fold), TREES * 2 / 3))
        .collect();
    for (left_out, (lexicon, first)) in (0..FOLDS).zip(pairs) {
        // A third fold has seen neither the page's site nor the one that is left out.
        let unseen = |site: u64| &singles[((2 * FOLDS - left_out - fold(site)) % FOLDS) as usize];
        let second = train_second(&folds(&|at| at != left_out), &unseen);
        let model = Model {
            lexicon,
            first,
            second,
        };
        fs::write(
            PathBuf::from(&dir).join(format!("fold{left_out}.bin")),
            model.to_bytes(),
        )?;
    }
    Ok(())
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

fn load(dir: &Path, without: &[String]) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut examples = Vec::new();
    for case in dataset::cases(dir)? {
        let weight = if case.set == OTHER_GENRE {
            OTHER_GENRE_WEIGHT
        } else {
            1.0
        };
        let site = case.site();
        let belongs = |other: &String| {
            *other == site || other.ends_with(&format!(".{site}")) || site.ends_with(&format!(".{other}"))
        };
        if without.iter().any(belongs) {
            continue;
        }
        let gold = case.gold();
        for converter in CONVERTERS {
            let Some(text) = case.page(converter) else {
                continue;
            };
            let site = site_number(&site);
            let crop = (converter == "resiliparse")
                .then(|| cropped(&text, &gold, examples.len() as u64))
                .flatten();
            if let Some(crop) = crop {
                examples.extend(label(crop, &gold, site, weight * 0.7));
            }
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
        let mut columns = features::columns(&page, &measured, lexicon(example.site));
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

fn train_first(examples: &[&Example], trees: usize) -> (Lexicon, newsprint::extract::model::Forest) {
    let (leaving_out, whole) = lexicons(examples);
    let data = data(examples, &|site| &leaving_out[inner(site)], &|_, _, _| ());
    let forest = boost::train(
        &data,
        &Settings {
            trees,
            rate: 0.2,
            reach: 4,
            share: 0.12,
            from_reach: usize::MAX,
        },
    );
    (whole, forest)
}

/// The second forest learns from what first models say that have not seen the page's site.
fn train_second<'a>(
    examples: &[&Example],
    unseen: &dyn Fn(u64) -> &'a (Lexicon, newsprint::extract::model::Forest),
) -> newsprint::extract::model::Forest {
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
            rate: 0.2,
            reach: 4,
            share: 0.12,
            from_reach: base.get(),
        },
    )
}
