//! `newsprint doctor`: what deserves a look, with a reason, and a count for each outlet. What that is: see
//! `crate::library::checkup`.

use crate::cli::args::{DoctorArgs, TableFormat};
use crate::cli::corpus::CorpusArguments;
use crate::cli::failure::Failure;
use crate::cli::library::library_of;
use crate::cli::output::{Messages, Output};
use crate::library::checkup::{CheckFinding, Checkup, OutletFindings};
use crate::library::entry::Entry;

/// Examines the articles of the PATHs or, without any, of the library or, while that is empty, of the sample corpus.
pub fn run(args: &DoctorArgs, messages: &mut Messages) -> Result<(), Failure> {
    let mut checkup = Checkup::default();
    if let Some(library) = library_of(&args.paths, args.library.as_deref(), false)? {
        for id in 0..library.id_bound() {
            if let Some(entry) = library.entry(id)? {
                checkup.add(&entry);
            }
        }
    } else {
        let corpus = CorpusArguments::of(&args.paths, None, messages)?;
        corpus.for_each(messages, Entry::new, |entries, _| {
            for entry in &entries {
                checkup.add(entry);
            }
            Ok(())
        })?;
    }
    let (findings, outlets) = checkup.into_findings();
    let mut output = Output::new();
    match args.format {
        TableFormat::Json => {
            findings.iter().try_for_each(|finding| output.json(finding))?;
            outlets.iter().try_for_each(|outlet| output.json(outlet))?;
        }
        TableFormat::Table => table(&findings, &outlets, &mut output)?,
    }
    Ok(output.flush()?)
}

/// Writes a line for each finding, a blank line, and a line for each outlet.
fn table(findings: &[CheckFinding], outlets: &[OutletFindings], output: &mut Output) -> Result<(), Failure> {
    if findings.is_empty() {
        output.line("Nothing needs attention")?;
        return Ok(());
    }
    let cell = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    for finding in findings {
        output.row(&[
            finding.reason.name().to_owned(),
            cell(&finding.outlet),
            cell(&finding.detail),
            cell(&finding.title),
            finding.path.clone(),
        ])?;
    }
    output.line("")?;
    for outlet in outlets {
        let counts: Vec<String> = outlet
            .counts
            .iter()
            .map(|(reason, count)| format!("{count} {reason}"))
            .collect();
        let articles = if outlet.articles == 1 {
            "article"
        } else {
            "articles"
        };
        output.row(&[
            cell(&outlet.outlet),
            format!("{} {articles}", outlet.articles),
            counts.join(", "),
        ])?;
    }
    Ok(())
}
