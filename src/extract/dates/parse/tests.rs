//! Lines with dates in many languages and forms, and lines without.

use crate::extract::dates::forms::DayReading;
use crate::extract::dates::parse::date_spans;

fn read(line: &str, language: &str) -> String {
    let spans = date_spans(line, Some(language));
    let shown: Vec<String> = spans
        .iter()
        .map(|span| {
            let day = match span.day {
                DayReading::Known(date) => date.to_string(),
                DayReading::Either {
                    day_first,
                    month_first,
                } => format!("{day_first}|{month_first}"),
                DayReading::Yearless => "yearless".to_owned(),
            };
            span.time.map_or(day.clone(), |time| format!("{day} {time}"))
        })
        .collect();
    shown.join("; ")
}

mod dates {
    use super::read;
    use crate::extract::cases::cases;

    fn check(line: &str, language: &str, expected: &str) {
        assert_eq!(read(line, language), expected, "{line}");
    }

    cases! { check:
        iso: "2024-07-09", "en", "2024-07-09";
        iso_with_time_and_offset: "2024-07-09T06:05:04+02:00", "en", "2024-07-09 06:05";
        short_month: "9 Jul, 2024 06:05", "en", "2024-07-09 06:05";
        month_first: "July 9, 2024", "en", "2024-07-09";
        capitals_with_ordinal: "JULY 9TH 2024", "en", "2024-07-09";
        weekday_before: "Tuesday, 9 July 2024, 16:05", "en", "2024-07-09 16:05";
        ordinal_and_pm: "Tue 9th July 2024 | 06:05 PM", "en", "2024-07-09 18:05";
        time_and_zone_before: "6:05 p.m. EDT, Tue July 9, 2024", "en", "2024-07-09 18:05";
        label_and_time_before: "Published 9:05 AM, 9 July 2024", "en", "2024-07-09 09:05";
        time_inside: "Tue Jul 9 06:05:04 UTC 2024", "en", "2024-07-09 06:05";
        hyphens: "9-Jul-2024", "en", "2024-07-09";
        dotted_time_and_zone: "Sat 9 Jul 2022 12.42 CEST", "en", "2022-07-09 12:42";
        german_numbers: "09.07.2024, 12.30 Uhr", "de", "2024-07-09 12:30";
        german_month: "Stand: 9. Juli 2024 um 12:30 Uhr", "de", "2024-07-09 12:30";
        french: "le 1er août 2024 à 12h30", "fr", "2024-08-01 12:30";
        spanish: "9 de julio de 2024 a las 6:05", "es", "2024-07-09 06:05";
        portuguese_with_both_orders: "09/07/2024 às 06h05", "pt", "2024-07-09|2024-09-07 06:05";
        slashes_day_first: "19/07/2024", "en", "2024-07-19";
        slashes_month_first: "07/19/2024", "en", "2024-07-19";
        russian: "9 июля 2024 года, 06:05", "ru", "2024-07-09 06:05";
        ukrainian: "9 липня 2024", "uk", "2024-07-09";
        polish: "9 lipca 2024 r.", "pl", "2024-07-09";
        finnish: "9. heinäkuuta 2024 klo 6.05", "fi", "2024-07-09 06:05";
        hungarian: "2024. július 9. 06:05", "hu", "2024-07-09 06:05";
        lithuanian: "2024 m. liepos 9 d. 06:05", "lt", "2024-07-09 06:05";
        latvian: "2024. gada 9. jūlijs", "lv", "2024-07-09";
        chinese: "2024年7月9日 下午6:05", "zh", "2024-07-09 18:05";
        japanese: "2024年7月9日(火) 6時5分", "ja", "2024-07-09 06:05";
        japanese_era: "令和6年7月9日", "ja", "2024-07-09";
        taiwanese_era: "民國113年7月9日", "zh", "2024-07-09";
        korean: "2024년 7월 9일 오후 6:05", "ko", "2024-07-09 18:05";
        korean_numbers: "2024.07.09 06:05", "ko", "2024-07-09 06:05";
        arabic_digits: "الثلاثاء ٩ / ٧ / ٢٠٢٤", "ar", "2024-07-09|2024-09-07";
        arabic_with_two_names: "9 تموز/يوليو 2024", "ar", "2024-07-09";
        arabic_levantine: "9 كانون الثاني 2024", "ar", "2024-01-09";
        arabic_maghrebi: "9 جويلية 2024", "ar", "2024-07-09";
        persian: "۱۹ تیر ۱۴۰۳", "fa", "2024-07-09";
        persian_numbers: "۱۴۰۳/۰۴/۱۹", "fa", "2024-07-09";
        hebrew: "9 ביולי 2024", "he", "2024-07-09";
        thai_buddhist_year: "9 ก.ค. 2567", "th", "2024-07-09";
        vietnamese: "Ngày 9 tháng 7, 2024", "vi", "2024-07-09";
        hindi: "९ जुलाई 2024", "hi", "2024-07-09";
        turkish: "9 Temmuz 2024 Salı 06:05", "tr", "2024-07-09 06:05";
        glued_name: "Jana VellaTuesday, 9 July 2024, 06:05", "en", "2024-07-09 06:05";
        label_and_section: "date 2024-07-09 WORLD", "en", "2024-07-09";
        glued_label: "By Jana VellaPublished 9 July 2024", "en", "2024-07-09";
        glued_numbers: "El Faro09.07.2024 - 06:05h", "es", "2024-07-09 06:05";
        without_year: "9 июля, 06:05", "ru", "yearless 06:05";
        two_digits_of_year: "9.7.24", "de", "2024-07-09";
        two_dates_with_times: "Published 9 July 2024 06:05 Updated 10 July 2024 07:10", "en",
            "2024-07-09 06:05; 2024-07-10 07:10";
        two_dates: "09.07.2024 - Son hali : 10.07.2024", "tr", "2024-07-09; 2024-07-10";
    }
}

