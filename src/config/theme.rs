//! Themes: the style of each role, at each colour depth.

use crate::config::diagnostic::Diagnostic;
use crate::config::fields;
use crate::config::fields::{FieldReader, did_you_mean, in_order};
use crate::config::palette::{ANSI_NAMES, PaletteColor};
use crate::config::role::{KeywordColor, RETIRED, Role};
use crate::config::style::{Color, ColorDepth, Style};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A theme: a style in all its forms for each role and each colour of the keyword sets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Theme {
    roles: BTreeMap<Role, ThemeForm>,
    keywords: BTreeMap<KeywordColor, ThemeForm>,
}

/// A style in all its forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct ThemeForm {
    fg: Option<PaletteColor>,
    bg: Option<PaletteColor>,
    attributes: Style,
    /// The attributes with sixteen colours, if they differ.
    ansi: Option<Style>,
    /// The attributes without colours, if they differ.
    mono: Option<Style>,
}

/// The styles of a theme at one colour depth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Styles {
    roles: Vec<Style>,
    keywords: BTreeMap<KeywordColor, Style>,
    depth: ColorDepth,
}

impl Styles {
    /// Returns the style of a role. [`Role::Text`] has the background; the others are drawn over it.
    pub fn of(&self, role: Role) -> Style {
        self.roles.get(role as usize).copied().unwrap_or_default()
    }

    /// Returns the style of hits of a keyword set with this colour.
    pub fn keyword(&self, color: KeywordColor) -> Style {
        self.keywords.get(&color).copied().unwrap_or_default()
    }

    /// Returns the style of a hit as coloured letters, without its background.
    pub fn letters(&self, hit: Style) -> Style {
        // With sixteen colours a hit is dark on its colour.
        let fg = match self.depth {
            // Blue and magenta letters are hard to read on black.
            ColorDepth::Ansi16 => match hit.bg.or(hit.fg) {
                Some(Color::Ansi(dark @ (4 | 5))) => Some(Color::Ansi(dark + 8)),
                color => color,
            },
            _ => hit.fg,
        };
        if self.depth == ColorDepth::None {
            // Without colours, only the attributes distinguish a hit.
            return hit;
        }
        Style {
            fg,
            bg: None,
            underline: false,
            ..hit
        }
    }

    /// Returns the colour depth.
    pub fn depth(&self) -> ColorDepth {
        self.depth
    }
}

const BUILT_IN: &[(&str, &str)] = &[
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("terminal", include_str!("../../assets/themes/terminal.toml")),
];

impl Theme {
    /// Returns the names of the built-in themes.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Returns a built-in theme.
    pub fn built_in(name: &str) -> Option<Self> {
        let text = built_in_text(name)?;
        let (table, mut reader) = FieldReader::parse(text);
        let mut palette = Palette::new();
        read_palette(&table, &mut palette, &mut reader);
        let mut theme = Self::default();
        theme.read(&table, &palette, &mut reader);
        Some(theme)
    }

    /// Returns the dark theme.
    pub fn dark() -> Self {
        Self::built_in("dark").unwrap_or_default()
    }

    /// Parses a theme of the user. What it does not define, or defines wrongly, is as in the theme that it `inherits`,
    /// by default the dark one. The colours of its palette also apply to the styles that it inherits.
    pub fn parse(text: &str) -> (Self, Vec<Diagnostic>) {
        let (table, mut reader) = FieldReader::parse(text);
        let names: Vec<(&str, &str)> = BUILT_IN.iter().map(|(name, _)| (*name, *name)).collect();
        let base = reader.choice(&table, INHERITS, &names).unwrap_or("dark");
        let (base_table, mut base_reader) = FieldReader::parse(built_in_text(base).unwrap_or_default());
        reader.check_names(&table, "", "field", &[INHERITS, PALETTE, STYLES, KEYWORDS]);
        let mut palette = Palette::new();
        read_palette(&base_table, &mut palette, &mut base_reader);
        read_palette(&table, &mut palette, &mut reader);
        let mut theme = Self::default();
        theme.read(&base_table, &palette, &mut base_reader);
        theme.read(&table, &palette, &mut reader);
        reader
            .diagnostics
            .sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
        (theme, reader.diagnostics)
    }

