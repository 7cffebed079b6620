//! What came is what it says by its octets, or it is not taken.
//!
//! Name and declared type are not looked at. A picture is decoded within limits and written anew, so that nothing but
//! the picture stays: no position, no thumbnail, nothing behind its end. A PDF is read whole by the parser of signed
//! documents, which refuses scripts, attachments, layers and whatever else it does not know.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use smena_protocol::{limits::SCAN_BYTES_MAX, v1::pdf_subset};

use crate::{
    app::failure::{Denial, Failure},
    limits::{SCAN_MEMORY_BYTES_MAX, SCAN_PIXELS_MAX, SCAN_SIDE_PIXELS_MAX, UPLOAD_NAME_CHARS_MAX},
};

/// Quality of a JPEG that is written anew: a scan stays readable.
const JPEG_QUALITY: u8 = 88;

/// What the octets of a document are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// A PDF.
    Pdf,
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
}

impl MediaType {
    const ALL: [Self; 3] = [Self::Pdf, Self::Jpeg, Self::Png];

    /// The media type as HTTP names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == text)
    }

    /// The ending of its file names.
    const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// A document as it is stored.
pub(super) struct Inspected {
    pub(super) media_type: MediaType,
    pub(super) bytes: Vec<u8>,
}

/// Reads what came and writes it anew.
pub(super) fn inspect(octets: Vec<u8>) -> Result<Inspected, Failure> {
    if octets.is_empty() {
        return Err(Denial::UploadEmpty {}.into());
    }
    if octets.len() > SCAN_BYTES_MAX {
        return Err(Denial::UploadTooLarge {}.into());
    }
    if octets.starts_with(b"%PDF-") {
        pdf_subset::check_scan(&octets).map_err(|refusal| refused(&refusal))?;
        return Ok(Inspected {
            media_type: MediaType::Pdf,
            bytes: octets,
        });
    }
    let (media_type, format) = match octets.as_slice() {
        [0xff, 0xd8, 0xff, ..] => (MediaType::Jpeg, ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => {
            (MediaType::Png, ImageFormat::Png)
        }
        _ => return Err(Denial::UploadNotTaken {}.into()),
    };
    let picture = decode(&octets, format)?;
    let bytes = encode(&picture, media_type)?;
    // Decoding was within its limits; a picture that grows past the limit of a file is not taken all the same.
    if bytes.len() > SCAN_BYTES_MAX {
        return Err(Denial::UploadTooLarge {}.into());
    }
    Ok(Inspected { media_type, bytes })
}

fn refused(refusal: &pdf_subset::PdfRefusal) -> Denial {
    use pdf_subset::PdfRefusal as Why;
    match refusal {
        Why::TooLarge { .. } => Denial::UploadTooLarge {},
        Why::TooManyPages { .. } => Denial::UploadTooManyPages {},
        Why::TooMuch { .. } => Denial::UploadUnpacksTooFar {},
        Why::ForbiddenName { .. } | Why::ExternalStream | Why::Encrypted => Denial::UploadActive {},
        _ => Denial::UploadUnreadable {},
    }
}

/// Decodes one picture. Its size is known from its head, so a picture that would not fit is never unpacked.
fn decode(octets: &[u8], format: ImageFormat) -> Result<DynamicImage, Failure> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SCAN_SIDE_PIXELS_MAX);
    limits.max_image_height = Some(SCAN_SIDE_PIXELS_MAX);
    limits.max_alloc = Some(SCAN_MEMORY_BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(octets), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| denied(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > SCAN_PIXELS_MAX {
        return Err(Denial::UploadTooManyPixels {}.into());
    }
    // The position of a camera is in its metadata, which do not stay: the picture is turned now.
    let turned = decoder.orientation().map_err(|error| denied(&error))?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| denied(&error))?;
    picture.apply_orientation(turned);
    Ok(picture)
}

fn denied(error: &image::ImageError) -> Denial {
    match error {
        image::ImageError::Limits(_) => Denial::UploadTooManyPixels {},
        _ => Denial::UploadUnreadable {},
    }
}

