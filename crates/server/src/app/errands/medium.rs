//! What an errand says about the new key: where it may be made, and of which form.

use smena_domain::{procedure::Medium, renewal::Renewal};
use smena_gost::ParameterSet;
use smena_pki::algorithm::KeyAlgorithm;
use smena_protocol::v1::{KeyForm, MediumKind, MediumRules};

/// Where and how the key is made: as the holder has chosen on his page, where the procedure asks for that.
pub(super) fn medium_rules(renewal: &Renewal, old: KeyAlgorithm) -> MediumRules {
    let chosen = renewal.gathered().key_options;
    let kind = |medium: Medium| match medium {
        Medium::Card | Medium::Token => MediumKind::Token,
        Medium::FlashDrive | Medium::Floppy | Medium::Computer => MediumKind::Folder,
    };
    MediumRules {
        keys: forms_beside(old),
        media: chosen
            .map(|options| kind(options.medium))
            .into_iter()
            .collect(),
        // A device keeps its keys when it is told to; what lies in files can be copied whatever was chosen.
        non_exportable: chosen
            .is_some_and(|options| options.medium.has_pin() && !options.exportable),
    }
}

/// The forms that the new key may have: the old one's first, then the others of its family.
fn forms_beside(old: KeyAlgorithm) -> Vec<KeyForm> {
    let gost = || {
        let sets = ParameterSet::all().iter().copied();
        sets.filter(|set| !set.is_for_examples())
            .map(KeyAlgorithm::Gost)
            .collect::<Vec<_>>()
    };
    let family = match old {
        // A key of the former standard is succeeded by one of the standard in force on the same curve.
        KeyAlgorithm::Gost(set) | KeyAlgorithm::Gost2001(set) => {
            [vec![KeyAlgorithm::Gost(set)], gost()].concat()
        }
        KeyAlgorithm::EcdsaP256 | KeyAlgorithm::EcdsaP384 => {
            vec![old, KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384]
        }
        KeyAlgorithm::Rsa { .. } => [2048, 3072, 4096]
            .into_iter()
            .fold(vec![old], |list, bits| {
                [list, vec![KeyAlgorithm::Rsa { bits }]].concat()
            }),
        KeyAlgorithm::Ed25519 => vec![old],
    };
    let mut forms: Vec<KeyForm> = Vec::new();
    for form in family.into_iter().filter_map(KeyForm::of) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_keys_own_form_is_offered_first_and_once() {
        for old in [
            KeyAlgorithm::Gost(ParameterSet::CryptoProA),
            KeyAlgorithm::EcdsaP384,
            KeyAlgorithm::Rsa { bits: 3072 },
            KeyAlgorithm::Ed25519,
        ] {
            let forms = forms_beside(old);
            assert_eq!(forms.first(), KeyForm::of(old).as_ref());
            assert_eq!(
                forms
                    .iter()
                    .filter(|form| Some(*form) == forms.first())
                    .count(),
                1
            );
        }
    }
}
