//! `cargo xtask train`: learns the weights of the body model, or of the headline forest, from labelled pages (see
//! `dataset`). Deterministic; takes minutes on two cores.

mod align;
pub mod boost;
mod headlines;
mod kinds;
mod lexicon;

use crate::Outcome;
use crate::dataset::{
    self, CONSENSUS, CONVERTERS, Case, FOLDS, OTHER_GENRE, fold, host, site_number, sorted,
};
use boost::{Data, Settings};
use lexicon::Counts;
use newsprint::extract::training::{
    CleaningModel, Columns, Detections, Forest, Lexicon, PADDING, SourcePage, UnitFeatures, Vocabulary,
    columns, second_columns,
};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// The number of trees of the first forest.
const TREES: usize = 240;
/// The number of trees of the second forest.
const SECOND_TREES: usize = 160;
/// The learning rate.
const RATE: f32 = 0.15;
/// The number of folds within the training pages, so that the lexicon for a page is learnt without its site.
const INNER: u64 = 5;
/// The F1 of words below which a label is doubtful.
const DOUBTFUL: f32 = 0.5;
/// The relative weight of a doubtful label.
const DOUBTFUL_WEIGHT: f32 = 0.25;
/// The number of parts of the training pages; each is classified by a first forest that has not seen it.
const STACK: u64 = 3;
/// The relative weight of guides and blogs.
const OTHER_GENRE_WEIGHT: f32 = 0.35;
/// The relative weight of pages whose body is what several extractors agree on: at full weight the model learns to imitate
/// an extractor.
const CONSENSUS_WEIGHT: f32 = 0.35;
/// The relative weight of a cropped page.
const CROPPED_WEIGHT: f32 = 0.7;

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder with the sets of labelled pages
    folder: PathBuf,
    /// The file to write
    out: PathBuf,
    /// Leave out the sites that the `source.url` of the `*.gold.json` files in this folder names
    #[arg(long, value_name = "FOLDER")]
    without: Option<PathBuf>,
    /// Leave out the third of the sites that is set aside
    #[arg(long)]
    set_aside: bool,
    /// Also write fold0.bin to fold2.bin here, each learnt without one third of the sites, to score unseen sites
    #[arg(long, value_name = "FOLDER")]
    folds: Option<PathBuf>,
    /// Learn the headline forest instead, with the bodies that the models in this folder find; also writes
    /// headline0.bin to headline2.bin there
    #[arg(long, value_name = "FOLDER", conflicts_with = "folds")]
    headlines: Option<PathBuf>,
    /// Learn the weights of the kinds instead, from this file with the kind of each page
    #[arg(long, value_name = "FILE", conflicts_with_all = ["folds", "headlines"])]
    kinds: Option<PathBuf>,
}

/// A page with the label of each of its units.
#[derive(Clone)]
pub struct Example {
    text: String,
    site: u64,
    labels: Vec<bool>,
    weights: Vec<f32>,
}

pub fn run(arguments: &Arguments) -> Outcome {
    let Arguments { folder, out, .. } = arguments;
    let without = arguments
        .without
        .as_deref()
        .map_or(Ok(Vec::new()), labelled_sites)?;
    if let Some(bodies) = &arguments.headlines {
        return headlines::train_headlines(folder, bodies, out, &without);
    }
    if let Some(labels) = &arguments.kinds {
        return kinds::train_kinds(folder, labels, out, &without);
    }
    let mut cases = dataset::cases(folder)?;
    cases.retain(|case| !(is_of_site(case, &without) || arguments.set_aside && case.is_set_aside()));
    let examples = examples(&cases.iter().collect::<Vec<_>>());
    let rows: usize = examples.iter().map(|example| example.labels.len()).sum();
    eprintln!("{} pages, {rows} units", examples.len());
    let without_fold = |left_out: u64| -> Vec<&Example> {
        let wanted = |example: &&Example| fold(example.site) != left_out;
        examples.iter().filter(wanted).collect()
    };
    if let Some(folder) = &arguments.folds {
        fs::create_dir_all(folder)?;
        for left_out in 0..FOLDS {
            let file = folder.join(format!("fold{left_out}.bin"));
            fs::write(file, train(&without_fold(left_out)).to_bytes())?;
        }
    }
    let bytes = train(&examples.iter().collect::<Vec<_>>()).to_bytes();
    eprintln!("{} bytes", bytes.len());
    fs::write(out, bytes)?;
    Ok(())
}

/// Trains a model. Its second forest learns from the output of first forests that have not seen the page's site.
pub fn train(examples: &[&Example]) -> CleaningModel {
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
    CleaningModel {
        lexicon,
        first,
        second,
        headline: Forest::default(),
    }
}

