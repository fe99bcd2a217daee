//! The files of dist/, and how small they get on their way.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Files by their path below dist/, with `/` between folders.
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Reads everything below `dist`.
    pub fn read(dist: &Path) -> Result<Files> {
        let mut files = BTreeMap::new();
        let mut folders = vec![dist.to_path_buf()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(&folder).with_context(|| {
                format!("cannot read {}; run `cargo xtask build` first", folder.display())
            })?;
            for entry in entries {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(dist).expect("found below dist");
                    let name = name.to_string_lossy().replace('\\', "/");
                    files.insert(name, fs::read(&path)?);
                }
            }
        }
        Ok(Files(files))
    }

    /// Names and contents, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// The contents of `name`.
    pub fn bytes(&self, name: &str) -> Result<&[u8]> {
        self.0
            .get(name)
            .map(Vec::as_slice)
            .with_context(|| format!("dist/ has no {name}; run `cargo xtask build` first"))
    }

    /// The contents of `name`, which has to be text.
    pub fn text(&self, name: &str) -> Result<&str> {
        std::str::from_utf8(self.bytes(name)?).with_context(|| format!("dist/{name} is not text"))
    }
}

/// `bytes` as a static host sends them: gzip at its best level.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes).expect("memory takes everything");
    gzip.finish().expect("memory takes everything")
}

/// `bytes` in brotli at its best level, 11.
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let best = BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &best).expect("memory takes everything");
    packed
}
