//! The tables for `layers`: what each layer may use, and the order of the folders and files inside the layers.

/// A layer: its folder, the folders of this crate that it may use, and the paths of other crates that it must not use.
pub struct Layer {
    pub folder: &'static str,
    pub may_use: &'static [&'static str],
    pub never: &'static [&'static str],
}

/// What a layer that may use other crates must not use: files, threads, the clock, the terminal.
const NO_OUTSIDE: [&str; 6] = [
    "jiff",
    "std::fs",
    "std::thread",
    "std::time",
    "ratatui",
    "crossterm",
];
/// Files, threads, the clock and the terminal.
const PURE: [&str; 5] = ["std::fs", "std::thread", "std::time", "ratatui", "crossterm"];

/// The layers, lowest first: the table in section 3 of DESIGN.md.
pub const LAYERS: &[Layer] = &[
    Layer {
        folder: "article",
        may_use: &[],
        never: &[
            "std::fs",
            "std::thread",
            "std::time",
            "std::io",
            "std::env",
            "std::net",
            "std::process",
        ],
    },
    Layer {
        folder: "text",
        may_use: &[],
        never: &PURE,
    },
    Layer {
        folder: "extract",
        may_use: &["article", "text"],
        never: &NO_OUTSIDE,
    },
    Layer {
        folder: "export",
        may_use: &["article", "text"],
        never: &PURE,
    },
    Layer {
        folder: "events",
        may_use: &["article", "text", "extract"],
        never: &NO_OUTSIDE,
    },
    Layer {
        folder: "library",
        may_use: &["article", "text", "extract", "export", "events"],
        never: &["ratatui", "crossterm"],
    },
    Layer {
        folder: "layout",
        may_use: &["article", "text", "extract", "export"],
        never: &["std::fs", "std::thread", "ratatui", "crossterm"],
    },
    Layer {
        folder: "config",
        may_use: &["article", "text", "extract", "export", "events", "library"],
        never: &["std::fs", "std::thread", "ratatui", "crossterm"],
    },
    Layer {
        folder: "app",
        may_use: &[
            "article", "text", "extract", "export", "events", "library", "layout", "config",
        ],
        never: &[
            "std::fs",
            "std::thread",
            "std::time::Instant",
            "std::time::SystemTime",
            "ratatui",
            "crossterm",
        ],
    },
    Layer {
        folder: "ui",
        may_use: &[
            "article", "text", "extract", "export", "events", "library", "layout", "config", "app",
        ],
        never: &[
            "std::fs",
            "std::thread",
            "std::time::Instant",
            "std::time::SystemTime",
        ],
    },
    Layer {
        folder: "runtime",
        may_use: &[
            "article", "text", "extract", "export", "events", "library", "layout", "config", "app", "ui",
        ],
        never: &[],
    },
    Layer {
        folder: "cli",
        may_use: &[
            "article", "text", "extract", "export", "events", "library", "layout", "config", "app", "ui",
            "runtime",
        ],
        never: &[],
    },
];

/// The order of what is in a folder: folders and files (without `.rs`). Each row uses only the rows above it; the names in
/// one row have no order. `mod` comes last everywhere: a facade may use all, and nothing below it uses the facade.
pub struct Order {
    pub folder: &'static str,
    pub rows: &'static [&'static str],
}

