//! Themes: messages for mistakes, and whether text is readable at every colour depth.

use super::messages;
use crate::harness::cases;
use newsprint::config::{Color, ColorDepth, KeywordColor, Role, Style, Theme, contrast};

/// A mistake in a theme is reported with its line, and the dark theme is used instead.
fn wrong_theme(text: &str, message: &str) {
    let (theme, diagnostics) = Theme::parse(text);
    assert_eq!(messages(&diagnostics), [message]);
    // A style with an unknown attribute is used without it.
    assert!(theme == Theme::dark() || text.contains("blod"));
}

cases! { wrong_theme
    misspelt_role: (
        "[styles]\ntitel = { attr = \"bold\" }",
        "line 2, column 1: unknown role `titel` in `[styles]`; did you mean `title`?",
    );
    text_for_a_style: (
        "[styles]\ntitle = \"bold\"",
        "line 2, column 9: a style must be a table, not `\"bold\"`; for example `{ fg = \"red\", attr = \"bold\" }`",
    );
    misspelt_attribute: (
        "[styles]\ntitle = { attr = \"blod\" }",
        "line 2, column 18: unknown attribute in `\"blod\"`; did you mean `bold`?",
    );
    misspelt_keyword_colour: (
        "[keywords]\npurpel = { attr = \"bold\" }",
        "line 2, column 1: unknown keyword colour `purpel` in `[keywords]`",
    );
    misspelt_colour: ("[palette]\nink = \"reed\"", "line 2, column 7: `\"reed\"` is not a colour; did you mean `red`?");
    number_too_large: (
        "[palette]\nink = 256",
        "line 2, column 7: `256` is not a colour; use `#rrggbb`, a number from 0 to 255, a name such as `bright-red`, or `default`",
    );
    hex_too_short: (
        "[palette]\nink = \"#12345\"",
        "line 2, column 7: `\"#12345\"` is not a colour; use `#rrggbb`, a number from 0 to 255, a name such as `bright-red`, or `default`",
    );
    misspelt_parent: (
        "inherits = \"lihgt\"",
        "line 1, column 12: `inherits` must be one of `dark`, `light`, `terminal`, not `\"lihgt\"`; did you mean `light`?",
    );
    misspelt_table: ("stiles = 1", "line 1, column 1: unknown field `stiles`; did you mean `styles`?");
}

const DEPTHS: [ColorDepth; 4] = [
    ColorDepth::None,
    ColorDepth::Ansi16,
    ColorDepth::Ansi256,
    ColorDepth::True,
];

/// Roles for lines and for what is dimmed, which are not text.
const DRAWN: [Role; 3] = [Role::Line, Role::Thumb, Role::Beneath];

/// The contrast of a style's two colours.
fn contrast_of(style: Style) -> f64 {
    let (fg, bg) = (
        style.fg.and_then(Color::rgb).unwrap(),
        style.bg.and_then(Color::rgb).unwrap(),
    );
    contrast(fg, bg)
}

#[test]
fn dark_and_light_are_readable_at_every_depth() {
    for name in ["dark", "light"] {
        let theme = Theme::built_in(name).unwrap();
        for depth in [ColorDepth::True, ColorDepth::Ansi256, ColorDepth::Ansi16] {
            let styles = theme.resolve(depth);
            for &ground in &[Role::Text, Role::Overlay, Role::Bar] {
                for &role in Role::ALL.iter().filter(|role| !DRAWN.contains(role)) {
                    let seen = styles.of(ground).patch(styles.of(role));
                    let ratio = contrast_of(seen);
                    assert!(
                        ratio >= 4.5,
                        "{name} {depth:?} {} on {}: {ratio:.2}",
                        role.name(),
                        ground.name()
                    );
                }
            }
            for color in KeywordColor::all() {
                let ratio = contrast_of(styles.keyword(color));
                assert!(ratio >= 4.5, "{name} {depth:?} {}: {ratio:.2}", color.name());
            }
        }
    }
}

#[test]
fn hits_differ_from_text_and_from_each_other_at_every_depth() {
    for name in Theme::built_in_names() {
        for depth in DEPTHS {
            let styles = Theme::built_in(name).unwrap().resolve(depth);
            for &around in &[
                Role::Text,
                Role::Title,
                Role::Subtitle,
                Role::Quote,
                Role::Caption,
                Role::Heading,
            ] {
                let ground = styles.of(Role::Text).patch(styles.of(around));
                let mut seen = vec![ground];
                let hits = KeywordColor::all().map(|color| styles.keyword(color));
                for hit in hits.chain([styles.of(Role::FindHit), styles.of(Role::CurrentHit)]) {
                    let style = ground.patch(hit);
                    // In a bold title two styles that differ only in bold look alike, but a hit must still be visible.
                    assert!(style != ground, "{name} {depth:?} {}: {hit:?}", around.name());
                    assert!(
                        around != Role::Text || !seen.contains(&style),
                        "{name} {depth:?}: {hit:?}"
                    );
                    seen.push(style);
                }
            }
        }
    }
}

#[test]
fn each_depth_and_the_terminal_theme_use_only_their_colours() {
    for name in Theme::built_in_names() {
        let theme = Theme::built_in(name).unwrap();
        for depth in DEPTHS {
            let styles = theme.resolve(depth);
            let roles = Role::ALL.iter().map(|role| styles.of(*role));
            for style in roles.chain(KeywordColor::all().map(|color| styles.keyword(color))) {
                for color in [style.fg, style.bg].into_iter().flatten() {
                    let fits = match color {
                        Color::Default | Color::Ansi(0..16) => depth != ColorDepth::None,
                        Color::Indexed(_) => depth == ColorDepth::Ansi256 && name != "terminal",
                        Color::Rgb(..) => depth == ColorDepth::True && name != "terminal",
                        Color::Ansi(_) => false,
                    };
                    assert!(fits, "{name} {depth:?}: {color:?}");
                }
            }
        }
        assert!(Role::ALL.iter().all(|role| theme.has(*role)), "{name}");
    }
}

#[test]
fn a_role_of_an_earlier_version_is_reported_with_its_successor() {
    let (theme, diagnostics) = Theme::parse("[styles]\nhint-key = { fg = \"red\" }\n");
    let message = "line 2, column 1: the role `hint-key` no longer exists; use `key`";
    assert_eq!(messages(&diagnostics), [message]);
    assert_eq!(theme, Theme::dark());
}

#[test]
fn a_theme_overrides_its_parent() {
    let (theme, diagnostics) = Theme::parse(
        "inherits = \"light\"\n[palette]\nground = \"#fdf6e3\"\n[styles]\ntitle = { fg = \"ground\", bg = 17 }\n[keywords]\nred = { fg = \"black\", bg = \"red\" }\n",
    );
    assert_eq!(messages(&diagnostics), [""; 0]);
    let styles = theme.resolve(ColorDepth::True);
    assert_eq!(styles.of(Role::Text).bg, Some(Color::Rgb(0xfd, 0xf6, 0xe3)));
    assert_eq!(styles.of(Role::Title).bg, Some(Color::Indexed(17)));
    assert_eq!(styles.keyword(KeywordColor::Red).bg, Some(Color::Ansi(1)));
    let light = Theme::built_in("light").unwrap().resolve(ColorDepth::True);
    assert_eq!(styles.of(Role::Heading), light.of(Role::Heading));
}
