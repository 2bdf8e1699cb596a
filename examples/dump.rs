use chapbook::{base::Folder, manuscript, model::dump};
fn main() {
    sizes();
    let dir = std::env::args().nth(1).unwrap();
    let quiet = std::env::args().nth(2).is_some();
    let folder = match Folder::open(std::path::Path::new(&dir)) {
        Ok(f) => f,
        Err(e) => {
            eprintln!("{e}");
            return;
        }
    };
    let t = std::time::Instant::now();
    let (m, report) = manuscript::read(&folder);
    eprintln!("{:?}", t.elapsed());
    if let Some(m) = m {
        if !quiet {
            print!("{}", dump::dump(&m.book));
        }
    }
    for d in report.sorted() {
        let place = d.span.map_or(String::new(), |s| {
            let (l, c) = report.sources.line_column(s.file, s.start);
            format!("{}:{l}:{c}", report.sources.get(s.file).name)
        });
        eprintln!(
            "{:?}[{}] {place} {}{}",
            d.severity,
            d.code,
            d.message,
            d.help.as_ref().map_or(String::new(), |h| format!(" / {h}"))
        );
    }
}
#[allow(dead_code)]
fn sizes() {
    use chapbook::model::*;
    eprintln!(
        "{} {} {}",
        std::mem::size_of::<Inline>(),
        std::mem::size_of::<Block>(),
        std::mem::size_of::<VerseLine>()
    );
}
