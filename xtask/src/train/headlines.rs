//! Trains the forest that recognises a page's headline, and prints its accuracy on pages of unseen sites. The weights
//! for bodies are trained in the parent module.

use super::boost::{self, Data, Settings};
use super::is_of_site;
use crate::dataset::{self, CONVERTERS, Case, FOLDS, OTHER_GENRE, fold, site_number};
use newsprint::extract::training::{CleaningModel, Columns, Forest, PADDING, headline_rows};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// The number of trees.
const TREES: usize = 120;
/// The learning rate.
const RATE: f32 = 0.15;
/// The weight of each row, relative to the smoothing of the leaves.
const WEIGHT: f32 = 4.0;
/// The relative weight of headlines of guides and blogs.
const OTHER_GENRE_WEIGHT: f32 = 0.5;
/// The relative weight of headlines of cropped pages.
const CROPPED_WEIGHT: f32 = 0.5;
/// The similarity from which a line counts as the headline if no line is equal to the gold.
const MIN_LIKENESS: f32 = 0.6;
/// The similarity of equal texts.
const EQUAL: f32 = 1.0;
/// The number of hyphens from which a segment of an address counts as the headline.
const HYPHENS: usize = 3;

/// The candidate lines of a page, and which of them are its headline.
struct Example {
    set: String,
    converter: &'static str,
    site: u64,
    columns: Columns,
    labels: Vec<bool>,
    /// Whether each is equal to the gold, letter by letter.
    exact: Vec<bool>,
    weight: f32,
    /// Whether it is a cropped page, which is used for training only.
    is_crop: bool,
    /// Whether its site is left out of the final training.
    left_out: bool,
}

/// Trains on the pages of a folder. Writes the forest to `out` and the forests of the folds next to the body models.
pub fn train_headlines(
    dir: &Path,
    bodies: &Path,
    out: &Path,
    without: &[String],
) -> Result<(), Box<dyn Error>> {
    let mut models = Vec::new();
    for fold in 0..FOLDS {
        let file = bodies.join(format!("fold{fold}.bin"));
        let model = CleaningModel::from_bytes(&fs::read(&file)?);
        models.push(model.ok_or_else(|| format!("{}: not a model of this version", file.display()))?);
    }
    let examples = load(&dataset::cases(dir)?, &models, without);
    let mut forests = Vec::new();
    for left_out in 0..FOLDS {
        let forest = train(examples.iter().filter(|example| fold(example.site) != left_out));
        fs::write(bodies.join(format!("headline{left_out}.bin")), forest.to_bytes())?;
        forests.push(forest);
    }
    report(&examples, &forests);
    let forest = train(examples.iter().filter(|example| !example.left_out));
    fs::write(out, forest.to_bytes())?;
    Ok(())
}

/// All pages with a headline, and crops of some of them. Their bodies are classified by models that have not seen their
/// sites.
fn load(cases: &[Case], models: &[CleaningModel], without: &[String]) -> Vec<Example> {
    let mut examples = Vec::new();
    for converter in CONVERTERS {
        for case in cases {
            let Some(text) = case.page(converter) else {
                continue;
            };
            let titles = titles(case);
            let Some(title) = titles.first() else { continue };
            let site = site_number(&case.site());
            let model = &models[fold(site) as usize];
            let genre = if case.set == OTHER_GENRE {
                OTHER_GENRE_WEIGHT
            } else {
                1.0
            };
            let example = |text: &str, weight: f32, is_crop: bool| {
                let (columns, texts) = headline_rows(text, model)?;
                let (labels, exact) = labels(&texts, &titles);
                Some(Example {
                    set: case.set.clone(),
                    converter,
                    site,
                    columns,
                    labels,
                    exact,
                    weight: weight * genre * WEIGHT,
                    is_crop,
                    left_out: is_of_site(case, without),
                })
            };
            examples.extend(example(&text, 1.0, false));
            if converter == CONVERTERS[0] {
                let crops = crops(&text, title, examples.len());
                examples.extend(
                    crops
                        .iter()
                        .filter_map(|crop| example(crop, CROPPED_WEIGHT, true)),
                );
            }
        }
    }
    examples
}

/// The letters of the headline, as readers see it and as the page states it for others; of the page's address if the
/// headline is unknown.
fn titles(case: &Case) -> Vec<String> {
    let stated = ["title", "title_site"].map(|key| case.meta[key].as_str().map(folded));
    let mut titles: Vec<String> = stated
        .into_iter()
        .flatten()
        .filter(|title| !title.is_empty())
        .collect();
    titles.dedup();
    if titles.is_empty() {
        let url = case.meta["url"].as_str().unwrap_or("");
        let address = url.split("://").nth(1).unwrap_or("");
        let mut parts = address.split(['/', '?', '#']).skip(1);
        titles.extend(
            parts
                .find(|part| part.matches('-').count() >= HYPHENS)
                .map(folded),
        );
    }
    titles
}

