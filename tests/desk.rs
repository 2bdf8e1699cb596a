//! The preview's server as a stranger meets it: other sites, wrong tokens, paths that lead out, clients that are slow or
//! never end, and a thousand of them; and what it tells when the book changes.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files, run programs and connect")]

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A preview of a small book, for as long as it lives.
struct Desk {
    program: Child,
    book: TempDir,
    port: u16,
    token: String,
}

impl Desk {
    fn open() -> Desk {
        Desk::with(&[])
    }

    fn with(arguments: &[&str]) -> Desk {
        let book = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(book.path().join(name), text).unwrap();
        write("book.toml", "[book]\ntitle = 'Plants'\nauthors = ['A. Gardener']\nlanguage = 'en'\n");
        write(
            "01-one.md",
            "# One\n\nThe basil drinks every day.[^1]\n\nIt sulks if watched.\n\n[^1]: Fill the saucer.\n",
        );
        write("02-two.md", "# Two\n\n![A leaf](leaf.svg)\n\nThe lemon wants a litre.\n");
        write(
            "leaf.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><path d='M0 0h90v90z'/></svg>",
        );
        let mut program = Command::new(env!("CARGO_BIN_EXE_chapbook"))
            .arg("watch")
            .arg(book.path())
            .args(arguments)
            .env_remove("VISUAL")
            .env_remove("EDITOR")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let rest = address.trim().strip_prefix("http://127.0.0.1:").expect("an address of this machine");
        let (port, token) = rest.trim_end_matches('/').split_once('/').expect("a port and a token");
        Desk { program, port: port.parse().unwrap(), token: token.to_owned(), book }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// What it answers to these bytes.
    fn raw(&self, bytes: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let status = answer.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok()).unwrap_or(0);
        let body = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
        (status, answer.split_off(body))
    }

    fn ask(&self, path: &str, more: &str) -> (u16, Vec<u8>) {
        let (port, token) = (self.port, &self.token);
        self.raw(format!("GET /{token}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}\r\n").as_bytes())
    }

    fn json(&self, path: &str) -> Value {
        let (status, body) = self.ask(path, "");
        assert_eq!(status, 200, "{path}");
        serde_json::from_slice(&body).unwrap()
    }

