//! Codes sent to telephones: one for each purpose and subject, stored as a keyed hash that names all it is bound to.
//!
//! A try is counted before anything is compared, in one UPDATE; the right code is used up in another. The number of
//! messages is bounded by number, by network and by day.

use time::OffsetDateTime;

use crate::column::{Place, seconds};
use crate::{HolderId, SecretHash, StoreError, Tx};

statements! {
    ASK = "INSERT INTO phone_codes (purpose, subject, holder, code_mac, tries, asked, asked_at, \
        expires_at, used_at) VALUES ($1, $2, $3, NULL, 0, 1, $4, $5, NULL) \
        ON CONFLICT (purpose, subject) DO UPDATE SET holder = $3, code_mac = NULL, tries = 0, \
        asked = phone_codes.asked + 1, asked_at = $4, expires_at = $5, used_at = NULL";
    DRAW = "UPDATE phone_codes SET code_mac = $3 WHERE purpose = $1 AND subject = $2 \
        AND used_at IS NULL AND expires_at > $4";
    TRY = "UPDATE phone_codes SET tries = tries + 1 WHERE purpose = $1 AND subject = $2 \
        AND tries < $3 AND used_at IS NULL AND expires_at > $4";
    USE = "UPDATE phone_codes SET used_at = $3 WHERE purpose = $1 AND subject = $2 \
        AND used_at IS NULL";
    FIND = "SELECT subject, holder, code_mac, tries, asked, asked_at, expires_at \
        FROM phone_codes WHERE purpose = $1 AND subject = $2";
    NOTE_MESSAGE = "INSERT INTO phone_messages (id, number_mac, network_mac, asked_at) \
        VALUES ($1, $2, $3, $4)";
    COUNT_OF_NUMBER = "SELECT COUNT(*) AS number FROM phone_messages \
        WHERE asked_at > $1 AND number_mac = $2";
    COUNT_OF_NETWORK = "SELECT COUNT(*) AS number FROM phone_messages \
        WHERE asked_at > $1 AND network_mac = $2";
    COUNT_ALL = "SELECT COUNT(*) AS number FROM phone_messages WHERE asked_at > $1";
    FORGET_MESSAGES = "DELETE FROM phone_messages WHERE asked_at <= $1";
}

stored_words! {
    /// What a code does. One for one purpose does nothing for another.
    CodePurpose {
        /// Lets its holder see how things stand.
        SignIn = "sign-in",
        /// Confirms the issue of one certificate.
        ConfirmIssue = "confirm-issue",
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    subject: String,
    holder: Option<String>,
    code_mac: Option<Vec<u8>>,
    tries: i64,
    asked: i64,
    asked_at: i64,
    expires_at: i64,
}

#[derive(sqlx::FromRow)]
struct Count {
    number: i64,
}

/// For what and for whom a code is.
#[derive(Clone, Copy, Debug)]
pub struct Addressee<'a> {
    /// What it does.
    pub purpose: CodePurpose,
    /// The session or the renewal, by its id.
    pub subject: &'a str,
}

/// A code as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhoneCode {
    /// Whose number was given; none where nobody has it.
    pub holder: Option<HolderId>,
    /// The keyed hash of the code; none until it was drawn.
    pub mac: Option<SecretHash>,
    /// How often a code was entered.
    pub tries: i64,
    /// How often one was asked for.
    pub asked: i64,
    /// When last.
    pub asked_at: OffsetDateTime,
    /// Until when it can be used.
    pub expires_at: OffsetDateTime,
}

impl TryFrom<Row> for PhoneCode {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let place = Place {
            table: "phone_codes",
            row: &row.subject,
        };
        Ok(Self {
            holder: place.id_if("holder", row.holder.as_deref(), HolderId::parse)?,
            mac: place
                .exact_if("code_mac", row.code_mac.as_deref())?
                .map(SecretHash::new),
            tries: row.tries,
            asked: row.asked,
            asked_at: place.moment("asked_at", row.asked_at)?,
            expires_at: place.moment("expires_at", row.expires_at)?,
        })
    }
}

