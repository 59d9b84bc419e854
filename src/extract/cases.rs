//! Named cases for tests that check many rows in the same way.

/// Makes one test of each row, so that a row that fails does not hide the others: `check` is called with its values.
macro_rules! cases {
    ($check:path: $($name:ident: $($value:expr),+;)+) => {
        $(#[test]
        fn $name() {
            $check($($value),+);
        })+
    };
}

pub(crate) use cases;
