//! `newsprint profile show`: what is known of an outlet, file by file.

use crate::cli::args::ProfileOf;
use crate::cli::failure::Failure;
use crate::cli::output::{Messages, Output};
use crate::cli::profile::unknown;
use crate::config::profile::shown_rule;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::outlets::profile::{Outlet, Profile};
use crate::extract::outlets::rules::{LineRule, RulePages};
use crate::library::load::walk::profile_files;
use crate::library::problem::shown_path;
use crate::library::sample_corpus::BUILTIN_PROFILES;
use crate::runtime::configuration::Configuration;
use std::io;
use std::path::Path;

/// Prints names, domains, signatures and rules, each under the file that says them.
pub(crate) fn run(of: &ProfileOf, messages: &mut Messages, output: &mut Output) -> Result<(), Failure> {
    let configuration = Configuration::read(None)?;
    let mut files = vec![("built-in directory".to_owned(), Profile::builtin())];
    if of.paths.is_empty() {
        files.extend(Profile::parse(BUILTIN_PROFILES).map(|profile| ("sample corpus".to_owned(), profile)));
    }
    // Where two files say something of one line, the later one counts; so the person's comes last.
    for path in profile_files(&of.paths)
        .iter()
        .chain(&configuration.profiles_file)
    {
        files.extend(read(path, messages));
    }
    let mut knowledge = OutletDirectory::builtin();
    for (_, profile) in &files {
        knowledge = knowledge.with_profile(profile.clone());
    }
    let is_it = |name: &str| knowledge.is_same_outlet(name, &of.outlet);
    let is_known = |(_, profile): &(String, Profile)| {
        profile.outlets.iter().any(|outlet| is_it(&outlet.name)) || rules(profile, is_it).next().is_some()
    };
    let known: Vec<_> = files.iter().filter(|file| is_known(file)).collect();
    if known.is_empty() {
        let names = files
            .iter()
            .flat_map(|(_, profile)| profile.outlets.iter().map(|outlet| outlet.name.as_str()));
        return Err(unknown(&of.outlet, "nothing is known of", names));
    }
    let written = known
        .iter()
        .flat_map(|(_, profile)| rules(profile, is_it))
        .find_map(|rule| match &rule.pages {
            RulePages::Outlet(outlet) => Some(outlet.as_str()),
            RulePages::One(_) => None,
        });
    let named = knowledge.named(&of.outlet).map(|outlet| outlet.name.as_str());
    output.line(named.or(written).unwrap_or(&of.outlet))?;
    for (file, profile) in known {
        output.line("")?;
        output.line(file)?;
        for outlet in profile.outlets.iter().filter(|outlet| is_it(&outlet.name)) {
            describe(outlet, output)?;
        }
        for rule in rules(profile, is_it) {
            output.line(&format!("  rule        {}", shown_rule(rule)))?;
        }
    }
    Ok(())
}

fn read(path: &Path, messages: &mut Messages) -> Option<(String, Profile)> {
    let shown = shown_path(path);
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            messages.failure(format!("{shown}: {error}"));
            return None;
        }
    };
    match Profile::parse(&text) {
        Ok(profile) => Some((shown, profile)),
        Err(error) => {
            messages.failure(format!("{shown}: {error}"));
            None
        }
    }
}

fn rules(profile: &Profile, is_it: impl Fn(&str) -> bool) -> impl Iterator<Item = &LineRule> {
    let rules = profile.rules.iter();
    rules.filter(move |rule| matches!(&rule.pages, RulePages::Outlet(outlet) if is_it(outlet)))
}

fn describe(outlet: &Outlet, output: &mut Output) -> io::Result<()> {
    let lists = [
        ("also called", &outlet.aliases),
        ("domains", &outlet.domains),
        ("signatures", &outlet.signatures),
        ("credits", &outlet.credits),
    ];
    for (name, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
        output.line(&format!("  {name:<11} {}", values.join(", ")))?;
    }
    if outlet.agency {
        output.line("  agency      named in a dateline or credit, it is where a text was taken from")?;
    }
    if outlet.word {
        output.line("  word        its name is a common word too")?;
    }
    let plain = lists.iter().all(|(_, values)| values.is_empty()) && !outlet.agency && !outlet.word;
    if plain {
        output.line("  named, and nothing else")?;
    }
    Ok(())
}
