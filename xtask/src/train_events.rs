//! `cargo xtask train-events`: learns how common words are and which pairs of articles report one event, from sets of
//! articles that others grouped, and measures the result. Deterministic.
//!
//! A set is a folder with `articles.jsonl` and `gold.json` (event to ids). Sets without `gold.json` are never learnt from.
//! Figures are B-cubed F1 (Bagga and Baldwin, "Entity-based cross-document coreferencing", 1998).

use crate::Outcome;
use crate::event_slices::slices;
use crate::train::boost::{self, Data, Settings};
use newsprint::events::Telling;
use newsprint::events::grouping::features::{ArticleFeatures, RawFeatures};
use newsprint::events::grouping::group::{
    ComparedPair, compared_pairs, features_by, group_pairs, join_limit,
};
use newsprint::events::grouping::model::PairModel;
use newsprint::events::grouping::pair::{COLUMNS, columns};
use newsprint::events::grouping::{Background, Constraints};
use newsprint::extract::input::decoder::{Decoded, Limits, Origin, Reading};
use newsprint::extract::input::json::lines;
use newsprint::extract::training::PADDING;
use newsprint::extract::{Hints, OutletDirectory, Record, extract_record};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

const TREES: usize = 220;
const RATE: f32 = 0.12;
/// The share of the columns that each tree can choose from is twice this.
const SHARE: f32 = 0.3;
/// At most this number of pairs are learnt from a set.
const PAIRS: usize = 60_000;
/// Sets of fewer articles are for looking at.
const SMALL: usize = 50;
/// The weight of a set, whatever its size, and of the slices that are cut from it.
const SET_WEIGHT: f32 = 30_000.0;
const SLICES_WEIGHT: f32 = 12_000.0;
/// The number of slices of a set that are learnt, and that are measured.
const SLICES_LEARNT: usize = 250;
const SLICES_MEASURED: usize = 60;

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder with the sets
    folder: PathBuf,
    /// Measure instead of writing: divide the events of each set into this number of parts, learn from all but one and
    /// group the articles of that one; then learn without each set in turn
    #[arg(long, value_name = "NUMBER")]
    folds: Option<u64>,
    /// The folder of the repository's data to write to
    #[arg(long, value_name = "FOLDER", default_value = "assets")]
    out: PathBuf,
}

/// Articles that others grouped.
struct Set {
    name: String,
    raw: Vec<RawFeatures>,
    /// The event of each article.
    events: Vec<String>,
}

/// A part of a set: the numbers of its articles.
struct Part<'a> {
    set: &'a Set,
    articles: Vec<usize>,
}

/// A part that is ready to be learnt from or grouped.
struct Compared<'a> {
    part: Part<'a>,
    features: Vec<ArticleFeatures>,
    pairs: Vec<ComparedPair>,
}

/// A part to learn from.
struct Learnt<'a> {
    whole: Compared<'a>,
    slices: Vec<Compared<'a>>,
}

impl Compared<'_> {
    /// The values of a pair, and whether it reports one event.
    fn row(&self, &(a, b, values): &ComparedPair) -> ([u8; COLUMNS], bool) {
        let event = |at: u32| &self.part.set.events[self.part.articles[at as usize]];
        (values, event(a) == event(b))
    }
}

pub fn run(arguments: &Arguments) -> Outcome {
    let sets = load(&arguments.folder)?;
    let Some(folds) = arguments.folds else {
        return write(&sets, &arguments.out);
    };
    let mut sums = Sums::new();
    for fold in 0..folds {
        let is_tested = |event: &str| fold_of(event, folds) == fold;
        let learnt: Vec<Part<'_>> = sets
            .iter()
            .map(|set| part(set, |event| !is_tested(event)))
            .collect();
        let tested: Vec<Part<'_>> = sets.iter().map(|set| part(set, is_tested)).collect();
        measure(learnt, tested, |measured, f1| {
            *sums.entry(measured).or_default() += f1 / folds as f64;
        });
    }
    report("folds", &sums);
    let mut sums = Sums::new();
    for left_out in &sets {
        let learnt = sets
            .iter()
            .filter(|set| set.name != left_out.name)
            .map(|set| part(set, |_| true))
            .collect();
        measure(learnt, vec![part(left_out, |_| true)], |measured, f1| {
            sums.insert(measured, f1);
        });
    }
    report("left out", &sums);
    Ok(())
}

/// What a figure is about: whether small slices were grouped, and the name of the set.
type Measured = (bool, String);
type Sums = BTreeMap<Measured, f64>;

