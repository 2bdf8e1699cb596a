//! Barcodes of finished covers, read by zbar from pictures that poppler paints.

use crate::run;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Builds the cover of a book and gives what zbar reads on it, a line a symbol, sorted.
fn read(name: &str, print: &str, cover: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("barcode").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let toml = format!("[book]\ntitle = \"A Small Book\"\n[print]\nisbn = \"{print}\"\n[cover]\n{cover}");
    fs::write(folder.join("book.toml"), toml).expect("settings");
    fs::write(folder.join("one.md"), "# One\n\nText.\n").expect("a text");
    let built = Command::new(env!("CARGO_BIN_EXE_chapbook"))
        .args(["build", "-q", "--only", "cover"])
        .arg(&folder)
        .output()
        .expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let pdf = folder.join("dist/a-small-book-cover.pdf");
    let picture = folder.join("cover");
    let [pdf, picture] = [&pdf, &picture].map(|path| path.to_str().expect("a plain path"));
    run("pdftoppm", &["-r", "300", "-gray", "-png", "-singlefile", pdf, picture]);
    let said = run("zbarimg", &["--quiet", "-Sean13.enable", "-Sean5.enable", &format!("{picture}.png")]);
    let mut lines: Vec<String> = String::from_utf8(said.stdout).expect("text").lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
#[ignore = "needs zbar and poppler: tests/run"]
fn barcodes_say_what_the_book_says() {
    for style in ["classic", "modern", "zine"] {
        let cover = |rest: &str| format!("style = \"{style}\"\nspine = \"8mm\"\n{rest}");
        let plain = read(style, "978-3-16-148410-0", &cover(""));
        assert_eq!(plain, ["EAN-13:9783161484100"], "{style}");
        let old = read(style, "0-306-40615-2", &cover("barcode = 80\n"));
        assert_eq!(old, ["EAN-13:9780306406157"], "{style}, at its least size");
        let priced = read(style, "979-8-88645-174-0", &cover("price = \"$19.95\"\n"));
        assert_eq!(priced, ["EAN-13:9798886451740", "EAN-5:51995"], "{style}");
        let pounds = read(style, "978-3-16-148410-0", &cover("price = \"£8.99\"\nbarcode = 80\n"));
        assert_eq!(pounds, ["EAN-13:9783161484100", "EAN-5:00899"], "{style}");
    }
}
