//! `cargo xtask train-outlet`: learns how much each sign counts that a name is that of a page's outlet, from pages whose outlet
//! is known, and prints how often the right name is found on pages of unseen sites. Deterministic.
//!
//! A page is an example of a choice among its names and "none of them" (a conditional logit): its right names should have all
//! the probability, or "none" if the page does not name its outlet.

use crate::Outcome;
use crate::dataset::{CONVERTERS, FOLDS, fold, site_number, sorted};
use newsprint::extract::training::{CleaningModel, outlet_name_hash, outlet_rows, outlet_signs};
use newsprint::extract::{Hints, OutletDirectory};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// The number of steps of the descent, and their size.
const STEPS: usize = 600;
const STEP: f64 = 0.6;
/// What is subtracted for the square of each weight.
const SMOOTHING: f64 = 2e-4;
/// The largest share of wrong names of all pages that name their outlet.
const MOST_WRONG: f64 = 0.085;

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder with the pages: `<converter>/<id>.txt`, and `meta/<id>.json` with `site`, `outlet` and `outlet_forms`
    folder: PathBuf,
    /// The file to write
    out: PathBuf,
    /// More names of outlets by site, a JSON object with `name`, `aliases` and `domains` a line
    #[arg(long, value_name = "FILE")]
    gazetteer: Option<PathBuf>,
    /// Leave out the sites that this file lists
    #[arg(long, value_name = "FILE")]
    without: Option<PathBuf>,
}

/// The names of a page.
struct Example {
    site: u64,
    converter: &'static str,
    /// The signs of each name that are not zero.
    rows: Vec<Vec<(usize, f64)>>,
    right: Vec<bool>,
    /// Whether the page names its outlet.
    shows: bool,
}

/// The score of a name without signs, then the weight of each sign.
type Weights = Vec<f64>;

pub fn run(arguments: &Arguments) -> Outcome {
    let without = arguments
        .without
        .as_deref()
        .map(fs::read_to_string)
        .transpose()?
        .unwrap_or_default();
    let without: HashSet<&str> = without.split_whitespace().collect();
    let known = arguments
        .gazetteer
        .as_deref()
        .map(gazetteer)
        .transpose()?
        .unwrap_or_default();
    if let (Some(file), Some(folder)) = (&arguments.gazetteer, arguments.out.parent()) {
        fs::write(folder.join(NAMES), hashes(file)?)?;
    }
    let examples = load(&arguments.folder, &known, &without)?;
    println!("{} pages", examples.len());
    let models: Vec<Weights> = (0..FOLDS)
        .map(|left_out| train(examples.iter().filter(|example| fold(example.site) != left_out)))
        .collect();
    let least = least(&examples, &models);
    report(&examples, &models, least);
    fs::write(&arguments.out, written(&train(examples.iter()), least))?;
    Ok(())
}

/// The file with the hashes of names, next to that of the weights.
const NAMES: &str = "names.bin";
/// The source of names that come from the pages to train on.
const FROM_PAGES: &str = "pages";

/// The hashes of the names that a list of outlets has, without those that only the pages themselves give.
fn hashes(file: &Path) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut hashes = Vec::new();
    for line in fs::read_to_string(file)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let mut sources = row["sources"].as_array().into_iter().flatten();
        if sources.all(|source| source == FROM_PAGES) {
            continue;
        }
        let names = [&row["name"]]
            .into_iter()
            .chain(row["aliases"].as_array().into_iter().flatten());
        hashes.extend(names.filter_map(Value::as_str).map(outlet_name_hash));
    }
    hashes.sort_unstable();
    hashes.dedup();
    Ok(hashes.into_iter().flat_map(u32::to_le_bytes).collect())
}

