//! Objects.

use cryptoki_sys::{CK_ATTRIBUTE, CK_OBJECT_HANDLE, CK_RV, CK_SESSION_HANDLE, CK_ULONG};

use super::{call, pointer};
use crate::{error::TokenError, limits::OBJECTS_MAX, module::Target};

pub(super) unsafe extern "C" fn create_object(
    session: CK_SESSION_HANDLE,
    template: *mut CK_ATTRIBUTE,
    count: CK_ULONG,
    object: *mut CK_OBJECT_HANDLE,
) -> CK_RV {
    call("C_CreateObject", Target::Session(session), |module| {
        pointer::expect_room(object)?;
        // SAFETY: the caller's pointer and count.
        let template = unsafe { pointer::template(template, count) }?;
        let handle = module.create_object(session, &template)?;
        // SAFETY: the caller's pointer.
        unsafe { pointer::put(object, handle) }
    })
}

pub(super) unsafe extern "C" fn copy_object(
    session: CK_SESSION_HANDLE,
    object: CK_OBJECT_HANDLE,
    template: *mut CK_ATTRIBUTE,
    count: CK_ULONG,
    copy: *mut CK_OBJECT_HANDLE,
) -> CK_RV {
    call("C_CopyObject", Target::Session(session), |module| {
        pointer::expect_room(copy)?;
        // SAFETY: the caller's pointer and count.
        let template = unsafe { pointer::template(template, count) }?;
        let handle = module.copy_object(session, object, &template)?;
        // SAFETY: the caller's pointer.
        unsafe { pointer::put(copy, handle) }
    })
}

pub(super) unsafe extern "C" fn destroy_object(
    session: CK_SESSION_HANDLE,
    object: CK_OBJECT_HANDLE,
) -> CK_RV {
    call("C_DestroyObject", Target::Session(session), |module| {
        module.destroy_object(session, object)
    })
}

pub(super) unsafe extern "C" fn get_object_size(
    session: CK_SESSION_HANDLE,
    object: CK_OBJECT_HANDLE,
    size: *mut CK_ULONG,
) -> CK_RV {
    call("C_GetObjectSize", Target::Session(session), |module| {
        let octets = module.object_size(session, object)?;
        let octets = CK_ULONG::try_from(octets).map_err(|_| TokenError::Failed)?;
        // SAFETY: the caller's pointer.
        unsafe { pointer::put(size, octets) }
    })
}

pub(super) unsafe extern "C" fn get_attribute_value(
    session: CK_SESSION_HANDLE,
    object: CK_OBJECT_HANDLE,
    template: *mut CK_ATTRIBUTE,
    count: CK_ULONG,
) -> CK_RV {
    call("C_GetAttributeValue", Target::Session(session), |module| {
        pointer::expect_room(template)?;
        // SAFETY: the caller's pointer and count.
        let kinds = unsafe { pointer::kinds(template, count) }?;
        let values = module.attribute_values(session, object, &kinds)?;
        // SAFETY: the caller's pointer, with as many attributes as there are values.
        unsafe { pointer::fill(template, values) }
    })
}

pub(super) unsafe extern "C" fn set_attribute_value(
    session: CK_SESSION_HANDLE,
    object: CK_OBJECT_HANDLE,
    template: *mut CK_ATTRIBUTE,
    count: CK_ULONG,
) -> CK_RV {
    call("C_SetAttributeValue", Target::Session(session), |module| {
        // SAFETY: the caller's pointer and count.
        let template = unsafe { pointer::template(template, count) }?;
        module.set_attributes(session, object, &template)
    })
}

pub(super) unsafe extern "C" fn find_objects_init(
    session: CK_SESSION_HANDLE,
    template: *mut CK_ATTRIBUTE,
    count: CK_ULONG,
) -> CK_RV {
    call("C_FindObjectsInit", Target::Session(session), |module| {
        // SAFETY: the caller's pointer and count.
        let template = unsafe { pointer::template(template, count) }?;
        module.find_init(session, &template)
    })
}

pub(super) unsafe extern "C" fn find_objects(
    session: CK_SESSION_HANDLE,
    list: *mut CK_OBJECT_HANDLE,
    count_max: CK_ULONG,
    count: *mut CK_ULONG,
) -> CK_RV {
    call("C_FindObjects", Target::Session(session), |module| {
        pointer::expect_room(list)?;
        pointer::expect_room(count)?;
        let room = usize::try_from(count_max).unwrap_or(usize::MAX);
        let found = module.find(session, room.min(2 * OBJECTS_MAX))?;
        // SAFETY: the caller's pointers; no more are found than there is room for.
        unsafe {
            pointer::put(count, count_max)?;
            pointer::deliver_list(&found, list, count)
        }
    })
}

pub(super) unsafe extern "C" fn find_objects_final(session: CK_SESSION_HANDLE) -> CK_RV {
    call("C_FindObjectsFinal", Target::Session(session), |module| {
        module.find_final(session)
    })
}
