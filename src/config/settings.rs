//! What a person may set, as it is used: every field has a value. Not the keys' text form (see `bindings`) and not
//! the file, which the caller reads.

use crate::config::bindings::{Preset, lay_over};
use crate::config::choices::{Bidi, ColorChoice, SaveFormat, ThemeChoice};
use crate::config::diagnostic::Diagnostic;
use crate::config::fields::{FieldReader, did_you_mean, in_order, whole};
use crate::config::keymap::Keymap;
use crate::config::style::ColorDepth;
use crate::library::query::sort::SortOrder;
use std::num::NonZeroUsize;
use toml::de::{DeTable, DeValue};

/// Everything that `config.toml` sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Which theme is used.
    pub theme: ThemeChoice,
    /// How many colours are used.
    pub colors: ColorChoice,
    /// Which preset the keymap started from.
    pub preset: Preset,
    /// The keys: the preset with the person's own tables laid over.
    pub keymap: Keymap,
    /// Whether the mouse is taken at the start.
    pub mouse: bool,
    /// Whether frames are sent as synchronized updates.
    pub synchronized_updates: bool,
    /// Whether the first run shows the welcome article.
    pub welcome: bool,
    /// The order of the articles at the start.
    pub sort: SortOrder,
    /// How articles are shown.
    pub reader: ReaderSettings,
    /// How wide the lists are.
    pub panes: PaneSettings,
    /// How files are read.
    pub loading: LoadingSettings,
    /// Programs that are started.
    pub commands: CommandSettings,
    /// How articles are saved.
    pub save: SaveSettings,
    /// What the list of outlets offers beside outlets, in this order.
    pub views: Vec<ViewSetting>,
}

/// A query with a name. Whether the query can be understood is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewSetting {
    /// Its name.
    pub name: String,
    /// The query, as it is typed into the filter bar.
    pub query: String,
}

/// `[reader]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderSettings {
    /// Width of the reading column in cells.
    pub column_width: u16,
    /// Who puts right-to-left text in order.
    pub bidi: Bidi,
    /// Rows of scrolling after which an article counts as read.
    pub read_after: u16,
    /// Whether the keyword sets are shown at the start.
    pub highlight: bool,
}

/// `[panes]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaneSettings {
    /// Width of the outlet list in cells.
    pub outlets: u16,
    /// Width of the article list in cells.
    pub articles: u16,
    /// Whether the list shows where the words of a filter stand.
    pub snippets: bool,
}

/// `[loading]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadingSettings {
    /// Bytes above which a file is not read.
    pub max_file_size: u64,
    /// Threads that read and clean; `None` is one for each core and one more.
    pub threads: Option<NonZeroUsize>,
}

/// `[commands]`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommandSettings {
    /// The editor; `None` is `$VISUAL`, then `$EDITOR`.
    pub editor: Option<String>,
    /// What the pipe prompt offers at first.
    pub pipe: Option<String>,
}

/// `[save]`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SaveSettings {
    /// The folder; `None` is the current one. A leading `~/` is left to the caller.
    pub folder: Option<String>,
    /// The format that is offered first.
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
            views: VIEWS_AT_FIRST
                .map(|(name, query)| ViewSetting {
                    name: name.to_owned(),
                    query: query.to_owned(),
                })
                .to_vec(),
        }
    }
}

/// The views that everybody has until they are taken away.
const VIEWS_AT_FIRST: [(&str, &str); 3] = [
    ("Unread", "is:unread"),
    ("Starred", "is:starred"),
    ("Today", "date:today"),
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
            outlets: 24,
            articles: 44,
            snippets: true,
        }
    }
}

impl Default for LoadingSettings {
    fn default() -> Self {
        Self {
            max_file_size: 64 << 20,
            threads: None,
        }
    }
}

/// The fields of each table; the empty name is the file itself.
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
    ("loading", &["max-file-size", "threads"]),
    ("commands", &["editor", "pipe"]),
    ("save", &["folder", "format"]),
];

