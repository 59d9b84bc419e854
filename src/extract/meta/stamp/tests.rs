//! Lines with dates of many languages and forms, and lines without.

use super::*;

fn read(line: &str, language: &str) -> String {
    let stamps = stamps(line, Some(language));
    let shown: Vec<String> = stamps
        .iter()
        .map(|stamp| {
            let day = match stamp.day {
                Day::Known(date) => date.to_string(),
                Day::Either {
                    day_first,
                    month_first,
                } => format!("{day_first}|{month_first}"),
                Day::Yearless => "yearless".to_owned(),
            };
            stamp.time.map_or(day.clone(), |time| format!("{day} {time}"))
        })
        .collect();
    shown.join("; ")
}

#[test]
fn dates_of_many_languages_and_forms() {
    let mut wrong = Vec::new();
    for (line, language, expected) in [
        ("2024-07-09", "en", "2024-07-09"),
        ("2024-07-09T06:05:04+02:00", "en", "2024-07-09 06:05"),
        ("9 Jul, 2024 06:05", "en", "2024-07-09 06:05"),
        ("July 9, 2024", "en", "2024-07-09"),
        ("JULY 9TH 2024", "en", "2024-07-09"),
        ("Tuesday, 9 July 2024, 16:05", "en", "2024-07-09 16:05"),
        ("Tue 9th July 2024 | 06:05 PM", "en", "2024-07-09 18:05"),
        ("6:05 p.m. EDT, Tue July 9, 2024", "en", "2024-07-09 18:05"),
        ("Published 9:05 AM, 9 July 2024", "en", "2024-07-09 09:05"),
        ("Tue Jul 9 06:05:04 UTC 2024", "en", "2024-07-09 06:05"),
        ("9-Jul-2024", "en", "2024-07-09"),
        ("Sat 9 Jul 2022 12.42 CEST", "en", "2022-07-09 12:42"),
        ("09.07.2024, 12.30 Uhr", "de", "2024-07-09 12:30"),
        ("Stand: 9. Juli 2024 um 12:30 Uhr", "de", "2024-07-09 12:30"),
        ("le 1er août 2024 à 12h30", "fr", "2024-08-01 12:30"),
        ("9 de julio de 2024 a las 6:05", "es", "2024-07-09 06:05"),
        ("09/07/2024 às 06h05", "pt", "2024-07-09|2024-09-07 06:05"),
        ("19/07/2024", "en", "2024-07-19"),
        ("07/19/2024", "en", "2024-07-19"),
        ("9 июля 2024 года, 06:05", "ru", "2024-07-09 06:05"),
        ("9 липня 2024", "uk", "2024-07-09"),
        ("9 lipca 2024 r.", "pl", "2024-07-09"),
        ("9. heinäkuuta 2024 klo 6.05", "fi", "2024-07-09 06:05"),
        ("2024. július 9. 06:05", "hu", "2024-07-09 06:05"),
        ("2024 m. liepos 9 d. 06:05", "lt", "2024-07-09 06:05"),
        ("2024. gada 9. jūlijs", "lv", "2024-07-09"),
        ("2024年7月9日 下午6:05", "zh", "2024-07-09 18:05"),
        ("2024年7月9日(火) 6時5分", "ja", "2024-07-09 06:05"),
        ("令和6年7月9日", "ja", "2024-07-09"),
        ("民國113年7月9日", "zh", "2024-07-09"),
        ("2024년 7월 9일 오후 6:05", "ko", "2024-07-09 18:05"),
        ("2024.07.09 06:05", "ko", "2024-07-09 06:05"),
        ("الثلاثاء ٩ / ٧ / ٢٠٢٤", "ar", "2024-07-09|2024-09-07"),
        ("9 تموز/يوليو 2024", "ar", "2024-07-09"),
        ("9 كانون الثاني 2024", "ar", "2024-01-09"),
        ("9 جويلية 2024", "ar", "2024-07-09"),
        ("۱۹ تیر ۱۴۰۳", "fa", "2024-07-09"),
        ("۱۴۰۳/۰۴/۱۹", "fa", "2024-07-09"),
        ("9 ביולי 2024", "he", "2024-07-09"),
        ("9 ก.ค. 2567", "th", "2024-07-09"),
        ("Ngày 9 tháng 7, 2024", "vi", "2024-07-09"),
        ("९ जुलाई 2024", "hi", "2024-07-09"),
        ("9 Temmuz 2024 Salı 06:05", "tr", "2024-07-09 06:05"),
        ("Jana VellaTuesday, 9 July 2024, 06:05", "en", "2024-07-09 06:05"),
        ("date 2024-07-09 WORLD", "en", "2024-07-09"),
        ("By Jana VellaPublished 9 July 2024", "en", "2024-07-09"),
        ("El Faro09.07.2024 - 06:05h", "es", "2024-07-09 06:05"),
        ("9 июля, 06:05", "ru", "yearless 06:05"),
        ("9.7.24", "de", "2024-07-09"),
    ] {
        let found = read(line, language);
        if found != expected {
            wrong.push(format!("{line}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn several_dates_keep_their_times_apart() {
    assert_eq!(
        read("Published 9 July 2024 06:05 Updated 10 July 2024 07:10", "en"),
        "2024-07-09 06:05; 2024-07-10 07:10"
    );
    assert_eq!(
        read("09.07.2024 - Son hali : 10.07.2024", "tr"),
        "2024-07-09; 2024-07-10"
    );
}

#[test]
fn what_is_no_date() {
    for line in [
        "14:39",
        "2 hours ago",
        "+7 (701) 123 45 67",
        "1.2.2020.5",
        "Version 10.2.2.1",
        "May 2024",
        "2024",
        "2019-2020",
        "31 February 2024",
        "9 out of 10",
        "30/60/2024",
        "",
    ] {
        assert_eq!(read(line, "en"), "", "{line}");
    }
}

#[test]
fn zones_that_mean_one_distance() {
    for (line, zone) in [
        ("2024-07-09T06:05:04+02:00", Some("+02:00")),
        ("2024-07-09T06:05:04Z", Some("+00:00")),
        ("2024-07-09 06:05 -0430", None),
        ("2024-07-09 06:05 +0530", Some("+05:30")),
        ("9 July 2024 06:05 GMT", Some("+00:00")),
        ("9 July 2024 06:05 (UTC+8)", Some("+08:00")),
        ("Sat 9 Jul 2022 12.42 CEST", Some("+02:00")),
        ("6:05 p.m. EDT, Tue July 9, 2024", Some("-04:00")),
        ("Tue Jul 9 06:05:04 UTC 2024", Some("+00:00")),
        ("9 июля 2024 06:05 МСК", Some("+03:00")),
        ("9 July 2024 06:05 CST", None),
        ("9 July 2024 06:05", None),
        ("9 July 2024 06:05 - 10", None),
    ] {
        let stamps = stamps(line, Some("en"));
        let found = stamps
            .first()
            .and_then(|stamp| stamp.zone)
            .map(|zone| zone.to_string());
        assert_eq!(found.as_deref(), zone, "{line}");
    }
}
