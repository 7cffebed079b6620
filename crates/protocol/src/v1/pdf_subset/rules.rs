//! What may stand in the objects of a signed PDF: no forbidden name, known types, embedded fonts, few pages.

use std::collections::BTreeSet;

use super::PdfRefusal;
use super::file::{File, Object};
use super::stream::packing;
use super::syntax::{Dictionary, Value};
use crate::limits::PDF_DEPTH_MAX;

/// Names that are refused wherever they stand, as a key or as a value. Those of the specification first, then
/// others that lead to the same things by another way.
const FORBIDDEN: [&[u8]; 43] = [
    b"JavaScript",
    b"JS",
    b"AA",
    b"OpenAction",
    b"Launch",
    b"URI",
    b"SubmitForm",
    b"ImportData",
    b"GoToR",
    b"EmbeddedFile",
    b"RichMedia",
    b"XFA",
    b"AcroForm",
    b"OCProperties",
    b"Annots",
    // Actions and annotations.
    b"Action",
    b"Annot",
    b"GoToE",
    b"GoToDp",
    b"Rendition",
    b"ResetForm",
    b"SetOCGState",
    b"GoTo3DView",
    b"RichMediaExecute",
    b"Widget",
    b"3D",
    b"Movie",
    b"Sound",
    b"Screen",
    b"Popup",
    b"FileAttachment",
    // Files inside the file.
    b"EmbeddedFiles",
    b"Filespec",
    b"EF",
    b"AF",
    b"Collection",
    // Layers, signatures, encryption, other content for other devices.
    b"OCG",
    b"OCMD",
    b"OC",
    b"Perms",
    b"Encrypt",
    b"Alternates",
    b"OPI",
];

/// Values of `/Type` that are known.
const TYPES: [&[u8]; 22] = [
    b"Catalog",
    b"Pages",
    b"Page",
    b"PageLabel",
    b"Outlines",
    b"Metadata",
    b"OutputIntent",
    b"Font",
    b"FontDescriptor",
    b"CMap",
    b"Encoding",
    b"ExtGState",
    b"Pattern",
    b"XObject",
    b"Group",
    b"Mask",
    b"StructTreeRoot",
    b"StructElem",
    b"MCR",
    b"Namespace",
    b"XRef",
    b"ObjStm",
];

/// Keys of the document catalog that are known.
const CATALOG_KEYS: [&[u8]; 15] = [
    b"Type",
    b"Version",
    b"Pages",
    b"PageLabels",
    b"PageLayout",
    b"PageMode",
    b"Metadata",
    b"OutputIntents",
    b"Lang",
    b"StructTreeRoot",
    b"MarkInfo",
    b"ViewerPreferences",
    b"Outlines",
    b"Names",
    b"Dests",
];

/// Keys of a page and of a node of the page tree that are known.
const PAGE_KEYS: [&[u8]; 17] = [
    b"Type",
    b"Parent",
    b"Kids",
    b"Count",
    b"Resources",
    b"MediaBox",
    b"CropBox",
    b"BleedBox",
    b"TrimBox",
    b"ArtBox",
    b"Contents",
    b"Rotate",
    b"Group",
    b"StructParents",
    b"Tabs",
    b"UserUnit",
    b"Metadata",
];

/// A page with the resources it has or inherits.
pub(super) struct Page<'a> {
    pub(super) dictionary: &'a Dictionary,
    pub(super) resources: Option<&'a Dictionary>,
}

