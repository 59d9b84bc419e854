//! Keyword sets: named, coloured lists of words that are highlighted, as `keywords.toml` holds them. Changing a set
//! changes the text of the file only where it must, so comments and order stay. Not the matching (see `text`) and not
//! the file itself, which the caller reads and writes.

use crate::config::diagnostic::Diagnostic;
use crate::config::fields::FieldReader;
use crate::config::role::KeywordColor;
use crate::text::pattern::Pattern;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value, value};

/// One keyword set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeywordSet {
    /// What it is called.
    pub name: String,
    /// The colour of its hits.
    pub color: KeywordColor,
    /// Whether its hits are shown.
    pub on: bool,
    /// Words, phrases, `prefix*` and `/regex/`, as written.
    pub words: Vec<String>,
    /// The place of its table in the file; a set made for this run has none.
    place: Option<usize>,
}

impl KeywordSet {
    /// Whether it was made for this run and is not saved.
    pub fn is_for_this_run(&self) -> bool {
        self.place.is_none()
    }
}

/// Why the sets cannot be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeywordSetsError {
    /// The file was no valid TOML, so saving would lose what it says.
    #[error(
        "keywords.toml is no valid TOML and is left as it is; put it right and read it again to save changes"
    )]
    Damaged,
}

/// All keyword sets, with the text that they came from.
#[derive(Debug, Clone, Default)]
pub struct KeywordSets {
    sets: Vec<KeywordSet>,
    document: DocumentMut,
    damaged: bool,
}

const SET: &str = "set";
/// The name of a set that was given none; the file must have one.
const UNNAMED: &str = "unnamed";
const FIELDS: &[&str] = &["name", "color", "on", "words"];

impl KeywordSets {
    /// Reads the text of a `keywords.toml`. What is wrong is complained of and left out; the rest is used.
    pub fn parse(text: &str) -> (Self, Vec<Diagnostic>) {
        let (file, mut reader) = FieldReader::parse(text);
        let mut sets = Self {
            damaged: !reader.complaints.is_empty(),
            ..Self::default()
        };
        if sets.damaged {
            return (sets, reader.complaints);
        }
        match text.parse::<DocumentMut>() {
            Ok(document) => {
                sets.document = document;
                sets.straighten();
            }
            Err(_) => sets.damaged = true,
        }
        reader.check_names(&file, "", "field", &[SET]);
        if let Some(entries) = file.get(SET) {
            match entries.get_ref().as_array() {
                Some(entries) => sets.read(entries.iter(), &mut reader),
                None => reader.complain(
                    &entries.span(),
                    "`set` must be a list of tables",
                    "write `[[set]]` above each set",
                ),
            }
        }
        reader
            .complaints
            .sort_by_key(|complaint| (complaint.line, complaint.column));
        (sets, reader.complaints)
    }

    /// The sets, in order.
    pub fn sets(&self) -> &[KeywordSet] {
        &self.sets
    }

    /// The text to be saved.
    pub fn to_toml(&self) -> Result<String, KeywordSetsError> {
        if self.damaged {
            Err(KeywordSetsError::Damaged)
        } else {
            Ok(self.document.to_string())
        }
    }

    /// The first colour that the fewest sets have.
    pub fn next_free_color(&self) -> KeywordColor {
        let used = |color| self.sets.iter().filter(|set| set.color == color).count();
        KeywordColor::ALL
            .iter()
            .copied()
            .min_by_key(|color| used(*color))
            .unwrap_or_default()
    }

