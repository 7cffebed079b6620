//! What is in the subset and what is not: written files of each kind, an application of ours, random damage.

use std::fmt::Write as _;

use miniz_oxide::deflate::compress_to_vec_zlib;
use proptest::prelude::*;

use super::*;
use crate::limits::PDF_DEPTH_MAX;

/// Writes PDFs of one revision with a table.
struct Sample {
    objects: Vec<Vec<u8>>,
    trailer: String,
}

const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R >>";
const MAP: &str = "/CIDInit /ProcSet findresource begin\n%comment\n1 begincodespacerange <0000> <ffff> \
endcodespacerange 2 beginbfchar <0001> <0418> <0002> <043200430021> endbfchar 2 beginbfrange \
<0003> <0005> <0430> <0006> <0007> [<0041> <00420042>] endbfrange end";
const CONTENT: &str = "BT /f0 12 Tf 1 0 0 1 0 0 Tm [<0001> -20 <0002>] TJ ET /Artifact BMC BT /f0 9 Tf <0003> Tj \
ET EMC BT /f0 1 Tf <00040005> Tj T* (\\000\\006\\000\\007) Tj <00ff> Tj ET /x0 Do \
/Span << /ActualText <feff0444> >> BDC BT /f0 1 Tf <0003> Tj ET EMC BT 3 Tr /f0 1 Tf <0003> Tj ET";

impl Sample {
    /// One page with one embedded font, one form and some text.
    fn new() -> Self {
        let mut sample = Self {
            objects: Vec::new(),
            trailer: String::new(),
        };
        sample.push(CATALOG);
        sample.push("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        sample.push(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << /Font << /f0 5 0 R >> /XObject << /x0 10 0 R >> >> >>",
        );
        sample.push_stream("", CONTENT.as_bytes(), true);
        sample.push(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Abc /Encoding /Identity-H \
             /DescendantFonts [6 0 R] /ToUnicode 9 0 R >>",
        );
        sample
            .push("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Abc /FontDescriptor 7 0 R >>");
        sample.push("<< /Type /FontDescriptor /FontName /Abc /FontFile2 8 0 R >>");
        sample.push_stream("", b"a font program", true);
        sample.push_stream("/Type /CMap", MAP.as_bytes(), true);
        sample.push_stream(
            "/Type /XObject /Subtype /Form",
            b"BT /f0 3 Tf <0006> Tj ET",
            false,
        );
        sample
    }

    fn push(&mut self, object: &str) -> usize {
        self.objects.push(object.as_bytes().to_vec());
        self.objects.len()
    }

    fn push_stream(&mut self, entries: &str, content: &[u8], packed: bool) -> usize {
        let (filter, data) = if packed {
            ("/Filter /FlateDecode", compress_to_vec_zlib(content, 6))
        } else {
            ("", content.to_vec())
        };
        let mut object =
            format!("<< /Length {} {filter} {entries} >>\nstream\n", data.len()).into_bytes();
        object.extend(data);
        object.extend(b"\nendstream");
        self.objects.push(object);
        self.objects.len()
    }

    fn with(object: &str) -> Vec<u8> {
        let mut sample = Self::new();
        sample.push(object);
        sample.bytes()
    }

    fn replaced(number: usize, object: &str) -> Vec<u8> {
        let mut sample = Self::new();
        sample.objects[number - 1] = object.as_bytes().to_vec();
        sample.bytes()
    }

    fn body(&self) -> (Vec<u8>, Vec<usize>) {
        let mut bytes = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n".to_vec();
        let mut offsets = Vec::new();
        for (index, object) in self.objects.iter().enumerate() {
            offsets.push(bytes.len());
            bytes.extend(format!("{} 0 obj\n", index + 1).into_bytes());
            bytes.extend(object);
            bytes.extend(b"\nendobj\n\n");
        }
        (bytes, offsets)
    }

