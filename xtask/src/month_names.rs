//! `cargo xtask month-names > assets/dates/names.toml`: writes the names of months and weekdays in many languages, from
//! the locale data of the C library. The program embeds the file.

use pure_rust_locales::{Locale, locale_match};
use std::collections::BTreeSet;

/// One locale for each language in which news is written and for which the locale data has names of months.
const LOCALES: &[(&str, &str)] = &[
    ("af", "af_ZA"),
    ("am", "am_ET"),
    ("ar", "ar_EG"),
    ("az", "az_AZ"),
    ("be", "be_BY"),
    ("bg", "bg_BG"),
    ("bn", "bn_BD"),
    ("bs", "bs_BA"),
    ("ca", "ca_ES"),
    ("cs", "cs_CZ"),
    ("cy", "cy_GB"),
    ("da", "da_DK"),
    ("de", "de_DE"),
    ("el", "el_GR"),
    ("en", "en_US"),
    ("es", "es_ES"),
    ("et", "et_EE"),
    ("eu", "eu_ES"),
    ("fa", "fa_IR"),
    ("fi", "fi_FI"),
    ("fr", "fr_FR"),
    ("ga", "ga_IE"),
    ("gl", "gl_ES"),
    ("gu", "gu_IN"),
    ("he", "he_IL"),
    ("hi", "hi_IN"),
    ("hr", "hr_HR"),
    ("hu", "hu_HU"),
    ("hy", "hy_AM"),
    ("id", "id_ID"),
    ("is", "is_IS"),
    ("it", "it_IT"),
    ("ka", "ka_GE"),
    ("kk", "kk_KZ"),
    ("km", "km_KH"),
    ("kn", "kn_IN"),
    ("ky", "ky_KG"),
    ("lb", "lb_LU"),
    ("lo", "lo_LA"),
    ("lt", "lt_LT"),
    ("lv", "lv_LV"),
    ("mk", "mk_MK"),
    ("ml", "ml_IN"),
    ("mn", "mn_MN"),
    ("mr", "mr_IN"),
    ("ms", "ms_MY"),
    ("mt", "mt_MT"),
    ("my", "my_MM"),
    ("nb", "nb_NO"),
    ("ne", "ne_NP"),
    ("nl", "nl_NL"),
    ("pa", "pa_IN"),
    ("pl", "pl_PL"),
    ("ps", "ps_AF"),
    ("pt", "pt_PT"),
    ("ro", "ro_RO"),
    ("ru", "ru_RU"),
    ("si", "si_LK"),
    ("sk", "sk_SK"),
    ("sl", "sl_SI"),
    ("so", "so_SO"),
    ("sq", "sq_AL"),
    ("sr", "sr_RS"),
    ("sv", "sv_SE"),
    ("sw", "sw_KE"),
    ("ta", "ta_IN"),
    ("te", "te_IN"),
    ("tg", "tg_TJ"),
    ("th", "th_TH"),
    ("tk", "tk_TM"),
    ("tl", "tl_PH"),
    ("tr", "tr_TR"),
    ("uk", "uk_UA"),
    ("ur", "ur_PK"),
    ("uz", "uz_UZ"),
    ("vi", "vi_VN"),
];

pub fn run() {
    println!(
        "# Names of months (nominative, genitive, short) and weekdays. Generated: cargo xtask month-names"
    );
    for (language, locale) in LOCALES {
        let Ok(locale) = Locale::try_from(*locale) else {
            eprintln!("there is no locale {locale}");
            continue;
        };
        let full = locale_match!(locale => LC_TIME::MON);
        let short = locale_match!(locale => LC_TIME::ABMON);
        let alone = locale_match!(locale => LC_TIME::ALT_MON).unwrap_or(full);
        let short_alone = locale_match!(locale => LC_TIME::AB_ALT_MON).unwrap_or(short);
        let days = locale_match!(locale => LC_TIME::DAY);
        let short_days = locale_match!(locale => LC_TIME::ABDAY);
        println!("\n[{language}]\nmonths = [");
        for month in 0..12 {
            println!(
                "  [{}],",
                quoted(
                    [full, alone, short, short_alone]
                        .iter()
                        .filter_map(|names| names.get(month))
                )
            );
        }
        println!("]\ndays = [");
        // The locale data begins with Sunday.
        for day in (1..7).chain([0]) {
            let forms = [days, short_days];
            println!("  [{}],", quoted(forms.iter().filter_map(|names| names.get(day))));
        }
        println!("]");
    }
}

/// The forms as TOML strings: in lower case, without a dot at the end, without duplicates, each with a letter.
fn quoted<'a>(forms: impl Iterator<Item = &'a &'a str>) -> String {
    let forms: BTreeSet<String> = forms
        .map(|form| form.trim().trim_end_matches('.').to_lowercase())
        .filter(|form| form.chars().any(char::is_alphabetic) && form.chars().count() > 1)
        .collect();
    let forms: Vec<String> = forms.into_iter().map(|form| format!("\"{form}\"")).collect();
    forms.join(", ")
}
