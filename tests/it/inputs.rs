//! The laws of `tests/laws/inputs.rs` for random input: samples that are changed at random, as a fuzzer does. The numbers
//! come from the seed, so a failure can be repeated. `NEWSPRINT_FUZZ_SECONDS=600` lets each test run that long with seeds of
//! its own; `fuzz/` has the same functions as targets of `cargo fuzz`.

use crate::harness::cases;
use crate::input_laws::{self as inputs, good_library};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime};

/// The number of inputs in a short run.
const FEW: usize = 150;

/// Pseudo-random numbers (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound.max(1)
    }
}

/// What is put into inputs besides random bytes: the smallest and largest numbers, controls, and what ends texts.
const TOKENS: [&[u8]; 16] = [
    b"\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\"",
    b"\\",
    b"\n",
    b"\r\n",
    b"(",
    b")",
    b"[[",
    b"18446744073709551616",
    b"-1",
    "\u{202e}".as_bytes(),
    b"\x1b]0;x\x07",
    "\u{feff}".as_bytes(),
    b"\xc0\x80",
];

fn changed(samples: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = samples[random.below(samples.len())].clone();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let end = (at + 1 + random.below(40)).min(bytes.len());
        match random.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            4 => {
                let token = TOKENS[random.below(TOKENS.len())];
                bytes.splice(at..at, token.iter().copied());
            }
            5 => {
                let other = &samples[random.below(samples.len())];
                let from = random.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            _ => bytes.truncate(at.max(bytes.len() / 2)),
        }
    }
    bytes
}

fn samples(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn queries() -> Vec<Vec<u8>> {
    samples(&[
        "harbour",
        "\"the storm had\" -ferry OR (outlet:\"quay courier\" date:2024-05..2024-06) ~open ship*",
        "is:unread tag:x since:7d until:today lang:en section:none title:a byline:fenn via:ap path:/news",
        "outlet:rt,trt (((a OR b) c) -(d e)) date:newest",
        "北京 שלום café e\u{301} 👨‍👩‍👧",
    ])
}

fn profiles() -> Vec<Vec<u8>> {
    samples(&[
        "[[outlet]]\nname = \"The Quay Courier\"\naliases = [\"QC\"]\ndomains = [\"quay.example\"]\nsignatures = [\"Hoist\"]\n\
         credits = ['^© \\d{4} The Quay']\nagency = false\n[[outlet.chrome]]\nline = \"Menu\"\nreason = \"navigation\"\n",
        "# mine\n[[line]]\noutlet = \"The Quay Courier\"\npattern = '^(Share|Menu)$'\nclass = \"chrome\"  # really\n\n\
         [[line]]\npage = \"00c0ffee00c0ffee\"\nnumber = 7\ntext = \"Ada Venn\"\nclass = \"byline\"\n",
        "[[line]]\noutlet = \"QC\"\nafter = '(?i)share(?:\\w{3,20}|[^a-z]+)*'\nclass = \"body\"\n",
    ])
}

fn exports() -> Vec<Vec<u8>> {
    let hash = "0123456789abcdef0123456789abcdef";
    samples(&[
        &format!(
            "{{\"title\":\"Fog\",\"outlet\":\"The Tern\",\"date\":\"2024-05-03\",\"read\":\"2026-01-31T12:00:00Z\",\
             \"starred\":\"2026-01-31T12:00:00Z\",\"tags\":{{\"ice\":\"2026-01-31T12:00:00Z\"}},\"note\":{{\"text\":\"ask\\nthem\",\
             \"since\":\"2026-01-31T12:00:00Z\"}},\"place\":{{\"paragraph\":\"{hash}\",\"within\":3,\"offset\":40}},\
             \"origins\":[{{\"path\":\"/news/a.txt\",\"part\":1,\"source\":\"{hash}\"}}],\"contents\":[\"{hash}\"],\
             \"shape\":\"00112233445566778899aabbccddeeff\"}}\n"
        ),
        &format!(
            "{{\"newsprint_marks\":1}}\n{{\"title\":\"\",\"outlet\":null,\"date\":null,\"read\":\"2026-01-31T12:00:00Z\",\
             \"origins\":[],\"contents\":[\"{hash}\",\"f{}\"],\"shape\":\"\"}}\n",
            &hash[1..]
        ),
    ])
}

fn catalogues() -> Vec<Vec<u8>> {
    let (folder, name) = good_library();
    vec![
        fs::read(folder.join(name)).unwrap(),
        Vec::new(),
        b"SQLite format 3\0".to_vec(),
    ]
}

fn pages() -> Vec<Vec<u8>> {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    let files = fs::read_dir(golden).unwrap().map(|entry| entry.unwrap().path());
    let texts = files.filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
    let mut pages: Vec<Vec<u8>> = texts.map(|path| fs::read(path).unwrap()).collect();
    pages.sort();
    pages.push(b"Title\x0c\n\nBy Ilka Fenn\n3 May 2024\nA body.\n".to_vec());
    pages
}

/// A law that holds for changed samples.
fn holds(samples: fn() -> Vec<Vec<u8>>, law: fn(&[u8]) -> Result<(), String>) {
    let seconds = std::env::var("NEWSPRINT_FUZZ_SECONDS")
        .ok()
        .and_then(|seconds| seconds.parse().ok());
    let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut seed = until.map_or(1, |_| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        now.map_or(1, |now| now.as_nanos() as u64) | 1
    });
    let samples = samples();
    let mut count = 0;
    while until.map_or(count < FEW, |until| Instant::now() < until) {
        let bytes = changed(&samples, &mut Random(seed));
        let broken = catch_unwind(AssertUnwindSafe(|| law(&bytes)));
        let broken = broken.unwrap_or_else(|_| Err("it panicked".to_owned()));
        if let Err(broken) = broken {
            let kept = std::env::temp_dir().join(format!("newsprint-input-{seed:x}"));
            fs::write(&kept, &bytes).unwrap();
            panic!("seed {seed:#x}, kept in {}: {broken}", kept.display());
        }
        seed = seed.wrapping_add(2);
        count += 1;
    }
    if until.is_some() {
        println!("{count} inputs");
    }
}

cases! { holds
    of_queries: (queries, inputs::query);
    of_profiles: (profiles, inputs::profile);
    of_marks: (exports, inputs::marks);
    of_catalogues: (catalogues, inputs::catalogue);
    of_stored_articles: (pages, inputs::stored_article);
}