/// The orders: the table in section 3 of HOUSE.md.
pub const ORDERS: &[Order] = &[
    Order {
        folder: "article",
        rows: &[
            "date joint kind markup reason",
            "line meta",
            "cleaned",
            "document",
        ],
    },
    Order {
        folder: "text",
        rows: &[
            "boundary digits fold safe sentence width",
            "edges pattern",
            "hash",
            "bidi matcher",
            "pieces",
            "matcher_tests safe_tests",
        ],
    },
    Order {
        folder: "extract",
        rows: &[
            "cases",
            "input",
            "lines",
            "dates",
            "outlets",
            "corpus",
            "meta",
            "detections",
            "body",
            "corrections",
            "records",
            "kind",
            "pipeline",
            "training",
        ],
    },
    Order {
        folder: "extract/input",
        rows: &[
            "hidden_lines json_repair source_lines utf16",
            "decode wrap",
            "record",
            "decoder join part_starts",
            "html lookahead",
            "aliases feed mail moving_in packed page press split web_archive",
            "json parquet_table table text",
            "formats",
        ],
    },
    Order {
        folder: "extract/input/html",
        rows: &[
            "charset elements tree",
            "build regions",
            "lines",
            "json_ld scan",
            "page",
        ],
    },
    Order {
        folder: "extract/input/feed",
        rows: &["entities namespaces json_feed", "xml", "value", "item", "tests"],
    },
    Order {
        folder: "extract/input/json",
        rows: &["own values", "document", "lines", "tests"],
    },
    Order {
        folder: "extract/records",
        rows: &["authors outlet", "fields", "given page_fields"],
    },
    Order {
        folder: "extract/lines",
        rows: &[
            "cost function_words label phrase_files",
            "line_shape",
            "vocabulary",
            "analyze caption_credit messages",
        ],
    },
    Order {
        folder: "extract/dates",
        rows: &[
            "calendar token zones",
            "form_words",
            "time_of_day",
            "forms",
            "parse",
            "attached field_value form_checks numeric_order",
        ],
    },
    Order {
        folder: "extract/outlets",
        rows: &["gazetteer name_filter rules", "profile", "mention", "directory"],
    },
    Order {
        folder: "extract/corpus",
        rows: &["page_facts", "template", "hints"],
    },
    Order {
        folder: "extract/meta",
        rows: &[
            "byline_lexicon distance_score labelled_header language_tables line_facts outlet_votes site_consensus",
            "language legal_notice outlet_signs person_name",
            "name_parts title_text",
            "people",
            "context",
            "day_month_order detect name_use",
            "line_names roles",
            "byline publication",
            "publisher section source",
            "outlet_lines outlet_candidates",
            "outlet_ranker",
            "collect",
            "tests",
        ],
    },
    Order {
        folder: "extract/body",
        rows: &[
            "captions columns densest_run reasons topic author_bio",
            "forest headline_copies lexicon",
            "features",
            "model",
            "classify",
            "already_clean flow index_page no_article",
            "refine",
            "headline",
            "title",
        ],
    },
    Order {
        folder: "extract/corrections",
        rows: &["from_rules", "apply suggest", "recurring"],
    },
    Order {
        folder: "extract/kind",
        rows: &["features", "model", "recognise"],
    },
    Order {
        folder: "export",
        rows: &["csv escaped", "json markdown text", "explain"],
    },
    Order {
        folder: "events",
        rows: &[
            "marks sentences words telling",
            "speech",
            "names",
            "figures grouping quotes reuse",
            "compare",
            "overview",
        ],
    },
    Order {
        folder: "events/grouping",
        rows: &[
            "background event_ids linkage order skeleton terms",
            "features",
            "neighbourhood",
            "candidates explain pair",
            "model",
            "group",
            "identity stories",
        ],
    },
    Order {
        folder: "events/figures",
        rows: &["lexicon number tokens", "when", "find", "find_tests"],
    },
    Order {
        folder: "events/compare",
        rows: &["vectors", "align shared_facts", "passages"],
    },
    Order {
        folder: "events/quotes",
        rows: &["cue", "resolve", "find"],
    },
    Order {
        folder: "library",
        rows: &[
            "entry identity revision error problem private sample_corpus",
            "concordance",
            "checkup load",
            "marks",
            "query",
            "events",
            "store",
            "tests",
        ],
    },
    Order {
        folder: "library/events",
        rows: &["database", "event_index regroup story_links"],
    },
    Order {
        folder: "library/store",
        rows: &[
            "catalogue",
            "index",
            "temporary swap",
            "handle",
            "search",
            "import",
            "repair",
            "corpus",
        ],
    },
    Order {
        folder: "app",
        rows: &[
            "panes",
            "jobs",
            "list",
            "events",
            "search",
            "reader",
            "edit",
            "input",
            "event effect relayout",
        ],
    },
    Order {
        folder: "ui",
        rows: &[
            "canvas",
            "header widgets",
            "panes",
            "list",
            "events",
            "reader",
            "input",
        ],
    },
];
