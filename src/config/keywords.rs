//! Keyword sets: named, coloured lists of words to highlight, as in `keywords.toml`. A change of a set keeps the
//! comments and the order of the file. How words are matched: see `crate::text::pattern`.

use crate::config::diagnostic::Diagnostic;
use crate::config::fields::FieldReader;
use crate::config::role::KeywordColor;
use crate::text::pattern::{Pattern, PatternBudget, PatternError};
use std::collections::{BTreeMap, HashSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value, value};

/// One keyword set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeywordSet {
    /// Its name.
    pub name: String,
    /// The colour of its hits.
    pub color: KeywordColor,
    /// Whether its hits are highlighted.
    pub on: bool,
    /// Words, phrases, `prefix*` and `/regex/`, as written.
    pub words: Vec<String>,
    /// The index of its table in the file; `None` if it is only for this session.
    position: Option<usize>,
}

impl KeywordSet {
    /// Returns whether it is only for this session and not saved.
    pub fn is_for_this_run(&self) -> bool {
        self.position.is_none()
    }
}

/// An error that prevents saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeywordSetsError {
    /// The file is not valid TOML, so saving would lose its contents.
    #[error(
        "keywords.toml is not valid TOML and was not changed; fix it and restart newsprint to save changes"
    )]
    Damaged,
}

/// All keyword sets, with the text of their file.
#[derive(Debug, Clone, Default)]
pub struct KeywordSets {
    sets: Vec<KeywordSet>,
    document: DocumentMut,
    damaged: bool,
}

const SET: &str = "set";
/// The name of a set that is created without a name.
const UNNAMED: &str = "unnamed";
const FIELDS: &[&str] = &["name", "color", "on", "words"];

impl KeywordSets {
    /// Parses a `keywords.toml`. Mistakes are reported and ignored; the rest is used.
    pub fn parse(text: &str) -> (Self, Vec<Diagnostic>) {
        let (file, mut reader) = FieldReader::parse(text);
        let mut sets = Self {
            damaged: !reader.diagnostics.is_empty(),
            ..Self::default()
        };
        if sets.damaged {
            return (sets, reader.diagnostics);
        }
        match text.parse::<DocumentMut>() {
            Ok(document) => {
                sets.document = document;
                sets.convert_to_tables();
            }
            Err(_) => sets.damaged = true,
        }
        reader.check_names(&file, "", "field", &[SET]);
        if let Some(entries) = file.get(SET) {
            match entries.get_ref().as_array() {
                Some(entries) => sets.read(entries.iter(), &mut reader),
                None => reader.report(
                    &entries.span(),
                    "`set` must be a list of tables",
                    "write `[[set]]` above each set",
                ),
            }
        }
        reader
            .diagnostics
            .sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
        (sets, reader.diagnostics)
    }

    /// Returns the sets, in order.
    pub fn sets(&self) -> &[KeywordSet] {
        &self.sets
    }

    /// Returns the text to save.
    pub fn to_toml(&self) -> Result<String, KeywordSetsError> {
        if self.damaged {
            Err(KeywordSetsError::Damaged)
        } else {
            Ok(self.document.to_string())
        }
    }

    /// Returns the first of the colours that the fewest sets have.
    pub fn next_free_color(&self) -> KeywordColor {
        let used = |color| self.sets.iter().filter(|set| set.color == color).count();
        KeywordColor::all()
            .min_by_key(|color| used(*color))
            .unwrap_or_default()
    }

    /// Adds a set that is on and has the next free colour. Invalid words are ignored. Returns its index.
    pub fn add_set(&mut self, name: &str, words: &[String]) -> usize {
        let color = self.next_free_color();
        let name = if name.trim().is_empty() {
            UNNAMED
        } else {
            name.trim()
        };
        let mut table = Table::new();
        table.insert("name", value(name));
        table.insert("color", value(color.name()));
        table.insert("words", value(Array::new()));
        let position = self.tables().map(|tables| {
            tables.push(table);
            tables.len() - 1
        });
        let index = self.push(name, color, &[], position);
        for word in words {
            self.add_word(index, word);
        }
        index
    }

    /// Adds the sets of another file, for this session only.
    pub fn extend_for_this_run(&mut self, others: &Self) {
        self.sets
            .extend(others.sets.iter().cloned().map(|set| KeywordSet {
                position: None,
                ..set
            }));
    }

