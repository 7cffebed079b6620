//! What is stored: space, copies, what is shown of keys.

use super::*;

#[test]
fn a_token_has_so_much_space_and_no_octet_more() {
    let mut of = fixture(&TokenOptions {
        space_octets: 4_096,
        ..TokenOptions::quick("test")
    });
    let session = of.open();
    let free = |of: &Fixture| {
        of.module
            .token_info(SLOT)
            .expect("a token")
            .ulFreePublicMemory
    };
    let first = of
        .module
        .create_object(session, &data(b"one", false, 500))
        .expect("fits");
    let size = of.module.object_size(session, first).expect("a size");
    let rest = free(&of);
    assert_eq!(rest, 4_096 - CK_ULONG::try_from(size).expect("small"));
    // Each octet of the value is two of the file.
    let fits = 500 + (usize::try_from(rest).expect("small") - size) / 2;
    let over = of
        .module
        .create_object(session, &data(b"two", false, fits + 1));
    assert!(matches!(over, Err(TokenError::DeviceMemory)));
    assert_eq!(free(&of), rest, "a refused object takes no space");
    of.module
        .create_object(session, &data(b"two", false, fits))
        .expect("fits");
    assert!(free(&of) < 2);
    of.module.destroy_object(session, first).expect("an object");
    assert_eq!(of.found(session, &Template::default()).len(), 1);
}

#[test]
fn a_pair_of_keys_that_does_not_fit_leaves_nothing_behind() {
    let mut of = fixture(&TokenOptions {
        space_octets: 1_500,
        ..TokenOptions::quick("test")
    });
    let session = of.user();
    let refused = of.pair(session, CKM_GOSTR3410_KEY_PAIR_GEN, GOST_256, &[]);
    assert!(matches!(refused, Err(TokenError::DeviceMemory)));
    assert!(of.found(session, &Template::default()).is_empty());
}

#[test]
fn keys_are_shown_only_when_extractable_and_not_sensitive() {
    let mut of = quick();
    let session = of.user();
    let (_, kept) = of.gost(session);
    let value = of.value(session, kept, CKA_VALUE);
    assert!(matches!(value, Err(TokenError::Sensitive)));
    let values = of
        .module
        .attribute_values(session, kept, &[CKA_VALUE, CKA_ID, CKA_EC_POINT]);
    let values = values.expect("an object");
    assert!(matches!(&values[1], Ok(id) if id.as_slice() == b"1"));
    assert!(matches!(
        values[2],
        Err(TokenError::AttributeType(CKA_EC_POINT))
    ));
    assert_eq!(
        of.value(session, kept, CKA_NEVER_EXTRACTABLE).ok(),
        Some(vec![1])
    );
    let open: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(CKA_SENSITIVE, &[0]), (CKA_EXTRACTABLE, &[1])];
    let pair = of.pair(session, CKM_GOSTR3410_KEY_PAIR_GEN, GOST_256, open);
    let (_, shown) = pair.expect("a pair of keys");
    assert_eq!(
        of.value(session, shown, CKA_VALUE).expect("shown").len(),
        32
    );
    assert_eq!(
        of.value(session, shown, CKA_NEVER_EXTRACTABLE).ok(),
        Some(vec![0])
    );
    let hide = template(&[(CKA_SENSITIVE, &[1])]);
    of.module
        .set_attributes(session, shown, &hide)
        .expect("one way");
    let value = of.value(session, shown, CKA_VALUE);
    assert!(matches!(value, Err(TokenError::Sensitive)));
    let back = template(&[(CKA_SENSITIVE, &[0])]);
    let back = of.module.set_attributes(session, shown, &back);
    assert!(matches!(
        back,
        Err(TokenError::AttributeReadOnly(CKA_SENSITIVE))
    ));
}

#[test]
fn an_imported_key_signs_like_the_one_it_was_and_does_not_call_itself_local() {
    let mut of = quick();
    let session = of.user();
    let open: &[(CK_ATTRIBUTE_TYPE, &[u8])] = &[(CKA_SENSITIVE, &[0]), (CKA_EXTRACTABLE, &[1])];
    let pair = of.pair(session, CKM_GOSTR3410_KEY_PAIR_GEN, GOST_256, open);
    let (public, private) = pair.expect("a pair of keys");
    let value = of.value(session, private, CKA_VALUE).expect("shown");
    let (class, key_type) = (
        number(CKO_PRIVATE_KEY),
        of.value(session, private, CKA_KEY_TYPE).expect("a kind"),
    );
    let import = [
        &[
            (CKA_CLASS, class.as_slice()),
            (CKA_KEY_TYPE, &key_type),
            (CKA_VALUE, &value),
        ],
        GOST_256,
    ]
    .concat();
    let imported = of.module.create_object(session, &template(&import));
    let imported = imported.expect("an object of the session");
    let signature = of.sign(session, CKM_GOSTR3410, imported, &[9; 32]);
    let signature = signature.expect("a signature");
    of.verify(session, CKM_GOSTR3410, public, &[9; 32], &signature)
        .expect("the same key");
    assert_eq!(of.value(session, imported, CKA_LOCAL).ok(), Some(vec![0]));
    let without = of.module.create_object(session, &template(&import[1..]));
    assert!(matches!(without, Err(TokenError::TemplateIncomplete)));
}

#[test]
fn objects_are_renamed_copied_and_destroyed() {
    let mut of = quick();
    let session = of.user();
    let (public, private) = of.gost(session);
    let named = template(&[(CKA_LABEL, b"new"), (CKA_ID, b"2")]);
    of.module
        .set_attributes(session, public, &named)
        .expect("renamed");
    assert_eq!(of.found(session, &named), [public]);
    let copy = of.module.copy_object(session, private, &named);
    let copy = copy.expect("a copy");
    of.module
        .destroy_object(session, private)
        .expect("destroyed");
    let signature = of.sign(session, CKM_GOSTR3410, copy, &[1; 32]);
    let signature = signature.expect("the copy is sealed for itself");
    of.verify(session, CKM_GOSTR3410, public, &[1; 32], &signature)
        .expect("the same key");
    let gone = of.value(session, private, CKA_ID);
    assert!(matches!(gone, Err(TokenError::ObjectHandle)));
    let class = template(&[(CKA_CLASS, &number(CKO_PUBLIC_KEY))]);
    let fixed = of.module.set_attributes(session, copy, &class);
    assert!(matches!(
        fixed,
        Err(TokenError::AttributeReadOnly(CKA_CLASS))
    ));
}
