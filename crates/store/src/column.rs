//! From columns to values and back: times, fixed-length bytes, words, JSON.
//!
//! Stored times are whole seconds UTC; this is the one place that rounds (towards the past).

use serde::Serialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;

use crate::{StoreError, limits};

/// Where a value was read, for the error that names it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'static str,
    pub(crate) row: &'a str,
}

impl Place<'_> {
    pub(crate) fn unknown(self, column: &'static str) -> StoreError {
        StoreError::Row {
            table: self.table,
            column,
            row: self.row.to_owned(),
        }
    }

    /// Seconds of a column as a moment.
    pub(crate) fn moment(
        self,
        column: &'static str,
        seconds: i64,
    ) -> Result<OffsetDateTime, StoreError> {
        OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| self.unknown(column))
    }

    /// Seconds of a column that may be empty.
    pub(crate) fn moment_if(
        self,
        column: &'static str,
        seconds: Option<i64>,
    ) -> Result<Option<OffsetDateTime>, StoreError> {
        seconds
            .map(|seconds| self.moment(column, seconds))
            .transpose()
    }

    /// Bytes of a column that has a fixed length.
    pub(crate) fn exact<const N: usize>(
        self,
        column: &'static str,
        bytes: &[u8],
    ) -> Result<[u8; N], StoreError> {
        bytes.try_into().map_err(|_| self.unknown(column))
    }

    /// Bytes of a column that has a fixed length or is empty.
    pub(crate) fn exact_if<const N: usize>(
        self,
        column: &'static str,
        bytes: Option<&[u8]>,
    ) -> Result<Option<[u8; N]>, StoreError> {
        bytes.map(|bytes| self.exact(column, bytes)).transpose()
    }

    /// An id of a column.
    pub(crate) fn id<T>(
        self,
        column: &'static str,
        text: &str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        parse(text).ok_or_else(|| self.unknown(column))
    }

    /// An id, or a word, of a column that may be empty.
    pub(crate) fn id_if<T>(
        self,
        column: &'static str,
        text: Option<&str>,
        parse: fn(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        text.map(|text| self.id(column, text, parse)).transpose()
    }

    /// JSON of a column.
    pub(crate) fn json<T: DeserializeOwned>(
        self,
        column: &'static str,
        text: &str,
    ) -> Result<T, StoreError> {
        serde_json::from_str(text).map_err(|source| StoreError::Decode {
            table: self.table,
            column,
            row: self.row.to_owned(),
            source,
        })
    }
}

/// A moment as it is stored: whole seconds, the fraction dropped.
pub(crate) fn seconds(at: OffsetDateTime) -> i64 {
    at.unix_timestamp()
}

/// A value as JSON, bounded.
pub(crate) fn json<T: Serialize + ?Sized>(
    table: &'static str,
    column: &'static str,
    value: &T,
    size_bytes_max: usize,
) -> Result<String, StoreError> {
    let text = serde_json::to_string(value).map_err(|source| StoreError::Encode {
        table,
        column,
        source,
    })?;
    limits::bounded(column, text.len(), size_bytes_max)?;
    Ok(text)
}
