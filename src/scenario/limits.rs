//! Ranges of what a scenario may hold.