mod not_dates {
    use super::read;
    use crate::extract::cases::cases;

    fn check(line: &str) {
        assert_eq!(read(line, "en"), "", "{line}");
    }

    cases! { check:
        time: "14:39";
        relative_time: "2 hours ago";
        telephone_number: "+7 (701) 123 45 67";
        chain_of_numbers: "1.2.2020.5";
        version: "Version 10.2.2.1";
        month_and_year: "May 2024";
        year: "2024";
        years: "2019-2020";
        missing_day: "31 February 2024";
        score: "9 out of 10";
        slashes_with_large_numbers: "30/60/2024";
        empty: "";
    }
}

mod zones {
    use crate::extract::cases::cases;
    use crate::extract::dates::parse::date_spans;

    fn check(line: &str, zone: Option<&str>) {
        let spans = date_spans(line, Some("en"));
        let found = spans
            .first()
            .and_then(|span| span.zone)
            .map(|zone| zone.to_string());
        assert_eq!(found.as_deref(), zone, "{line}");
    }

    cases! { check:
        iso_offset: "2024-07-09T06:05:04+02:00", Some("+02:00");
        iso_utc: "2024-07-09T06:05:04Z", Some("+00:00");
        detached_minus: "2024-07-09 06:05 -0430", None;
        detached_plus: "2024-07-09 06:05 +0530", Some("+05:30");
        gmt: "9 July 2024 06:05 GMT", Some("+00:00");
        utc_with_offset_in_brackets: "9 July 2024 06:05 (UTC+8)", Some("+08:00");
        cest: "Sat 9 Jul 2022 12.42 CEST", Some("+02:00");
        zone_before_date: "6:05 p.m. EDT, Tue July 9, 2024", Some("-04:00");
        zone_inside_date: "Tue Jul 9 06:05:04 UTC 2024", Some("+00:00");
        moscow: "9 июля 2024 06:05 МСК", Some("+03:00");
        ambiguous_name: "9 July 2024 06:05 CST", None;
        without_zone: "9 July 2024 06:05", None;
        number_after_hyphen: "9 July 2024 06:05 - 10", None;
    }
}
