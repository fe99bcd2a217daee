//! The log as text, CSV and JSON.

use crate::{
    app::{format::seconds, report::fact_report},
    engine::Engine,
    scenario::text,
    view::{events::Entry, figure::field},
};

/// One line each: the time and the sentence.
pub fn text(entries: &[Entry]) -> String {
    entries.iter().map(|entry| format!("{}\t{}\n", seconds(entry.at), entry.text)).collect()
}

/// Index, milliseconds, kind, message and sentence.
pub fn csv(engine: &Engine, entries: &[Entry]) -> String {
    let mut text = String::from("index,at_ms,kind,message,text\n");
    for entry in entries {
        let report = fact_report(engine, entry.index, entry.at, &entry.fact);
        let message = report.message.unwrap_or_default();
        let sentence = field(&entry.text);
        text +=
            &format!("{},{},{},{message},{sentence}\n", report.index, report.at_ms, report.kind);
    }
    text
}

/// A list of the same objects that `facts()` answers with.
pub fn json(engine: &Engine, entries: &[Entry]) -> String {
    let report = |entry: &Entry| fact_report(engine, entry.index, entry.at, &entry.fact);
    let reports: Vec<_> = entries.iter().map(report).collect();
    text::lines(&reports)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        scenario::{Run, catalog},
        view::events::{Filter, latest},
    };

    #[test]
    fn every_line_is_in_each_of_the_files() {
        let mut run = Run::new(catalog::find("guarantees").expect("is built in")).expect("starts");
        run.advance(2_000_000, u64::MAX);
        let entries = latest(run.engine(), &Filter::default(), usize::MAX);
        assert!(text(&entries).starts_with("0.00\tbilling subscribes to orders.\n"));
        let csv = csv(run.engine(), &entries);
        assert_eq!(csv.lines().nth(2), Some("1,1250,published,m1,checkout publishes m1."));
        assert_eq!(csv.lines().count(), entries.len() + 1);
        let json: serde_json::Value =
            serde_json::from_str(&json(run.engine(), &entries)).expect("is JSON");
        assert_eq!(json[1]["message"], "m1");
        assert_eq!(json.as_array().map(Vec::len), Some(entries.len()));
    }
}