    /// Returns whether the theme defines a role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains_key(&role)
    }

    /// Returns the styles at a colour depth.
    pub fn resolve(&self, depth: ColorDepth) -> Styles {
        let roles = Role::ALL
            .iter()
            .map(|role| self.roles.get(role).copied().unwrap_or_default().at(depth))
            .collect();
        let keywords = self
            .keywords
            .iter()
            .map(|(color, form)| (*color, form.at(depth)))
            .collect();
        Styles {
            roles,
            keywords,
            depth,
        }
    }

    fn read(&mut self, table: &DeTable<'_>, palette: &Palette, reader: &mut FieldReader<'_>) {
        if let Some(styles) = reader.table(table, STYLES) {
            report_retired(styles, reader);
            let names = Role::ALL.iter().map(|role| role.name());
            let names: Vec<&str> = names.chain(RETIRED.iter().map(|(old, _)| *old)).collect();
            reader.check_names(styles, STYLES, "role", &names);
            read_forms(styles, Role::from_name, &mut self.roles, palette, reader);
        }
        if let Some(keywords) = reader.table(table, KEYWORDS) {
            let names: Vec<&str> = KeywordColor::NAMED.iter().map(|(name, _)| *name).collect();
            reader.check_names(keywords, KEYWORDS, "keyword colour", &names);
            read_forms(
                keywords,
                |name| KeywordColor::all().find(|color| color.name() == name),
                &mut self.keywords,
                palette,
                reader,
            );
        }
    }
}

/// Reports the roles of earlier versions.
fn report_retired(styles: &DeTable<'_>, reader: &mut FieldReader<'_>) {
    for (name, _) in in_order(styles) {
        if let Some((old, new)) = RETIRED.iter().find(|(old, _)| *old == name.get_ref()) {
            let message = format!("the role `{old}` no longer exists");
            reader.report(&name.span(), message, format!("use `{new}`"));
        }
    }
}

fn built_in_text(name: &str) -> Option<&'static str> {
    BUILT_IN
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

fn read_palette(table: &DeTable<'_>, palette: &mut Palette, reader: &mut FieldReader<'_>) {
    for (name, value) in reader.table(table, PALETTE).map(in_order).unwrap_or_default() {
        if let Some(color) = read_color(value, &Palette::new(), reader) {
            palette.insert(name.get_ref().to_string(), color);
        }
    }
}

fn read_forms<K: Ord>(
    table: &DeTable<'_>,
    key: impl Fn(&str) -> Option<K>,
    forms: &mut BTreeMap<K, ThemeForm>,
    palette: &Palette,
    reader: &mut FieldReader<'_>,
) {
    for (name, value) in in_order(table) {
        let Some(key) = key(name.get_ref()) else { continue };
        let inherited = forms.get(&key).copied().unwrap_or_default();
        if let Some(form) = read_form(value, inherited, palette, reader) {
            forms.insert(key, form);
        }
    }
}

const INHERITS: &str = "inherits";
const PALETTE: &str = "palette";
const STYLES: &str = "styles";
const KEYWORDS: &str = "keywords";

impl ThemeForm {
    fn at(self, depth: ColorDepth) -> Style {
        let attributes = match depth {
            ColorDepth::None => self.mono.unwrap_or(self.attributes),
            ColorDepth::Ansi16 => self.ansi.unwrap_or(self.attributes),
            ColorDepth::Ansi256 | ColorDepth::True => self.attributes,
        };
        Style {
            fg: self.fg.and_then(|color| color.at(depth)),
            bg: self.bg.and_then(|color| color.at(depth)),
            ..attributes
        }
    }
}

type Palette = BTreeMap<String, PaletteColor>;