/// Which texts are the headline, and which are equal to one of its forms letter by letter.
fn labels(texts: &[String], titles: &[String]) -> (Vec<bool>, Vec<bool>) {
    let texts: Vec<String> = texts.iter().map(|text| folded(text)).collect();
    let nearest = |text: &String| {
        titles
            .iter()
            .map(|title| likeness(text, title))
            .fold(0.0, f32::max)
    };
    let likeness: Vec<f32> = texts.iter().map(nearest).collect();
    let exact: Vec<bool> = texts.iter().map(|text| titles.contains(text)).collect();
    if exact.contains(&true) {
        return (exact.clone(), exact);
    }
    let best = likeness.iter().copied().fold(MIN_LIKENESS, f32::max);
    (likeness.iter().map(|&share| share >= best).collect(), exact)
}

/// Crops of a page, as extractors of main content produce them: everything from a little above the headline. For some
/// pages also only the first lines, or only what follows the headline, where none can be found.
fn crops(text: &str, title: &str, number: usize) -> Vec<String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let is_title = |line: &&str| likeness(&folded(line), title) >= EQUAL;
    let Some(at) = lines.iter().rposition(is_title) else {
        return Vec::new();
    };
    let mix = ((number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) as usize;
    let between = if mix.is_multiple_of(2) { "\n" } else { "\n\n" };
    let part = |from: usize, to: usize| {
        let to = to.min(lines.len());
        lines[from.min(to)..to].join(between)
    };
    let above = at.saturating_sub(mix / 2 % 7);
    let mut crops = vec![part(above, lines.len())];
    match mix / 14 % 3 {
        0 => crops.push(part(at + 1 + mix / 42 % 3, lines.len())),
        1 => crops.push(part(above.max(at.saturating_sub(1)), at + 3 + mix / 42 % 12)),
        _ => {}
    }
    crops
}

/// Trains on some pages. Whole pages without a line that is the headline are skipped.
fn train<'a>(examples: impl Iterator<Item = &'a Example>) -> Forest {
    let mut data = Data::default();
    for example in examples.filter(|example| example.is_crop || example.labels.contains(&true)) {
        let weights = vec![example.weight; example.labels.len()];
        data.add(&example.columns, &example.labels, &weights);
    }
    data.close(PADDING);
    let settings = Settings {
        trees: TREES,
        rate: RATE,
        reach: 1,
        share: 0.12,
        from_reach: usize::MAX,
    };
    boost::train(&data, &settings)
}

/// Prints the share of pages on which the forest of the other folds picks a line equal to the gold, and the share of
/// pages that have such a line.
fn report(examples: &[Example], forests: &[Forest]) {
    let mut counts: BTreeMap<(&str, &str), [u32; 4]> = BTreeMap::new();
    for example in examples.iter().filter(|example| !example.is_crop) {
        let odds = forests[fold(example.site) as usize].log_odds(&example.columns);
        let best = (0..odds.len()).reduce(|best, at| if odds[at] > odds[best] { at } else { best });
        let is_right = |labels: &[bool]| best.is_some_and(|at| labels[at]);
        let counted = [
            true,
            is_right(&example.exact),
            example.exact.contains(&true),
            is_right(&example.labels),
        ];
        let count = counts.entry((&example.set, example.converter)).or_default();
        for (count, counted) in count.iter_mut().zip(counted) {
            *count += u32::from(counted);
        }
    }
    println!("                     pages  right  there  right or similar");
    for ((set, converter), [pages, right, there, labelled]) in counts {
        let share = |count: u32| f64::from(count) / f64::from(pages);
        println!(
            "{set:7} {converter:12} {pages:5}  {:.3}  {:.3}  {:.3}",
            share(right),
            share(there),
            share(labelled)
        );
    }
}

/// The share of three-letter runs that two texts have in common (Dice 1945); [`EQUAL`] if they are equal.
fn likeness(one: &str, other: &str) -> f32 {
    if one == other {
        return EQUAL;
    }
    if one.len() > other.len() * 3 || other.len() > one.len() * 3 {
        return 0.0;
    }
    let (one, other) = (runs(one), runs(other));
    let (mut at, mut at_other, mut shared) = (0, 0, 0);
    while at < one.len() && at_other < other.len() {
        match one[at].cmp(&other[at_other]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => at_other += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                at += 1;
                at_other += 1;
            }
        }
    }
    2.0 * shared as f32 / (one.len() + other.len() + 1) as f32
}

/// All runs of three letters, sorted.
fn runs(text: &str) -> Vec<[char; 3]> {
    let letters: Vec<char> = text.chars().collect();
    let runs = letters.windows(3).filter_map(|run| run.try_into().ok());
    let mut runs: Vec<[char; 3]> = runs.collect();
    runs.sort_unstable();
    runs
}

/// Letters and digits, in lower case, without accents.
fn folded(text: &str) -> String {
    text.nfkd()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