    fn bytes(&self) -> Vec<u8> {
        let (mut bytes, offsets) = self.body();
        let start = bytes.len();
        let mut end = format!("xref\n0 {}\n0000000000 65535 f\r\n", offsets.len() + 1);
        for offset in offsets {
            write!(end, "{offset:010} 00000 n\r\n").expect("a string");
        }
        let size = self.objects.len() + 1;
        write!(
            end,
            "trailer\n<< /Size {size} /Root 1 0 R {} >>\nstartxref\n{start}\n%%EOF",
            self.trailer
        )
        .expect("a string");
        bytes.extend(end.into_bytes());
        bytes
    }

    /// The same objects with `packed` ones in an object stream and a cross-reference stream.
    fn bytes_with_streams(&self, packed: &[(u32, &str)]) -> Vec<u8> {
        let mut heads = String::new();
        let mut contents = String::new();
        for (number, object) in packed {
            write!(heads, "{number} {} ", contents.len()).expect("a string");
            write!(contents, "{object} ").expect("a string");
        }
        let mut sample = Self {
            objects: self.objects.clone(),
            trailer: String::new(),
        };
        let container = sample.push_stream(
            &format!("/Type /ObjStm /N {} /First {}", packed.len(), heads.len()),
            format!("{heads}{contents}").as_bytes(),
            true,
        );
        let (mut bytes, mut offsets) = sample.body();
        offsets.push(bytes.len());
        let start = bytes.len();
        let mut records = vec![0, 0, 0, 0];
        for offset in &offsets {
            let offset = u16::try_from(*offset).expect("a small file");
            records.extend([1, offset.to_be_bytes()[0], offset.to_be_bytes()[1], 0]);
        }
        let mut index = format!("0 {}", offsets.len() + 1);
        for (place, (number, _)) in packed.iter().enumerate() {
            write!(index, " {number} 1").expect("a string");
            records.extend([
                2,
                0,
                u8::try_from(container).expect("few"),
                u8::try_from(place).expect("few"),
            ]);
        }
        let data = compress_to_vec_zlib(&records, 6);
        let head = format!(
            "{} 0 obj\n<< /Type /XRef /Length {} /Filter /FlateDecode /Size 99 /Root 1 0 R /W [1 2 1] /Index [{index}] \
             >>\nstream\n",
            offsets.len(),
            data.len()
        );
        bytes.extend(head.into_bytes());
        bytes.extend(data);
        bytes.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").into_bytes());
        bytes
    }
}

fn refusal(pdf: &[u8]) -> PdfRefusal {
    check(pdf).expect_err("the file is not in the subset")
}

fn forbidden(name: &str) -> PdfRefusal {
    PdfRefusal::ForbiddenName {
        name: name.to_owned(),
    }
}

#[track_caller]
fn is_structure(pdf: &[u8]) {
    match refusal(pdf) {
        PdfRefusal::Structure { .. } => {}
        other => panic!("refused for another reason: {other}"),
    }
}

#[test]
fn a_plain_file_is_in_the_subset() {
    let sample = Sample::new();
    assert_eq!(check(&sample.bytes()), Ok(Checked { pages: 1 }));
    let packed = [(20, "<< /Type /ExtGState /ca 1 >>"), (21, "[20 0 R]")];
    assert_eq!(
        check(&sample.bytes_with_streams(&packed)),
        Ok(Checked { pages: 1 })
    );
}

#[test]
fn text_comes_in_the_order_of_the_pages() {
    let text = text(&Sample::new().bytes()).expect("a plain file");
    assert_eq!(squeeze(&text), "ИвC!бвABB\u{fffd}Aф");
    holds_in_order(&text, ["И в", "бв", "", "ф"]).expect("in order");
    assert_eq!(
        holds_in_order(&text, ["бв", "Ив"]),
        Err(MissingValue { index: 1 })
    );
    assert_eq!(
        holds_in_order(&text, ["а"]),
        Err(MissingValue { index: 0 }),
        "an artifact"
    );
}

/// An application as `smena-forms` made it of invented values (typst 0.15), and the values in order, one a line.
const APPLICATION: &[u8] = include_bytes!("../../../tests/samples/application.pdf");
const VALUES: &str = include_str!("../../../tests/samples/application.txt");

