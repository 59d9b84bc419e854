//! Writes files, runs commands and opens the editor.
//!
//! Nothing of a page is ever an argument that another program could read as an option or a command: text is only standard
//! input, and a path is passed by [`with_file`], which makes it absolute.

use crate::runtime::environment::Environment;
use crate::runtime::signals;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

/// Writes a new file, named by the user. Returns its path.
pub fn save(environment: &Environment, path: &Path, text: &str) -> Result<PathBuf, String> {
    let path = environment.expand_home(path);
    if path.exists() {
        return Err(format!("{} already exists; choose another name", path.display()));
    }
    write_whole(&path, text)?;
    Ok(path)
}

/// Writes a file completely or not at all: to a new file in the same folder, which is synced and then renamed.
pub fn write_whole(path: &Path, text: &str) -> Result<(), String> {
    let failed = |error: io::Error| format!("{} could not be written: {error}", path.display());
    let folder = folder_of(path);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Returns the folder that a file is in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Runs a shell command with `text` as its input, then waits for Enter so that its output can be read. `{path}` in the
/// command is the file as an argument; its name is never a part of the command.
pub fn pipe(command: &str, text: &str, path: Option<&Path>) -> Result<String, String> {
    let failed = |error: io::Error| format!("`{command}` could not be run: {error}");
    let mut child = piped(command, path)
        .and_then(|mut child| child.stdin(Stdio::piped()).spawn())
        .map_err(failed)?;
    signals::set_foreground_child(child.id());
    if let Some(mut input) = child.stdin.take() {
        // A command may end without reading all of its input.
        let _ = input.write_all(text.as_bytes());
    }
    let status = wait_for(&mut child).map_err(failed)?;
    // If the terminal is gone, reading ends at once.
    let mut out = io::stdout();
    let _ = write!(out, "\n[Enter returns to newsprint] ").and_then(|()| out.flush());
    let mut line = String::new();
    let _ = io::stdin().read_line(&mut line);
    if status.success() {
        Ok(format!("`{command}` finished"))
    } else {
        Err(format!("`{command}` ended with {status}"))
    }
}

/// Returns the shell that runs a command, with the file as its first argument.
fn piped(command: &str, path: Option<&Path>) -> io::Result<Command> {
    let mut shell = shell(&command.replace("{path}", "\"$1\""));
    if let Some(path) = path {
        shell.arg("newsprint");
        with_file(&mut shell, path)?;
    }
    Ok(shell)
}

/// Waits for a program that uses the terminal. A signal that ends this program ends the other one too.
fn wait_for(child: &mut Child) -> io::Result<ExitStatus> {
    signals::set_foreground_child(child.id());
    let status = child.wait();
    signals::set_foreground_child(0);
    status
}

fn shell(command: &str) -> Command {
    let (shell, flag) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let mut shell = Command::new(shell);
    shell.arg(flag).arg(command);
    shell
}

/// Adds a file to the arguments of a command, as an absolute path. A relative one may begin with `-` or `+`, which makes
/// it an option, and for vim even a command: pages are named by those who wrote them.
fn with_file<'a>(command: &'a mut Command, path: &Path) -> io::Result<&'a mut Command> {
    Ok(command.arg(std::path::absolute(path)?))
}

/// Opens a file in the editor at a line. `editor` may contain arguments.
pub fn edit(editor: &str, path: &Path, line: u32) -> Result<(), String> {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let mut command = Command::new(program);
    command.args(words);
    // These editors accept `+LINE`; others might open a file of this name.
    let name = Path::new(program)
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    if [
        "vi",
        "vim",
        "nvim",
        "nano",
        "emacs",
        "emacsclient",
        "micro",
        "kak",
        "joe",
    ]
    .contains(&name.as_str())
    {
        command.arg(format!("+{line}"));
    }
    match with_file(&mut command, path)
        .and_then(Command::spawn)
        .and_then(|mut child| wait_for(&mut child))
    {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the editor `{editor}` ended with {status}")),
        Err(error) => Err(format!(
            "the editor `{editor}` could not be run: {error}; set $EDITOR to another one"
        )),
    }
}

/// Opens a text in the editor. Returns the edited text.
pub fn edit_text(editor: &str, text: &str) -> Result<String, String> {
    let failed = |error: io::Error| format!("a file for the editor could not be created: {error}");
    // The folder is private, so the copies that editors write next to a file are private too, and are deleted with it.
    let mut builder = tempfile::Builder::new();
    builder.prefix("newsprint-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let folder = builder.tempdir().map_err(failed)?;
    let file = folder.path().join("note.txt");
    std::fs::write(&file, text).map_err(failed)?;
    edit(editor, &file, 1)?;
    let bytes = std::fs::read(&file).map_err(|error| format!("the edited text cannot be read: {error}"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_that_begins_with_a_plus_is_not_a_command_of_the_editor() {
        for name in [
            "+!touch pwned;q.txt",
            "-c quit",
            "--cmd=x.txt",
            "a.txt",
            "folder/+x.txt",
        ] {
            let mut command = Command::new("vim");
            with_file(&mut command, Path::new(name)).unwrap();
            let arguments: Vec<PathBuf> = command.get_args().map(PathBuf::from).collect();
            assert_eq!(arguments, [std::env::current_dir().unwrap().join(name)]);
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_path_of_a_pipe_is_an_argument_and_never_a_part_of_the_command() {
        let name = Path::new("/x/$(touch pwned);\"'.txt");
        let output = piped("printf %s {path}", Some(name)).unwrap().output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), name.to_string_lossy());
    }

    #[cfg(unix)]
    #[test]
    fn an_edited_text_and_the_copies_of_the_editor_are_private_and_deleted() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let editor = folder.path().join("editor");
        let said = folder.path().join("said");
        // It writes a copy next to the file, as editors do, and a second line.
        let script = format!(
            "#!/bin/sh\numask 000\ncp \"$1\" \"$1~\"\nls -ld \"${{1%/*}}\" >{said}\necho \"$1\" >>{said}\necho two >>\"$1\"\n",
            said = said.display()
        );
        std::fs::write(&editor, script).unwrap();
        std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(
            edit_text(editor.to_str().unwrap(), "one\n").unwrap(),
            "one\ntwo\n"
        );
        let said = std::fs::read_to_string(said).unwrap();
        let (modes, file) = said.split_once('\n').unwrap();
        assert!(modes.starts_with("drwx------"), "{modes}");
        let file = Path::new(file.trim_end());
        assert!(file.is_absolute() && !file.parent().unwrap().exists());
    }

    #[test]
    fn files_are_written_completely_and_never_replace_others() {
        let folder = tempfile::tempdir().unwrap();
        let environment = Environment::default();
        let path = folder.path().join("new/article.txt");
        assert_eq!(save(&environment, &path, "one"), Ok(path.clone()));
        assert!(
            save(&environment, &path, "two")
                .unwrap_err()
                .contains("already exists")
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        write_whole(&path, "three").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
