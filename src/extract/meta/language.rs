//! The language of an article's body, as an ISO 639-1 code.

use crate::article::Article;
use crate::extract::lines::vocabulary::{Vocabulary, words_of};
use crate::extract::meta::language_tables::LanguageTables;
use crate::text::boundary;
use whatlang::Lang;

/// The bytes of the body that are read: more text rarely changes the answer and takes time.
const SAMPLE_BYTES: usize = 550;
/// With fewer letters, languages that share a script cannot be distinguished.
const MIN_LETTERS: usize = 40;

/// With this number of letters, a lower confidence of the detector is enough.
const LONG_TEXT: usize = 200;
const LONG_TEXT_CONFIDENCE: f64 = 0.2;

/// The language of the body, if the text is long enough.
pub(crate) fn of_body(article: &Article) -> Option<&'static str> {
    let mut sample = String::with_capacity(SAMPLE_BYTES + 200);
    let body = article.lines.iter().filter(|line| line.class.is_body());
    for line in body {
        let text = article.text_of(line);
        let left = SAMPLE_BYTES.saturating_sub(sample.len());
        sample.push_str(&text[..boundary::floor_boundary(text, left)]);
        sample.push(' ');
        if sample.len() >= SAMPLE_BYTES - 4 {
            break;
        }
    }
    of_text(&sample)
}

/// The language of a text.
pub(crate) fn of_text(text: &str) -> Option<&'static str> {
    let tables = LanguageTables::get();
    if let Some(code) = by_script(text).or_else(|| tables.by_letters(text)) {
        return Some(code);
    }
    // The words of a language that the detector does not know outweigh those that it shares with a relative.
    let words = words_of(text);
    let by_words = tables.by_words(&words);
    by_words
        .or_else(|| by_function_words(&words))
        .or_else(|| detected(text))
}

/// The answer of the detector, if it is sure.
fn detected(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let info = whatlang::detect(text)?;
    let is_sure = info.is_reliable() || (letters >= LONG_TEXT && info.confidence() > LONG_TEXT_CONFIDENCE);
    (letters >= MIN_LETTERS && is_sure)
        .then(|| code(info.lang()))
        .flatten()
}

/// Languages whose close relatives have function words in the data too, so that many words of one language and few of
/// every other leave no doubt. Looking words up takes a tenth of the time of counting trigrams.
const CLEAR: [&str; 6] = ["de", "en", "es", "fr", "it", "pt"];
/// The function words that decide, if every other language has at most half as many.
const MIN_FUNCTION_WORDS: u32 = 16;

fn by_function_words(words: &[u64]) -> Option<&'static str> {
    let vocabulary = Vocabulary::builtin();
    let mut tally = [0_u32; 64];
    for &word in words {
        let mut set = vocabulary.languages_of(word);
        while set != 0 {
            tally[set.trailing_zeros() as usize] += 1;
            set &= set - 1;
        }
    }
    let best = (0..64).max_by_key(|&at| tally[at])?;
    let rival = (0..64).filter(|&at| at != best).map(|at| tally[at]).max()?;
    let clear = tally[best] >= MIN_FUNCTION_WORDS && rival * 2 <= tally[best];
    let code = vocabulary.languages.get(best).filter(|_| clear)?;
    CLEAR.into_iter().find(|clear| code == clear)
}

/// Languages that are known by their script or their own letters.
fn by_script(text: &str) -> Option<&'static str> {
    // The lead bytes of kana, Han and Hangul.
    if !text.bytes().any(|byte| (0xE3..=0xED).contains(&byte)) {
        return None;
    }
    let (mut kana, mut han, mut hangul, mut letters) = (0, 0, 0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        match u32::from(c) {
            0x3040..=0x30FF => kana += 1,
            0x3400..=0x4DBF | 0x4E00..=0x9FFF => han += 1,
            0xAC00..=0xD7A3 => hangul += 1,
            _ => {}
        }
    }
    if letters < 8 {
        None
    } else if hangul * 4 > letters {
        Some("ko")
    } else if kana * 10 > letters {
        Some("ja")
    } else if (han + kana) * 3 > letters {
        Some("zh")
    } else {
        None
    }
}

