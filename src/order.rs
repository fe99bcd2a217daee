//! Sorting by a number.
//!
//! A sort is compiled again for every kind of thing it moves, some four
//! kilobytes each time. Here numbers are sorted, and things follow them.

/// Sorts by a number; of the same number whatever stood first stays first.
pub fn sort_by_number<T>(things: &mut Vec<T>, number: impl Fn(&T) -> u64) {
    let mut order: Vec<(u64, usize)> = things.iter().map(number).zip(0..).collect();
    if order.is_sorted() {
        return;
    }
    order.sort_unstable();
    let mut taken: Vec<Option<T>> = things.drain(..).map(Some).collect();
    things.extend(order.into_iter().filter_map(|(_, at)| taken[at].take()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_equal_keeps_its_order() {
        let mut words = vec!["three", "a", "seven", "to", "b", "of"];
        sort_by_number(&mut words, |word| word.len() as u64);
        assert_eq!(words, ["a", "b", "to", "of", "three", "seven"]);
    }
}