    /// Adds a set, switched on, in the next free colour; words that are no patterns are left out. Gives its index.
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
        let place = self.tables().map(|tables| {
            tables.push(table);
            tables.len() - 1
        });
        let index = self.push(name, color, &[], place);
        for word in words {
            self.add_word(index, word);
        }
        index
    }

    /// Adds the sets of another file for this run, as they are: those that a corpus brings along.
    pub fn extend_for_this_run(&mut self, others: &Self) {
        self.sets.extend(
            others
                .sets
                .iter()
                .cloned()
                .map(|set| KeywordSet { place: None, ..set }),
        );
    }

    /// Adds a set that is not saved, from the words of `--highlight`: split at commas, but not within quotes. Gives
    /// its index, or `None` where there are no words.
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
        if let Some(place) = self.sets.remove(index).place {
            if let Some(tables) = self.tables() {
                tables.remove(place);
            }
            for later in self.sets.iter_mut().filter_map(|set| set.place.as_mut()) {
                *later -= usize::from(*later > place);
            }
        }
    }

    /// Gives a set another name; a blank one changes nothing.
    pub fn rename(&mut self, index: usize, name: &str) {
        let name = name.trim();
        if let Some(set) = self.sets.get_mut(index).filter(|_| !name.is_empty()) {
            name.clone_into(&mut set.name);
            self.write(index, "name", name.into());
        }
    }

    /// Which sets are on, by name; those made for this run are left out.
    pub fn switched(&self) -> BTreeMap<String, bool> {
        let kept = self.sets.iter().filter(|set| set.place.is_some());
        kept.map(|set| (set.name.clone(), set.on)).collect()
    }

    /// Switches sets on and off by name; those that are not named stay, and so do those made for this run.
    pub fn switch(&mut self, on: &BTreeMap<String, bool>) {
        for index in 0..self.sets.len() {
            let set = &self.sets[index];
            let wanted = on.get(&set.name).filter(|_| set.place.is_some());
            if let Some(wanted) = wanted.filter(|wanted| **wanted != set.on) {
                self.set_on(index, *wanted);
            }
        }
    }

    /// Switches a set on or off.
    pub fn set_on(&mut self, index: usize, on: bool) {
        if let Some(set) = self.sets.get_mut(index) {
            set.on = on;
            self.write(index, "on", on.into());
        }
    }

    /// Gives a set another colour.
    pub fn set_color(&mut self, index: usize, color: KeywordColor) {
        if let Some(set) = self.sets.get_mut(index) {
            set.color = color;
            self.write(index, "color", color.name().into());
        }
    }

    /// Adds a word to a set; `false` where it is there already or is no pattern (`text::Pattern::parse` says why).
    pub fn add_word(&mut self, index: usize, word: &str) -> bool {
        let word = word.trim();
        if Pattern::parse(word).is_err() {
            return false;
        }
        let Some(set) = self
            .sets
            .get_mut(index)
            .filter(|set| set.words.iter().all(|known| known != word))
        else {
            return false;
        };
        set.words.push(word.to_owned());
        if let Some(words) = self.written_words(index) {
            words.push(word);
        }
        true
    }

    /// Takes a word from a set; `false` where it is not there.
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

    /// Replaces all words of a set; those that are no patterns are left out.
    pub fn set_words(&mut self, index: usize, words: &[String]) {
        let Some(set) = self.sets.get(index) else { return };
        let gone: Vec<String> = set
            .words
            .iter()
            .filter(|word| !words.contains(word))
            .cloned()
            .collect();
        for word in gone {
            self.remove_word(index, &word);
        }
        for word in words {
            self.add_word(index, word);
        }
    }

    fn read<'a, 'i: 'a>(
        &mut self,
        entries: impl Iterator<Item = &'a Spanned<DeValue<'i>>>,
        reader: &mut FieldReader<'_>,
    ) {
        for (place, entry) in entries.enumerate() {
            let Some(table) = entry.get_ref().as_table() else {
                reader.complain(
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
                reader.complain(
                    &entry.span(),
                    "a set without a name is left out",
                    "add `name = \"…\"`",
                );
                continue;
            };
            let color = read_color(table, reader).unwrap_or_else(|| self.next_free_color());
            let on = reader.flag(table, "on").unwrap_or(true);
            let words = read_words(table, reader);
            self.sets.push(KeywordSet {
                name,
                color,
                on,
                words,
                place: Some(place),
            });
        }
    }

    fn push(&mut self, name: &str, color: KeywordColor, words: &[String], place: Option<usize>) -> usize {
        self.sets.push(KeywordSet {
            name: name.to_owned(),
            color,
            on: true,
            words: words.to_vec(),
            place,
        });
        self.sets.len() - 1
    }

    /// Makes the sets `[[set]]` tables, which can be added to line by line, where they are a list of inline tables.
    fn straighten(&mut self) {
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
            Err(kept) => {
                *item = kept;
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

    /// The table of a set in the file.
    fn table(&mut self, index: usize) -> Option<&mut Table> {
        let place = self.sets.get(index)?.place?;
        self.tables()?.get_mut(place)
    }

    /// Writes a field of a set; the blanks and the comment around the old value stay.
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

fn read_color(table: &DeTable<'_>, reader: &mut FieldReader<'_>) -> Option<KeywordColor> {
    let choices: Vec<(&str, KeywordColor)> = KeywordColor::ALL
        .iter()
        .map(|color| (color.name(), *color))
        .collect();
    reader.choice(table, "color", &choices)
}

/// The words of a set; those that are no patterns are complained of and left out.
fn read_words(table: &DeTable<'_>, reader: &mut FieldReader<'_>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
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
            reader.complain(
                &entry.span(),
                format!("{written} is no word"),
                "write it in quotes",
            );
            continue;
        };
        match Pattern::parse(word) {
            Ok(_) if words.iter().any(|known| known == word) => {}
            Ok(_) => words.push(word.to_owned()),
            Err(error) => reader.complain(
                &entry.span(),
                format!("`{word}` is no pattern: {error}"),
                "this word is left out",
            ),
        }
    }
    words
}

/// The words of a list as a person types it: split at commas, but not within double quotes or a `/regex/`.
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
    let mut kept: Vec<String> = Vec::new();
    for word in words
        .iter()
        .map(|word| word.trim())
        .filter(|word| !word.is_empty())
    {
        if kept.iter().all(|known| known != word) {
            kept.push(word.to_owned());
        }
    }
    kept
}