/// Learns from some parts and reports the F1 of others, whole and in small slices.
fn measure(learnt: Vec<Part<'_>>, tested: Vec<Part<'_>>, mut report: impl FnMut(Measured, f64)) {
    let background = background(&learnt, |_, _| true);
    let model = train(&compare_learnt(learnt));
    for part in tested {
        let name = part.set.name.clone();
        let compared = compare(part, |_| &background);
        let slices = cut(&compared, SLICES_MEASURED, |_| &background);
        let f1 = |compared: &Compared<'_>| {
            let (features, none) = (&compared.features, Constraints::default());
            let limit = join_limit(features.iter());
            let found = group_pairs(features, &compared.pairs, &model, &none, limit);
            b_cubed(&compared.part, &found)
        };
        report((false, name.clone()), f1(&compared));
        let of_slices: f64 = slices.iter().map(f1).sum();
        report((true, name), of_slices / slices.len().max(1) as f64);
    }
}

fn report(what: &str, sums: &Sums) {
    for is_small in [false, true] {
        let figures: Vec<(&str, f64)> = sums
            .iter()
            .filter(|(key, _)| key.0 == is_small)
            .map(|(key, f1)| (key.1.as_str(), *f1))
            .collect();
        let mean = figures.iter().map(|(_, f1)| f1).sum::<f64>() / figures.len().max(1) as f64;
        let list: Vec<String> = figures
            .iter()
            .map(|(name, f1)| format!("{name} {f1:.3}"))
            .collect();
        let size = if is_small { ", small slices" } else { "" };
        println!("{what}{size}: mean {mean:.4}  {}", list.join("  "));
    }
}

fn write(sets: &[Set], out: &Path) -> Outcome {
    let all = || -> Vec<Part<'_>> { sets.iter().map(|set| part(set, |_| true)).collect() };
    let background = background(&all(), |_, _| true);
    let model = train(&compare_learnt(all())).forest.to_bytes();
    let table = background.to_bytes();
    println!("background {} bytes, model {} bytes", table.len(), model.len());
    fs::create_dir_all(out.join("events"))?;
    fs::write(out.join("events/background.bin"), table)?;
    fs::write(out.join("models/events.bin"), model)?;
    Ok(())
}

fn load(folder: &Path) -> Result<Vec<Set>, Box<dyn std::error::Error>> {
    let mut sets = Vec::new();
    let outlets = OutletDirectory::builtin();
    let hints = Hints::new(&outlets);
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    folders.sort();
    for path in folders {
        let (articles, gold) = (path.join("articles.jsonl"), path.join("gold.json"));
        if !articles.exists() || !gold.exists() {
            continue;
        }
        let gold: HashMap<String, Vec<String>> = serde_json::from_str(&fs::read_to_string(gold)?)?;
        let event_of: HashMap<&str, &str> = gold
            .iter()
            .flat_map(|(event, ids)| ids.iter().map(|id| (id.as_str(), event.as_str())))
            .collect();
        let (mut raw, mut events) = (Vec::new(), Vec::new());
        for line in fs::read_to_string(articles)?.lines() {
            let Some(record) = record_of(line) else { continue };
            let event = record.id.as_deref().and_then(|id| event_of.get(id));
            events.push(event.map_or_else(String::new, |event| (*event).to_owned()));
            raw.push(RawFeatures::of(&Telling::of(&extract_record(record, &hints))));
        }
        if raw.len() < SMALL {
            continue;
        }
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        eprintln!("{name}: {} articles", raw.len());
        sets.push(Set { name, raw, events });
    }
    Ok(sets)
}

/// The record of a line of JSON.
fn record_of(line: &str) -> Option<Record> {
    let limits = Limits::default();
    let mut found = None;
    let Reading::Stream { decode, .. } = lines::FORMAT.reading else {
        return None;
    };
    let _ = decode(line.as_bytes(), &Origin::new(&limits), &mut |decoded| {
        if let Decoded::Record(record) = decoded {
            found = Some(*record);
        }
        ControlFlow::Continue(())
    });
    found
}

/// The fold of an event by a hash of its name.
fn fold_of(event: &str, folds: u64) -> u64 {
    newsprint::text::hash::end_word(newsprint::text::hash::of_bytes(event)) % folds.max(1)
}

fn part(set: &Set, wanted: impl Fn(&str) -> bool) -> Part<'_> {
    let articles = (0..set.raw.len()).filter(|&at| wanted(&set.events[at])).collect();
    Part { set, articles }
}