/// Checks the whole file and gives its pages in order.
pub(super) fn check(file: &File) -> Result<Vec<Page<'_>>, PdfRefusal> {
    for object in file.objects.values() {
        check_value(file, &object.value)?;
        if object.stream.is_some() {
            check_stream(object)?;
        }
    }
    check_value(file, &Value::Dictionary(file.trailer.clone()))?;
    let catalog = file
        .entry(&file.trailer, b"Root")
        .and_then(Value::as_dictionary);
    let Some(catalog) = catalog.filter(|catalog| type_of(catalog) == Some(b"Catalog")) else {
        return refuse("no document catalog");
    };
    known_keys(
        catalog,
        &CATALOG_KEYS,
        "an unknown key in the document catalog",
    )?;
    if let Some(names) = file.entry(catalog, b"Names") {
        let names = names.as_dictionary();
        let only_destinations =
            names.is_some_and(|names| names.keys().all(|key| key.as_slice() == b"Dests"));
        if !only_destinations {
            return refuse("an unknown tree of names");
        }
    }
    let mut pages = Vec::new();
    let Some(root) = catalog.get(&b"Pages"[..]).and_then(Value::as_reference) else {
        return refuse("no page tree");
    };
    collect_pages(file, root, None, &mut Seen::default(), &mut pages)?;
    if pages.is_empty() {
        refuse("no page")
    } else {
        Ok(pages)
    }
}

fn refuse<T>(what: &'static str) -> Result<T, PdfRefusal> {
    Err(PdfRefusal::Structure { what, offset: 0 })
}

fn known_keys(
    dictionary: &Dictionary,
    known: &[&[u8]],
    what: &'static str,
) -> Result<(), PdfRefusal> {
    if dictionary.keys().all(|key| known.contains(&key.as_slice())) {
        Ok(())
    } else {
        refuse(what)
    }
}

fn type_of(dictionary: &Dictionary) -> Option<&[u8]> {
    dictionary.get(&b"Type"[..]).and_then(Value::as_name)
}

fn check_name(name: &[u8]) -> Result<(), PdfRefusal> {
    if FORBIDDEN.contains(&name) {
        return Err(PdfRefusal::ForbiddenName {
            name: String::from_utf8_lossy(name).into_owned(),
        });
    }
    Ok(())
}

/// Walks a value; its depth was limited when it was read.
fn check_value(file: &File, value: &Value) -> Result<(), PdfRefusal> {
    match value {
        Value::Name(name) => check_name(name),
        Value::Array(values) => values.iter().try_for_each(|value| check_value(file, value)),
        Value::Dictionary(dictionary) => {
            for (key, value) in dictionary {
                check_name(key)?;
                check_value(file, value)?;
            }
            check_dictionary(file, dictionary)
        }
        _ => Ok(()),
    }
}

fn check_dictionary(file: &File, dictionary: &Dictionary) -> Result<(), PdfRefusal> {
    match type_of(dictionary) {
        Some(b"Font") => check_font(file, dictionary)?,
        Some(known) if TYPES.contains(&known) => {}
        Some(_) => return refuse("an object of an unknown type"),
        // A type may be left out, but must be a name where it stands.
        None if dictionary.contains_key(&b"Type"[..]) => return refuse("a type that is no name"),
        None => {}
    }
    // An action has a key S; the only one that leads nowhere outside is GoTo, and no outline here needs it.
    if dictionary.contains_key(&b"A"[..]) && dictionary.contains_key(&b"Title"[..]) {
        return refuse("an outline with an action");
    }
    // Fonts that do not say their type are found where they are used.
    if let Some(fonts) = file
        .entry(dictionary, b"Font")
        .and_then(Value::as_dictionary)
    {
        for font in fonts.values() {
            match file.resolve(font).as_dictionary() {
                Some(font) => check_font(file, font)?,
                None => return refuse("a font that is none"),
            }
        }
    }
    Ok(())
}

