//! Closed lists of names: one table for reading, for help and for documents.

/// Declares an enum whose variants have names in files.
macro_rules! named {
    (
        $(#[$meta:meta])*
        $visible:vis enum $type:ident {
            $($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $visible enum $type {
            $($(#[$doc])* $variant),*
        }

        impl $type {
            pub const ALL: [$type; [$($name),*].len()] = [$($type::$variant),*];

            /// As it is written in a file.
            pub fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $name),*
                }
            }
        }

        $crate::base::config::plain_fields!([] $type);

        impl $crate::base::config::FromText for $type {
            fn takes() -> String {
                $crate::base::config::value::one_of(<$type as $crate::base::config::FromText>::names())
            }

            fn names() -> &'static [&'static str] {
                &[$($name),*]
            }

            fn from_text(text: &str) -> Result<Self, $crate::base::config::Fault> {
                let found = $type::ALL.into_iter().find(|known| known.name() == text);
                found.ok_or_else(|| $crate::base::config::Fault::unknown_name(text, <$type as $crate::base::config::FromText>::names()))
            }
        }
    };
}

pub(crate) use named;
