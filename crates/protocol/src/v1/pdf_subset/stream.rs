//! Unpacking of streams (ISO 32000, 7.4). Flate is known, and DCT for pictures, which is left packed.

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::PdfRefusal;
use super::syntax::{Budget, Dictionary, Value};

/// How a stream is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Flate,
    /// A JPEG picture.
    Dct,
}

/// Reads the packing from the dictionary of a stream.
pub(super) fn packing(dictionary: &Dictionary) -> Result<Packing, PdfRefusal> {
    for key in [&b"F"[..], b"FFilter", b"FDecodeParms"] {
        if dictionary.contains_key(key) {
            return Err(PdfRefusal::ExternalStream);
        }
    }
    if dictionary.contains_key(&b"DecodeParms"[..]) {
        return Err(PdfRefusal::UnknownFilter {
            filter: "DecodeParms".to_owned(),
        });
    }
    let filter = match dictionary.get(&b"Filter"[..]) {
        None => return Ok(Packing::None),
        Some(Value::Name(name)) => name.as_slice(),
        Some(Value::Array(filters)) => match filters.as_slice() {
            [] => return Ok(Packing::None),
            [Value::Name(name)] => name.as_slice(),
            _ => {
                return Err(PdfRefusal::UnknownFilter {
                    filter: "several".to_owned(),
                });
            }
        },
        Some(_) => {
            return Err(PdfRefusal::UnknownFilter {
                filter: "unnamed".to_owned(),
            });
        }
    };
    let is_picture = dictionary.get(&b"Subtype"[..]).and_then(Value::as_name) == Some(b"Image");
    match filter {
        b"FlateDecode" => Ok(Packing::Flate),
        b"DCTDecode" if is_picture => Ok(Packing::Dct),
        other => Err(PdfRefusal::UnknownFilter {
            filter: String::from_utf8_lossy(other).escape_debug().to_string(),
        }),
    }
}

/// Unpacks a stream within what is left of the budget.
pub(super) fn unpack(
    dictionary: &Dictionary,
    raw: &[u8],
    budget: &mut Budget,
) -> Result<Vec<u8>, PdfRefusal> {
    let unpacked = match packing(dictionary)? {
        Packing::None | Packing::Dct => raw.to_vec(),
        Packing::Flate => match decompress_to_vec_zlib_with_limit(raw, budget.unpacked()) {
            Ok(unpacked) => unpacked,
            Err(error) if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput => {
                return Err(PdfRefusal::TooMuch {
                    what: "unpacked octets",
                });
            }
            Err(_) => return Err(PdfRefusal::Unpack),
        },
    };
    budget.unpack(unpacked.len())?;
    Ok(unpacked)
}