    /// Adds a set for this session only, from the words of `--highlight`. Returns its index, or `None` if there are no
    /// words.
    pub fn add_for_this_run(&mut self, name: &str, written: &str) -> Option<usize> {
        let words = split_words(written);
        let color = self.next_free_color();
        (!words.is_empty()).then(|| self.push(name, color, &words, None))
    }

    /// Removes a set.
    pub fn remove_set(&mut self, index: usize) {
        if index >= self.sets.len() {
            return;
        }
        if let Some(position) = self.sets.remove(index).position {
            if let Some(tables) = self.tables() {
                tables.remove(position);
            }
            for later in self.sets.iter_mut().filter_map(|set| set.position.as_mut()) {
                *later -= usize::from(*later > position);
            }
        }
    }

    /// Returns which sets are on, by name, without those of this session.
    pub fn switched(&self) -> BTreeMap<String, bool> {
        let saved = self.sets.iter().filter(|set| set.position.is_some());
        saved.map(|set| (set.name.clone(), set.on)).collect()
    }

    /// Turns sets on and off by name. Other sets, and those of this session, are unchanged.
    pub fn switch(&mut self, on: &BTreeMap<String, bool>) {
        for index in 0..self.sets.len() {
            let set = &self.sets[index];
            let wanted = on.get(&set.name).filter(|_| set.position.is_some());
            if let Some(wanted) = wanted.filter(|wanted| **wanted != set.on) {
                self.set_on(index, *wanted);
            }
        }
    }

    /// Turns a set on or off.
    pub fn set_on(&mut self, index: usize, on: bool) {
        if let Some(set) = self.sets.get_mut(index) {
            set.on = on;
            self.write(index, "on", on.into());
        }
    }

    /// Sets the colour of a set.
    pub fn set_color(&mut self, index: usize, color: KeywordColor) {
        if let Some(set) = self.sets.get_mut(index) {
            set.color = color;
            self.write(index, "color", color.name().into());
        }
    }

    /// Adds a word to a set. Returns `false` if it is in the set already or is invalid.
    pub fn add_word(&mut self, index: usize, word: &str) -> bool {
        let word = word.trim();
        if Pattern::parse(word).is_err() {
            return false;
        }
        let Some(set) = self.sets.get(index) else {
            return false;
        };
        if set.words.iter().any(|known| known == word) {
            return false;
        }
        self.push_word(index, word);
        true
    }

    /// Removes a word from a set. Returns `false` if it is not in the set.
    pub fn remove_word(&mut self, index: usize, word: &str) -> bool {
        let Some(set) = self.sets.get_mut(index) else {
            return false;
        };
        let before = set.words.len();
        set.words.retain(|known| known != word);
        let removed = set.words.len() < before;
        if let Some(words) = self.written_words(index) {
            words.retain(|known| known.as_str() != Some(word));
        }
        removed
    }

    /// Replaces all words of a set. Invalid words are ignored.
    pub fn set_words(&mut self, index: usize, words: &[String]) {
        let Some(set) = self.sets.get_mut(index) else {
            return;
        };
        let wanted: HashSet<&str> = words.iter().map(|word| word.trim()).collect();
        set.words.retain(|word| wanted.contains(word.as_str()));
        let mut known: HashSet<String> = set.words.iter().cloned().collect();
        if let Some(written) = self.written_words(index) {
            written.retain(|word| word.as_str().is_some_and(|word| wanted.contains(word.trim())));
        }
        for word in words {
            if known.insert(word.trim().to_owned()) && Pattern::parse(word).is_ok() {
                self.push_word(index, word.trim());
            }
        }
    }

    /// Adds a valid word that is not in the set.
    fn push_word(&mut self, index: usize, word: &str) {
        if let Some(set) = self.sets.get_mut(index) {
            set.words.push(word.to_owned());
        }
        if let Some(words) = self.written_words(index) {
            words.push(word);
        }
    }

