//! Queuescope: a message-broker laboratory in a web page.
