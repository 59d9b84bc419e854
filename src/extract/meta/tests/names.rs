//! Authors and their roles.

use crate::extract::meta::tests::{BODY, collected};

#[test]
fn people_of_the_story_are_not_authors() {
    let story = "B The captain, Paul Martin, took the old ferry out of the harbour on Monday with forty people on board.";
    let article = collected(&["T The ferry sails again", ". Paul Martin", story, BODY]);
    assert_eq!(article.meta.byline, None);
}

mod picture_credits {
    use crate::extract::cases::cases;
    use crate::extract::meta::tests::{BODY, collected};

    fn check(line: &str) {
        let article = collected(&["T The ferry sails again", line, BODY, BODY]);
        assert_eq!((article.meta.outlet, article.meta.byline), (None, None), "{line}");
    }

    cases! { check:
        sign_of_copyright_and_agency: ". © Anna Petrova/Getty Images";
        copyright_and_agency: ". Copyright Paul Martin/AP";
        name_and_agency: ". Paul Martin / AP";
        label: ". Photo: Paul Martin";
    }
}

mod bylines {
    use crate::extract::cases::cases;
    use crate::extract::meta::tests::{BODY, collected};

    fn check(line: &str, byline: Option<&str>) {
        let article = collected(&["T The ferry sails again", line, BODY, BODY]);
        assert_eq!(article.meta.byline.as_deref(), byline, "{line}");
    }

    cases! { check:
        english_capitals: ". By PAUL MARTIN and ANNA PETROVA", Some("PAUL MARTIN, ANNA PETROVA");
        german: ". Von Anna Schmidt und Jan de Vries", Some("Anna Schmidt, Jan de Vries");
        french_initial: ". Par P. MARTIN - 05:01 - Temps de lecture :", Some("P. MARTIN");
        russian: ". Автор: Анна Петрова", Some("Анна Петрова");
        arabic: ". بقلم: سارة منصور", Some("سارة منصور");
        chinese: ". 記者林大同／即時報導", Some("林大同");
        with_outlet: ". By Paul Martin | Fox News", Some("Paul Martin");
        with_handle_and_date: ". Anna Petrova (@apetrova) 12 minutes ago Tue 9th July 2024 | 03:32 PM",
            Some("Anna Petrova");
    }
}

mod names_in_longer_pages {
    use crate::extract::cases::cases;
    use crate::extract::meta::tests::{BODY, collected};

    fn check(line: &str, last: &str, byline: Option<&str>) {
        let article = collected(&["T The ferry sails again", line, BODY, BODY, BODY, last]);
        assert_eq!(article.meta.byline.as_deref(), byline, "{line}");
    }

    cases! { check:
        glued_to_by: ". ByAnna Petrova via logo", BODY, Some("Anna Petrova");
        before_a_span_of_time: ". Anna Petrova 7 hours", BODY, Some("Anna Petrova");
        glued_to_a_handle: ". Anna Petrova@annap", BODY, Some("Anna Petrova");
        before_two_blanks: ". Anna Petrova \u{a0} The Lenne Courier-Post", BODY, Some("Anna Petrova");
        between_kind_and_office: ". Travel by Anna Petrova Travel Writer", BODY, Some("Anna Petrova");
        repeated_words_without_given_name: ". Harbour Night", ". Harbour Night", None;
        before_a_slash_and_an_outlet: ". Anna Petrova/Sky News", BODY, None;
    }
}

mod roles {
    use crate::extract::cases::cases;
    use crate::extract::meta::tests::{BODY, collected};

    fn check(line: &str, below: &str, byline: &str, authors: &str) {
        let article = collected(&["T The ferry sails again", line, below, BODY, BODY]);
        let shown: Vec<String> = article
            .meta
            .authors
            .iter()
            .map(|author| match &author.role {
                Some(role) => format!("{} ({role})", author.name),
                None => author.name.clone(),
            })
            .collect();
        let found = (article.meta.byline.unwrap_or_default(), shown.join("; "));
        assert_eq!(found, (byline.to_owned(), authors.to_owned()), "{line}");
    }

    cases! { check:
        office_after_the_name: ". By Anna Petrova, harbour correspondent", ". Share",
            "Anna Petrova", "Anna Petrova (harbour correspondent)";
        photographer: ". By Anna Petrova and Paul Martin, photographs by Lena Schmidt", ". Share",
            "Anna Petrova, Paul Martin", "Anna Petrova; Paul Martin; Lena Schmidt (photographs)";
        office_on_the_next_line: ". By Anna Petrova", ". Harbour correspondent",
            "Anna Petrova", "Anna Petrova (Harbour correspondent)";
        translator_on_the_next_line: ". Von Anna Schmidt", ". Übersetzt von Paul Martin",
            "Anna Schmidt", "Anna Schmidt; Paul Martin (translation)";
        reporter_and_editor: ". Reporting by Anna Petrova; editing by Paul Martin", ". Share",
            "Anna Petrova", "Anna Petrova (reporting); Paul Martin (editing)";
        section_on_the_next_line: ". By Anna Petrova", ". Sport", "Anna Petrova", "Anna Petrova";
    }
}