    fn read<'a, 'i: 'a>(
        &mut self,
        entries: impl Iterator<Item = &'a Spanned<DeValue<'i>>>,
        reader: &mut FieldReader<'_>,
    ) {
        let mut budget = PatternBudget::default();
        for (position, entry) in entries.enumerate() {
            let Some(table) = entry.get_ref().as_table() else {
                reader.report(
                    &entry.span(),
                    "a set must be a table",
                    "write `[[set]]` above each set",
                );
                continue;
            };
            reader.check_names(table, SET, "field", FIELDS);
            let Some(name) = reader
                .string(table, "name")
                .filter(|name| !name.trim().is_empty())
            else {
                reader.report(
                    &entry.span(),
                    "a set without a name is ignored",
                    "add `name = \"…\"`",
                );
                continue;
            };
            let color = reader
                .choice(table, "color", KeywordColor::NAMED)
                .unwrap_or_else(|| self.next_free_color());
            let on = reader.flag(table, "on").unwrap_or(true);
            let words = read_words(table, reader, &mut budget);
            self.sets.push(KeywordSet {
                name,
                color,
                on,
                words,
                position: Some(position),
            });
        }
    }

    fn push(&mut self, name: &str, color: KeywordColor, words: &[String], position: Option<usize>) -> usize {
        self.sets.push(KeywordSet {
            name: name.to_owned(),
            color,
            on: true,
            words: words.to_vec(),
            position,
        });
        self.sets.len() - 1
    }

    /// Converts a list of inline tables to `[[set]]` tables, which can be extended line by line.
    fn convert_to_tables(&mut self) {
        let Some(item) = self
            .document
            .get_mut(SET)
            .filter(|item| !item.is_array_of_tables())
        else {
            return;
        };
        match std::mem::take(item).into_array_of_tables() {
            Ok(tables) => *item = Item::ArrayOfTables(tables),
            Err(Item::Value(Value::Array(list))) if list.is_empty() => {
                *item = Item::ArrayOfTables(ArrayOfTables::new());
            }
            Err(other) => {
                *item = other;
                self.damaged = true;
            }
        }
    }

    fn tables(&mut self) -> Option<&mut ArrayOfTables> {
        self.document
            .entry(SET)
            .or_insert(Item::ArrayOfTables(ArrayOfTables::new()))
            .as_array_of_tables_mut()
    }

    /// Returns the table of a set in the file.
    fn table(&mut self, index: usize) -> Option<&mut Table> {
        let position = self.sets.get(index)?.position?;
        self.tables()?.get_mut(position)
    }

    /// Writes a field of a set. The spaces and the comment around the old value are kept.
    fn write(&mut self, index: usize, field: &str, new: Value) {
        let Some(table) = self.table(index) else { return };
        match table.get_mut(field).and_then(Item::as_value_mut) {
            Some(old) => {
                let decor = old.decor().clone();
                *old = new;
                *old.decor_mut() = decor;
            }
            None => {
                table.insert(field, Item::Value(new));
            }
        }
    }

    fn written_words(&mut self, index: usize) -> Option<&mut Array> {
        let item = self.table(index)?.entry("words").or_insert(value(Array::new()));
        if !item.is_array() {
            *item = value(Array::new());
        }
        item.as_array_mut()
    }
}

/// Reads the words of a set. Invalid words are reported and ignored.
fn read_words(table: &DeTable<'_>, reader: &mut FieldReader<'_>, budget: &mut PatternBudget) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut known, mut is_full) = (HashSet::new(), false);
    let Some(entries) = reader.list(table, "words") else {
        return words;
    };
    for entry in entries {
        let Some(word) = entry
            .get_ref()
            .as_str()
            .map(str::trim)
            .filter(|word| !word.is_empty())
        else {
            let written = reader.written(entry);
            reader.report(
                &entry.span(),
                format!("{written} is not a word"),
                "write it in quotes",
            );
            continue;
        };
        match Pattern::parse_within(word, budget) {
            Ok(_) => words.extend(known.insert(word).then(|| word.to_owned())),
            // One message for all patterns that do not fit.
            Err(PatternError::NoRoom(_)) if std::mem::replace(&mut is_full, true) => {}
            Err(error) => reader.report(
                &entry.span(),
                format!("`{word}` is not a valid pattern: {error}"),
                "the word is ignored",
            ),
        }
    }
    words
}

/// Splits a typed list of words at commas, but not within double quotes or a `/regex/`.
pub fn split_words(written: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut within = None;
    for character in written.chars() {
        match (character, within) {
            (',', None) => words.push(std::mem::take(&mut word)),
            ('"', None) if word.trim().is_empty() => {
                word.clear();
                within = Some('"');
            }
            ('/', None) if word.trim().is_empty() => {
                word.push('/');
                within = Some('/');
            }
            ('"', Some('"')) => within = None,
            ('/', Some('/')) if !word.ends_with('\\') => {
                word.push('/');
                within = None;
            }
            _ => word.push(character),
        }
    }
    words.push(word);
    let mut known = HashSet::new();
    let words = words.iter().map(|word| word.trim());
    words
        .filter(|word| !word.is_empty() && known.insert(*word))
        .map(str::to_owned)
        .collect()
}
