//! Converts the colours of a theme to those of the terminal.
//!
//! If a theme defines no form for a colour depth, the nearest colour of that depth is used: the one with the least
//! Euclidean distance in the Oklab space (Björn Ottosson, "A perceptual color space for image processing", 2020), in
//! which equal distances look about equally different. Of the 256 colours, the first sixteen are never used, because
//! the user can change them in the terminal.

use crate::config::style::{Color, ColorDepth};

/// A colour in one or more forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PaletteColor {
    pub(crate) rgb: Option<(u8, u8, u8)>,
    pub(crate) indexed: Option<u8>,
    /// [`Color::Ansi`] or [`Color::Default`].
    pub(crate) ansi: Option<Color>,
}

/// The names of the sixteen colours of the terminal, by number.
pub(crate) const ANSI_NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// The sixteen colours in the default configuration of xterm.
const ANSI_RGB: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

impl PaletteColor {
    /// Returns the colour at a depth; `None` if there are no colours.
    pub(crate) fn at(self, depth: ColorDepth) -> Option<Color> {
        let rgb = self.rgb.or_else(|| self.indexed.map(indexed_rgb));
        match depth {
            ColorDepth::None => None,
            ColorDepth::True => self
                .rgb
                .map(|(red, green, blue)| Color::Rgb(red, green, blue))
                .or(self.indexed.map(Color::Indexed))
                .or(self.ansi),
            ColorDepth::Ansi256 => self
                .indexed
                .or_else(|| self.rgb.map(nearest_indexed))
                .map(Color::Indexed)
                .or(self.ansi),
            ColorDepth::Ansi16 => self
                .ansi
                .or_else(|| rgb.map(|rgb| Color::Ansi(nearest_ansi(rgb)))),
        }
    }
}

impl Color {
    /// Returns the visible colour, if known. The sixteen are those of xterm; the default colour is unknown.
    pub fn rgb(self) -> Option<(u8, u8, u8)> {
        match self {
            Self::Default => None,
            Self::Ansi(number) => ANSI_RGB.get(usize::from(number)).copied(),
            Self::Indexed(number) => Some(indexed_rgb(number)),
            Self::Rgb(red, green, blue) => Some((red, green, blue)),
        }
    }
}

/// Returns the colour of xterm with this number: the sixteen, a cube of 6×6×6, then 24 greys.
fn indexed_rgb(number: u8) -> (u8, u8, u8) {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match number {
        0..=15 => ANSI_RGB[usize::from(number)],
        16..=231 => {
            let cell = number - 16;
            (level(cell / 36), level(cell / 6 % 6), level(cell % 6))
        }
        232..=255 => {
            let grey = 8 + 10 * (number - 232);
            (grey, grey, grey)
        }
    }
}

fn nearest_indexed(rgb: (u8, u8, u8)) -> u8 {
    nearest_of((16..=255).map(|number| (number, indexed_rgb(number))), rgb)
}

fn nearest_ansi(rgb: (u8, u8, u8)) -> u8 {
    nearest_of((0..16).zip(ANSI_RGB), rgb)
}

fn nearest_of(candidates: impl Iterator<Item = (u8, (u8, u8, u8))>, rgb: (u8, u8, u8)) -> u8 {
    let wanted = oklab(rgb);
    let distance = |rgb| {
        let found: [f64; 3] = oklab(rgb);
        (0..3)
            .map(|axis| (found[axis] - wanted[axis]).powi(2))
            .sum::<f64>()
    };
    candidates
        .map(|(number, rgb)| (number, distance(rgb)))
        .min_by(|(_, one), (_, other)| one.total_cmp(other))
        .map_or(0, |(number, _)| number)
}

/// Returns the linear intensity of a channel, 0 to 1 (IEC 61966-2-1).
fn linear(channel: u8) -> f64 {
    let stored = f64::from(channel) / 255.0;
    if stored <= 0.040_45 {
        stored / 12.92
    } else {
        ((stored + 0.055) / 1.055).powf(2.4)
    }
}

fn oklab((red, green, blue): (u8, u8, u8)) -> [f64; 3] {
    let (red, green, blue) = (linear(red), linear(green), linear(blue));
    let long = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
    let medium = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
    let short = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
    [
        0.210_454_255_3 * long + 0.793_617_785_0 * medium - 0.004_072_046_8 * short,
        1.977_998_495_1 * long - 2.428_592_205_0 * medium + 0.450_593_709_9 * short,
        0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766_0 * short,
    ]
}

/// Returns the contrast ratio of two colours, 1 to 21 (WCAG 2.2).
pub fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
    let luminance =
        |(red, green, blue)| 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    let (one, other): (f64, f64) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_of_the_depth_is_unchanged() {
        for number in 16..=255 {
            let (red, green, blue) = indexed_rgb(number);
            let found = nearest_indexed((red, green, blue));
            assert_eq!(indexed_rgb(found), (red, green, blue));
        }
        assert_eq!(nearest_ansi((250, 5, 5)), 9);
        assert_eq!(nearest_ansi((3, 3, 3)), 0);
    }

    #[test]
    fn a_defined_form_is_used() {
        let color = PaletteColor {
            rgb: Some((10, 20, 30)),
            indexed: Some(17),
            ansi: Some(Color::Default),
        };
        assert_eq!(color.at(ColorDepth::True), Some(Color::Rgb(10, 20, 30)));
        assert_eq!(color.at(ColorDepth::Ansi256), Some(Color::Indexed(17)));
        assert_eq!(color.at(ColorDepth::Ansi16), Some(Color::Default));
        assert_eq!(color.at(ColorDepth::None), None);
        let only = PaletteColor {
            ansi: Some(Color::Ansi(3)),
            ..PaletteColor::default()
        };
        assert_eq!(only.at(ColorDepth::True), Some(Color::Ansi(3)));
    }

    #[test]
    fn contrast_follows_the_standard() {
        assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 1e-9);
        assert!((contrast((119, 119, 119), (255, 255, 255)) - 4.48).abs() < 0.01);
    }
}
