//! A page on standard input for the reader, which then takes keys from the controlling terminal. Not `-` of the other
//! commands: see `corpus`.

use crate::cli::args::STDIN;
use crate::cli::failure::Failure;
use crate::library::load::options::LoadSource;
use std::borrow::Cow;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// The name of the page, which is shown in place of a path.
pub const NAME: &str = "standard input";

/// Returns whether these PATHs mean the page on standard input: `-`, or none at all if something is piped.
pub fn is_meant(paths: &[PathBuf]) -> bool {
    match paths {
        [only] => only.as_os_str() == STDIN,
        [] => is_piped(),
        _ => false,
    }
}

/// Returns whether something is piped into standard input, or redirected to it.
#[cfg(unix)]
fn is_piped() -> bool {
    use rustix::fs::{FileType, fstat};
    let file_type = fstat(rustix::stdio::stdin()).map(|stat| FileType::from_raw_mode(stat.st_mode));
    // Programs that start others, such as cron, give them a character device.
    !io::stdin().is_terminal()
        && matches!(
            file_type,
            Ok(FileType::Fifo | FileType::RegularFile | FileType::Socket)
        )
}

#[cfg(not(unix))]
fn is_piped() -> bool {
    false
}

/// Reads the page, at most `limit` bytes, and replaces standard input by the terminal.
pub fn read(limit: u64) -> Result<LoadSource, Failure> {
    if io::stdin().is_terminal() {
        let text = "-: standard input is the terminal; pipe a page into it, as in `cat page.txt | newsprint`";
        return Err(Failure::Usage(text.to_owned()));
    }
    let mut bytes = Vec::new();
    let read = io::stdin()
        .lock()
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes);
    read.map_err(|error| Failure::Failed(format!("{NAME}: {error}")))?;
    if bytes.is_empty() {
        return Err(Failure::Failed(format!(
            "{NAME} is empty, so there is nothing to read"
        )));
    }
    if bytes.len() as u64 > limit {
        let text = format!("{NAME} is larger than {limit} bytes; set max-file-size under [loading]");
        return Err(Failure::Failed(text));
    }
    take_keys_from_terminal()?;
    Ok(LoadSource::Memory {
        name: Path::new(NAME).to_path_buf(),
        bytes: Cow::Owned(bytes),
    })
}

/// Makes the controlling terminal the standard input, so that keys, the editor and commands use it.
#[cfg(unix)]
fn take_keys_from_terminal() -> Result<(), Failure> {
    let terminal = std::fs::File::options().read(true).write(true).open("/dev/tty");
    let taken = terminal.and_then(|terminal| Ok(rustix::stdio::dup2_stdin(terminal)?));
    taken.map_err(|error| {
        let text = format!(
            "there is no terminal for keys (/dev/tty: {error}); `newsprint extract -` prints the page"
        );
        Failure::Usage(text)
    })
}

#[cfg(not(unix))]
fn take_keys_from_terminal() -> Result<(), Failure> {
    let text = "a page on standard input cannot be read here; `newsprint extract -` prints it";
    Err(Failure::Usage(text.to_owned()))
}