/// Notes that a code is asked for; the former one, if there was one, is void from now on.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn ask(
    tx: &mut Tx,
    to: Addressee<'_>,
    holder: Option<HolderId>,
    at: OffsetDateTime,
    expires: OffsetDateTime,
) -> Result<(), StoreError> {
    execute_one!(
        tx,
        ASK,
        to.purpose.as_str(),
        to.subject,
        holder.map(|holder| holder.to_string()),
        seconds(at),
        seconds(expires),
    )
}

/// Stores the code that is about to be sent; gives false when nobody waits for one any more. Its time and its tries run on
/// from when it was asked for: a number to which nothing is sent looks the same.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn draw(
    tx: &mut Tx,
    to: Addressee<'_>,
    mac: SecretHash,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let drawn = execute!(
        tx,
        DRAW,
        to.purpose.as_str(),
        to.subject,
        mac.as_bytes().as_slice(),
        seconds(at),
    )?;
    Ok(drawn == 1)
}

/// Reads a code, however it stands.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find(tx: &mut Tx, to: Addressee<'_>) -> Result<Option<PhoneCode>, StoreError> {
    optional!(tx, Row, FIND, to.purpose.as_str(), to.subject)?
        .map(PhoneCode::try_from)
        .transpose()
}

/// Counts a try, before anything is compared; gives the code, unless there is none that can be entered now. Tries at a
/// code that nobody was sent are counted alike.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn try_one(
    tx: &mut Tx,
    to: Addressee<'_>,
    tries_max: i64,
    at: OffsetDateTime,
) -> Result<Option<PhoneCode>, StoreError> {
    let counted = execute!(
        tx,
        TRY,
        to.purpose.as_str(),
        to.subject,
        tries_max,
        seconds(at)
    )?;
    if counted == 0 {
        return Ok(None);
    }
    find(tx, to).await
}

/// Uses a code up; gives false when another was faster.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn use_up(
    tx: &mut Tx,
    to: Addressee<'_>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, USE, to.purpose.as_str(), to.subject, seconds(at))? == 1)
}

/// Who asks for a message: the keyed hashes of the number and of the network.
#[derive(Clone, Copy, Debug)]
pub struct MessageAsked {
    /// Of the number.
    pub number: SecretHash,
    /// Of the network.
    pub network: SecretHash,
}

/// How many messages were asked for since an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageCounts {
    /// To this number.
    pub number: i64,
    /// From this network.
    pub network: i64,
}

/// Notes that a message is asked for.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn note_message(
    tx: &mut Tx,
    id: [u8; 16],
    asked: MessageAsked,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    execute_one!(
        tx,
        NOTE_MESSAGE,
        crate::JobId::new(id).to_string(),
        asked.number.as_bytes().as_slice(),
        asked.network.as_bytes().as_slice(),
        seconds(at),
    )
}

/// Counts the messages of a number and of a network after an instant.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn count_messages(
    tx: &mut Tx,
    asked: MessageAsked,
    after: OffsetDateTime,
) -> Result<MessageCounts, StoreError> {
    let after = seconds(after);
    let number = asked.number.as_bytes().as_slice();
    let network = asked.network.as_bytes().as_slice();
    Ok(MessageCounts {
        number: one!(tx, Count, COUNT_OF_NUMBER, after, number)?.number,
        network: one!(tx, Count, COUNT_OF_NETWORK, after, network)?.number,
    })
}

/// Counts all messages after an instant.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn count_all_messages(tx: &mut Tx, after: OffsetDateTime) -> Result<i64, StoreError> {
    Ok(one!(tx, Count, COUNT_ALL, seconds(after))?.number)
}

/// Forgets the messages up to an instant; they bound nothing any more.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn forget_messages(tx: &mut Tx, until: OffsetDateTime) -> Result<u64, StoreError> {
    execute!(tx, FORGET_MESSAGES, seconds(until))
}