/// The squeezed names of outlets by site.
fn gazetteer(file: &Path) -> Result<HashMap<String, HashSet<String>>, Box<dyn std::error::Error>> {
    let mut known: HashMap<String, HashSet<String>> = HashMap::new();
    for line in fs::read_to_string(file)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let names = [&row["name"]]
            .into_iter()
            .chain(row["aliases"].as_array().into_iter().flatten());
        let names: Vec<String> = names.filter_map(Value::as_str).map(squeezed).collect();
        for domain in row["domains"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            known
                .entry(domain.to_owned())
                .or_default()
                .extend(names.iter().cloned());
        }
    }
    Ok(known)
}

fn load(
    folder: &Path,
    known: &HashMap<String, HashSet<String>>,
    without: &HashSet<&str>,
) -> Result<Vec<Example>, Box<dyn std::error::Error>> {
    let outlets = OutletDirectory::builtin();
    let hints = Hints::new(&outlets);
    let mut examples = Vec::new();
    for meta in sorted(&folder.join("meta"))? {
        let id = meta
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let meta: Value = serde_json::from_str(&fs::read_to_string(&meta)?)?;
        let site = meta["site"].as_str().unwrap_or("").to_lowercase();
        let Some(outlet) = meta["outlet"]
            .as_str()
            .filter(|_| !without.contains(site.as_str()))
        else {
            continue;
        };
        let forms = meta["outlet_forms"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let mut names: HashSet<String> = forms
            .chain([outlet, &site, site.split('.').next().unwrap_or("")])
            .map(squeezed)
            .collect();
        names.extend(known.get(&site).into_iter().flatten().cloned());
        for converter in CONVERTERS {
            let Ok(bytes) = fs::read(folder.join(converter).join(format!("{id}.txt"))) else {
                continue;
            };
            let rows = outlet_rows(&bytes, &hints, CleaningModel::builtin());
            examples.push(Example {
                site: site_number(&site),
                converter,
                right: rows.iter().map(|(name, _)| is_right(&names, name)).collect(),
                rows: rows.into_iter().map(|(_, signs)| sparse(&signs)).collect(),
                shows: meta["outlet_in"][converter].as_bool().unwrap_or(false),
            });
        }
    }
    Ok(examples)
}

/// The values that are not zero, numbered from 1; the score without signs is number 0.
fn sparse(signs: &[f32]) -> Vec<(usize, f64)> {
    let values = (1..).zip(signs).filter(|(_, value)| **value != 0.0);
    [(0, 1.0)]
        .into_iter()
        .chain(values.map(|(at, value)| (at, f64::from(*value))))
        .collect()
}

/// Endings of addresses that a name may have.
const ENDINGS: [&str; 9] = ["com", "net", "org", "couk", "de", "fr", "it", "es", "ru"];

fn is_right(names: &HashSet<String>, name: &str) -> bool {
    let name = squeezed(name);
    let bare = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    names.contains(&name) || bare.is_some_and(|bare| names.contains(bare))
}

/// The letters and digits of a name, without the article at its beginning.
fn squeezed(name: &str) -> String {
    let letters: String = name
        .nfkc()
        .filter(|c| c.is_alphanumeric() || *c == '_')
        .flat_map(char::to_lowercase)
        .collect();
    match letters.strip_prefix("the") {
        Some(bare) if letters.chars().count() > 6 => bare.to_owned(),
        _ => letters,
    }
}

/// The probability of each name; the rest is that of none.
fn probabilities(weights: &Weights, rows: &[Vec<(usize, f64)>]) -> Vec<f64> {
    let score = |row: &Vec<(usize, f64)>| {
        row.iter()
            .map(|(at, value)| weights[*at] * value)
            .sum::<f64>()
            .exp()
    };
    let scores: Vec<f64> = rows.iter().map(score).collect();
    let sum: f64 = 1.0 + scores.iter().sum::<f64>();
    scores.into_iter().map(|score| score / sum).collect()
}

/// Descends along the gradient with a step for each weight (`RMSProp`).
fn train<'a>(examples: impl Iterator<Item = &'a Example>) -> Weights {
    let examples: Vec<&Example> = examples.collect();
    let count = outlet_signs().len() + 1;
    let (mut weights, mut squares) = (vec![0.0; count], vec![0.0; count]);
    for step in 0..STEPS {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| weight * SMOOTHING).collect();
        for example in &examples {
            let found = probabilities(&weights, &example.rows);
            let right: f64 = found
                .iter()
                .zip(&example.right)
                .filter(|(_, right)| **right)
                .map(|(found, _)| found)
                .sum();
            for ((row, found), is_right) in example.rows.iter().zip(&found).zip(&example.right) {
                let wanted = if *is_right { found / right.max(1e-12) } else { 0.0 };
                for (at, value) in row {
                    gradient[*at] += (found - wanted) * value / examples.len() as f64;
                }
            }
        }
        let size = STEP / (1.0 + step as f64 / 20.0);
        for ((weight, square), gradient) in weights.iter_mut().zip(&mut squares).zip(&gradient) {
            *square = 0.9 * *square + 0.1 * gradient * gradient;
            *weight -= size * gradient / (square.sqrt() + 1e-6);
        }
    }
    weights
}