fn encode(picture: &DynamicImage, media_type: MediaType) -> Result<Vec<u8>, Failure> {
    let mut bytes = Cursor::new(Vec::new());
    match media_type {
        MediaType::Jpeg => {
            let encoder =
                image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
            let picture = match picture {
                DynamicImage::ImageLuma8(_) => picture.clone(),
                _ => DynamicImage::ImageRgb8(picture.to_rgb8()),
            };
            picture.write_with_encoder(encoder)
        }
        _ => picture.write_to(&mut bytes, ImageFormat::Png),
    }
    .map_err(Failure::ours)?;
    Ok(bytes.into_inner())
}

/// A name for people and for their disks, whatever was sent: no folder, no leading point, no control character.
pub(super) fn file_name(sent: &str, media_type: MediaType) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let plain: String = stem
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '-' | '_') {
                c
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let stem: String = words
        .join(" ")
        .chars()
        .take(UPLOAD_NAME_CHARS_MAX)
        .collect();
    let stem = if stem.is_empty() { "document" } else { &stem };
    format!("{stem}.{}", media_type.ending())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

    use super::{MediaType, file_name, inspect};
    use crate::{app::failure::Failure, limits::SCAN_PIXELS_MAX};

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut image = RgbImage::new(width, height);
        image.put_pixel(0, 0, Rgb([255, 0, 0]));
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(image)
            .write_to(&mut bytes, format)
            .expect("a picture");
        bytes.into_inner()
    }

    #[track_caller]
    fn refusal(octets: &[u8]) -> &'static str {
        match inspect(octets.to_vec()) {
            Err(Failure::Denied(denial)) => denial.code(),
            Err(other) => panic!("{other:?}"),
            Ok(taken) => panic!("taken as {:?}", taken.media_type),
        }
    }

    fn holds(octets: &[u8], mark: &[u8]) -> bool {
        octets.windows(mark.len()).any(|window| window == mark)
    }

    #[test]
    fn a_picture_is_written_anew_and_what_stood_beside_it_is_gone() {
        let mut jpeg = picture(40, 30, ImageFormat::Jpeg);
        // A segment of EXIF with a position, and a page of a script behind the end of the picture.
        let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0 GPS 55.7558 37.6173";
        let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
        let segment = [&[0xff, 0xe1][..], &length, exif].concat();
        jpeg.splice(2..2, segment);
        jpeg.extend_from_slice(b"<script>alert(1)</script>PK\x03\x04");
        let taken = inspect(jpeg).unwrap_or_else(|failure| panic!("{failure:?}"));
        assert_eq!(taken.media_type, MediaType::Jpeg);
        for mark in [&b"GPS"[..], b"Exif", b"script", b"PK\x03\x04"] {
            assert!(!holds(&taken.bytes, mark), "{mark:?}");
        }
        assert!(taken.bytes.ends_with(&[0xff, 0xd9]), "nothing is behind it");
        let again = image::load_from_memory(&taken.bytes).expect("a picture");
        assert_eq!((again.width(), again.height()), (40, 30));

        let mut png = picture(8, 8, ImageFormat::Png);
        png.extend_from_slice(b"%PDF-1.7 polyglot");
        let taken = inspect(png).unwrap_or_else(|failure| panic!("{failure:?}"));
        assert_eq!(taken.media_type, MediaType::Png);
        assert!(!holds(&taken.bytes, b"%PDF"));
    }

    #[test]
    fn what_a_file_is_called_does_not_make_it_that() {
        assert_eq!(
            refusal(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
            "upload-not-taken"
        );
        assert_eq!(refusal(b"GIF89a"), "upload-not-taken");
        assert_eq!(refusal(b"PK\x03\x04"), "upload-not-taken");
        assert_eq!(refusal(b""), "upload-empty");
        // A picture first and something else inside.
        assert_eq!(refusal(b"\xff\xd8\xff%PDF-1.7"), "upload-unreadable");
        assert_eq!(refusal(b"\x89PNG\r\n\x1a\n"), "upload-unreadable");
    }

    #[test]
    fn a_picture_that_would_not_fit_is_never_unpacked() {
        // The head alone says 50,000 by 50,000; its pixels would be ten gigabytes.
        let mut png = picture(1, 1, ImageFormat::Png);
        let side = 50_000_u32.to_be_bytes();
        png[16..20].copy_from_slice(&side);
        png[20..24].copy_from_slice(&side);
        let sum = crc(&png[12..29]);
        png[29..33].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(refusal(&png), "upload-too-many-pixels");

        let side = u32::try_from(SCAN_PIXELS_MAX / 4_000).expect("small");
        let mut at_limit = picture(1, 1, ImageFormat::Png);
        at_limit[16..20].copy_from_slice(&4_000_u32.to_be_bytes());
        at_limit[20..24].copy_from_slice(&side.to_be_bytes());
        let sum = crc(&at_limit[12..29]);
        at_limit[29..33].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(
            refusal(&at_limit),
            "upload-unreadable",
            "at the limit its size is no reason"
        );
    }

    /// The checksum of a PNG's chunk (PNG, annex D).
    fn crc(octets: &[u8]) -> u32 {
        let mut sum = u32::MAX;
        for octet in octets {
            sum ^= u32::from(*octet);
            for _ in 0..8 {
                sum = if sum & 1 == 1 {
                    0xedb8_8320 ^ (sum >> 1)
                } else {
                    sum >> 1
                };
            }
        }
        !sum
    }

    /// A PDF of one page with one more object, in one revision.
    fn pdf(extra: &str, catalog: &str) -> Vec<u8> {
        let objects = [
            format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>"),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> >>"
                .to_owned(),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
            extra.to_owned(),
        ];
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (index, object) in objects.iter().enumerate() {
            places.push(file.len());
            file.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", index + 1).as_bytes());
        }
        let start = file.len();
        let rows = places
            .iter()
            .map(|place| format!("{place:010} 00000 n \n"))
            .collect::<Vec<_>>()
            .concat();
        let size = objects.len() + 1;
        let table = format!(
            "xref\n0 {size}\n0000000000 65535 f \n{rows}\
             trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        );
        file.extend_from_slice(table.as_bytes());
        file
    }

    #[test]
    fn a_plain_pdf_is_taken_as_it_is_and_one_with_a_script_is_not() {
        let plain = pdf("<< /Producer (scanner) >>", "");
        let taken = inspect(plain.clone()).unwrap_or_else(|failure| panic!("{failure:?}"));
        assert_eq!((taken.media_type, taken.bytes), (MediaType::Pdf, plain));
        let script = pdf(
            "<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
            "/OpenAction 5 0 R",
        );
        assert_eq!(refusal(&script), "upload-active");
        assert_eq!(
            refusal(&pdf("<< /Type /Filespec /F (x) /EF << >> >>", "")),
            "upload-active"
        );
        let mut two = pdf("null", "");
        two.extend_from_slice(&pdf("null", ""));
        assert_eq!(refusal(&two), "upload-unreadable", "a second revision");
        let mut polyglot = pdf("null", "");
        polyglot.extend_from_slice(b"PK\x03\x04");
        assert_eq!(refusal(&polyglot), "upload-unreadable");
    }

    #[test]
    fn a_file_one_octet_beyond_the_limit_is_not_taken() {
        let max = smena_protocol::limits::SCAN_BYTES_MAX;
        assert_eq!(refusal(&vec![b'x'; max]), "upload-not-taken");
        assert_eq!(refusal(&vec![b'x'; max + 1]), "upload-too-large");
    }

    #[test]
    fn a_name_leads_nowhere() {
        let name = |sent| file_name(sent, MediaType::Png);
        assert_eq!(name("../../etc/passwd"), "passwd.png");
        assert_eq!(name("..\\..\\boot.ini"), "boot.png");
        assert_eq!(name("Приказ № 14-к.pdf"), "Приказ 14-к.png");
        assert_eq!(name(".."), "document.png");
        assert_eq!(name(""), "document.png");
        assert_eq!(name("a\u{202e}gnp.exe\r\nX: y"), "a gnp.png");
        assert_eq!(
            name(&"я".repeat(500)).chars().count(),
            crate::limits::UPLOAD_NAME_CHARS_MAX + 4
        );
    }
}
