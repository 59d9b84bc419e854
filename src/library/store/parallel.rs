//! Work on many things at once, on all processors. Not what it is about.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What `work` makes of each item, in their order; this thread and others, `most_threads` in all, take one item after the
/// other. A panic in one of them is one here too: the answer would be wrong without what it was about.
pub(super) fn map<T: Sync, R: Send>(
    items: &[T],
    most_threads: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return made };
            made.push((at, work(item)));
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut made = thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(items.len()).min(most_threads))
            .map(|_| scope.spawn(run))
            .collect();
        let mut made = run();
        for other in others {
            made.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    });
    made.sort_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_stands_in_the_order_of_the_items() {
        let items: Vec<u32> = (0..1_000).collect();
        for most_threads in [1, 3, usize::MAX] {
            let made = map(&items, most_threads, |item| item * 2);
            assert!(made.iter().zip(&items).all(|(made, item)| *made == item * 2));
            assert_eq!(made.len(), items.len());
        }
        assert!(map(&[] as &[u32], 4, |item| *item).is_empty());
    }
}
