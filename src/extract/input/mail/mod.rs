//! Mail: messages in files of their own (EML, Maildir), mailboxes (mbox, also Thunderbird's folders of feeds), and pages
//! that a browser saved in the form of a message (MHTML).

mod body;
mod encoded_word;
mod forwarded;
mod headers;
pub mod mbox;
pub mod message;
pub mod mhtml;
mod phrases;
mod wrapped;

#[cfg(test)]
mod tests;
