//! What the issuer's revocation list says of the holder's certificates.

use smena_ui::{Message, format};

use super::{
    Check, Findings, Line, Listing, Revocation, SeenCertificate, Verdict, certificate::named,
};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let seen = findings.certificates.iter();
    // Of a certificate that was replaced nobody needs to know any more.
    seen.filter(|seen| !seen.is_replaced)
        .map(|seen| line(findings, seen))
        .collect()
}

fn line(findings: &Findings, seen: &SeenCertificate) -> Line {
    let unchecked = |key: &str, remedy: &str| {
        let remedy = Message::new(remedy);
        Line::of(
            Check::Revocation,
            Verdict::Unchecked,
            named(key, seen),
            remedy,
        )
    };
    match &seen.revocation {
        Revocation::Foreign => unchecked(
            "doctor-revocation-foreign",
            "doctor-revocation-foreign-remedy",
        ),
        Revocation::Unasked => unchecked(
            "doctor-revocation-unasked",
            "doctor-revocation-unasked-remedy",
        ),
        Revocation::Unheard(failure) => {
            Line::failed(Check::Revocation, Verdict::Unchecked, failure.clone())
        }
        Revocation::Unbelievable => unchecked(
            "doctor-revocation-unbelievable",
            "doctor-revocation-unbelievable-remedy",
        ),
        Revocation::Listed(Listing {
            revoked: Some(since),
            ..
        }) => {
            let since = format::date(findings.language, since.date());
            let evidence = named("doctor-revocation-revoked", seen).with("since", since);
            let remedy = Message::new("doctor-revocation-revoked-remedy");
            Line::of(Check::Revocation, Verdict::Bad, evidence, remedy)
        }
        Revocation::Listed(Listing {
            next_update: Some(until),
            ..
        }) if *until < findings.now => unchecked(
            "doctor-revocation-old",
            "doctor-revocation-unbelievable-remedy",
        ),
        Revocation::Listed(_) => {
            Line::good(Check::Revocation, named("doctor-revocation-good", seen))
        }
    }
}