/// The example, with less weight if its labels differ much from the output of a forest that has not seen its site: most
/// such labels are wrong, because the gold is truncated or belongs to another page.
fn trusted(example: &Example, (lexicon, first): &(Lexicon, Forest)) -> Example {
    let page = SourcePage::new(&example.text);
    let features = UnitFeatures::new(&page, Vocabulary::builtin());
    let odds = first.log_odds(&columns(&Detections::new(&page, &features), lexicon));
    let words = |wanted: &dyn Fn(usize) -> bool| -> f32 {
        let wanted = (0..odds.len()).filter(|&at| wanted(at));
        wanted
            .map(|at| features.units[at].shape.measured_words() as f32)
            .sum()
    };
    let both = words(&|at| odds[at] > 0.0 && example.labels[at]);
    let f1 = 2.0 * both / (words(&|at| odds[at] > 0.0) + words(&|at| example.labels[at])).max(1.0);
    let factor = if f1 < DOUBTFUL { DOUBTFUL_WEIGHT } else { 1.0 };
    Example {
        weights: example.weights.iter().map(|weight| weight * factor).collect(),
        ..example.clone()
    }
}

/// The part of the training pages that a site belongs to, independent of its fold.
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

/// Returns whether a page belongs to one of the sites or to a subdomain of one.
fn is_of_site(case: &Case, sites: &[String]) -> bool {
    let site = case.site();
    let belongs = |other: &String| {
        *other == site || other.ends_with(&format!(".{site}")) || site.ends_with(&format!(".{other}"))
    };
    sites.iter().any(belongs)
}

/// The pages with labels, in each conversion, and the main parts of some; without those whose body is doubtful.
pub fn examples(cases: &[&Case]) -> Vec<Example> {
    let mut examples = Vec::new();
    for converter in CONVERTERS {
        let pages: Vec<(&Case, String)> = cases
            .iter()
            .filter(|case| !case.is_doubtful())
            .filter_map(|&case| Some((case, case.page(converter)?)))
            .collect();
        for (case, text) in pages {
            let weight = match case.set.as_str() {
                OTHER_GENRE => OTHER_GENRE_WEIGHT,
                CONSENSUS => CONSENSUS_WEIGHT,
                _ => 1.0,
            };
            let (gold, site) = (case.gold(), site_number(&case.site()));
            let crop = (converter == CONVERTERS[0])
                .then(|| cropped(&text, &gold, examples.len() as u64))
                .flatten();
            examples.extend(crop.and_then(|crop| label(crop, &gold, site, weight * CROPPED_WEIGHT)));
            examples.extend(label(text, &gold, site, weight));
        }
    }
    examples
}

/// The main part of a page, as extractors of main content produce it, with blank lines everywhere, nowhere or as found.
fn cropped(text: &str, gold: &str, number: u64) -> Option<String> {
    let page = SourcePage::new(text);
    let features = UnitFeatures::new(&page, Vocabulary::builtin());
    let labels = align::labels(&features, &align::words(gold));
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
    let page = SourcePage::new(&text);
    let features = UnitFeatures::new(&page, Vocabulary::builtin());
    let labels = align::labels(&features, &gold);
    if !labels.contains(&true) {
        return None;
    }
    let scale = weight * 300.0 / (gold.len() as f32 + 300.0);
    let weights = features
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

/// The columns of some examples for a forest; `lexicon` gives the lexicon for a site.
fn data<'a>(
    examples: &[&Example],
    lexicon: &dyn Fn(u64) -> &'a Lexicon,
    more: &dyn Fn(&mut Columns, &UnitFeatures, u64),
) -> Data {
    let mut data = Data::default();
    for example in examples {
        let page = SourcePage::new(&example.text);
        let features = UnitFeatures::new(&page, Vocabulary::builtin());
        let mut columns = columns(&Detections::new(&page, &features), lexicon(example.site));
        more(&mut columns, &features, example.site);
        data.add(&columns, &example.labels, &example.weights);
    }
    data.close(PADDING);
    data
}

/// The lexicons that leave out one inner fold each, and the lexicon of all examples.
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

/// Trains the second forest on the output of the first forests.
fn train_second<'a>(examples: &[&Example], unseen: &dyn Fn(u64) -> &'a (Lexicon, Forest)) -> Forest {
    let base = std::cell::Cell::new(0);
    let data = data(examples, &|site| &unseen(site).0, &|columns, features, site| {
        base.set(columns.len());
        let odds = unseen(site).1.log_odds(columns);
        second_columns(columns, features, &odds);
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
