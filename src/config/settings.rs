//! The settings, in which every field has a value. How keys are read: see `bindings`.

use crate::article::date::Date;
use crate::config::bindings::{Preset, override_with};
use crate::config::choices::{Bidi, ColorChoice, SaveFormat, ThemeChoice};
use crate::config::diagnostic::Diagnostic;
use crate::config::fields::{FieldReader, did_you_mean, in_order, whole};
use crate::config::keymap::Keymap;
use crate::config::style::ColorDepth;
use crate::extract::input::aliases::field_names;
use crate::library::query::parsed::Query;
use crate::library::query::sort::SortOrder;
use std::num::NonZeroUsize;
use toml::de::{DeTable, DeValue};

/// The settings of `config.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The theme.
    pub theme: ThemeChoice,
    /// The number of colours.
    pub colors: ColorChoice,
    /// The preset that the keymap is based on.
    pub preset: Preset,
    /// The keys: the preset, overridden by the user's own tables.
    pub keymap: Keymap,
    /// Whether the mouse is on at the start.
    pub mouse: bool,
    /// Whether frames are sent as synchronized updates.
    pub synchronized_updates: bool,
    /// Whether the sample corpus opens with the article that explains the keys.
    pub welcome: bool,
    /// The order of the articles at the start.
    pub sort: SortOrder,
    /// How articles are shown.
    pub reader: ReaderSettings,
    /// The widths of the lists.
    pub panes: PaneSettings,
    /// How files are read.
    pub loading: LoadingSettings,
    /// The programs that the reader starts.
    pub commands: CommandSettings,
    /// How articles are saved.
    pub save: SaveSettings,
    /// The saved views in the list of outlets, in this order.
    pub views: Vec<ViewSetting>,
    /// The fields of names in JSON and of columns that are not known: name and field.
    pub inputs: Vec<(String, String)>,
}

/// A saved view: a query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewSetting {
    /// Its name.
    pub name: String,
    /// The query, as it is typed into the filter bar.
    pub query: String,
    /// The order of its list; `None` if it does not change the order.
    pub order: Option<SortOrder>,
}

/// `[reader]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderSettings {
    /// The width of the reading column in cells.
    pub column_width: u16,
    /// Which program reorders right-to-left text.
    pub bidi: Bidi,
    /// The number of scrolled rows after which an article counts as read.
    pub read_after: u16,
    /// Whether the hits of keyword sets are highlighted at the start.
    pub highlight: bool,
}

/// `[panes]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaneSettings {
    /// The width of the outlet list in cells; 0 if it follows from the width of the screen.
    pub outlets: u16,
    /// The width of the article list in cells; 0 if it follows from the width of the screen.
    pub articles: u16,
    /// Whether the list shows snippets with the words of the filter.
    pub snippets: bool,
}

/// `[loading]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadingSettings {
    /// The size in bytes above which a file is not read.
    pub max_file_size: u64,
    /// The bytes that a packed file may become.
    pub max_unpacked_size: u64,
    /// How deep containers may be nested.
    pub max_nesting: u8,
    /// The number of threads that read and clean; `None` is the number of cores plus one.
    pub threads: Option<NonZeroUsize>,
}

/// `[commands]`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommandSettings {
    /// The editor; `None` is `$VISUAL`, then `$EDITOR`.
    pub editor: Option<String>,
    /// The suggested command of the pipe prompt.
    pub pipe: Option<String>,
}

/// `[save]`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SaveSettings {
    /// The suggested folder; `None` is the current one. The caller expands a leading `~/`.
    pub folder: Option<String>,
    /// The suggested format.
    pub format: SaveFormat,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::Auto,
            colors: ColorChoice::Auto,
            preset: Preset::Vim,
            keymap: Preset::Vim.keymap(),
            mouse: false,
            synchronized_updates: true,
            welcome: true,
            sort: SortOrder::Newest,
            reader: ReaderSettings::default(),
            panes: PaneSettings::default(),
            loading: LoadingSettings::default(),
            commands: CommandSettings::default(),
            save: SaveSettings::default(),
            views: DEFAULT_VIEWS
                .map(|(name, query)| ViewSetting {
                    name: name.to_owned(),
                    query: query.to_owned(),
                    order: None,
                })
                .to_vec(),
            inputs: Vec::new(),
        }
    }
}

/// The saved views that are built in.
const DEFAULT_VIEWS: [(&str, &str); 4] = [
    ("Unread", "is:unread"),
    ("Starred", "is:starred"),
    ("New", "is:new"),
    ("Notes", "is:noted"),
];

impl Default for ReaderSettings {
    fn default() -> Self {
        Self {
            column_width: 72,
            bidi: Bidi::Reader,
            read_after: 10,
            highlight: true,
        }
    }
}

impl Default for PaneSettings {
    fn default() -> Self {
        Self {
            outlets: 0,
            articles: 0,
            snippets: true,
        }
    }
}

impl Default for LoadingSettings {
    fn default() -> Self {
        Self {
            max_file_size: 64 << 20,
            max_unpacked_size: 1 << 30,
            max_nesting: 6,
            threads: None,
        }
    }
}

