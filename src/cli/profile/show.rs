//! `newsprint profile show`: prints what is known of an outlet, file by file.

use crate::cli::args::OutletArgs;
use crate::cli::failure::Failure;
use crate::cli::output::{Messages, Output};
use crate::cli::profile::outlet_pages::unknown;
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

/// Prints names, domains, signatures and rules, each under its file.
pub(crate) fn run(args: &OutletArgs, messages: &mut Messages, output: &mut Output) -> Result<(), Failure> {
    let configuration = Configuration::read(None)?;
    let mut files = vec![("built-in directory".to_owned(), Profile::builtin())];
    if args.paths.is_empty() {
        files.extend(Profile::parse(BUILTIN_PROFILES).map(|profile| ("sample corpus".to_owned(), profile)));
    }
    // If two files contain rules for one line, the later one counts, so the user's file comes last.
    for path in profile_files(&args.paths)
        .iter()
        .chain(&configuration.profiles_file)
    {
        files.extend(read(path, messages));
    }
    let mut knowledge = OutletDirectory::builtin();
    for (_, profile) in &files {
        knowledge = knowledge.with_profile(profile.clone());
    }
    let matches = |name: &str| knowledge.is_same_outlet(name, &args.outlet);
    let is_known = |(_, profile): &(String, Profile)| {
        profile.outlets.iter().any(|outlet| matches(&outlet.name)) || rules(profile, matches).next().is_some()
    };
    let known: Vec<_> = files.iter().filter(|file| is_known(file)).collect();
    if known.is_empty() {
        let names = files
            .iter()
            .flat_map(|(_, profile)| profile.outlets.iter().map(|outlet| outlet.name.as_str()));
        return Err(unknown(&args.outlet, "nothing is known of", names));
    }
    let written = known
        .iter()
        .flat_map(|(_, profile)| rules(profile, matches))
        .find_map(|rule| match &rule.pages {
            RulePages::Outlet(outlet) => Some(outlet.as_str()),
            RulePages::One(_) => None,
        });
    let named = knowledge.named(&args.outlet).map(|outlet| outlet.name.as_str());
    output.line(named.or(written).unwrap_or(&args.outlet))?;
    for (file, profile) in known {
        output.line("")?;
        output.line(file)?;
        for outlet in profile.outlets.iter().filter(|outlet| matches(&outlet.name)) {
            describe(outlet, output)?;
        }
        for rule in rules(profile, matches) {
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
        Ok(profile) => {
            for error in &profile.ignored {
                messages.failure(format!("{shown}: {error}"));
            }
            Some((shown, profile))
        }
        Err(error) => {
            messages.failure(format!("{shown}: {error}"));
            None
        }
    }
}

fn rules(profile: &Profile, matches: impl Fn(&str) -> bool) -> impl Iterator<Item = &LineRule> {
    profile
        .line_rules()
        .filter(move |rule| matches!(&rule.pages, RulePages::Outlet(outlet) if matches(outlet)))
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
        output.line("  agency      a dateline or credit with its name means that the text is from it")?;
    }
    if outlet.word {
        output.line("  word        its name is also a common word")?;
    }
    let plain = lists.iter().all(|(_, values)| values.is_empty()) && !outlet.agency && !outlet.word;
    if plain {
        output.line("  only the name")?;
    }
    Ok(())
}
