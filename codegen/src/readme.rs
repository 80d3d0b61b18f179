//! The README's examples for phones are those that are compiled and run.

use std::path::Path;

#[test]
fn kotlin_and_swift_of_the_readme_are_examples_that_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_default();
    let readme = read("README.md");
    for (language, path) in [
        ("kotlin", "examples/kotlin/TenLines.kt"),
        ("swift", "examples/swift/ten-lines/main.swift"),
    ] {
        let block = format!("```{language}\n{}```\n", read(path));
        assert!(readme.contains(&block), "README.md does not show {path}");
    }
}