#[test]
fn an_application_of_ours_is_in_the_subset_and_holds_its_values() {
    assert_eq!(check(APPLICATION), Ok(Checked { pages: 3 }));
    let text = text(APPLICATION).expect("an application of ours");
    holds_in_order(&text, VALUES.lines()).unwrap_or_else(|missing| panic!("{missing} in {text}"));
    assert!(
        !text.contains('\u{fffd}'),
        "a glyph without a character: {text}"
    );
    let reversed = holds_in_order(&text, VALUES.lines().rev());
    assert!(reversed.is_err(), "the order counts");
}

#[test]
fn no_octet_of_an_application_is_left_unread() {
    // Each change is refused, or leaves a file whose octets are still all accounted for; none panics.
    for position in (0..APPLICATION.len()).step_by(97) {
        let mut damaged = APPLICATION.to_vec();
        damaged[position] ^= 0x15;
        let _ = text(&damaged);
    }
    for cut in (0..APPLICATION.len()).step_by(499) {
        assert!(check(&APPLICATION[..cut]).is_err());
    }
}

#[test]
fn forbidden_names_are_refused_wherever_they_stand() {
    for name in [
        "JavaScript",
        "JS",
        "AA",
        "OpenAction",
        "Launch",
        "URI",
        "SubmitForm",
        "ImportData",
        "GoToR",
        "EmbeddedFile",
        "RichMedia",
        "XFA",
        "AcroForm",
        "OCProperties",
        "Annots",
    ] {
        assert_eq!(
            refusal(&Sample::with(&format!("<< /{name} 1 >>"))),
            forbidden(name)
        );
        assert_eq!(
            refusal(&Sample::with(&format!("<< /S /{name} >>"))),
            forbidden(name)
        );
        assert_eq!(
            refusal(&Sample::with(&format!("[[<< /X [/{name}] >>]]"))),
            forbidden(name)
        );
        let escaped = format!(
            "#{}",
            hex::encode(name)
                .as_bytes()
                .chunks(2)
                .map(String::from_utf8_lossy)
                .collect::<Vec<_>>()
                .join("#")
        );
        assert_eq!(
            refusal(&Sample::with(&format!("<< /{escaped} 1 >>"))),
            forbidden(name)
        );
        let hidden = [(20, &*format!("<< /{name} 1 >>"))];
        assert_eq!(
            refusal(&Sample::new().bytes_with_streams(&hidden)),
            forbidden(name)
        );
    }
    let mut sample = Sample::new();
    sample.push_stream("/Type /EmbeddedFile", b"", false);
    assert_eq!(refusal(&sample.bytes()), forbidden("EmbeddedFile"));
    let in_catalog = "<< /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >>";
    assert_eq!(
        refusal(&Sample::replaced(1, in_catalog)),
        forbidden("OpenAction")
    );
}

#[test]
fn a_second_revision_is_refused() {
    let first = Sample::new().bytes();
    let mut second = first.clone();
    second.extend(b"\n1 0 obj\n<< >>\nendobj\nxref\n0 0\ntrailer\n<< /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF");
    assert_eq!(refusal(&second), PdfRefusal::SeveralRevisions);
    let mut comment = first.clone();
    comment.extend(b"\n% a remark");
    assert_eq!(refusal(&comment), PdfRefusal::AfterTheEnd);
    for end in ["\n\n", " ", "\0"] {
        let mut longer = first.clone();
        longer.extend(end.bytes());
        assert_eq!(refusal(&longer), PdfRefusal::AfterTheEnd);
    }
    let mut previous = Sample::new();
    previous.trailer = "/Prev 12".to_owned();
    assert_eq!(refusal(&previous.bytes()), PdfRefusal::SeveralRevisions);
}

#[test]
fn encryption_is_refused() {
    let mut sample = Sample::new();
    sample.trailer = "/Encrypt 5 0 R".to_owned();
    assert_eq!(refusal(&sample.bytes()), PdfRefusal::Encrypted);
}

#[test]
fn content_from_elsewhere_is_refused() {
    let mut sample = Sample::new();
    sample.push_stream("/F (other.bin)", b"", false);
    assert_eq!(refusal(&sample.bytes()), PdfRefusal::ExternalStream);
    let mut sample = Sample::new();
    sample.push_stream("/Type /XObject /Subtype /Form /Ref << >>", b"", false);
    assert_eq!(refusal(&sample.bytes()), PdfRefusal::ExternalStream);
}

