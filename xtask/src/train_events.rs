//! `cargo xtask train-events`: learns how common words are and which pairs of articles report one event, from sets of
//! articles that others grouped, and measures the result. Deterministic.
//!
//! A set is a folder with `articles.jsonl` and `gold.json` (event to ids). Sets without `gold.json` are never learnt from.
//! Figures are B-cubed F1 (Bagga and Baldwin, "Entity-based cross-document coreferencing", 1998).

use crate::Outcome;
use crate::train::boost::{self, Data, Settings};
use newsprint::events::Telling;
use newsprint::events::grouping::features::{ArticleFeatures, RawFeatures};
use newsprint::events::grouping::group::{
    ComparedPair, LEAST, compared_pairs, features_by, features_of, group_pairs,
};
use newsprint::events::grouping::model::PairModel;
use newsprint::events::grouping::pair::columns;
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
/// The weight of a set, whatever its size.
const SET_WEIGHT: f32 = 30_000.0;

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
    /// Try these limits of the mean probability besides the built-in one
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    least: Vec<f32>,
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

pub fn run(arguments: &Arguments) -> Outcome {
    let sets = load(&arguments.folder)?;
    let Some(folds) = arguments.folds else {
        return write(&sets, &arguments.out);
    };
    let mut least = vec![LEAST];
    least.extend(&arguments.least);
    let mut sums: BTreeMap<(usize, String), f64> = BTreeMap::new();
    for fold in 0..folds {
        let is_tested = |event: &str| fold_of(event, folds) == fold;
        let learnt: Vec<Part<'_>> = sets
            .iter()
            .map(|set| part(set, |event| !is_tested(event)))
            .collect();
        let tested: Vec<Part<'_>> = sets.iter().map(|set| part(set, is_tested)).collect();
        measure(learnt, tested, &least, |at, name, f1| {
            *sums.entry((at, name.to_owned())).or_default() += f1 / folds as f64;
        });
    }
    report("folds", &sums, &least);
    let mut sums = BTreeMap::new();
    for left_out in &sets {
        let learnt = sets
            .iter()
            .filter(|set| set.name != left_out.name)
            .map(|set| part(set, |_| true))
            .collect();
        measure(learnt, vec![part(left_out, |_| true)], &least, |at, name, f1| {
            sums.insert((at, name.to_owned()), f1);
        });
    }
    report("left out", &sums, &least);
    Ok(())
}

/// Learns from some parts and reports the F1 of others, for each limit.
fn measure(
    learnt: Vec<Part<'_>>,
    tested: Vec<Part<'_>>,
    least: &[f32],
    mut report: impl FnMut(usize, &str, f64),
) {
    let background = background(&learnt, |_, _| true);
    let model = train(&compare_learnt(learnt));
    for part in tested {
        let compared = compare(part, &background);
        for (at, &least) in least.iter().enumerate() {
            let found = group_pairs(
                &compared.features,
                &compared.pairs,
                &model,
                &Constraints::default(),
                least,
            );
            report(at, &compared.part.set.name, b_cubed(&compared.part, &found));
        }
    }
}

fn report(what: &str, sums: &BTreeMap<(usize, String), f64>, least: &[f32]) {
    for (at, least) in least.iter().enumerate() {
        let of_limit: Vec<(&str, f64)> = sums
            .iter()
            .filter(|(key, _)| key.0 == at)
            .map(|(key, f1)| (key.1.as_str(), *f1))
            .collect();
        let mean = of_limit.iter().map(|(_, f1)| f1).sum::<f64>() / of_limit.len().max(1) as f64;
        let list: Vec<String> = of_limit
            .iter()
            .map(|(name, f1)| format!("{name} {f1:.3}"))
            .collect();
        println!("{what} {least}: mean {mean:.4}  {}", list.join("  "));
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

fn compare<'a>(part: Part<'a>, background: &Background) -> Compared<'a> {
    let raw: Vec<&RawFeatures> = part.articles.iter().map(|&at| &part.set.raw[at]).collect();
    let features = features_of(&raw, background);
    let pairs = compared_pairs(&features);
    Compared {
        part,
        features,
        pairs,
    }
}

/// The parts as they are learnt from. The words of an article are weighed without its own event and half of the other
/// events of its set, as those of an article that nobody has seen.
fn compare_learnt(parts: Vec<Part<'_>>) -> Vec<Compared<'_>> {
    let half = |event: &str| fold_of(&format!("half of {event}"), 2) as usize;
    let features: Vec<Vec<ArticleFeatures>> = parts
        .iter()
        .map(|part| {
            let without = |left_out: usize| {
                background(&parts, |set, event| {
                    set != part.set.name || half(event) != left_out
                })
            };
            let halves = [without(0), without(1)];
            let raw: Vec<&RawFeatures> = part.articles.iter().map(|&at| &part.set.raw[at]).collect();
            features_by(&raw, |nth| &halves[half(&part.set.events[part.articles[nth]])])
        })
        .collect();
    let compared = parts.into_iter().zip(features).map(|(part, features)| {
        let pairs = compared_pairs(&features);
        Compared {
            part,
            features,
            pairs,
        }
    });
    compared.collect()
}

fn train(parts: &[Compared<'_>]) -> PairModel {
    let mut data = Data::default();
    for compared in parts {
        let part = &compared.part;
        let event = |at: u32| &part.set.events[part.articles[at as usize]];
        // Every nth pair, by a hash, so that the same pairs are learnt each time.
        let chosen = |&&(a, b, _): &&ComparedPair| {
            let mixed = newsprint::text::hash::end_word(u64::from(a) << 32 | u64::from(b));
            (mixed % compared.pairs.len().max(1) as u64) < PAIRS as u64
        };
        let pairs: Vec<&ComparedPair> = compared.pairs.iter().filter(chosen).collect();
        let rows: Vec<_> = pairs.iter().map(|pair| pair.2).collect();
        let labels: Vec<bool> = pairs.iter().map(|pair| event(pair.0) == event(pair.1)).collect();
        let positive = labels.iter().filter(|&&label| label).count().max(1);
        let weights: Vec<f32> = labels
            .iter()
            .map(|&label| {
                let count = if label {
                    positive
                } else {
                    (labels.len() - positive).max(1)
                };
                SET_WEIGHT / 2.0 / count as f32
            })
            .collect();
        data.add(&columns(&rows), &labels, &weights);
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
