//! What a query says about values that articles may have or not: the newest day, and values that no article has.

use crate::article::date::Date;
use crate::library::query::complete::KnownValues;
use crate::library::query::field::{Hint, QueryField};
use crate::library::query::node::{Clause, ClauseKind, FieldTest, Node};
use crate::library::query::parsed::Query;
use crate::library::query::period::Period;
use crate::text::fold::fold;

impl Query {
    /// Returns whether the query finds the articles of the newest day.
    pub fn needs_newest_day(&self) -> bool {
        self.root
            .any_clause(&|clause| matches!(clause.test, FieldTest::Newest(_)))
    }

    /// Returns the query with `date:newest` as the newest of these days that is not in the future. The days are sorted,
    /// the oldest first.
    #[must_use]
    pub fn with_newest(&self, days: &[(Date, usize)]) -> Self {
        let mut query = self.clone();
        if query.needs_newest_day() {
            query.root.each_clause_mut(&mut |clause| {
                if let FieldTest::Newest(today) = clause.test {
                    clause.test = FieldTest::Days(newest(days, today));
                }
            });
        }
        query
    }

    /// Returns a hint about the first value that no article has, which is probably a mistake.
    pub fn unused_value(&self, known: &KnownValues<'_>) -> Option<Hint> {
        unused(&self.root, known)
    }
}

/// Returns the newest day up to `today`; without one, days that no article has.
pub(crate) fn newest(days: &[(Date, usize)], today: Date) -> Period {
    let past = days.partition_point(|(day, _)| *day <= today);
    let newest = past
        .checked_sub(1)
        .and_then(|at| days.get(at))
        .map(|(day, _)| *day);
    let day = newest.unwrap_or(today);
    Period {
        from: Some(day),
        to: Some(day),
    }
}

fn unused(node: &Node, known: &KnownValues<'_>) -> Option<Hint> {
    match &node.kind {
        ClauseKind::And(nodes) | ClauseKind::Or(nodes) => nodes.iter().find_map(|node| unused(node, known)),
        ClauseKind::Field(clause) if !is_used(clause, known) => Some(Hint {
            message: format!("no article has `{clause}`"),
            range: node.range.clone(),
        }),
        ClauseKind::Not(_) | ClauseKind::Text(_) | ClauseKind::Field(_) => None,
    }
}

fn is_used(clause: &Clause, known: &KnownValues<'_>) -> bool {
    let values = match clause.field {
        QueryField::Outlet => known.outlets,
        QueryField::Via => known.vias,
        QueryField::Section => known.sections,
        QueryField::Lang => known.languages,
        QueryField::Tag => known.tags,
        _ => return true,
    };
    values.iter().any(|value| match &clause.test {
        FieldTest::Has(term) => term.is_in(&fold(value)),
        FieldTest::Equals(wanted) => fold(value) == *wanted,
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn query(text: &str) -> Query {
        Query::parse(text, day("2025-03-10")).unwrap()
    }

    #[test]
    fn the_newest_day_is_not_in_the_future() {
        let days = [
            (day("2025-03-01"), 4),
            (day("2025-03-08"), 2),
            (day("2025-04-01"), 1),
        ];
        let found = |days: &[(Date, usize)]| match query("date:newest").with_newest(days).root.kind {
            ClauseKind::Field(Clause {
                test: FieldTest::Days(period),
                ..
            }) => period.from.unwrap().to_string(),
            _ => panic!("a period"),
        };
        assert_eq!(found(&days), "2025-03-08");
        assert_eq!(found(&[]), "2025-03-10");
        assert!(!query("date:today").needs_newest_day());
    }

    #[test]
    fn a_value_that_no_article_has_gets_a_hint() {
        let known = KnownValues {
            outlets: &["TRT World", "RT"],
            languages: &["en"],
            ..KnownValues::default()
        };
        let hint = |text: &str| query(text).unused_value(&known).map(|hint| hint.message);
        assert_eq!(hint("lang:xx").as_deref(), Some("no article has `lang:xx`"));
        assert_eq!(
            hint("a outlet:nobody").as_deref(),
            Some("no article has `outlet:nobody`")
        );
        assert_eq!(
            hint("outlet:rt,nobody").as_deref(),
            Some("no article has `outlet:nobody`")
        );
        for text in [
            "outlet:trt lang:en",
            "outlet:tr*",
            "outlet:none",
            "-outlet:nobody",
            "ferry",
            "byline:x",
        ] {
            assert_eq!(hint(text), None, "{text}");
        }
        assert!(hint("tag:old").is_some());
    }

    #[test]
    fn commas_separate_values_of_which_one_must_match() {
        assert_eq!(query("outlet:rt,trt").to_string(), "outlet:rt OR outlet:trt");
        assert_eq!(
            query("ferry outlet:rt,trt,").to_string(),
            "ferry (outlet:rt OR outlet:trt)"
        );
        assert_eq!(query("outlet:\"rt, trt\"").to_string(), "outlet:\"rt, trt\"");
        assert_eq!(query("title:rt,").to_string(), "title:rt,");
        assert!(query("outlet:,").is_empty());
    }
}
