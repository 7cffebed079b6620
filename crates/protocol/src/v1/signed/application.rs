//! (b) Application: the signed attribute `id-smena-applicationBinding` of a detached CAdES-BES over the PDF.

use der::Sequence;
use smena_pki::algorithm::DigestAlgorithm;
use smena_pki::certificate::Certificate;
use spki::AlgorithmIdentifierOwned;

use super::context::{Purpose, SmenaContext};
use super::issuer_and_serial::IssuerAndSerial;
use super::mismatch::{Field, Mismatch, compare};
use super::structure::{Structure, StructureError, binds, digest_of};
use crate::v1::moment::Moment;
use crate::v1::octets::{Digest, RenewalId};
use crate::v1::text;
use crate::v1::work::{ProcedureReference, SignApplicationWork};

/// The procedure inside a signed structure.
///
/// ```asn1
/// procedure SEQUENCE { name UTF8String, version INTEGER, hash OCTET STRING }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct ProcedureIdentity {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// Hash of its file.
    pub hash: Digest,
}

impl From<&ProcedureReference> for ProcedureIdentity {
    fn from(reference: &ProcedureReference) -> Self {
        Self {
            name: reference.name.clone(),
            version: reference.version,
            hash: reference.hash.clone(),
        }
    }
}

/// What an application's signature binds beside the document.
///
/// ```asn1
/// ApplicationBinding ::= SEQUENCE {
///   context        SmenaContext,
///   renewalId      OCTET STRING (SIZE(16)),
///   revision       INTEGER,
///   procedure      SEQUENCE { name UTF8String, version INTEGER, hash OCTET STRING },
///   digest         AlgorithmIdentifier,
///   document       OCTET STRING,
///   data           OCTET STRING,
///   request        [0] OCTET STRING OPTIONAL,
///   oldCertificate OCTET STRING,
///   oldIssuerAndSerial IssuerAndSerialNumber,
///   validUntil     GeneralizedTime }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct ApplicationBinding {
    /// For what, for whom, in answer to what.
    pub context: SmenaContext,
    /// The renewal.
    pub renewal_id: RenewalId,
    /// The revision of the renewal that the person saw.
    pub revision: u64,
    /// The procedure.
    pub procedure: ProcedureIdentity,
    /// The algorithm of the hashes below.
    pub digest: AlgorithmIdentifierOwned,
    /// Hash of the PDF.
    pub document: Digest,
    /// Hash of the application's data.
    pub data: Digest,
    /// Hash of the PKCS#10; absent only where the procedure makes the key later.
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub request: Option<Digest>,
    /// Hash of the whole old certificate.
    pub old_certificate: Digest,
    /// Its issuer and serial number.
    pub old_issuer_and_serial: IssuerAndSerial,
    /// The last moment at which the server takes the application.
    pub valid_until: Moment,
}

/// The files that an application binds.
#[derive(Clone, Copy, Debug)]
pub struct ApplicationFiles<'a> {
    /// The PDF.
    pub document: &'a [u8],
    /// The application's data, in DER.
    pub data: &'a [u8],
    /// The PKCS#10, where there is one already.
    pub request: Option<&'a [u8]>,
    /// The old certificate.
    pub old_certificate: &'a Certificate,
}

impl ApplicationBinding {
    /// Binds files. The algorithm of the hashes follows from the old certificate's key: `algorithm` is its
    /// `binding_digest`. `context` must have the purpose of an application.
    ///
    /// # Errors
    /// [`StructureError`] when something cannot be hashed, written or signed.
    pub fn over(
        context: SmenaContext,
        work: &SignApplicationWork,
        algorithm: DigestAlgorithm,
        files: &ApplicationFiles<'_>,
        valid_until: Moment,
    ) -> Result<Self, StructureError> {
        let binding = Self {
            context,
            renewal_id: work.renewal_id,
            revision: work.revision,
            procedure: ProcedureIdentity::from(&work.procedure),
            digest: algorithm.algorithm_identifier(),
            document: digest_of(algorithm, files.document)?,
            data: digest_of(algorithm, files.data)?,
            request: files
                .request
                .map(|request| digest_of(algorithm, request))
                .transpose()?,
            old_certificate: digest_of(algorithm, files.old_certificate.der())?,
            old_issuer_and_serial: IssuerAndSerial::of(files.old_certificate)?,
            valid_until,
        };
        binding.check()?;
        Ok(binding)
    }

    /// The algorithm of the hashes.
    ///
    /// # Errors
    /// [`StructureError::DigestAlgorithm`] when it is none that binds documents.
    pub fn digest_algorithm(&self) -> Result<DigestAlgorithm, StructureError> {
        match DigestAlgorithm::from_algorithm_identifier(&self.digest) {
            Ok(algorithm) if binds(algorithm) => Ok(algorithm),
            _ => Err(StructureError::DigestAlgorithm),
        }
    }

    /// Compares with the binding that the verifier makes of what it has stored. `valid_until` is the
    /// signer's own and is not compared.
    ///
    /// # Errors
    /// [`Mismatch`] naming the first field that differs.
    pub fn matches(&self, expected: &Self) -> Result<(), Mismatch> {
        compare(&[(self.context.purpose == Purpose::Application, Field::Purpose)])?;
        self.context.matches(&expected.context)?;
        compare(&[
            (self.renewal_id == expected.renewal_id, Field::Renewal),
            (self.revision == expected.revision, Field::Revision),
            (self.procedure == expected.procedure, Field::Procedure),
            (
                self.digest.oid == expected.digest.oid,
                Field::DigestAlgorithm,
            ),
            (self.document == expected.document, Field::Document),
            (self.data == expected.data, Field::Data),
            (self.request == expected.request, Field::Request),
            (
                self.old_certificate == expected.old_certificate,
                Field::OldCertificate,
            ),
            (
                self.old_issuer_and_serial == expected.old_issuer_and_serial,
                Field::IssuerAndSerial,
            ),
        ])
    }
}

impl Structure for ApplicationBinding {
    const NAME: &'static str = "ApplicationBinding";

    fn check(&self) -> Result<(), StructureError> {
        self.context.check()?;
        text::check_name(&self.procedure.name).map_err(|source| StructureError::Text {
            field: "name of the procedure".to_owned(),
            source,
        })?;
        self.old_issuer_and_serial.check()?;
        let size = self.digest_algorithm()?.size();
        let hashes = [
            Some(&self.document),
            Some(&self.data),
            self.request.as_ref(),
            Some(&self.old_certificate),
        ];
        if hashes
            .into_iter()
            .flatten()
            .any(|hash| hash.as_bytes().len() != size)
        {
            return Err(StructureError::DigestSize);
        }
        Ok(())
    }
}
