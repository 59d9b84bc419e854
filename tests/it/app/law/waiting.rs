//! Keys that are typed before an answer has arrived.

use super::{DALE, LAKE, SOURCES, Source, assert_agreement, assert_law, reader, title};
use crate::harness::AppDriver;
use newsprint::app::{Answer, Effect, Event, Job, JobKind, Pane};

/// Lets everything that is held back happen.
fn release(driver: &mut AppDriver) {
    driver.holds = false;
    driver.answer_all();
    driver.write_marks();
}

#[test]
fn the_list_brings_the_rows_of_its_first_screen() {
    let mut driver = reader(Source::Library, (120, 36));
    driver.holds = true;
    driver.keys("]");
    assert!(matches!(driver.held[..], [ref request] if matches!(request.job, Job::List(_))));
    let request = driver.held.remove(0);
    driver.answer(request);
    let mut requests = driver.held.iter();
    assert!(!requests.any(|request| matches!(request.job, Job::Rows(_))));
    assert_eq!(driver.chosen(), title(3));
}

#[test]
fn keys_wait_for_the_list_and_apply_to_it_in_order() {
    for (source, size) in SOURCES.into_iter().zip([(80, 24), (120, 36)]) {
        let mut driver = reader(source, size);
        driver.keys("l");
        driver.holds = true;
        driver.keys("]Js]");
        assert!(driver.app.has_type_ahead());
        assert_eq!(driver.open(), title(0), "the old article is still shown");
        release(&mut driver);
        assert_agreement(&driver, "]Js]");
        assert_eq!((driver.outlet(), driver.open()), (LAKE.to_owned(), title(1)));
        driver.keys("0");
        assert!(
            driver.is_starred(&title(6)),
            "the second article of the first outlet"
        );
        assert_eq!((0..9).filter(|page| driver.is_starred(&title(*page))).count(), 1);
    }
}

#[test]
fn keys_wait_for_the_article_that_a_hit_is_in() {
    let mut driver = reader(Source::Library, (120, 36));
    driver.keys("fferry<Enter>l");
    driver.holds = true;
    driver.keys("<C-n><C-n><C-n><C-n><C-n>s");
    release(&mut driver);
    let starred = (0..9).filter(|page| driver.is_starred(&title(*page)));
    assert_eq!((driver.open(), starred.collect()), (title(4), vec![4]));
}

#[test]
fn keys_wait_for_the_row_that_is_found() {
    let mut driver = reader(Source::Library, (120, 36));
    driver.holds = true;
    driver.keys("/ferry<Enter>s");
    assert_eq!(driver.typed(), "", "typing does not wait for the row");
    driver.keys("nss");
    release(&mut driver);
    assert!(driver.is_starred(&title(2)) && !driver.is_starred(&title(0)));
    assert_eq!(driver.chosen(), title(4));
}

#[test]
fn a_row_that_is_found_after_the_find_was_cancelled_or_the_cursor_moved_is_ignored() {
    let mut driver = reader(Source::Library, (120, 36));
    driver.holds = true;
    driver.keys("/ferry<Esc>");
    release(&mut driver);
    assert_eq!(driver.chosen(), title(0));
    driver.holds = true;
    driver.keys("/ferry<Enter>j");
    driver.event(Event::TypeAheadTimeout);
    release(&mut driver);
    assert_eq!(driver.chosen(), title(1));
}

#[test]
fn a_key_that_waited_moves_in_the_list_that_the_keys_before_it_lead_to() {
    for source in SOURCES {
        // Here the article hides the list, and the focus returns to it when the open article is not in the result.
        let mut driver = reader(source, (50, 20));
        driver.keys("l");
        driver.holds = true;
        driver.keys("]olake<Enter>j");
        let request = driver.held.remove(0);
        driver.answer(request);
        release(&mut driver);
        assert_agreement(&driver, "]olake<Enter>j");
        assert_eq!((driver.focus(), driver.chosen()), (Pane::Articles, title(4)));
    }
}

#[test]
fn the_next_unread_article_is_found_once_the_last_one_is_marked_as_read() {
    for source in SOURCES {
        let mut driver = reader(source, (120, 36));
        driver.holds = true;
        driver.keys("lJJU");
        release(&mut driver);
        assert_eq!(driver.open(), title(8), "all before it are read");
    }
}

#[test]
fn the_article_shown_while_another_is_opened_is_not_marked_as_read() {
    let mut driver = reader(Source::Library, (120, 36));
    driver.holds = true;
    driver.keys("Gl");
    release(&mut driver);
    assert_eq!(driver.open(), title(8));
    assert!(driver.is_read(&title(8)) && !driver.is_read(&title(0)));
}

#[test]
fn leaving_scrolling_and_editing_the_filter_never_wait_for_a_list() {
    let mut driver = reader(Source::Library, (80, 7));
    driver.keys("l");
    driver.holds = true;
    driver.keys("]jj");
    assert!(!driver.app.has_type_ahead() && driver.top() > 0);
    driver.keys("<Esc>");
    assert_eq!(driver.focus(), Pane::Articles);
    driver.keys("q");
    assert_eq!(driver.focus(), Pane::Sources);
    driver.answer_all();
    driver.keys("fferr");
    assert_eq!(driver.typed(), "ferr");
    driver.keys("y");
    assert_eq!(driver.typed(), "ferry");
    driver.keys("<Enter>");
    assert!(driver.app.input.prompt.is_none() && !driver.app.has_type_ahead());
    driver.keys("s<C-c>");
    let quits = driver.effect();
    assert!(matches!(quits, Some(Effect::Quit)), "{quits:?}");
}

#[test]
fn after_a_timeout_moving_works_on_the_old_list_and_nothing_is_marked() {
    let mut driver = reader(Source::Library, (120, 36));
    driver.holds = true;
    driver.keys("]jsj");
    assert_eq!(driver.chosen(), title(0));
    driver.event(Event::TypeAheadTimeout);
    assert_eq!(driver.chosen(), title(2), "moved twice in the old list");
    assert!(driver.message().is_empty() && driver.held_marks.is_empty());
    driver.keys("s");
    let message = driver.message();
    assert!(message.starts_with("Nothing marked"), "{message}");
    release(&mut driver);
    assert_agreement(&driver, "the list");
    assert_eq!(driver.outlet(), DALE);
    driver.keys("s");
    assert!(driver.is_starred(&title(3)));
}

#[test]
fn a_list_that_cannot_be_read_leaves_the_old_one() {
    let mut driver = reader(Source::Library, (120, 36));
    driver.keys("l");
    driver.holds = true;
    driver.keys("]");
    let id = driver.held.remove(0).id;
    let kind = JobKind::Filter;
    let result = Err("the disk is gone".to_owned());
    driver.event(Event::Answered(Answer { id, kind, result }));
    driver.answer_all();
    assert_law(&driver, "a failed list");
    assert_eq!(driver.open(), title(0));
}