const KEYS: &str = "keys";
const VIEWS: &str = "views";

impl Settings {
    /// The commented file that documents every field; with all comments taken away it says the defaults.
    pub const DEFAULT_FILE: &str = include_str!("../../assets/config/default.toml");

    /// The names of all fields, those of tables as `table.field`; not the tables of keys.
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

    /// Reads the text of a `config.toml`. What is wrong is complained of and keeps its default.
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
            lay_over(&mut settings.keymap, tables, KEYS, &mut reader);
        }
        if let Some(table) = reader.table(&file, VIEWS) {
            settings.read_views(table, &mut reader);
        }
        reader
            .complaints
            .sort_by_key(|complaint| (complaint.line, complaint.column));
        (settings, reader.complaints)
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

    /// Lays the person's own views over those that are there; one without a query goes.
    fn read_views(&mut self, table: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        for (name, _) in in_order(table) {
            let name = name.get_ref().as_ref();
            let Some(query) = reader.string(table, name) else {
                continue;
            };
            let view = ViewSetting {
                name: name.to_owned(),
                query,
            };
            match self.views.iter_mut().find(|known| known.name == name) {
                Some(known) => *known = view,
                None => self.views.push(view),
            }
        }
        self.views.retain(|view| !view.query.trim().is_empty());
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
        if let Some(preset) = reader.choice(file, "keymap", Preset::ALL) {
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
        put(&mut self.bidi, reader.choice(table, "bidi", Bidi::ALL));
        put(
            &mut self.read_after,
            cells(reader, table, "read-after", 1, 10_000),
        );
        put(&mut self.highlight, reader.flag(table, "highlight"));
    }
}

impl PaneSettings {
    fn read(&mut self, table: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        put(&mut self.outlets, cells(reader, table, "outlets", 8, 200));
        put(&mut self.articles, cells(reader, table, "articles", 8, 200));
        put(&mut self.snippets, reader.flag(table, "snippets"));
    }
}

impl LoadingSettings {
    fn read(&mut self, table: &DeTable<'_>, reader: &mut FieldReader<'_>) {
        put(
            &mut self.max_file_size,
            reader.field(table, "max-file-size", "a size such as \"64 MiB\"", size),
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
        put(&mut self.format, reader.choice(table, "format", SaveFormat::ALL));
    }
}

fn fields_of(table: &str) -> &'static [&'static str] {
    FIELDS
        .iter()
        .find(|(name, _)| *name == table)
        .map_or(&[], |(_, fields)| fields)
}

/// Complains of fields that do not exist; one that stands in another table is told where it belongs.
fn check_fields(table: &DeTable<'_>, within: &str, reader: &mut FieldReader<'_>) {
    let tables = FIELDS
        .iter()
        .map(|(name, _)| *name)
        .chain([KEYS, VIEWS])
        .filter(|name| within.is_empty() && !name.is_empty());
    let known: Vec<&str> = fields_of(within).iter().copied().chain(tables).collect();
    for (name, _) in in_order(table) {
        let written = name.get_ref().as_ref();
        if known.contains(&written) {
            continue;
        }
        let home = FIELDS.iter().find(|(_, fields)| fields.contains(&written));
        let advice = match home {
            Some(("", _)) => "it belongs at the top of the file, above all tables".to_owned(),
            Some((home, _)) => format!("it belongs under `[{home}]`"),
            None => did_you_mean(written, &known),
        };
        let place = if within.is_empty() {
            String::new()
        } else {
            format!(" in `[{within}]`")
        };
        reader.complain(&name.span(), format!("unknown field `{written}`{place}"), advice);
    }
}

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// A number of cells or rows, both ends allowed.
fn cells(reader: &mut FieldReader<'_>, table: &DeTable<'_>, name: &str, from: u16, to: u16) -> Option<u16> {
    let range = u64::from(from)..u64::from(to) + 1;
    reader
        .number(table, name, range)
        .and_then(|number| u16::try_from(number).ok())
}

/// A size in bytes: a number, or a text of a number and a unit.
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
