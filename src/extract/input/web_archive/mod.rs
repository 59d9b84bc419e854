//! Web archives: files of what a crawler or a browser received, one record for each response.

pub mod arc;
mod cut;
mod http;
mod page;
pub mod wacz;
pub mod warc;

#[cfg(test)]
mod tests;
