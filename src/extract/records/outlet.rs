//! The outlet of a record that does not name it: by its address, or by the title of its feed.

use crate::extract::outlets::directory::OutletDirectory;

/// The host of an address, in lower case and without the port.
pub(crate) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split(':').next()?;
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// The name of the known outlet whose site an address is on.
pub(crate) fn of_url<'a>(url: &str, outlets: &'a OutletDirectory) -> Option<&'a str> {
    let outlet = outlets.of_host(&host(url)?)?;
    Some(&outlet.name)
}

/// Longer titles of feeds are not names.
const MAX_CHARS: usize = 60;

/// The outlet in the title of a feed: a known name before or after a separator, else the title if it can be a name.
pub(crate) fn of_feed(title: &str, outlets: &OutletDirectory) -> Option<String> {
    let title = title.trim();
    let mut parts = title.split(['-', '|', '–', '—', '»', ':']).map(str::trim);
    if let Some(outlet) = parts.find_map(|part| outlets.named(part)) {
        return Some(outlet.name.clone());
    }
    (!title.is_empty() && title.chars().count() <= MAX_CHARS).then(|| title.to_owned())
}
