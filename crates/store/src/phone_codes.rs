//! Codes sent to telephones: one for each purpose and subject, stored as a keyed hash that names all it is bound to.
//!
//! A try is counted before anything is compared, in one UPDATE; the right code is used up in another. Beside the tries of
//! a code stand those of a day, which no newer code begins anew. The number of messages is bounded by number, by network
//! and by day.

use time::{Duration, OffsetDateTime};

use crate::column::{Place, seconds};
use crate::{HolderId, SecretHash, StoreError, Tx};

statements! {
    ASK = "INSERT INTO phone_codes (purpose, subject, holder, code_mac, tries, asked, asked_at, \
        expires_at, used_at, counted_mac) VALUES ($1, $2, $3, NULL, 0, 1, $4, $5, NULL, $6) \
        ON CONFLICT (purpose, subject) DO UPDATE SET holder = $3, code_mac = NULL, tries = 0, \
        counted_mac = $6, asked = phone_codes.asked + 1, asked_at = $4, expires_at = $5, used_at = NULL";
    DRAW = "UPDATE phone_codes SET code_mac = $3 WHERE purpose = $1 AND subject = $2 \
        AND used_at IS NULL AND expires_at > $4";
    TRY = "UPDATE phone_codes SET tries = tries + 1 WHERE purpose = $1 AND subject = $2 \
        AND tries < $3 AND used_at IS NULL AND expires_at > $4";
    USE = "UPDATE phone_codes SET used_at = $3 WHERE purpose = $1 AND subject = $2 \
        AND used_at IS NULL";
    COUNT_TRY = "INSERT INTO phone_tries (counted_mac, since, tries) VALUES ($1, $2, 1) \
        ON CONFLICT (counted_mac) DO UPDATE SET \
        tries = CASE WHEN phone_tries.since <= $3 THEN 1 ELSE phone_tries.tries + 1 END, \
        since = CASE WHEN phone_tries.since <= $3 THEN $2 ELSE phone_tries.since END \
        WHERE phone_tries.since <= $3 OR phone_tries.tries < $4";
    UNCOUNT_TRY = "UPDATE phone_tries SET tries = tries - 1 WHERE counted_mac = $1 AND tries > 0";
    TRIES_OF_DAY = "SELECT tries AS number FROM phone_tries WHERE counted_mac = $1 AND since > $2";
    FORGET_TRIES = "DELETE FROM phone_tries WHERE since <= $1";
    FIND = "SELECT subject, holder, counted_mac, code_mac, tries, asked, asked_at, expires_at \
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
    counted_mac: Vec<u8>,
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
    /// The keyed hash of what the tries of a day are counted for.
    pub counted: SecretHash,
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
            counted: SecretHash::new(place.exact("counted_mac", &row.counted_mac)?),
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
    counted: SecretHash,
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
        counted.as_bytes().as_slice(),
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

/// Counts a try of the day that began with the first of them, in one statement; gives false when there are as many already,
/// and then counts nothing.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn count_try(
    tx: &mut Tx,
    counted: SecretHash,
    tries_max: i64,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let day_ago = seconds(at - Duration::days(1));
    let counted = counted.as_bytes().as_slice();
    Ok(execute!(tx, COUNT_TRY, counted, seconds(at), day_ago, tries_max)? == 1)
}

/// Takes a try back: the code was right, and only wrong ones bound the day.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn uncount_try(tx: &mut Tx, counted: SecretHash) -> Result<(), StoreError> {
    execute!(tx, UNCOUNT_TRY, counted.as_bytes().as_slice())?;
    Ok(())
}

/// How many tries the running day has had.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn tries_of_day(
    tx: &mut Tx,
    counted: SecretHash,
    at: OffsetDateTime,
) -> Result<i64, StoreError> {
    let day_ago = seconds(at - Duration::days(1));
    let counted = counted.as_bytes().as_slice();
    let found = optional!(tx, Count, TRIES_OF_DAY, counted, day_ago)?;
    Ok(found.map_or(0, |count| count.number))
}

/// Forgets the tries of days that began up to an instant; they bound nothing any more.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn forget_tries(tx: &mut Tx, until: OffsetDateTime) -> Result<u64, StoreError> {
    execute!(tx, FORGET_TRIES, seconds(until))
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
