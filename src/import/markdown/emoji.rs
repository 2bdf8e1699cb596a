//! Names of emoji that people type between colons, and the signs.

const NAMES: &[(&str, &str)] = &[
    ("+1", "👍"), ("-1", "👎"), ("bell", "🔔"), ("bird", "🐦"), ("book", "📖"), ("books", "📚"), ("bulb", "💡"),
    ("cat", "🐱"), ("check", "✔"), ("clap", "👏"), ("coffee", "☕"), ("construction", "🚧"), ("cry", "😢"),
    ("dog", "🐶"), ("exclamation", "❗"), ("eyes", "👀"), ("fire", "🔥"), ("gear", "⚙"), ("gift", "🎁"),
    ("grin", "😁"), ("grinning", "😀"), ("hammer", "🔨"), ("heart", "❤"), ("heavy_check_mark", "✔"),
    ("hourglass", "⌛"), ("information_source", "ℹ"), ("joy", "😂"), ("key", "🔑"), ("laughing", "😆"),
    ("link", "🔗"), ("lock", "🔒"), ("mag", "🔍"), ("memo", "📝"), ("moon", "🌔"), ("muscle", "💪"),
    ("ok_hand", "👌"), ("partying_face", "🥳"), ("pencil", "📝"), ("pencil2", "✏"), ("point_right", "👉"),
    ("pray", "🙏"), ("question", "❓"), ("rainbow", "🌈"), ("raised_hands", "🙌"), ("rocket", "🚀"),
    ("rose", "🌹"), ("scream", "😱"), ("slightly_smiling_face", "🙂"), ("smile", "😄"), ("smiley", "😃"),
    ("snowflake", "❄"), ("sob", "😭"), ("sparkles", "✨"), ("star", "⭐"), ("stop_sign", "🛑"), ("sunny", "☀"),
    ("tada", "🎉"), ("thinking", "🤔"), ("thumbsdown", "👎"), ("thumbsup", "👍"), ("umbrella", "☔"),
    ("warning", "⚠"), ("wave", "👋"), ("white_check_mark", "✅"), ("wink", "😉"), ("x", "❌"), ("zap", "⚡"),
    ("zzz", "💤"),
];

/// The sign of a name.
pub fn sign(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(own, _)| *own == name).map(|(_, sign)| *sign)
}
