//! The files that pages load: one style sheet, one script, the sign. Kept in the program, served from memory.
//!
//! No build step: what stands in `assets/` is what the browser gets. The address is the file's name; the entity tag changes
//! with the octets, so that a browser asks again and mostly hears that it has the right one already.

/// A file that pages load.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its name, the last part of its address.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Its octets.
    pub octets: &'static [u8],
}

/// The media type of a style sheet.
pub const STYLE: &str = "text/css; charset=utf-8";
/// The media type of a script.
pub const SCRIPT: &str = "text/javascript; charset=utf-8";
/// The media type of a picture.
pub const PICTURE: &str = "image/svg+xml";

/// The files that all pages load. A program that has more of its own looks into its own list first.
pub const SHARED: &[Asset] = &[
    Asset {
        name: "smena.css",
        media_type: STYLE,
        octets: include_bytes!("../../assets/smena.css"),
    },
    Asset {
        name: "live.js",
        media_type: SCRIPT,
        octets: include_bytes!("../../assets/live.js"),
    },
    Asset {
        name: "smena.svg",
        media_type: PICTURE,
        octets: include_bytes!("../../assets/smena.svg"),
    },
];

impl Asset {
    /// Finds a file by its name in these lists.
    #[must_use]
    pub fn find(name: &str, lists: &[&'static [Self]]) -> Option<Self> {
        lists
            .iter()
            .flat_map(|list| list.iter())
            .find(|asset| asset.name == name)
            .copied()
    }

    /// The entity tag (RFC 9110 §8.8.3) of the octets. It tells versions of the program apart and guards nothing.
    #[must_use]
    pub fn entity_tag(&self) -> String {
        // FNV-1a, 64 bits.
        let hash = self
            .octets
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, octet| {
                (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3)
            });
        format!("\"{hash:016x}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::{Asset, SHARED};

    #[test]
    fn assets_are_found_by_their_names_alone() {
        assert!(Asset::find("smena.css", &[SHARED]).is_some());
        for name in ["", "smena", "../smena.css", "SMENA.CSS"] {
            assert!(Asset::find(name, &[SHARED]).is_none(), "{name}");
        }
    }

    #[test]
    fn another_content_has_another_tag() {
        let tags: std::collections::BTreeSet<_> = SHARED.iter().map(Asset::entity_tag).collect();
        assert_eq!(tags.len(), SHARED.len());
    }

    #[test]
    fn style_and_script_load_nothing_from_elsewhere() {
        for asset in SHARED.iter().filter(|asset| asset.name != "smena.svg") {
            let text = std::str::from_utf8(asset.octets).expect("assets are text");
            for foreign in ["http://", "https://", "@import", "url("] {
                assert!(!text.contains(foreign), "{}: {foreign}", asset.name);
            }
        }
    }
}
