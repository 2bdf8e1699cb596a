//! The screen edition keeps the standards that it names.

use crate::{BOOKS, file, stdout};
use std::process::Command;

#[test]
#[ignore = "needs veraPDF: tests/run"]
fn verapdf_finds_nothing_in_the_screen_edition() {
    let jar = std::env::var("CHAPBOOK_VERAPDF").expect("CHAPBOOK_VERAPDF names veraPDF's jar; tests/run sets it");
    for (_, slug) in BOOKS {
        let pdf = file(slug, "-screen.pdf");
        for flavour in ["ua1", "2a"] {
            let output = Command::new("java")
                .args(["-cp", &jar, "org.verapdf.apps.GreenfieldCliWrapper"])
                .args(["--flavour", flavour, "--format", "json", "--loglevel", "0", &pdf])
                .output()
                .expect("java runs; tests/run installs it");
            let report: serde_json::Value = serde_json::from_slice(&output.stdout)
                .unwrap_or_else(|why| panic!("veraPDF's report ({why}): {}", String::from_utf8_lossy(&output.stderr)));
            let result = &report["report"]["jobs"][0]["validationResult"][0];
            let details = &result["details"];
            assert_eq!(result["compliant"], true, "{slug}, {flavour}: {:#}", details["ruleSummaries"]);
            assert_eq!(details["failedRules"], 0, "{slug}, {flavour}");
            assert!(details["passedChecks"].as_u64().is_some_and(|checks| checks > 10_000), "it looked: {report:#}");
        }
        let packet = stdout("pdfinfo", &["-meta", &pdf]);
        for claim in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"] {
            assert!(packet.contains(claim), "{slug}: {claim} {packet}");
        }
    }
}