/// The fields of each table. The empty name is the top of the file.
const FIELDS: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "theme",
            "colors",
            "keymap",
            "mouse",
            "synchronized-updates",
            "welcome",
            "sort",
        ],
    ),
    ("reader", &["column-width", "bidi", "read-after", "highlight"]),
    ("panes", &["outlets", "articles", "snippets"]),
    (
        "loading",
        &["max-file-size", "max-unpacked-size", "max-nesting", "threads"],
    ),
    ("commands", &["editor", "pipe"]),
    ("save", &["folder", "format"]),
];

/// Whether a query has mistakes does not depend on the day.
const ANY_DAY: Date = Date {
    year: 2000,
    month: 1,
    day: 1,
};

const KEYS: &str = "keys";
const VIEWS: &str = "views";
const INPUTS: &str = "inputs";

impl Settings {
    /// The commented file that documents every field. Without the comment signs it contains the defaults.
    pub const DEFAULT_FILE: &str = include_str!("../../assets/config/default.toml");

    /// Returns the names of all fields, in tables as `table.field`, without key tables and saved views.
    pub fn field_names() -> impl Iterator<Item = String> {
        FIELDS.iter().flat_map(|(table, fields)| {
            fields.iter().map(move |field| {
                if table.is_empty() {
                    (*field).to_owned()
                } else {
                    format!("{table}.{field}")
                }
            })
        })
    }

    /// Parses a `config.toml`. Wrong fields are reported and keep their default.
    pub fn parse(text: &str) -> (Self, Vec<Diagnostic>) {
        let (file, mut reader) = FieldReader::parse(text);
        check_fields(&file, "", &mut reader);
        let mut settings = Self::default();
        settings.read_top(&file, &mut reader);
        for (name, _) in FIELDS.iter().filter(|(name, _)| !name.is_empty()) {
            if let Some(table) = reader.table(&file, name) {
                check_fields(table, name, &mut reader);
                settings.read_table(name, table, &mut reader);
            }
        }
        if let Some(tables) = reader.table(&file, KEYS) {
            override_with(&mut settings.keymap, tables, KEYS, &mut reader);
        }
        if let Some(table) = reader.table(&file, VIEWS) {
            settings.read_views(table, &mut reader);
        }
        if let Some(table) = reader.table(&file, INPUTS) {
            settings.read_inputs(table, &mut reader);
        }
        reader
            .diagnostics
            .sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
        (settings, reader.diagnostics)
    }

    fn read_table(&mut self, name: &str, table: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        match name {
            "reader" => self.reader.read(table, reader),
            "panes" => self.panes.read(table, reader),
            "loading" => self.loading.read(table, reader),
            "commands" => self.commands.read(table, reader),
            _ => self.save.read(table, reader),
        }
    }

    /// Changes the saved views. An empty query removes a view.
    fn read_views(&mut self, table: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        for (name, _) in in_order(table) {
            let name = name.get_ref().as_ref();
            let Some((query, order)) = read_view(table, name, reader) else {
                continue;
            };
            if let Err(error) = Query::parse(&query, ANY_DAY) {
                let span = table.get(name).map_or(0..0, toml::Spanned::span);
                reader.report(&span, format!("the view `{name}` is ignored: {error}"), "");
                continue;
            }
            let view = ViewSetting {
                name: name.to_owned(),
                query,
                order,
            };
            match self.views.iter_mut().find(|known| known.name == name) {
                Some(known) => *known = view,
                None => self.views.push(view),
            }
        }
        self.views.retain(|view| !view.query.trim().is_empty());
    }

    /// Reads the fields of names: `"Name" = "field"`.
    fn read_inputs(&mut self, table: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        let fields: Vec<(&str, &str)> = field_names().map(|name| (name, name)).collect();
        for (name, _) in in_order(table) {
            let name = name.get_ref().as_ref();
            if let Some(field) = reader.choice(table, name, &fields) {
                self.inputs.push((name.to_owned(), field.to_owned()));
            }
        }
    }

    fn read_top(&mut self, file: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        if let Some(name) = reader.string(file, "theme") {
            self.theme = if name == "auto" {
                ThemeChoice::Auto
            } else {
                ThemeChoice::Named(name)
            };
        }
        put(&mut self.colors, reader.choice(file, "colors", COLORS));
        if let Some(preset) = reader.choice(file, "keymap", Preset::NAMED) {
            self.preset = preset;
            self.keymap = preset.keymap();
        }
        put(&mut self.mouse, reader.flag(file, "mouse"));
        put(
            &mut self.synchronized_updates,
            reader.flag(file, "synchronized-updates"),
        );
        put(&mut self.welcome, reader.flag(file, "welcome"));
        let orders = SortOrder::ALL.map(|order| (order.name(), order));
        put(&mut self.sort, reader.choice(file, "sort", &orders));
    }
}