#[test]
fn every_font_is_embedded() {
    let bare = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    assert_eq!(
        refusal(&Sample::replaced(5, bare)),
        PdfRefusal::FontNotEmbedded
    );
    let untyped = "<< /Subtype /TrueType /BaseFont /Arial >>";
    assert_eq!(
        refusal(&Sample::replaced(5, untyped)),
        PdfRefusal::FontNotEmbedded
    );
    let no_program = "<< /Type /FontDescriptor /FontName /Abc >>";
    assert_eq!(
        refusal(&Sample::replaced(7, no_program)),
        PdfRefusal::FontNotEmbedded
    );
    let no_descendant = "<< /Type /Font /Subtype /Type0 /DescendantFonts [] >>";
    assert_eq!(
        refusal(&Sample::replaced(5, no_descendant)),
        PdfRefusal::FontNotEmbedded
    );
}

#[test]
fn unknown_structure_is_refused() {
    is_structure(b"");
    is_structure(b"%PDF-1.3\n");
    is_structure(&Sample::with("<< /Type /Unheard >>"));
    is_structure(&Sample::with("<< /A 1 /A 2 >>"));
    is_structure(&Sample::with("12 1 R"));
    is_structure(&Sample::with("/Broken#0"));
    is_structure(&Sample::replaced(
        1,
        "<< /Type /Catalog /Pages 2 0 R /Unheard 1 >>",
    ));
    is_structure(&Sample::replaced(
        1,
        "<< /Type /Catalog /Pages 2 0 R /Names << /X 1 >> >>",
    ));
    is_structure(&Sample::replaced(
        2,
        "<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
    ));
    is_structure(&Sample::replaced(2, "<< /Type /Pages /Kids [] /Count 0 >>"));
    let bytes = Sample::new().bytes();
    // An octet between two objects is seen, and so is an object that the table does not list.
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(text.contains("0000000000 65535 f"), "the table is readable");
    let position = bytes
        .windows(7)
        .position(|window| window == b"endobj\n")
        .expect("an object")
        + 7;
    let mut gap = bytes.clone();
    gap.splice(position..position, b"x".iter().copied());
    is_structure(&gap);
    let mut unlisted = bytes;
    unlisted.splice(position..position, b"90 0 obj\n1\nendobj\n".iter().copied());
    is_structure(&unlisted);
}

#[test]
fn an_unknown_packing_is_refused() {
    let mut sample = Sample::new();
    sample.push_stream("/Filter /LZWDecode", b"", false);
    assert_eq!(
        refusal(&sample.bytes()),
        PdfRefusal::UnknownFilter {
            filter: "LZWDecode".to_owned()
        }
    );
    let mut sample = Sample::new();
    sample.push_stream("/Filter /FlateDecode", b"not packed", false);
    assert_eq!(refusal(&sample.bytes()), PdfRefusal::Unpack);
}

#[test]
fn a_file_ends_at_its_limits() {
    let pages = |count: usize| {
        let mut sample = Sample::new();
        let kids: Vec<String> = std::iter::once(3)
            .chain((1..count).map(|number| 10 + number))
            .map(|number| format!("{number} 0 R"))
            .collect();
        let kids = kids.join(" ");
        for _ in 1..count {
            sample.push("<< /Type /Page /Parent 2 0 R >>");
        }
        sample.objects[1] = format!("<< /Type /Pages /Kids [{kids}] >>").into_bytes();
        check(&sample.bytes())
    };
    assert_eq!(
        pages(PDF_PAGES_MAX),
        Ok(Checked {
            pages: PDF_PAGES_MAX
        })
    );
    assert_eq!(
        pages(PDF_PAGES_MAX + 1),
        Err(PdfRefusal::TooManyPages { max: PDF_PAGES_MAX })
    );

    let sized = |size: usize| {
        let mut sample = Sample::new();
        let number = sample.push_stream("", &vec![b' '; size], false);
        let spare = PDF_BYTES_MAX - sample.bytes().len();
        sample.objects[number - 1].clear();
        sample.objects.pop();
        sample.push_stream("", &vec![b' '; size + spare], false);
        sample.bytes()
    };
    let largest = sized(PDF_BYTES_MAX - 9000);
    assert_eq!(largest.len(), PDF_BYTES_MAX);
    assert_eq!(check(&largest), Ok(Checked { pages: 1 }));
    let found = PDF_BYTES_MAX + 1;
    assert_eq!(
        refusal(&vec![0; found]),
        PdfRefusal::TooLarge {
            found,
            max: PDF_BYTES_MAX
        }
    );

    let nested = |depth: usize| Sample::with(&("[".repeat(depth) + &"]".repeat(depth)));
    check(&nested(PDF_DEPTH_MAX)).expect("at the limit");
    assert_eq!(
        refusal(&nested(PDF_DEPTH_MAX + 2)),
        PdfRefusal::TooMuch { what: "nesting" }
    );
}

