//! The label of a unit: its class, the reason if it is chrome, and the confidence in it. Not how labels are decided.

use crate::article::line::LineClass;
use crate::article::reason::Reason;

/// What a unit is taken for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LineLabel {
    /// Its class.
    pub class: LineClass,
    /// Why it is chrome; `None` for every other class.
    pub reason: Option<Reason>,
    /// The confidence in the class, in percent.
    pub confidence: u8,
}

impl LineLabel {
    /// A label of a class other than chrome.
    pub fn of(class: LineClass, confidence: u8) -> Self {
        Self {
            class,
            reason: None,
            confidence,
        }
    }

    /// A label of chrome.
    pub fn chrome(reason: Reason, confidence: u8) -> Self {
        Self {
            class: LineClass::Chrome,
            reason: Some(reason),
            confidence,
        }
    }
}
