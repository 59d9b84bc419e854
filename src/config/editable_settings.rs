//! Changes in the text of `config.toml` of what the user named in the reader: saved views and the theme. Comments and order
//! are kept.

use crate::config::settings::ViewSetting;
use toml_edit::{DocumentMut, InlineTable, Item, Table, value};

/// A change of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingChange {
    /// Adds or replaces a saved view.
    View(ViewSetting),
    /// Removes the saved view with this name.
    NoView(String),
    /// Sets the theme.
    Theme(String),
}

impl SettingChange {
    /// Returns the text with the change. The error says why the text cannot be changed.
    pub fn apply(&self, text: &str) -> Result<String, String> {
        let mut document: DocumentMut = text
            .parse()
            .map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
        match self {
            Self::Theme(name) => document["theme"] = value(name),
            Self::View(view) => {
                views_of(&mut document)?.insert(&view.name, written(view));
            }
            Self::NoView(name) => {
                // An empty query also removes a view that is built in.
                views_of(&mut document)?.insert(name, value(""));
            }
        }
        Ok(document.to_string())
    }

    /// Returns the lines that the change adds, for a file that cannot be written.
    pub fn lines(&self) -> String {
        self.apply("").unwrap_or_default().trim().replace('\n', "  ")
    }
}

fn views_of(document: &mut DocumentMut) -> Result<&mut Table, String> {
    let views = document.entry("views").or_insert(Item::Table(Table::new()));
    views
        .as_table_mut()
        .ok_or_else(|| "`views` is not a table; write `[views]`".to_owned())
}

fn written(view: &ViewSetting) -> Item {
    let Some(order) = view.order else {
        return value(&view.query);
    };
    let mut table = InlineTable::new();
    table.insert("query", view.query.as_str().into());
    table.insert("sort", order.name().into());
    value(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::settings::Settings;
    use crate::library::query::sort::SortOrder;

    fn view(name: &str, query: &str, order: Option<SortOrder>) -> SettingChange {
        SettingChange::View(ViewSetting {
            name: name.to_owned(),
            query: query.to_owned(),
            order,
        })
    }

    #[test]
    fn views_are_added_with_comments_and_order_kept() {
        let text = "# mine\nmouse = true # yes\n\n[views]\nOne = \"a\" # first\n";
        let changed = view("The border", "border \"x\"", None).apply(text).unwrap();
        assert_eq!(changed, format!("{text}\"The border\" = 'border \"x\"'\n"));
        let changed = view("One", "b", Some(SortOrder::Title)).apply(&changed).unwrap();
        let (settings, diagnostics) = Settings::parse(&changed);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let one = settings.views.iter().find(|view| view.name == "One").unwrap();
        assert_eq!((one.query.as_str(), one.order), ("b", Some(SortOrder::Title)));
        let changed = SettingChange::NoView("One".to_owned()).apply(&changed).unwrap();
        assert!(
            Settings::parse(&changed)
                .0
                .views
                .iter()
                .all(|view| view.name != "One")
        );
        assert!(changed.starts_with("# mine\nmouse = true # yes\n"), "{changed}");
    }

    #[test]
    fn a_theme_is_written_before_the_tables() {
        let changed = SettingChange::Theme("light".to_owned())
            .apply("# x\n[reader]\nbidi = \"reader\"\n")
            .unwrap();
        let (settings, diagnostics) = Settings::parse(&changed);
        assert!(diagnostics.is_empty(), "{diagnostics:?} {changed}");
        assert_eq!(
            settings.theme,
            crate::config::choices::ThemeChoice::Named("light".to_owned())
        );
    }

    #[test]
    fn a_broken_file_is_not_changed() {
        assert!(
            SettingChange::Theme("light".to_owned())
                .apply("theme = ")
                .is_err()
        );
        assert_eq!(
            SettingChange::Theme("light".to_owned()).lines(),
            "theme = \"light\""
        );
    }
}