/// Reads `{ fg = …, bg = …, attr = "bold", 16 = "dim", mono = "reverse" }`. A part that is wrong is inherited; a
/// missing part is not set.
fn read_form(
    value: &Spanned<DeValue<'_>>,
    inherited: ThemeForm,
    palette: &Palette,
    reader: &mut FieldReader<'_>,
) -> Option<ThemeForm> {
    let Some(table) = value.get_ref().as_table() else {
        let written = reader.written(value);
        reader.report(
            &value.span(),
            format!("a style must be a table, not {written}"),
            "for example `{ fg = \"red\", attr = \"bold\" }`",
        );
        return None;
    };
    reader.check_names(table, "", "part of a style", &["fg", "bg", "attr", "16", "mono"]);
    let mut attributes = |name, inherited: Option<Style>| {
        table
            .get(name)
            .and_then(|value| read_attributes(value, reader).or(inherited))
    };
    let plain = attributes("attr", Some(inherited.attributes)).unwrap_or_default();
    let (ansi, mono) = (
        attributes("16", inherited.ansi),
        attributes("mono", inherited.mono),
    );
    let mut color = |name, inherited: Option<PaletteColor>| {
        table
            .get(name)
            .and_then(|value| read_color(value, palette, reader).or(inherited))
    };
    let (fg, bg) = (color("fg", inherited.fg), color("bg", inherited.bg));
    Some(ThemeForm {
        fg,
        bg,
        attributes: plain,
        ansi,
        mono,
    })
}

fn read_attributes(value: &Spanned<DeValue<'_>>, reader: &mut FieldReader<'_>) -> Option<Style> {
    let mut style = Style::default();
    for word in value.get_ref().as_str().unwrap_or("?").split_whitespace() {
        match word {
            "bold" => style.bold = true,
            "dim" => style.dim = true,
            "italic" => style.italic = true,
            "underline" => style.underline = true,
            "reverse" => style.reverse = true,
            "strike" => style.strike = true,
            "none" => {}
            _ => {
                let near = did_you_mean(word, ATTRIBUTES);
                let advice = if near.is_empty() {
                    format!("use one of {}", ATTRIBUTES.join(", "))
                } else {
                    near
                };
                let written = reader.written(value);
                reader.report(&value.span(), format!("unknown attribute in {written}"), advice);
                return None;
            }
        }
    }
    Some(style)
}

const ATTRIBUTES: &[&str] = &["bold", "dim", "italic", "underline", "reverse", "strike", "none"];

/// Reads a colour: a name of the palette or of the sixteen, `default`, `"#rrggbb"`, an index, or a table of these
/// forms.
fn read_color(
    value: &Spanned<DeValue<'_>>,
    palette: &Palette,
    reader: &mut FieldReader<'_>,
) -> Option<PaletteColor> {
    if let Some(table) = value.get_ref().as_table() {
        reader.check_names(table, "", "form of a colour", &["rgb", "256", "16"]);
        let mut color = PaletteColor::default();
        for form in table.values() {
            let read = read_color(form, &Palette::new(), reader)?;
            color.rgb = color.rgb.or(read.rgb);
            color.indexed = color.indexed.or(read.indexed);
            color.ansi = color.ansi.or(read.ansi);
        }
        return Some(color);
    }
    let color = match value.get_ref() {
        DeValue::Integer(_) => fields::whole(value.get_ref())
            .and_then(|number| u8::try_from(number).ok())
            .map(|number| PaletteColor {
                indexed: Some(number),
                ..PaletteColor::default()
            }),
        DeValue::String(name) => palette.get(name.as_ref()).copied().or_else(|| named_color(name)),
        _ => None,
    };
    if color.is_none() {
        let mut names: Vec<&str> = palette.keys().map(String::as_str).collect();
        names.extend(ANSI_NAMES);
        names.push("default");
        let near = did_you_mean(value.get_ref().as_str().unwrap_or_default(), &names);
        let forms =
            "use `#rrggbb`, a number from 0 to 255, a name such as `bright-red`, or `default`".to_owned();
        let written = reader.written(value);
        reader.report(
            &value.span(),
            format!("{written} is not a colour"),
            if near.is_empty() { forms } else { near },
        );
    }
    color
}

fn named_color(name: &str) -> Option<PaletteColor> {
    if let Some(digits) = name.strip_prefix('#') {
        let number = u32::from_str_radix(digits, 16)
            .ok()
            .filter(|_| digits.len() == 6)?;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some(PaletteColor {
            rgb: Some((red, green, blue)),
            ..PaletteColor::default()
        });
    }
    let color = if name == "default" {
        Color::Default
    } else {
        let number = ANSI_NAMES.iter().position(|known| *known == name)?;
        Color::Ansi(u8::try_from(number).ok()?)
    };
    Some(PaletteColor {
        ansi: Some(color),
        ..PaletteColor::default()
    })
}