/// The codes of the languages that the detector knows. Akan has none.
const CODES: [(Lang, &str); 69] = [
    (Lang::Afr, "af"),
    (Lang::Amh, "am"),
    (Lang::Ara, "ar"),
    (Lang::Aze, "az"),
    (Lang::Bel, "be"),
    (Lang::Ben, "bn"),
    (Lang::Bul, "bg"),
    (Lang::Cat, "ca"),
    (Lang::Ces, "cs"),
    (Lang::Cmn, "zh"),
    (Lang::Cym, "cy"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Epo, "eo"),
    (Lang::Est, "et"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Guj, "gu"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"),
    (Lang::Hye, "hy"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jav, "jv"),
    (Lang::Jpn, "ja"),
    (Lang::Kan, "kn"),
    (Lang::Kat, "ka"),
    (Lang::Khm, "km"),
    (Lang::Kor, "ko"),
    (Lang::Lat, "la"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Mal, "ml"),
    (Lang::Mar, "mr"),
    (Lang::Mkd, "mk"),
    (Lang::Mya, "my"),
    (Lang::Nep, "ne"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "nb"),
    (Lang::Ori, "or"),
    (Lang::Pan, "pa"),
    (Lang::Pes, "fa"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Sin, "si"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Sna, "sn"),
    (Lang::Spa, "es"),
    (Lang::Srp, "sr"),
    (Lang::Swe, "sv"),
    (Lang::Tam, "ta"),
    (Lang::Tel, "te"),
    (Lang::Tgl, "tl"),
    (Lang::Tha, "th"),
    (Lang::Tuk, "tk"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Urd, "ur"),
    (Lang::Uzb, "uz"),
    (Lang::Vie, "vi"),
    (Lang::Yid, "yi"),
    (Lang::Zul, "zu"),
];

fn code(lang: Lang) -> Option<&'static str> {
    let known = CODES.iter().find(|(known, _)| *known == lang);
    known.map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::of_text;
    use crate::extract::cases::cases;

    fn check(text: &str, code: Option<&str>) {
        assert_eq!(of_text(text), code, "{text}");
    }

    cases! { check:
        english: "The ferry did not sail on Monday because the harbour was closed after the storm, the company said.",
            Some("en");
        german: "Die Fähre fuhr am Montag nicht, weil der Hafen nach dem Sturm gesperrt war, teilte die Reederei mit.",
            Some("de");
        russian: "Паром не вышел в понедельник, потому что порт был закрыт после шторма, сообщила компания.",
            Some("ru");
        japanese: "フェリーは月曜日、嵐のため運航しなかったと会社が発表した。", Some("ja");
        chinese: "由于风暴，渡轮星期一没有开航，公司表示。", Some("zh");
        korean: "태풍으로 항구가 폐쇄되어 월요일 여객선이 운항하지 않았다고 회사가 밝혔다.", Some("ko");
        arabic: "لم تبحر العبارة يوم الاثنين لأن الميناء أغلق بعد العاصفة حسبما قالت الشركة", Some("ar");
        thai: "เรือข้ามฟากไม่ได้ออกเดินทางในวันจันทร์เพราะท่าเรือปิดหลังพายุ บริษัทกล่าว", Some("th");
        lao: "ເຮືອບໍ່ໄດ້ອອກເດີນທາງໃນວັນຈັນ ເພາະທ່າເຮືອປິດຫຼັງຈາກພາຍຸ", Some("lo");
        amharic: "ጀልባው ሰኞ ዕለት አልተጓዘም ምክንያቱም ወደቡ ከአውሎ ነፋሱ በኋላ ተዘግቶ ነበር", Some("am");
        burmese: "မုန်တိုင်းကြောင့် ဆိပ်ကမ်းပိတ်ထားသဖြင့် တနင်္လာနေ့တွင် ကူးတို့သင်္ဘော မထွက်ခဲ့ပါ။", Some("my");
        kazakh: "Дауылдан кейін айлақ жабылғандықтан, паром дүйсенбі күні жолға шықпады, деп хабарлады компания өкілі.", Some("kk");
        kyrgyz: "Бороондон кийин порт жабылгандыктан, паром дүйшөмбү күнү жолго чыккан жок, деди компаниянын өкүлү кечээ таң эрте.", Some("ky");
        mongolian: "Шуурганы дараа боомт хаагдсан тул даваа гарагт гатлага онгоц хөдлөөгүй гэж компани өчигдөр мэдэгдлээ, үүнийг бүгд мэдэж байв.", Some("mn");
        ukrainian: "Пором не вийшов у понеділок, бо порт був закритий після шторму, повідомила компанія, її працівники чекали, є надія.", Some("uk");
        pashto: "بېړۍ د دوشنبې په ورځ ونه خوځېده ځکه چې بندر له توپان وروسته تړل شوی و، شرکت وویل چې ښه خبر به راشي.", Some("ps");
        galician: "O transbordador non saíu o luns porque o porto estaba pechado despois do temporal, dixo a compañía, e unha das dúas naves xa non volverá ata o xoves.", Some("gl");
        basque: "Ferria ez zen astelehenean irten, ekaitzaren ondoren portua itxita zegoelako, eta konpainiak esan zuen beste bat izan zela.", Some("eu");
        somali: "Doonta ma ay bixin Isniintii maxaa yeelay dekedda ayaa la xiray duufaanta kadib, ayay shirkaddu sheegtay, oo waxay sugaysaa iyo in kale.", Some("so");
        albanian: "Trageti nuk u nis të hënën sepse porti ishte i mbyllur pas stuhisë, tha kompania, dhe kjo është një humbje për të gjithë që presin në breg.", Some("sq");
        malay: "Feri itu tidak belayar pada Isnin kerana pelabuhan ditutup selepas ribut, kata syarikat itu, manakala beliau berkata penumpang boleh menunggu.", Some("ms");
        indonesian: "Feri itu tidak berlayar pada Senin karena pelabuhan ditutup setelah badai, ujar perusahaan, sementara ia mengatakan penumpang bisa menunggu.", Some("id");
        one_word: "OK", None;
        empty: "", None;
    }
}
