//! The task runner, as a library for tests.
