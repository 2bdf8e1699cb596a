//! The page that says what was checked of an ebook's accessibility.

use chapbook::{BuildOptions, Folder, Output, Silent, build};

#[test]
fn what_is_said_of_accessibility_has_a_page() {
    let made = |text: &str, more: &str| {
        let settings = format!("[book]\ntitle = 'T'\nlanguage = 'de'\n[epub]\naccessibility-report = true\n{more}");
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";
        let folder = Folder::from_files([("book.toml", settings.as_str()), ("one.md", text), ("a.svg", svg)]).unwrap();
        let only = [Output::Epub.into()];
        let built = build(&folder, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent);
        let page = built.artifacts.into_iter().find(|artifact| artifact.name == "t-accessibility.html").unwrap();
        String::from_utf8(page.bytes).unwrap()
    };
    let bad = made("# One\n\nSee [here](https://example.org/).\n\n![](a.svg)\n", "certifier = 'House'\n");
    assert!(bad.contains("makes no claim of conformance, though House would vouch"), "{bad}");
    assert!(bad.contains("<td>one.md:3:5</td>") && bad.contains("<td>no alternative text</td>"), "{bad}");
    let contact = "certifier = 'House'\naccessibility-contact = 'help@example.org'\n";
    let good = made("# One\n\n![A square](a.svg)\n\n![](a.svg){.decorative}\n", contact);
    assert!(good.contains("House vouches for it") && good.contains("<p>Nothing.</p>"), "{good}");
    assert!(good.contains("<td>A square</td>") && good.contains("<td>decoration</td>"), "{good}");
    assert!(good.contains("Contact: help@example.org"), "{good}");
}