fn check_stream(object: &Object) -> Result<(), PdfRefusal> {
    let Some(dictionary) = object.value.as_dictionary() else {
        return refuse("a stream without a dictionary");
    };
    packing(dictionary)?;
    let is_xobject = type_of(dictionary) == Some(b"XObject");
    match dictionary.get(&b"Subtype"[..]).and_then(Value::as_name) {
        Some(b"Form" | b"Image") | None => {}
        Some(b"XML") if type_of(dictionary) == Some(b"Metadata") => {}
        Some(b"Type1C" | b"CIDFontType0C" | b"OpenType") if !is_xobject => {}
        Some(_) => return refuse("a stream of an unknown kind"),
    }
    // A form XObject with this key shows a page of another file.
    if is_xobject && dictionary.contains_key(&b"Ref"[..]) {
        return Err(PdfRefusal::ExternalStream);
    }
    Ok(())
}

/// A font must bring its program (9.9), in itself or in its descendant.
fn check_font(file: &File, font: &Dictionary) -> Result<(), PdfRefusal> {
    if !file.measure.fonts_embedded {
        return Ok(());
    }
    match font.get(&b"Subtype"[..]).and_then(Value::as_name) {
        Some(b"Type0") => {
            let descendants = file
                .entry(font, b"DescendantFonts")
                .and_then(Value::as_array);
            let Some([descendant]) = descendants else {
                return Err(PdfRefusal::FontNotEmbedded);
            };
            match file.resolve(descendant).as_dictionary() {
                Some(descendant) => check_program(file, descendant),
                None => Err(PdfRefusal::FontNotEmbedded),
            }
        }
        // Its glyphs are drawn by streams of this very file.
        Some(b"Type3") if file.entry(font, b"CharProcs").is_some() => Ok(()),
        Some(b"CIDFontType0" | b"CIDFontType2" | b"Type1" | b"MMType1" | b"TrueType") => {
            check_program(file, font)
        }
        _ => Err(PdfRefusal::FontNotEmbedded),
    }
}

fn check_program(file: &File, font: &Dictionary) -> Result<(), PdfRefusal> {
    let descriptor = file
        .entry(font, b"FontDescriptor")
        .and_then(Value::as_dictionary);
    let program = descriptor.and_then(|descriptor| {
        [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
            .into_iter()
            .find_map(|key| file.object(descriptor, key))
    });
    match program {
        Some(Object {
            stream: Some(program),
            ..
        }) if !program.is_empty() => Ok(()),
        _ => Err(PdfRefusal::FontNotEmbedded),
    }
}

#[derive(Default)]
struct Seen {
    nodes: BTreeSet<u32>,
    depth: usize,
}

fn collect_pages<'a>(
    file: &'a File,
    node: u32,
    inherited: Option<&'a Dictionary>,
    seen: &mut Seen,
    pages: &mut Vec<Page<'a>>,
) -> Result<(), PdfRefusal> {
    if !seen.nodes.insert(node) {
        return refuse("a page tree that comes back to itself");
    }
    if seen.depth > PDF_DEPTH_MAX {
        return Err(PdfRefusal::TooMuch { what: "nesting" });
    }
    let Some(dictionary) = file
        .objects
        .get(&node)
        .and_then(|object| object.value.as_dictionary())
    else {
        return refuse("a page that is none");
    };
    known_keys(dictionary, &PAGE_KEYS, "an unknown key of a page")?;
    let resources = file
        .entry(dictionary, b"Resources")
        .and_then(Value::as_dictionary)
        .or(inherited);
    match type_of(dictionary) {
        Some(b"Page") => {
            if pages.len() == file.measure.pages_max {
                return Err(PdfRefusal::TooManyPages {
                    max: file.measure.pages_max,
                });
            }
            pages.push(Page {
                dictionary,
                resources,
            });
            Ok(())
        }
        Some(b"Pages") => {
            let Some(kids) = file.entry(dictionary, b"Kids").and_then(Value::as_array) else {
                return refuse("a page tree without kids");
            };
            seen.depth += 1;
            for kid in kids {
                let Some(kid) = kid.as_reference() else {
                    return refuse("a page that is none");
                };
                collect_pages(file, kid, resources, seen, pages)?;
            }
            seen.depth -= 1;
            Ok(())
        }
        _ => refuse("a page that is none"),
    }
}
