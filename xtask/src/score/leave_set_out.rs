//! Scores each news set with a model that has seen none of its pages and none of its sites: how well cleaning holds on pages
//! that somebody else collected.

use super::{Models, Reading, STANDFIRST_IS_BODY, body::Figures, read_all};
use crate::dataset::{CONVERTERS, Case};
use crate::train;
use newsprint::extract::training::CleaningModel;
use std::collections::HashSet;

/// The sets that are left out in turn.
const SETS: [&str; 3] = ["zyte", "atf", STANDFIRST_IS_BODY];

/// Prints the F1 of each set and conversion, and their mean.
pub fn report(cases: &[Case]) {
    let mut figures = Vec::new();
    for set in SETS {
        let sites: HashSet<String> = cases
            .iter()
            .filter(|case| case.set == set)
            .map(Case::site)
            .collect();
        let (left_out, seen): (Vec<&Case>, Vec<&Case>) =
            cases.iter().partition(|case| sites.contains(&case.site()));
        let examples = train::examples(&seen);
        let model = train::train(&examples.iter().collect::<Vec<_>>());
        let model = model.with_headline(CleaningModel::builtin().headline.clone());
        let models = Models(vec![model]);
        let wanted: Vec<&Case> = left_out.into_iter().filter(|case| case.set == set).collect();
        for converter in CONVERTERS {
            let readings = read_all(&wanted, converter, &models, None);
            let scores: Vec<_> = readings
                .iter()
                .map(|reading: &Reading<'_>| reading.body)
                .collect();
            let f1 = Figures::of(&scores).f1;
            println!("without {set:<8} {converter:<12} {f1:.4}");
            figures.push(f1);
        }
    }
    println!(
        "mean {:.4}",
        figures.iter().sum::<f64>() / figures.len().max(1) as f64
    );
}
