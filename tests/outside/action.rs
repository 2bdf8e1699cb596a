//! The installer and the action that ship with the program, run as a machine of GitHub runs them: releases come from a
//! server on this computer, `gh` writes down what it is asked for, and each step has the environment that the action
//! gives it. What is not run: the actions of others, whose inputs are looked at.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::run;

const VERSION: &str = env!("CARGO_PKG_VERSION");
const TARGET: &str = "x86_64-unknown-linux-musl";
const ACTION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.github/actions/chapbook");

/// A folder with releases, served to this computer.
struct Releases {
    folder: PathBuf,
    address: String,
}

/// Packed once for all tests.
fn releases() -> &'static Releases {
    static RELEASES: OnceLock<Releases> = OnceLock::new();
    RELEASES.get_or_init(Releases::new)
}

impl Releases {
    /// One release for each kind of fault, and `good`; the archive is the one that the workflow packs.
    fn new() -> Releases {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("releases");
        let _ = fs::remove_dir_all(&folder);
        let packed = packed(&folder);
        let archive = packed.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let sums = String::from_utf8(run("sha256sum", &[packed.to_str().expect("a path")]).stdout).expect("text");
        let sum = sums.split(' ').next().expect("a sum").to_owned();
        let other = "0".repeat(64);
        let line = |sum: &str, name: &str| format!("{sum}  {name}\n");
        let releases = [
            ("good", line(&other, &format!("{archive}.asc")) + &line(&sum, &archive), true),
            ("wrong", line(&other, &archive), true),
            ("unnamed", line(&sum, &format!("{archive}.asc")), true),
            ("missing", line(&sum, &archive), false),
            ("short", line(&sum, &archive), true),
        ];
        for (name, sums, whole) in releases {
            let at = folder.join(name).join(format!("v{VERSION}"));
            fs::create_dir_all(&at).expect("a folder");
            fs::write(at.join("SHA256SUMS"), sums).expect("sums");
            if whole {
                fs::hard_link(&packed, at.join(&archive)).expect("an archive");
            }
        }
        let address = serve(folder.clone());
        Releases { folder, address }
    }

    /// Runs the installer on a system of this name, in a folder of its own.
    fn install(&self, release: &str, system: &str, at: &str) -> Output {
        let tools = self.folder.join("tools");
        script(&tools, "uname", &format!("echo '{system}'"));
        Command::new(format!("{ACTION}/install.sh"))
            .args(["owner/chapbook", VERSION, at])
            .current_dir(&self.folder)
            .env("PATH", path_with(&tools))
            .env("CHAPBOOK_RELEASES", format!("{}/{release}", self.address))
            .output()
            .expect("bash runs")
    }
}

/// What `pack.sh` makes of the program, where a release build would be.
fn packed(folder: &Path) -> PathBuf {
    let tree = folder.join("tree");
    let built = tree.join("target").join(TARGET).join("release");
    fs::create_dir_all(&built).expect("a folder");
    fs::copy(env!("CARGO_BIN_EXE_chapbook"), built.join("chapbook")).expect("the program");
    for file in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(file), tree.join(file)).expect(file);
    }
    let packing =
        Command::new(format!("{ACTION}/pack.sh")).args([TARGET, VERSION, "packed"]).current_dir(&tree).output();
    let packing = packing.expect("bash runs");
    assert!(packing.status.success(), "{}", said(&packing));
    let name = format!("chapbook-{VERSION}-{TARGET}");
    let packed = tree.join("packed").join(format!("{name}.tar.gz"));
    let inside = String::from_utf8(run("tar", &["-tzf", packed.to_str().expect("a path")]).stdout).expect("names");
    for file in [
        "chapbook",
        "LICENSES.txt",
        "LICENSE-MIT",
        "man/chapbook.1",
        "man/chapbook-watch.1",
        "completions/chapbook.fish",
    ] {
        assert!(inside.lines().any(|line| line == format!("{name}/{file}")), "{file}: {inside}");
    }
    packed
}

/// Serves the files of a folder; of the release `short` the archive ends early.
fn serve(root: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let asked = lines.next().unwrap_or_default();
            lines.find(String::is_empty);
            let path = asked.split(' ').nth(1).unwrap_or_default().trim_start_matches('/').to_owned();
            let _ = match fs::read(root.join(&path)) {
                Ok(bytes) => {
                    let sent =
                        if path.starts_with("short/") && path.ends_with(".gz") { bytes.len() / 2 } else { bytes.len() };
                    let head =
                        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", bytes.len());
                    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&bytes[..sent]))
                }
                Err(_) => stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            };
        }
    });
    address
}