/// How common words are in some parts, as it is stored; `is_counted` gets the set and the event of an article.
fn background(parts: &[Part<'_>], is_counted: impl Fn(&str, &str) -> bool) -> Background {
    let mut background = Background::default();
    for part in parts {
        for &at in &part.articles {
            if is_counted(&part.set.name, &part.set.events[at]) {
                let article = &part.set.raw[at];
                background.add(&article.language, article.terms.iter().map(|term| term.hash));
            }
        }
    }
    Background::from_bytes(&background.to_bytes()).unwrap_or_default()
}

/// Compares the articles of a part; `background` is that of each article by its number in the set.
fn compare<'a, 'b>(part: Part<'a>, background: impl Fn(usize) -> &'b Background) -> Compared<'a> {
    let raw: Vec<&RawFeatures> = part.articles.iter().map(|&at| &part.set.raw[at]).collect();
    let features = features_by(&raw, |nth| background(part.articles[nth]));
    let pairs = compared_pairs(&features);
    Compared {
        part,
        features,
        pairs,
    }
}

/// Small slices of a part, compared as if they were all there is.
fn cut<'a, 'b>(
    whole: &Compared<'a>,
    count: usize,
    background: impl Fn(usize) -> &'b Background,
) -> Vec<Compared<'a>> {
    let articles = &whole.part.articles;
    let cut = slices(articles.len(), &whole.pairs, count)
        .into_iter()
        .map(|slice| {
            let part = Part {
                set: whole.part.set,
                articles: slice.into_iter().map(|at| articles[at]).collect(),
            };
            compare(part, &background)
        });
    cut.collect()
}

/// The parts as they are learnt from, each whole and in slices. The words of an article are weighed without its own event
/// and half of the other events of its set, as those of an article that nobody has seen.
fn compare_learnt(parts: Vec<Part<'_>>) -> Vec<Learnt<'_>> {
    let half = |event: &str| fold_of(&format!("half of {event}"), 2) as usize;
    let halves: Vec<[Background; 2]> = parts
        .iter()
        .map(|part| {
            [0, 1].map(|left_out| {
                background(&parts, |set, event| {
                    set != part.set.name || half(event) != left_out
                })
            })
        })
        .collect();
    let learnt = parts.into_iter().zip(&halves).map(|(part, halves)| {
        let set = part.set;
        let background = |article: usize| &halves[half(&set.events[article])];
        let whole = compare(part, background);
        let slices = cut(&whole, SLICES_LEARNT, background);
        Learnt { whole, slices }
    });
    learnt.collect()
}

fn train(parts: &[Learnt<'_>]) -> PairModel {
    let mut data = Data::default();
    for learnt in parts {
        let whole = &learnt.whole;
        // Every nth pair, by a hash, so that the same pairs are learnt each time.
        let is_chosen = |&(a, b, _): &ComparedPair| {
            let mixed = newsprint::text::hash::end_word(u64::from(a) << 32 | u64::from(b));
            (mixed % whole.pairs.len().max(1) as u64) < PAIRS as u64
        };
        let chosen = whole.pairs.iter().filter(|pair| is_chosen(pair));
        let rows = chosen.map(|pair| whole.row(pair)).collect();
        add(&mut data, rows, SET_WEIGHT);
        let of_slices = learnt.slices.iter();
        let rows = of_slices.flat_map(|slice| slice.pairs.iter().map(|pair| slice.row(pair)));
        add(&mut data, rows.collect(), SLICES_WEIGHT);
    }
    data.close(PADDING);
    let settings = Settings {
        trees: TREES,
        rate: RATE,
        reach: 0,
        share: SHARE,
        from_reach: usize::MAX,
    };
    PairModel {
        forest: boost::train(&data, &settings),
    }
}

/// Adds pairs with whether they report one event; both kinds have half of the weight.
fn add(data: &mut Data, pairs: Vec<([u8; COLUMNS], bool)>, weight: f32) {
    let (rows, labels): (Vec<_>, Vec<bool>) = pairs.into_iter().unzip();
    let positive = labels.iter().filter(|&&label| label).count().max(1);
    let negative = labels.len().saturating_sub(positive).max(1);
    let weights: Vec<f32> = labels
        .iter()
        .map(|&label| weight / 2.0 / if label { positive } else { negative } as f32)
        .collect();
    data.add(&columns(&rows), &labels, &weights);
}

/// B-cubed F1 of groups of a part's articles.
fn b_cubed(part: &Part<'_>, found: &[Vec<u32>]) -> f64 {
    let event = |at: u32| part.set.events[part.articles[at as usize]].as_str();
    let mut sizes: HashMap<&str, usize> = HashMap::new();
    for at in 0..part.articles.len() as u32 {
        *sizes.entry(event(at)).or_default() += 1;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for group in found {
        let mut both: HashMap<&str, usize> = HashMap::new();
        for &at in group {
            *both.entry(event(at)).or_default() += 1;
        }
        for (event, count) in both {
            let square = (count * count) as f64;
            precision += square / group.len() as f64;
            recall += square / sizes[event] as f64;
        }
    }
    let count = part.articles.len().max(1) as f64;
    let (precision, recall) = (precision / count, recall / count);
    2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
}