/// The likeliest name of a page by the weights that have not seen its site, and its probability.
fn best(example: &Example, models: &[Weights]) -> Option<(usize, f64)> {
    let found = probabilities(&models[fold(example.site) as usize], &example.rows);
    found
        .into_iter()
        .enumerate()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// The lowest probability with which few enough names are wrong.
fn least(examples: &[Example], models: &[Weights]) -> f64 {
    let shown: Vec<&Example> = examples.iter().filter(|example| example.shows).collect();
    let best: Vec<Option<(usize, f64)>> = shown.iter().map(|example| best(example, models)).collect();
    let wrong = |least: f64| {
        let given = shown
            .iter()
            .zip(&best)
            .filter_map(|(example, best)| best.map(|best| (example, best)));
        given
            .filter(|(example, (at, probability))| *probability >= least && !example.right[*at])
            .count()
    };
    let steps = (20..95).map(|percent| f64::from(percent) / 100.0);
    let few = |least: &f64| wrong(*least) as f64 <= MOST_WRONG * shown.len() as f64;
    steps.into_iter().find(few).unwrap_or(0.95)
}

fn report(examples: &[Example], models: &[Weights], least: f64) {
    println!("least probability {least:.2}\n             shown  right  wrong  none | not shown, given");
    for converter in CONVERTERS {
        let (mut counts, mut hidden) = ([0_u32; 3], [0_u32; 2]);
        for example in examples.iter().filter(|example| example.converter == converter) {
            let given = best(example, models).filter(|(_, probability)| *probability >= least);
            if example.shows {
                counts[given.map_or(2, |(at, _)| usize::from(!example.right[at]))] += 1;
            } else {
                hidden[usize::from(given.is_some())] += 1;
            }
        }
        let all = f64::from(counts.iter().sum::<u32>().max(1));
        let share = |at: usize| f64::from(counts[at]) / all;
        let given = f64::from(hidden[1]) / f64::from((hidden[0] + hidden[1]).max(1));
        println!(
            "{converter:12} {all:5}  {:.3}  {:.3}  {:.3} | {given:.3}",
            share(0),
            share(1),
            share(2)
        );
    }
}

/// The file of the weights.
fn written(weights: &Weights, least: f64) -> String {
    let mut file = String::from(
        "# How much each sign counts that a name is that of the outlet. Generated: cargo xtask train-outlet\n\n",
    );
    // Writing into a string cannot fail.
    let _ = writeln!(file, "base = {:.3}\nleast = {least:.2}\n\n[weights]", weights[0]);
    for (name, weight) in outlet_signs().iter().zip(&weights[1..]) {
        let _ = writeln!(file, "{name} = {weight:.3}");
    }
    file
}
