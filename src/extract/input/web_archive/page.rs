//! The page in a record of a web archive: an HTTP response or a stored file, if it is HTML and was found.

use crate::article::meta::Warning;
use crate::extract::input::decoder::{Decoded, Nested, RecordProblem};
use crate::extract::input::record::Record;
use crate::extract::input::web_archive::http;
use crate::extract::input::web_archive::http::Response;

/// What a record states about its block.
#[derive(Debug, Default)]
pub(super) struct Block<'a> {
    /// The bytes.
    pub(super) bytes: &'a [u8],
    /// The address of the page.
    pub(super) url: Option<String>,
    /// The `Content-Type` of a block that is not an HTTP response.
    pub(super) content_type: Option<&'a str>,
    /// Whether the block ends early.
    pub(super) is_cut: bool,
}

impl Block<'_> {
    /// The page in the block; `None` if it has none, as an image, a redirect, or a page that was not found.
    pub(super) fn page(self, limit: u64) -> Option<Decoded> {
        match Response::read(self.bytes) {
            Some(response) => self.page_of_response(&response, limit),
            None => self.page_of_file(),
        }
    }

    fn page_of_response(self, response: &Response<'_>, limit: u64) -> Option<Decoded> {
        let is_stated = response.media_type.as_deref().map(is_html);
        if !(200..300).contains(&response.status) || is_stated == Some(false) {
            return None;
        }
        let body = response.body(limit);
        if is_stated.is_none() && !http::looks_like_html(&body.bytes) || body.bytes.is_empty() {
            return None;
        }
        if let Some(encoding) = body.unknown_encoding {
            return Some(Decoded::Problem(RecordProblem {
                place: self.url.unwrap_or_else(|| "a response".to_owned()),
                message: format!("is encoded with `{encoding}`, which cannot be read"),
            }));
        }
        let is_cut = self.is_cut || body.is_cut;
        let charset = response.charset.clone();
        Some(nested(body.bytes.into_owned(), self.url, charset, is_cut))
    }

    fn page_of_file(self) -> Option<Decoded> {
        let (media, charset) = self.content_type.map(http::media_type).unwrap_or_default();
        // A response whose head is missing is still called one.
        let is_response = media.as_deref() == Some("application/http");
        let is_page = if media.is_none() || is_response {
            http::looks_like_html(self.bytes)
        } else {
            media.as_deref().is_some_and(is_html)
        };
        is_page.then(|| nested(self.bytes.to_vec(), self.url, charset, self.is_cut))
    }
}

fn is_html(media_type: &str) -> bool {
    matches!(media_type, "text/html" | "application/xhtml+xml")
}

fn nested(bytes: Vec<u8>, url: Option<String>, charset: Option<String>, is_cut: bool) -> Decoded {
    let warnings = if is_cut {
        vec![Warning::Truncated]
    } else {
        Vec::new()
    };
    let known = Record {
        url,
        warnings,
        ..Record::default()
    };
    Decoded::Nested(Box::new(Nested {
        bytes,
        name: None,
        media_type: Some("text/html".to_owned()),
        charset,
        known,
    }))
}

/// Returns whether the beginning of a block can be that of a page: false for a response that states another type or that
/// nothing was found.
pub(super) fn may_be_page(beginning: &[u8]) -> bool {
    Response::read(beginning).is_none_or(|response| {
        let is_other = response
            .media_type
            .as_deref()
            .is_some_and(|media| !is_html(media));
        (200..300).contains(&response.status) && !is_other
    })
}
