//! Tables of cases in which each row is a test of its own, so that one that fails does not hide the others.

/// Makes a module named after a function with one test for each row: its name, then the arguments of the function.
macro_rules! cases {
    ($check:ident $($name:ident: ($($argument:expr),* $(,)?);)*) => {
        mod $check {
            #[allow(unused_imports)] // Some tables name nothing of the module around them.
            use super::*;

            $(#[test]
            fn $name() {
                super::$check($($argument),*);
            })*
        }
    };
}
pub(crate) use cases;
