//! Who told an event first, if that can be known.

use crate::events::telling::Telling;

/// The index of the earliest telling; `None` if that is not known.
///
/// Every telling must have a day. If one day has a single telling before all others, it is the first. Otherwise all
/// tellings of the earliest day must have a time and a zone.
pub fn first_telling(tellings: &[&Telling]) -> Option<usize> {
    if tellings.len() < 2 {
        return None;
    }
    let days: Option<Vec<i32>> = tellings
        .iter()
        .map(|telling| Some(telling.date?.days()))
        .collect();
    let days = days?;
    let earliest = *days.iter().min()?;
    let candidates: Vec<usize> = (0..days.len()).filter(|&at| days[at] == earliest).collect();
    if let [only] = candidates.as_slice() {
        return Some(*only);
    }
    let moments: Option<Vec<(i32, usize)>> = candidates
        .iter()
        .map(|&at| {
            let time = tellings[at].time?;
            let zone = tellings[at].zone?;
            Some((
                i32::from(time.hour) * 60 + i32::from(time.minute) - i32::from(zone.minutes()),
                at,
            ))
        })
        .collect();
    let mut moments = moments?;
    moments.sort_unstable();
    let is_clear = moments[0].0 < moments[1].0;
    is_clear.then(|| moments[0].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Time, Zone};

    fn telling(date: &str, time: Option<(u8, i16)>) -> Telling {
        Telling {
            date: date.parse().ok(),
            time: time.and_then(|(hour, _)| Time::new(hour, 0)),
            zone: time.and_then(|(_, zone)| Zone::new(zone)),
            ..Telling::default()
        }
    }

    fn first(tellings: &[Telling]) -> Option<usize> {
        first_telling(&tellings.iter().collect::<Vec<_>>())
    }

    #[test]
    fn the_first_is_known_by_day_or_by_time_and_zone() {
        let (early, late) = ("2024-05-06", "2024-05-07");
        assert_eq!(first(&[telling(late, None), telling(early, None)]), Some(1));
        assert_eq!(first(&[telling(early, None), telling(early, None)]), None);
        assert_eq!(
            first(&[telling(early, Some((9, 0))), telling(early, Some((10, 180)))]),
            Some(1)
        );
        assert_eq!(first(&[telling(early, Some((9, 0))), telling(early, None)]), None);
        assert_eq!(first(&[telling(early, None), telling("", None)]), None);
    }
}
