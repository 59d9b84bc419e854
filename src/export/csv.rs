//! Comma-separated values (RFC 4180).

/// Returns one line, without its end. A value with a comma, a quotation mark or a line break is quoted.
pub fn csv_line(cells: &[impl AsRef<str>]) -> String {
    let quoted = cells.iter().map(|cell| {
        let cell = cell.as_ref();
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    });
    quoted.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_with_commas_and_marks_are_quoted() {
        assert_eq!(csv_line(&["a", "b, \"c\"", ""]), "a,\"b, \"\"c\"\"\",");
    }
}
