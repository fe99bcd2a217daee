//! A ZIP archive, as learning platforms take it: the same files give the same
//! bytes, whenever it is made.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// 1 January 1980, the first day there is in an archive.
const DATE: u16 = (1 << 5) | 1;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;
const VERSION: u16 = 20;

/// The archive of files given by name, far below 4 GiB in all.
pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let at = narrow(archive.len());
        let entry = entry(name, bytes);
        archive.extend(b"PK\x03\x04");
        archive.extend(&entry.head);
        archive.extend(name.as_bytes());
        archive.extend(&entry.packed);
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&entry.head);
        // No comment, one disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, count) = (narrow(archive.len()), files.len() as u16);
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(narrow(directory.len()).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

struct Entry {
    /// What both places say of a file, from the version to the lengths.
    head: Vec<u8>,
    packed: Vec<u8>,
}

fn entry(name: &str, bytes: &[u8]) -> Entry {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).expect("memory takes everything");
    let packed = packer.finish().expect("memory takes everything");
    let mut sum = Crc::new();
    sum.update(bytes);
    let mut head = Vec::new();
    for short in [VERSION, FLAGS, DEFLATED, 0, DATE] {
        head.extend(short.to_le_bytes());
    }
    for long in [sum.sum(), narrow(packed.len()), narrow(bytes.len())] {
        head.extend(long.to_le_bytes());
    }
    head.extend((name.len() as u16).to_le_bytes());
    head.extend([0; 2]);
    Entry { head, packed }
}

fn narrow(length: usize) -> u32 {
    u32::try_from(length).expect("far below 4 GiB")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    #[test]
    fn another_program_unpacks_it() {
        let folder = tempfile::tempdir().unwrap();
        let text = "a line of text\n".repeat(500);
        let packed = archive(&[("a.txt", text.as_bytes()), ("sub/b.txt", b"")]);
        assert!(packed.len() < 500, "{} bytes", packed.len());
        fs::write(folder.path().join("x.zip"), packed).unwrap();
        let script = "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint([(i.filename,i.file_size) for i in z.infolist()])";
        let mut python = Command::new("python3");
        let Ok(output) = python.args(["-c", script]).arg(folder.path().join("x.zip")).output()
        else {
            return;
        };
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            said.contains("('a.txt', 7500), ('sub/b.txt', 0)"),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