/// A program of this name, which is a few lines of shell.
fn script(folder: &Path, name: &str, lines: &str) {
    fs::create_dir_all(folder).expect("a folder");
    let path = folder.join(name);
    fs::write(&path, format!("#!/usr/bin/env bash\n{lines}\n")).expect("a script");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it may be run");
}

fn path_with(tools: &Path) -> String {
    format!("{}:{}", tools.display(), std::env::var("PATH").unwrap_or_default())
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
#[ignore = "needs bash, curl and tar: tests/run"]
fn the_installer_takes_what_is_whole_and_refuses_the_rest() {
    let releases = releases();
    let linux = "Linux x86_64";
    // A folder is named from where one stands.
    let done = releases.install("good", linux, "programs/own");
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(String::from_utf8_lossy(&done.stdout), format!("chapbook {VERSION}\n"));
    let program = releases.folder.join("programs/own/chapbook");
    assert_eq!(fs::metadata(&program).expect("the program").permissions().mode() & 0o777, 0o755);
    // Over an older one, too.
    assert!(releases.install("good", linux, "programs/own").status.success());
    fs::write(releases.folder.join("file"), "").expect("a file");
    let archive = |target: &str| format!("chapbook-{VERSION}-{target}.tar.gz");
    for (release, system, at, why) in [
        ("wrong", linux, "new", format!("{} is not the file that SHA256SUMS names", archive(TARGET))),
        ("unnamed", linux, "new", format!("SHA256SUMS does not name {}", archive(TARGET))),
        ("missing", linux, "new", format!("{} cannot be fetched", archive(TARGET))),
        ("short", linux, "new", format!("{} cannot be fetched", archive(TARGET))),
        ("nowhere", linux, "new", "SHA256SUMS cannot be fetched".to_owned()),
        ("good", linux, "file/new", "file/new cannot be made".to_owned()),
        ("good", "Linux aarch64", "new", archive("aarch64-unknown-linux-musl")),
        ("good", "Linux arm64", "new", archive("aarch64-unknown-linux-musl")),
        ("good", "Darwin x86_64", "new", archive("x86_64-apple-darwin")),
        ("good", "Darwin arm64", "new", archive("aarch64-apple-darwin")),
        ("good", "Plan9 mips", "new", "there is no program for Plan9 mips".to_owned()),
    ] {
        let done = releases.install(release, system, at);
        let told = said(&done);
        assert_eq!(done.status.code(), Some(1), "{release}, {system}: {told}");
        assert!(told.contains("nothing was installed: ") && told.contains(&why), "{release}, {system}: {told}");
        assert!(!releases.folder.join("new/chapbook").exists(), "{release}, {system}");
    }
}

/// A repository with a book, and what a machine of GitHub has around it.
struct Machine {
    releases: &'static Releases,
    home: tempfile::TempDir,
    steps: Vec<Value>,
    event: &'static str,
    reference: &'static str,
    base: String,
}

/// What came of an action.
struct Ran {
    ok: bool,
    said: String,
    summary: String,
    outputs: BTreeMap<String, String>,
    /// Paths and names that were kept as artifacts.
    kept: Vec<String>,
    /// What `gh` was asked for, a line each.
    asked: String,
}

impl Machine {
    fn new(releases: &'static Releases, event: &'static str, reference: &'static str) -> Machine {
        let home = tempfile::tempdir().expect("a temporary folder");
        let source = fs::read_to_string(format!("{ACTION}/action.yml")).expect("the action");
        let action: Value = serde_saphyr::from_str(&source).expect("YAML");
        let steps = action["runs"]["steps"].as_array().expect("steps").clone();
        let mut machine = Machine { releases, home, steps, event, reference, base: String::new() };
        for folder in ["work/book", "temp"] {
            fs::create_dir_all(machine.path(folder)).expect("a folder");
        }
        machine.write("book.toml", "[book]\ntitle = 'Salt'\nauthors = ['A. Writer']\nlanguage = 'en'\n");
        machine.write("one.md", "# One\n\nA word with <b@example.org>, & more.\n");
        machine.git(&["init", "--quiet"]);
        machine.commit();
        machine.git(&["remote", "add", "origin", "."]);
        machine.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
        machine.base = machine.git(&["rev-parse", "HEAD"]).trim().to_owned();
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path("work/book").join(name), text).expect("a file");
    }

    fn git(&self, arguments: &[&str]) -> String {
        let named = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").current_dir(self.path("work")).args(named).args(arguments).output();
        let done = done.expect("git runs");
        assert!(done.status.success(), "{arguments:?}: {}", said(&done));
        String::from_utf8(done.stdout).expect("text")
    }

    fn commit(&self) {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--message", "a change"]);
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// What stands between `${{` and `}}`, where the machine says it.
    fn value(&self, expression: &str, outputs: &BTreeMap<String, String>) -> String {
        let output = |name: &str| outputs.get(name).cloned().unwrap_or_default();
        match expression {
            "inputs.repository" => "owner/chapbook".to_owned(),
            "inputs.version" => VERSION.to_owned(),
            "inputs.book" => "book".to_owned(),
            "inputs.printer" => String::new(),
            "inputs.token" => "a token".to_owned(),
            "github.action_path" => ACTION.to_owned(),
            "github.event.pull_request.base.sha" => self.base.clone(),
            "github.event.pull_request.number" => "7".to_owned(),
            "github.ref_name" => self.reference.rsplit('/').next().unwrap_or_default().to_owned(),
            other => match other.strip_prefix("steps.") {
                Some(name) => output(name),
                None => panic!("the action asks for {other}"),
            },
        }
    }

    fn is_asked(&self, condition: &str, outputs: &BTreeMap<String, String>) -> bool {
        condition.split(" && ").all(|part| match part {
            "github.event_name == 'pull_request'" => self.event == "pull_request",
            "startsWith(github.ref, 'refs/tags/')" => self.reference.starts_with("refs/tags/"),
            "steps.diff.outputs.page != ''" => outputs.contains_key("diff.outputs.page"),
            "inputs.comment == 'true'" => true,
            other => panic!("the action asks whether {other}"),
        })
    }

    /// Runs every step as far as the first that fails; `gh` is these lines of shell.
    fn run(&self, gh: &str) -> Ran {
        let tools = self.path("tools");
        script(&tools, "uname", "echo 'Linux x86_64'");
        let noted = format!("printf '%s ' \"$@\" >>'{0}/asked'; echo >>'{0}/asked'", self.home.path().display());
        script(&tools, "gh", &format!("{noted}\n{gh}"));
        for file in ["asked", "summary"] {
            fs::write(self.path(file), "").expect("a file");
        }
        let (mut outputs, mut kept, mut told, mut ok) = (BTreeMap::new(), Vec::new(), String::new(), true);
        for step in &self.steps {
            if !step["if"].as_str().is_none_or(|condition| self.is_asked(condition, &outputs)) {
                continue;
            }
            let filled = |text: &str| match text.strip_prefix("${{ ").and_then(|text| text.strip_suffix(" }}")) {
                Some(expression) => self.value(expression, &outputs),
                None => text.to_owned(),
            };
            let id = step["id"].as_str().unwrap_or_default();
            let Some(lines) = step["run"].as_str() else {
                let path = filled(step["with"]["path"].as_str().expect("a path"));
                assert!(Path::new(&path).exists(), "{path} is kept, and is not there");
                kept.push(path);
                outputs.insert(format!("{id}.outputs.artifact-url"), "https://example.org/pages".to_owned());
                continue;
            };
            assert_eq!(step["shell"], "bash", "{step}");
            fs::write(self.path("step"), lines).expect("a script");
            fs::write(self.path("output"), "").expect("a file");
            let mut shell = Command::new("bash");
            shell.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(self.path("step"));
            for (name, value) in step["env"].as_object().into_iter().flatten() {
                shell.env(name, filled(value.as_str().expect("text")));
            }
            let done = shell
                .current_dir(self.path("work"))
                .env("PATH", path_with(&tools))
                .env("CHAPBOOK_RELEASES", format!("{}/good", self.releases.address))
                .env("RUNNER_TEMP", self.path("temp"))
                .env("GITHUB_OUTPUT", self.path("output"))
                .env("GITHUB_STEP_SUMMARY", self.path("summary"))
                .env("GITHUB_REPOSITORY", "owner/book")
                .env_remove("SOURCE_DATE_EPOCH")
                .output()
                .expect("bash runs");
            told.push_str(&said(&done));
            for (name, value) in self.text("output").lines().filter_map(|line| line.split_once('=')) {
                outputs.insert(format!("{id}.outputs.{name}"), value.to_owned());
            }
            ok = done.status.success();
            if !ok {
                break;
            }
        }
        let (summary, asked) = (self.text("summary"), self.text("asked"));
        Ran { ok, said: told, summary, outputs, kept, asked }
    }
}

#[test]
#[ignore = "needs bash, curl, tar and git: tests/run"]
fn the_action_tells_a_pull_request_what_it_changes() {
    let releases = releases();
    let machine = Machine::new(releases, "pull_request", "refs/pull/7/merge");
    machine.write("one.md", "# One\n\nAnother word with <b@example.org>, & more. See <https://example.org/a>.\n");
    machine.commit();
    let ran = machine.run("exit 0");
    assert!(ran.ok, "{}", ran.said);
    assert!(
        ran.said.contains("::notice file=book/book.toml,") || ran.said.contains("::notice file=book/one.md,"),
        "{}",
        ran.said
    );
    let temp = machine.path("temp");
    assert_eq!(ran.outputs["build.outputs.dist"], temp.join("dist").display().to_string());
    assert_eq!(ran.kept, ["dist", "changes.html"].map(|name| temp.join(name).display().to_string()));
    assert!(temp.join("dist/salt.epub").exists() && temp.join("dist/SHA256SUMS").exists());
    // Words of the book are neither Markdown nor names.
    assert!(ran.summary.contains("### What changed in the book"), "{}", ran.summary);
    assert!(ran.summary.contains("1 removed, "), "{}", ran.summary);
    assert!(!ran.summary.contains("wrote ") && !ran.summary.contains("b@example"), "{}", ran.summary);
    let comment = machine.text("temp/comment.md");
    assert!(comment.starts_with(&ran.summary) && comment.ends_with("(https://example.org/pages)\n"), "{comment}");
    let file = temp.join("comment.md").display().to_string();
    let first = format!("api --silent repos/owner/book/issues/7/comments -F body=@{file} ");
    assert_eq!(ran.asked.lines().nth(1), Some(&*first), "{}", ran.asked);
    // A second push writes the same comment anew.
    let ran = machine.run("case $* in *paginate*) echo 12 ;; esac");
    let second = format!("api --silent --method PATCH repos/owner/book/issues/comments/12 -F body=@{file} ");
    assert_eq!((ran.ok, ran.asked.lines().nth(1)), (true, Some(&*second)), "{}", ran.asked);
    // One from a fork may not write, and the step does not fail.
    let ran = machine.run("echo 'HTTP 403' >&2; exit 1");
    assert!(ran.ok && ran.said.contains("::notice::No comment can be written"), "{}", ran.said);
}

#[test]
#[ignore = "needs bash, curl, tar and git: tests/run"]
fn the_action_says_at_its_line_what_is_wrong() {
    let releases = releases();
    let mut machine = Machine::new(releases, "pull_request", "refs/pull/7/merge");
    // The base is no fault of the pull request.
    machine.base = "0".repeat(40);
    let ran = machine.run("exit 0");
    assert!(ran.ok && ran.said.contains("::notice::The book cannot be compared"), "{}", ran.said);
    assert_eq!((ran.kept.len(), &*ran.summary, &*ran.asked), (1, "", ""));
    machine.write("one.md", "# One\n\nSee [there](#nowhere).\n");
    let ran = machine.run("exit 0");
    assert!(!ran.ok && ran.said.contains("::error file=book/one.md,line=3,endLine=3,"), "{}", ran.said);
    assert!(ran.kept.is_empty(), "{:?}", ran.kept);
}

#[test]
#[ignore = "needs bash, curl, tar and git: tests/run"]
fn the_action_puts_a_tag_into_its_release() {
    let releases = releases();
    let machine = Machine::new(releases, "push", "refs/tags/v1.2");
    let ran = machine.run("[ \"$2\" != view ]");
    assert!(ran.ok, "{}", ran.said);
    let lines: Vec<&str> = ran.asked.lines().collect();
    assert_eq!(lines[0], "release view v1.2 --repo owner/book ");
    assert_eq!(lines[1], "release create v1.2 --repo owner/book --verify-tag --generate-notes ");
    assert!(lines[2].starts_with("release upload v1.2 --repo owner/book --clobber "), "{}", lines[2]);
    for file in ["salt-1.2.zip", "salt.epub", "salt-print.pdf", "SHA256SUMS"] {
        assert!(lines[2].contains(&format!("/release/{file} ")), "{file}: {}", lines[2]);
    }
    assert!(ran.summary.is_empty() && ran.kept.len() == 1, "a push changes nothing that can be compared");
    // A release that is there already is filled.
    let ran = machine.run("exit 0");
    assert!(ran.ok && !ran.asked.contains("release create"), "{}", ran.asked);
}