const COLORS: &[(&str, ColorChoice)] = &[
    ("auto", ColorChoice::Auto),
    ("truecolor", ColorChoice::Depth(ColorDepth::True)),
    ("256", ColorChoice::Depth(ColorDepth::Ansi256)),
    ("16", ColorChoice::Depth(ColorDepth::Ansi16)),
    ("none", ColorChoice::Depth(ColorDepth::None)),
];

impl ReaderSettings {
    fn read(&mut self, table: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        put(
            &mut self.column_width,
            cells(reader, table, "column-width", 20, 400),
        );
        put(&mut self.bidi, reader.choice(table, "bidi", Bidi::NAMED));
        put(
            &mut self.read_after,
            cells(reader, table, "read-after", 1, 10_000),
        );
        put(&mut self.highlight, reader.flag(table, "highlight"));
    }
}

impl PaneSettings {
    fn read(&mut self, table: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        put(&mut self.outlets, cells(reader, table, "outlets", 0, 200));
        put(&mut self.articles, cells(reader, table, "articles", 0, 200));
        put(&mut self.snippets, reader.flag(table, "snippets"));
    }
}

impl LoadingSettings {
    fn read(&mut self, table: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        put(
            &mut self.max_file_size,
            reader.field(table, "max-file-size", "a size such as \"64 MiB\"", size),
        );
        put(
            &mut self.max_unpacked_size,
            reader.field(table, "max-unpacked-size", "a size such as \"1 GiB\"", size),
        );
        let nesting = reader.number(table, "max-nesting", 1..33);
        put(
            &mut self.max_nesting,
            nesting.and_then(|levels| u8::try_from(levels).ok()),
        );
        if let Some(threads) = reader.number(table, "threads", 0..257) {
            self.threads = NonZeroUsize::new(threads as usize);
        }
    }
}

impl CommandSettings {
    fn read(&mut self, table: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        self.editor = reader
            .string(table, "editor")
            .filter(|command| !command.trim().is_empty());
        self.pipe = reader
            .string(table, "pipe")
            .filter(|command| !command.trim().is_empty());
    }
}

impl SaveSettings {
    fn read(&mut self, table: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        self.folder = reader
            .string(table, "folder")
            .filter(|folder| !folder.trim().is_empty());
        put(
            &mut self.format,
            reader.choice(table, "format", SaveFormat::NAMED),
        );
    }
}

/// Reads a view: a query, or a table with a query and an order.
fn read_view(
    views: &DeTable<'_>,
    name: &str,
    reader: &mut FieldReader<'_>,
) -> Option<(String, Option<SortOrder>)> {
    let Some(view) = views.get(name).and_then(|view| view.get_ref().as_table()) else {
        return Some((reader.string(views, name)?, None));
    };
    reader.check_names(view, "", "part of a view", &["query", "sort"]);
    let orders = SortOrder::ALL.map(|order| (order.name(), order));
    let order = reader.choice(view, "sort", &orders);
    Some((reader.string(view, "query")?, order))
}

fn fields_of(table: &str) -> &'static [&'static str] {
    FIELDS
        .iter()
        .find(|(name, _)| *name == table)
        .map_or(&[], |(_, fields)| fields)
}

/// Reports fields that do not exist. For a field of another table, the message names that table.
fn check_fields(table: &DeTable<'_>, within: &str, reader: &mut FieldReader<'_>) {
    let tables = FIELDS
        .iter()
        .map(|(name, _)| *name)
        .chain([KEYS, VIEWS, INPUTS])
        .filter(|name| within.is_empty() && !name.is_empty());
    let known: Vec<&str> = fields_of(within).iter().copied().chain(tables).collect();
    for (name, _) in in_order(table) {
        let written = name.get_ref().as_ref();
        if known.contains(&written) {
            continue;
        }
        let home = FIELDS.iter().find(|(_, fields)| fields.contains(&written));
        let advice = match home {
            Some(("", _)) => "move it to the top of the file, before all tables".to_owned(),
            Some((home, _)) => format!("move it to `[{home}]`"),
            None => did_you_mean(written, &known),
        };
        let place = if within.is_empty() {
            String::new()
        } else {
            format!(" in `[{within}]`")
        };
        reader.report(&name.span(), format!("unknown field `{written}`{place}"), advice);
    }
}

fn put<T>(target: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *target = value;
    }
}

/// Reads a number of cells or rows between `from` and `to`, inclusive.
fn cells(reader: &mut FieldReader<'_>, table: &DeTable<'_>, name: &str, from: u16, to: u16) -> Option<u16> {
    let range = u64::from(from)..u64::from(to) + 1;
    reader
        .number(table, name, range)
        .and_then(|number| u16::try_from(number).ok())
}

/// Returns a size in bytes, written as a number or as a string with a unit.
fn size(value: &DeValue<'_>) -> Option<u64> {
    let Some(text) = value.as_str() else {
        return whole(value).filter(|bytes| *bytes > 0);
    };
    let text = text.trim();
    let unit_at = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        _ => return None,
    };
    number
        .parse::<u64>()
        .ok()?
        .checked_mul(factor)
        .filter(|bytes| *bytes > 0)
}
