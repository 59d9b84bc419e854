//! Learns the weights that tell the kinds of texts apart, by multinomial logistic regression, and prints how well kinds are
//! found on sites that were not seen. Which rows it learns from: see `newsprint::extract::kind`.

use super::is_of_site;
use crate::dataset::{self, CONVERTERS, Case, site_number};
use newsprint::article::{Article, Kind};
use newsprint::extract::training::{CLASSES, FEATURES, KindModel, kind_features, kind_with};
use newsprint::extract::{Hints, OutletDirectory, extract};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The number of folds over sites by which the accuracy is measured.
const FOLDS: u64 = 5;
/// The weight of a text that another kind fits as well.
const DOUBTFUL: f64 = 0.3;
/// The steps of the descent, the rate, and the penalty on large weights.
const STEPS: usize = 600;
const RATE: f64 = 1.0;
const PENALTY: f64 = 0.01;

/// A line of the file of labels.
#[derive(Deserialize)]
struct Label {
    page: String,
    kind: Kind,
    #[serde(default)]
    or: Vec<Kind>,
}

struct Example {
    page: String,
    site: u64,
    article: Article,
    features: [f32; FEATURES],
    label: Label,
    left_out: bool,
}

/// Trains on the pages that a file labels.
pub fn train_kinds(
    folder: &Path,
    labels: &Path,
    out: &Path,
    without: &[String],
) -> Result<(), Box<dyn Error>> {
    let examples = load(folder, labels, without)?;
    let mut found = Vec::new();
    for left_out in 0..FOLDS {
        let fold = |example: &&Example| example.site % FOLDS == left_out;
        let model = fit(examples.iter().filter(|example| !fold(example)));
        found.extend(
            examples
                .iter()
                .filter(fold)
                .map(|example| (example, kind_with(&example.article, &model))),
        );
    }
    report(&found);
    let model = fit(examples.iter().filter(|example| !example.left_out));
    fs::write(out, model.to_bytes())?;
    Ok(())
}

fn load(folder: &Path, labels: &Path, without: &[String]) -> Result<Vec<Example>, Box<dyn Error>> {
    let cases = dataset::cases(folder)?;
    let by_page: BTreeMap<String, &Case> = cases
        .iter()
        .map(|case| (format!("{}/{}", case.set, case.id), case))
        .collect();
    let outlets = OutletDirectory::builtin();
    let mut examples = Vec::new();
    for line in fs::read_to_string(labels)?.lines() {
        let label: Label = serde_json::from_str(line)?;
        let Some(case) = by_page.get(&label.page) else {
            continue;
        };
        let text = case.page(CONVERTERS[0]).unwrap_or_default();
        let article = extract(text.as_bytes(), &Hints::new(&outlets)).remove(0);
        examples.push(Example {
            page: label.page.clone(),
            site: site_number(&case.site()),
            features: kind_features(&article),
            article,
            label,
            left_out: is_of_site(case, without),
        });
    }
    Ok(examples)
}

/// The weights that fit some examples best.
fn fit<'a>(examples: impl Iterator<Item = &'a Example>) -> KindModel {
    let class = |kind: Kind| CLASSES.iter().position(|&other| other == kind);
    let rows: Vec<(&Example, usize)> = examples
        .filter_map(|example| Some((example, class(example.label.kind)?)))
        .collect();
    let count = rows.len() as f64;
    let column = |at: usize| {
        rows.iter()
            .map(move |(example, _)| f64::from(example.features[at]))
    };
    let means: Vec<f64> = (0..FEATURES).map(|at| column(at).sum::<f64>() / count).collect();
    let spread = |at: usize| {
        let variance = column(at).map(|value| (value - means[at]).powi(2)).sum::<f64>() / count;
        variance.sqrt().max(1e-3)
    };
    let spreads: Vec<f64> = (0..FEATURES).map(spread).collect();
    let inputs: Vec<Vec<f64>> = rows
        .iter()
        .map(|(example, _)| {
            let scaled = |at: usize| (f64::from(example.features[at]) - means[at]) / spreads[at];
            (0..FEATURES).map(scaled).chain([1.0]).collect()
        })
        .collect();
    let mut weights = vec![vec![0.0; FEATURES + 1]; CLASSES.len()];
    for _ in 0..STEPS {
        step(&mut weights, &inputs, &rows);
    }
    let mut model = KindModel([[0.0; FEATURES + 1]; CLASSES.len()]);
    for (into, weights) in model.0.iter_mut().zip(&weights) {
        let mut constant = weights[FEATURES];
        for at in 0..FEATURES {
            into[at] = (weights[at] / spreads[at]) as f32;
            constant -= weights[at] * means[at] / spreads[at];
        }
        into[FEATURES] = constant as f32;
    }
    model
}

/// One step down the slope of the loss.
fn step(weights: &mut [Vec<f64>], inputs: &[Vec<f64>], rows: &[(&Example, usize)]) {
    let mut slopes = vec![vec![0.0; FEATURES + 1]; CLASSES.len()];
    for (input, (example, class)) in inputs.iter().zip(rows) {
        let score = |weights: &Vec<f64>| {
            weights
                .iter()
                .zip(input)
                .map(|(weight, value)| weight * value)
                .sum()
        };
        let scores: Vec<f64> = weights.iter().map(score).collect();
        let best = scores.iter().copied().fold(f64::MIN, f64::max);
        let odds: Vec<f64> = scores.iter().map(|score| (score - best).exp()).collect();
        let all: f64 = odds.iter().sum();
        let weight = if example.label.or.is_empty() {
            1.0
        } else {
            DOUBTFUL
        };
        for (at, slopes) in slopes.iter_mut().enumerate() {
            let error = f64::from(u8::from(at == *class)) - odds[at] / all;
            for (slope, value) in slopes.iter_mut().zip(input) {
                *slope += weight * error * value;
            }
        }
    }
    for (weights, slopes) in weights.iter_mut().zip(&slopes) {
        for (at, (weight, slope)) in weights.iter_mut().zip(slopes).enumerate() {
            let penalty = if at < FEATURES { PENALTY * *weight } else { 0.0 };
            *weight += RATE * (slope / rows.len() as f64 - penalty);
        }
    }
}

/// Prints the accuracy on texts that only one kind fits, and how lists were found.
fn report(found: &[(&Example, Kind)]) {
    let sure: Vec<_> = found
        .iter()
        .filter(|(example, _)| example.label.or.is_empty())
        .collect();
    let mut confusion: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (example, kind) in &sure {
        *confusion
            .entry((example.label.kind.name(), kind.name()))
            .or_default() += 1;
        if example.label.kind != *kind {
            eprintln!(
                "  {} is {}, found {}",
                example.page,
                example.label.kind.name(),
                kind.name()
            );
        }
    }
    let count = |wanted: &dyn Fn(&str, &str) -> bool| -> f64 {
        confusion
            .iter()
            .filter(|((gold, kind), _)| wanted(gold, kind))
            .map(|(_, &count)| count as f64)
            .sum()
    };
    let list = count(&|gold, kind| gold == "list" && kind == "list");
    println!(
        "kinds: accuracy {:.3} of {}, list precision {:.3}, recall {:.3}",
        count(&|gold, kind| gold == kind) / sure.len().max(1) as f64,
        sure.len(),
        list / count(&|_, kind| kind == "list").max(1.0),
        list / count(&|gold, _| gold == "list").max(1.0)
    );
    for ((gold, kind), count) in &confusion {
        println!("  {gold:<10} found as {kind:<10} {count:4}");
    }
}
