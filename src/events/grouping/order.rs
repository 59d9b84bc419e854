//! Who told an event first, if that can be known.

use crate::events::telling::Telling;

/// When an article was published, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PublicationMoment {
    /// Days since 1970-01-01.
    pub day: Option<i32>,
    /// Minutes of the day.
    pub minute: Option<u16>,
    /// Minutes east of Greenwich.
    pub zone: Option<i16>,
}

impl PublicationMoment {
    /// The moment of a telling.
    pub fn of(telling: &Telling) -> Self {
        Self {
            day: telling.date.map(crate::article::Date::days),
            minute: telling
                .time
                .map(|time| u16::from(time.hour) * 60 + u16::from(time.minute)),
            zone: telling.zone.map(crate::article::Zone::minutes),
        }
    }

    /// The minute of the day in Greenwich.
    fn in_greenwich(self) -> Option<i32> {
        Some(i32::from(self.minute?) - i32::from(self.zone?))
    }

    /// Returns whether it is certainly before another one: on an earlier day, or at an earlier time with known zones.
    pub fn is_before(self, other: Self) -> bool {
        match (self.day, other.day) {
            (Some(day), Some(other_day)) if day == other_day => {
                let both = self.in_greenwich().zip(other.in_greenwich());
                both.is_some_and(|(own, other)| own < other)
            }
            (Some(day), Some(other_day)) => day < other_day,
            _ => false,
        }
    }
}

/// The index of the earliest telling; `None` if that is not known. See [`first_of`].
pub fn first_telling(tellings: &[&Telling]) -> Option<usize> {
    let moments: Vec<PublicationMoment> = tellings
        .iter()
        .map(|telling| PublicationMoment::of(telling))
        .collect();
    first_of(&moments)
}

/// The index of the earliest moment; `None` if that is not known.
///
/// Every one must have a day. If one day has a single moment before all others, it is the first. Otherwise all of the
/// earliest day must have a time and a zone.
pub fn first_of(moments: &[PublicationMoment]) -> Option<usize> {
    if moments.len() < 2 {
        return None;
    }
    let days: Option<Vec<i32>> = moments.iter().map(|moment| moment.day).collect();
    let days = days?;
    let earliest = *days.iter().min()?;
    let candidates: Vec<usize> = (0..days.len()).filter(|&at| days[at] == earliest).collect();
    if let [only] = candidates.as_slice() {
        return Some(*only);
    }
    let timed = candidates
        .iter()
        .map(|&at| Some((moments[at].in_greenwich()?, at)));
    let mut timed: Vec<(i32, usize)> = timed.collect::<Option<_>>()?;
    timed.sort_unstable();
    let is_clear = timed[0].0 < timed[1].0;
    is_clear.then(|| timed[0].1)
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
