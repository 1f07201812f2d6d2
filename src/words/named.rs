//! Kinds of things that have a name each: the same in manifests, on the command line and in JSON.

/// Declares an enum, its names, and the ways between them.
macro_rules! named_enum {
    (
        $(#[$outer:meta])*
        $enum:ident { $($(#[$inner:meta])* $variant:ident = $name:literal,)* }
    ) => {
        $(#[$outer])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $enum {
            $($(#[$inner])* #[serde(rename = $name)] $variant,)*
        }

        impl $enum {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns the name used in manifests, on the command line and in JSON.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Returns the one with that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $enum {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

pub(crate) use named_enum;
