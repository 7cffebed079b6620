//! Issuer and serial number of a certificate ([RFC 5652](https://www.rfc-editor.org/rfc/rfc5652), 10.2.4).

use der::asn1::Any;
use der::{Sequence, Tag};
use smena_pki::certificate::Certificate;
use smena_pki::name::Name;

use super::structure::StructureError;

/// Issuer and serial number, both exactly as the certificate has them.
///
/// ```asn1
/// IssuerAndSerialNumber ::= SEQUENCE { issuer Name, serialNumber CertificateSerialNumber }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct IssuerAndSerial {
    issuer: Any,
    serial_number: Any,
}

impl IssuerAndSerial {
    /// Takes both from a certificate.
    ///
    /// # Errors
    /// [`StructureError::Inner`] when the certificate's own fields have no DER form.
    pub fn of(certificate: &Certificate) -> Result<Self, StructureError> {
        use der::Decode;
        let issuer = Any::from_der(certificate.issuer().der())
            .map_err(|_| StructureError::Inner { field: "issuer" })?;
        let serial_number =
            Any::new(Tag::Integer, certificate.serial().content()).map_err(|_| {
                StructureError::Inner {
                    field: "serial number",
                }
            })?;
        Ok(Self {
            issuer,
            serial_number,
        })
    }

    /// The octets of the serial number as DER has them.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        self.serial_number.value()
    }

    /// The name of the issuer, in DER.
    ///
    /// # Errors
    /// [`StructureError::Inner`] when it is no name.
    pub fn issuer(&self) -> Result<Name, StructureError> {
        use der::Encode;
        let field = "issuer";
        let bytes = self
            .issuer
            .to_der()
            .map_err(|_| StructureError::Inner { field })?;
        Name::from_der(&bytes).map_err(|_| StructureError::Inner { field })
    }

    pub(super) fn check(&self) -> Result<(), StructureError> {
        use der::Tagged;
        self.issuer()?;
        let content = self.serial();
        // Twenty octets by RFC 5280, 4.1.2.2; one more because the world has them.
        if self.serial_number.tag() != Tag::Integer || content.is_empty() || content.len() > 21 {
            return Err(StructureError::Inner {
                field: "serial number",
            });
        }
        Ok(())
    }
}
