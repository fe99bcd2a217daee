//! A map whose keys mostly grow: tags, offsets, moments.
//!
//! A sorted list with two ends. What comes last goes to its end, what goes
//! first leaves its beginning, and anything else moves the shorter side.

use std::collections::VecDeque;

/// A map in the order of its keys; see above.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GrowingMap<K, V> {
    entries: VecDeque<(K, V)>,
}

/// A set whose keys mostly grow.
pub(super) type GrowingSet<K> = GrowingMap<K, ()>;

impl<K, V> Default for GrowingMap<K, V> {
    fn default() -> Self {
        GrowingMap { entries: VecDeque::new() }
    }
}

impl<K, V> GrowingMap<K, V> {
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn first(&self) -> Option<&K> {
        self.entries.front().map(|(key, _)| key)
    }

    pub fn last(&self) -> Option<&K> {
        self.entries.back().map(|(key, _)| key)
    }

    pub fn pop_first(&mut self) -> Option<(K, V)> {
        self.entries.pop_front()
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&K, &V)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    pub fn keys(&self) -> impl ExactSizeIterator<Item = &K> {
        self.entries.iter().map(|(key, _)| key)
    }

    pub fn values(&self) -> impl ExactSizeIterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    pub fn into_values(self) -> impl Iterator<Item = V> {
        self.entries.into_iter().map(|(_, value)| value)
    }

    pub fn into_keys(self) -> impl Iterator<Item = K> {
        self.entries.into_iter().map(|(key, _)| key)
    }

    /// Keeps the entries of which this is true.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &V) -> bool) {
        self.entries.retain(|(key, value)| keep(key, value));
    }
}

impl<K: Ord, V> GrowingMap<K, V> {
    fn place(&self, key: &K) -> Result<usize, usize> {
        let (Some(first), Some(last)) = (self.first(), self.last()) else {
            return Err(0);
        };
        if first == key {
            Ok(0)
        } else if last < key {
            Err(self.entries.len())
        } else {
            self.entries.binary_search_by(|(other, _)| other.cmp(key))
        }
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        self.place(key).ok().map(|at| &self.entries[at].1)
    }

    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.place(key).ok().map(|at| &mut self.entries[at].1)
    }

    /// The value of a key, which is this one if there was none.
    pub fn or_insert(&mut self, key: K, value: V) -> &mut V {
        let at = self.place(&key).unwrap_or_else(|at| {
            self.entries.insert(at, (key, value));
            at
        });
        &mut self.entries[at].1
    }

    /// Sets a value, whatever it was before.
    pub fn insert(&mut self, key: K, value: V) {
        match self.place(&key) {
            Ok(at) => self.entries[at].1 = value,
            Err(at) => self.entries.insert(at, (key, value)),
        }
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let at = self.place(key).ok()?;
        self.entries.remove(at).map(|(_, value)| value)
    }

    /// The entries from a key on.
    pub fn from(&self, key: &K) -> impl Iterator<Item = (&K, &V)> {
        let first = self.place(key).unwrap_or_else(|at| at);
        self.entries.range(first..).map(|(key, value)| (key, value))
    }

    /// Takes the entries out of which this is true.
    pub fn take_those(&mut self, taken: impl Fn(&V) -> bool) -> Vec<(K, V)> {
        let (those, others) =
            std::mem::take(&mut self.entries).into_iter().partition(|(_, value)| taken(value));
        self.entries = others;
        those.into()
    }
}

impl<K: Ord> GrowingSet<K> {
    /// Adds a key, whether it was there or not.
    pub fn add(&mut self, key: K) {
        self.insert(key, ());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_in_order_wherever_they_came_in() {
        let mut map = GrowingMap::default();
        [5, 7, 1, 6, 7].into_iter().for_each(|key| map.insert(key, key * 10));
        assert_eq!(map.keys().copied().collect::<Vec<_>>(), [1, 5, 6, 7]);
        assert_eq!(map.remove(&5), Some(50));
        assert_eq!(map.remove(&5), None);
        assert_eq!(map.from(&2).map(|(key, _)| *key).collect::<Vec<_>>(), [6, 7]);
        assert_eq!(map.pop_first(), Some((1, 10)));
        assert_eq!((map.first(), map.last(), map.len()), (Some(&6), Some(&7), 2));
    }

    #[test]
    fn those_taken_leave_the_others_in_order() {
        let mut map = GrowingMap::default();
        (0..6).for_each(|key| map.insert(key, key % 2));
        assert_eq!(map.take_those(|value| *value == 1), [(1, 1), (3, 1), (5, 1)]);
        assert_eq!(map.into_values().collect::<Vec<_>>(), [0, 0, 0]);
    }
}
