//! The parts of a lab, one per file.

pub mod below;
pub mod books;
pub mod caption;
pub mod charts;
pub mod controls;
pub mod differences;
pub mod events;
pub mod embed_code;
pub mod faults;
pub mod guarantee;
pub mod inspector;
pub mod kept;
pub mod lanes;
pub mod ledger;
pub mod legend;
pub mod lines;
pub mod notice;
pub mod preferences;
pub mod scrub;
pub mod space_time;
pub mod share;
pub mod stage_bar;
pub mod switch;
pub mod tabs;
pub mod top;
pub mod transport;
