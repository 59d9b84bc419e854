//! Reads fields of a TOML text one by one, so that a wrong field does not affect the others.

use crate::config::diagnostic::{Diagnostic, nearest};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

/// A text, and the mistakes that were found in it so far.
pub(crate) struct FieldReader<'i> {
    text: &'i str,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// One entry of a table.
pub(crate) type FieldEntry<'a, 'i> = (&'a Spanned<DeString<'i>>, &'a Spanned<DeValue<'i>>);

impl<'i> FieldReader<'i> {
    /// Parses the text. If it is not valid TOML, the table is empty, and there is one diagnostic.
    pub(crate) fn parse(text: &'i str) -> (DeTable<'i>, Self) {
        let mut reader = Self {
            text,
            diagnostics: Vec::new(),
        };
        let table = match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let message = error.message().lines().collect::<Vec<_>>().join(", ");
                reader.report(
                    &span,
                    format!("not valid TOML: {message}"),
                    "the whole file is ignored until this is fixed",
                );
                DeTable::new()
            }
        };
        (table, reader)
    }

    /// Adds a diagnostic for a span of the text.
    pub(crate) fn report(
        &mut self,
        span: &Range<usize>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.diagnostics
            .push(Diagnostic::at(self.text, span, message, advice));
    }

    /// Reports every entry whose name is not in `known`. `within` is the name of the table (`keys.main`), or empty.
    pub(crate) fn check_names(&mut self, table: &DeTable<'_>, within: &str, what: &str, known: &[&str]) {
        for (name, _) in in_order(table) {
            let written = name.get_ref().as_ref();
            if known.contains(&written) {
                continue;
            }
            let place = if within.is_empty() {
                String::new()
            } else {
                format!(" in `[{within}]`")
            };
            self.report(
                &name.span(),
                format!("unknown {what} `{written}`{place}"),
                did_you_mean(written, known),
            );
        }
    }

    /// Reads a field with `read`. If that returns `None`, this reports it; `expected` completes the message "must be
    /// …".
    pub(crate) fn field<'t, T>(
        &mut self,
        table: &DeTable<'t>,
        name: &str,
        expected: &str,
        read: impl Fn(&DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let value = table.get(name)?;
        let found = read(value.get_ref());
        if found.is_none() {
            let written = self.written(value);
            self.report(
                &value.span(),
                format!("`{name}` must be {expected}, not {written}"),
                "the default is used",
            );
        }
        found
    }

    /// Reads a field with a fixed set of values. For any other value, the most similar one is suggested.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        table: &DeTable<'_>,
        name: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let value = table.get(name)?;
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let written = value.get_ref().as_str();
        if let Some((_, choice)) = choices.iter().find(|(name, _)| Some(*name) == written) {
            return Some(*choice);
        }
        let listed = names
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ");
        let shown = self.written(value);
        let advice = written.map_or_else(String::new, |written| did_you_mean(written, &names));
        self.report(
            &value.span(),
            format!("`{name}` must be one of {listed}, not {shown}"),
            if advice.is_empty() {
                "the default is used".to_owned()
            } else {
                advice
            },
        );
        None
    }

    /// Reads a whole number within `range`.
    pub(crate) fn number(&mut self, table: &DeTable<'_>, name: &str, range: Range<u64>) -> Option<u64> {
        let expected = format!(
            "a whole number from {} to {}",
            range.start,
            range.end.saturating_sub(1)
        );
        self.field(table, name, &expected, |value| {
            whole(value).filter(|number| range.contains(number))
        })
    }

    /// Reads `true` or `false`.
    pub(crate) fn flag(&mut self, table: &DeTable<'_>, name: &str) -> Option<bool> {
        self.field(table, name, "`true` or `false`", DeValue::as_bool)
    }

    /// Reads a string.
    pub(crate) fn string(&mut self, table: &DeTable<'_>, name: &str) -> Option<String> {
        self.field(table, name, "a string in quotes", |value| {
            value.as_str().map(str::to_owned)
        })
    }

    /// Reads a table.
    pub(crate) fn table<'a, 't>(&mut self, table: &'a DeTable<'t>, name: &str) -> Option<&'a DeTable<'t>> {
        let value = table.get(name)?;
        let found = value.get_ref().as_table();
        if found.is_none() {
            let written = self.written(value);
            self.report(
                &value.span(),
                format!("`{name}` must be a table, not {written}"),
                format!("write `[{name}]` on a separate line"),
            );
        }
        found
    }

    /// Reads a list.
    pub(crate) fn list<'a, 't>(&mut self, table: &'a DeTable<'t>, name: &str) -> Option<&'a DeArray<'t>> {
        let value = table.get(name)?;
        let found = value.get_ref().as_array();
        if found.is_none() {
            let written = self.written(value);
            self.report(
                &value.span(),
                format!("`{name}` must be a list, not {written}"),
                format!("write `{name} = [\"…\"]`"),
            );
        }
        found
    }

    /// Returns a value as written in the text, or its type if it is long.
    pub(crate) fn written(&self, value: &Spanned<DeValue<'_>>) -> String {
        let source = self.text.get(value.span()).unwrap_or_default();
        if source.chars().count() > 40 || source.contains('\n') {
            return format!("this {}", value.get_ref().type_str());
        }
        format!("`{source}`")
    }
}

/// Returns the entries of a table in the order of the text.
pub(crate) fn in_order<'a, 'i>(table: &'a DeTable<'i>) -> Vec<FieldEntry<'a, 'i>> {
    let mut entries: Vec<FieldEntry<'a, 'i>> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

/// Returns a question that suggests the most similar name; empty if none is similar.
pub(crate) fn did_you_mean(written: &str, known: &[&str]) -> String {
    nearest(written, known.iter().copied()).map_or_else(String::new, |near| format!("did you mean `{near}`?"))
}

/// Returns a whole number that is not negative.
pub(crate) fn whole(value: &DeValue<'_>) -> Option<u64> {
    let integer = value.as_integer()?;
    u64::from_str_radix(integer.as_str(), integer.radix()).ok()
}