    /// The state, once something holds of it.
    fn state(&self, holds: impl Fn(&Value) -> bool) -> Value {
        let began = Instant::now();
        loop {
            let state = self.json("state");
            if holds(&state) {
                return state;
            }
            assert!(began.elapsed() < Duration::from_secs(30), "waited in vain: {state:.2000}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Writes a file of the book.
    fn write(&self, name: &str, text: &str) {
        fs::write(self.book.path().join(name), text).unwrap();
    }

    fn text(&self, page: usize) -> String {
        self.json(&format!("page?d=print&n={page}"))["text"].to_string()
    }

    /// The page that has some words.
    fn page_with(&self, words: &str) -> usize {
        let found = self.json(&format!("find?q={}", words.replace(' ', "+")));
        found[0]["page"].as_u64().unwrap_or_else(|| panic!("no page has {words:?}")) as usize
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn strangers_get_nothing() {
    let desk = Desk::open();
    let (port, token) = (desk.port, desk.token.clone());
    assert_eq!(desk.ask("", "").0, 200);
    for more in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
    ] {
        assert_eq!(desk.ask("state", more).0, 403, "{more}");
    }
    let get = |path: &str, host: &str| desk.raw(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).0;
    let own = format!("127.0.0.1:{port}");
    for host in ["evil.example", "127.0.0.1", &format!("evil.example:{port}")] {
        assert_eq!(get(&format!("/{token}/state"), host), 403, "{host}");
    }
    let other = token.chars().rev().collect::<String>();
    for path in ["/", "/state", &format!("/{other}/state"), &format!("/{}/state", &token[1..]), "/favicon.ico"] {
        assert_eq!(get(path, &own), 404, "{path}");
    }
    assert_eq!(get(&format!("/{token}"), &own), 308);
    let head = format!("HEAD /{token}/ HTTP/1.1\r\nHost: {own}\r\n\r\n");
    assert_eq!(desk.raw(head.as_bytes()), (200, Vec::new()));
    for (request, status) in [
        (format!("POST /{token}/ HTTP/1.1\r\nHost: {own}\r\n\r\n"), 405),
        (format!("GET /{token}/ HTTP/1.1\r\nHost: {own}\r\nContent-Length: 9\r\n\r\n"), 413),
        ("nonsense\r\n\r\n".to_owned(), 400),
        (format!("GET /{token}/ HTTP/1.1\r\nHost: {own}\r\nX: {}\r\n\r\n", "x".repeat(9_000)), 431),
    ] {
        assert_eq!(desk.raw(request.as_bytes()).0, status, "{request:.60}");
    }
}

/// Names are looked up among what was made; none is a path of the disk.
#[test]
fn paths_that_lead_out_are_nothing() {
    let desk = Desk::open();
    desk.state(|state| state["complete"] == true);
    for path in [
        "../book.toml",
        "../../etc/passwd",
        "book.toml",
        "01-one.md",
        "ebook/1/../../../etc/passwd",
        "ebook/1/%2e%2e/%2e%2e/etc/passwd",
        "ebook/1/OEBPS/..%2f..%2fbook.toml",
        "font/../desk.js",
        "font/x-0",
        "font/-",
        "picture/..%2f..%2fleaf.svg",
        "page?d=print&n=99999",
        "page?d=../print&n=0",
        "page?d=print&n=-1",
        "place?d=print&n=0&x=NaN&y=inf",
        "place?d=print&n=0&x=1e300&y=1",
        "finding?n=4000000000",
        "desk.js/",
    ] {
        assert_eq!(desk.ask(path, "").0, 404, "{path}");
    }
}

#[test]
fn a_thousand_idle_connections_keep_nobody_away() {
    let desk = Desk::open();
    let idle: Vec<TcpStream> = (0..1_000)
        .map(|at| {
            let mut stream = desk.connect();
            // Half of them begin a request and never end it.
            if at % 2 == 0 {
                let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: ");
            }
            stream
        })
        .collect();
    let began = Instant::now();
    assert_eq!(desk.ask("state", "").0, 200);
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    // Of what was too much, all but a few are ended soon.
    let is_ended = |stream: &&TcpStream| {
        stream.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
        !matches!((&**stream).read(&mut [0]), Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut))
    };
    while idle.iter().filter(is_ended).count() < 900 {
        assert!(began.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(100));
    }
    #[cfg(target_os = "linux")]
    {
        let status = fs::read_to_string(format!("/proc/{}/status", desk.program.id())).unwrap();
        let number = |name: &str| -> u64 {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.split_whitespace().next().unwrap().parse().unwrap()
        };
        assert!(number("Threads:") < 300, "{}", number("Threads:"));
    }
}

#[test]
fn slow_and_endless_clients_are_let_go() {
    let desk = Desk::open();
    // One letter at a time.
    let mut slow = desk.connect();
    let began = Instant::now();
    let ended = loop {
        if slow.write_all(b"G").is_err() || began.elapsed() > Duration::from_secs(60) {
            break began.elapsed();
        }
        slow.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        let mut answer = [0; 12];
        match slow.read(&mut answer) {
            Ok(0) => break began.elapsed(),
            Ok(_) => {
                assert!(answer.starts_with(b"HTTP/1.1 408"));
                break began.elapsed();
            }
            Err(_) => {}
        }
    };
    assert!(ended < Duration::from_secs(50), "{ended:?}");
    // A head that never ends: the system holds some megabytes of it before the end is felt.
    let mut endless = desk.connect();
    let mut sent = 0;
    while sent < 64 << 20 && endless.write_all(&[b'a'; 4 << 10]).is_ok() {
        sent += 4 << 10;
    }
    assert!(sent < 64 << 20, "it took all of {sent} bytes");
    assert_eq!(desk.ask("state", "").0, 200);
}

/// More streams of events than there may be: the oldest end, and the new ones are told.
#[test]
fn streams_of_events_are_bounded_and_tell_of_changes() {
    let desk = Desk::open();
    let before = desk.state(|state| state["complete"] == true)["revision"].as_u64().unwrap();
    let request = format!("GET /{}/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", desk.token, desk.port);
    let mut streams: Vec<BufReader<TcpStream>> = Vec::new();
    for _ in 0..40 {
        let mut stream = desk.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        while !line.starts_with("data: ") {
            line.clear();
            assert!(reader.read_line(&mut line).unwrap() > 0, "it ended before it began");
        }
        streams.push(reader);
    }
    desk.write("01-one.md", "# One\n\nThe basil is dry.\n");
    let mut told = 0;
    for mut reader in streams {
        let mut line = String::new();
        while reader.read_line(&mut line).is_ok_and(|read| read > 0) && !line.contains("data: ") {
            line.clear();
        }
        told += usize::from(
            line.trim().strip_prefix("data: ").is_some_and(|number| number.parse::<u64>().unwrap() > before),
        );
    }
    assert_eq!(told, 16);
}

#[test]
fn an_edit_changes_its_page_and_leads_back_to_its_line() {
    let desk = Desk::open();
    let page = desk.page_with("sulks if watched");
    assert!(desk.text(page).contains("It sulks if watched."));
    desk.write(
        "01-one.md",
        "# One\n\nThe basil drinks every day.[^1]\n\nIt is a patient plant.\n\n[^1]: Fill the saucer.\n",
    );
    let state = desk.state(|state| !state["changed"].is_null());
    assert_eq!(state["changed"]["page"], page);
    let lines = state["changed"]["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(desk.text(page).contains("It is a patient plant."));
    // A click on the last word of the line.
    let area: Vec<f64> = lines[0]["area"].as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect();
    let (x, y) = (area[0] + area[2] - 9.0, area[1] + area[3] / 2.0);
    let place = desk.json(&format!("place?d=print&n={page}&x={x}&y={y}"));
    assert_eq!((&place["line"], &place["opened"]), (&Value::from(5), &Value::from(false)));
    assert!(place["file"].as_str().unwrap().ends_with("01-one.md"));
    let column = place["column"].as_u64().unwrap();
    assert!((17..=22).contains(&column), "in `plant`: {column}");
}

/// Whenever edits come, an ebook that is shown beside pages has their words, and never those of an earlier edit.
#[test]
fn an_edit_while_the_ebook_is_made_takes_the_old_one_away() {
    let desk = Desk::open();
    let long = "The basil drinks every day, and the lemon wants a litre. ".repeat(12);
    let text = |words: &str| format!("# One\n\nWatered {words} times.\n\n{}", format!("{long}\n\n").repeat(40));
    let words = ["once", "twice", "thrice", "manifold"];
    let has = |words: &str| {
        let found = desk.json(&format!("find?q=watered+{words}+times"));
        found.as_array().is_some_and(|found| !found.is_empty())
    };
    // The ebook is begun after a moment of quiet: these edits come before, at its beginning, and while it is made.
    for (edit, quiet) in words.iter().zip([0, 300, 600, 900]) {
        desk.write("01-one.md", &text(edit));
        let mut ended = false;
        desk.state(|_| has(edit));
        let until = std::time::Instant::now() + Duration::from_millis(quiet);
        while *edit == words[3] && !ended || std::time::Instant::now() < until {
            let state = desk.json("state");
            ended = state["complete"] == true;
            if ended {
                let chapters = state["chapters"].as_array().unwrap().iter();
                let files = chapters.map(|chapter| format!("ebook/1/{}", chapter["file"].as_str().unwrap()));
                let ebook: String = files.map(|file| String::from_utf8(desk.ask(&file, "").1).expect("text")).collect();
                assert!(ebook.contains(&format!("Watered {edit} times.")), "{edit}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn a_broken_book_keeps_its_last_good_pages() {
    let desk = Desk::open();
    let before = desk.state(|state| state["complete"] == true);
    desk.write("book.toml", "[book\ntitle = 'Plants'\n");
    let broken = desk.state(|state| state["broken"] == true);
    assert_eq!(broken["documents"]["print"], before["documents"]["print"]);
    assert_eq!(broken["findings"][0]["severity"], "error");
    assert_eq!(broken["findings"][0]["file"], "book.toml");
    assert!(desk.text(desk.page_with("lemon")).contains("The lemon wants a litre."));
    desk.write("book.toml", "[book]\ntitle = 'Shrubs'\nlanguage = 'en'\n");
    let mended = desk.state(|state| state["broken"] == false);
    assert_eq!(mended["title"], "Shrubs");
}

/// What a page names can be had: its fonts, its pictures; and the files of the ebook, without the modern sheet on request.
#[test]
fn what_pages_name_is_served() {
    let desk = Desk::open();
    let page = desk.page_with("The lemon");
    let svg = desk.json(&format!("page?d=print&n={page}"))["svg"].as_str().unwrap().to_owned();
    let after = |start: &str| {
        let at = svg.find(start).unwrap_or_else(|| panic!("{start} in {svg:.500}")) + start.len();
        svg[at..].split('"').next().unwrap().to_owned()
    };
    let (status, font) = desk.ask(&format!("font/{}", after("font-family=\"")), "");
    assert!(status == 200 && font.starts_with(b"OTTO"));
    let (status, picture) = desk.ask(&after("href=\""), "");
    assert!(
        status == 200 && String::from_utf8_lossy(&picture).contains("<svg"),
        "{}",
        String::from_utf8_lossy(&picture)
    );
    let state = desk.state(|state| state["complete"] == true);
    let (cover, sheets) = (&state["documents"]["cover"]["pages"], &state["documents"]["sheets"]["pages"]);
    assert_eq!(cover.as_array().unwrap().len(), 1);
    assert!(sheets.as_array().unwrap().len() >= 2);
    let chapters = state["chapters"].as_array().unwrap();
    let last = chapters.last().unwrap()["file"].as_str().unwrap();
    let (status, text) = desk.ask(&format!("ebook/1/{last}"), "");
    assert!(status == 200 && String::from_utf8_lossy(&text).contains("<html"), "{last}");
    let sheet = format!("{}/stylesheet-modern.css", Path::new(last).parent().unwrap().display());
    let [(_, whole), (status, base)] = ["ebook", "ebook-base"].map(|kind| desk.ask(&format!("{kind}/1/{sheet}"), ""));
    assert!(!whole.is_empty() && status == 200 && base.is_empty());
}

#[cfg(unix)]
#[test]
fn a_click_opens_the_editor_of_the_person_without_a_shell() {
    use std::os::unix::fs::PermissionsExt;
    let tools = tempfile::tempdir().unwrap();
    let (editor, note) = (tools.path().join("my editor"), tools.path().join("note"));
    fs::write(&editor, format!("#!/bin/sh\nprintf '%s|' \"$@\" > '{}'\n", note.display())).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let command = format!("'{}' $HOME;true {{line}} {{file}}", editor.display());
    let desk = Desk::with(&["--editor", &command]);
    let page = desk.page_with("sulks if watched");
    let hit = desk.json("find?q=sulks+if+watched")[0]["areas"][0].clone();
    let (x, y) = (hit[0].as_f64().unwrap() + 2.0, hit[1].as_f64().unwrap() + 6.0);
    assert_eq!(desk.json(&format!("place?d=print&n={page}&x={x}&y={y}"))["opened"], true);
    let began = Instant::now();
    while !fs::read_to_string(&note).is_ok_and(|said| said.ends_with("01-one.md|")) {
        assert!(began.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(fs::read_to_string(&note).unwrap().starts_with("$HOME;true|5|"));
}