#[test]
fn a_document_that_is_sent_has_larger_limits_and_no_rule_of_fonts() {
    let mut sample = Sample::new();
    sample.objects[6] = b"<< /Type /FontDescriptor /FontName /Abc >>".to_vec();
    assert_eq!(refusal(&sample.bytes()), PdfRefusal::FontNotEmbedded);
    assert_eq!(check_scan(&sample.bytes()), Ok(Checked { pages: 1 }));
    let found = SCAN_BYTES_MAX + 1;
    assert_eq!(
        check_scan(&vec![0; found]),
        Err(PdfRefusal::TooLarge {
            found,
            max: SCAN_BYTES_MAX
        })
    );
    let script = Sample::with("<< /S /JavaScript /JS (1) >>");
    assert!(matches!(
        check_scan(&script),
        Err(PdfRefusal::ForbiddenName { .. })
    ));
}

#[test]
fn a_stream_that_unpacks_to_too_much_is_refused() {
    let mut sample = Sample::new();
    for _ in 0..5 {
        sample.push_stream(
            "",
            &vec![0; crate::limits::PDF_UNPACKED_BYTES_MAX / 5],
            true,
        );
    }
    assert_eq!(
        refusal(&sample.bytes()),
        PdfRefusal::TooMuch {
            what: "unpacked octets"
        }
    );
}

#[test]
fn a_form_that_draws_itself_comes_to_an_end() {
    let mut sample = Sample::new();
    sample.objects[9].clear();
    sample.objects.pop();
    sample.push_stream("/Type /XObject /Subtype /Form", b"/x0 Do /x0 Do", false);
    assert_eq!(
        text(&sample.bytes()),
        Err(PdfRefusal::TooMuch { what: "nesting" })
    );
}

proptest! {
    #[test]
    fn any_octets_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(check(&bytes).is_err());
        prop_assert!(text(&bytes).is_err());
    }

    #[test]
    fn a_damaged_file_never_panics(
        position in any::<prop::sample::Index>(),
        length in 0_usize..4,
        octets in proptest::collection::vec(any::<u8>(), 0..4),
        streams in any::<bool>(),
    ) {
        let sample = Sample::new();
        let mut bytes =
            if streams { sample.bytes_with_streams(&[(20, "[1 2 3]")]) } else { sample.bytes() };
        let start = position.index(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, octets);
        let _ = check(&bytes);
        let _ = text(&bytes);
    }

    #[test]
    fn damaged_operators_and_maps_never_panic(content in "[ -~]{0,200}", map in "[ -~]{0,200}") {
        let mut sample = Sample::new();
        let page = sample.push_stream("", content.as_bytes(), false);
        let table = sample.push_stream("/Type /CMap", map.as_bytes(), false);
        sample.objects[2] = format!(
            "<< /Type /Page /Contents {page} 0 R /Resources << /Font << /f0 5 0 R >> >> >>"
        ).into_bytes();
        sample.objects[4] = format!(
            "<< /Type /Font /Subtype /Type0 /DescendantFonts [6 0 R] /ToUnicode {table} 0 R >>"
        ).into_bytes();
        let _ = text(&sample.bytes());
    }
}
