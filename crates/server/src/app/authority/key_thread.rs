//! A private key of the authority on a thread of its own.
//!
//! Devices bind a session to a thread and sign slowly; so each key has one owner thread from the start, to which work
//! is sent. The key is opened on that thread, never leaves it, and is wiped when the last sender is gone.

use std::{sync::mpsc, thread};

use rand_core::CryptoRng;
use smena_media::UnlockedKey;
use smena_pki::{
    algorithm::KeyAlgorithm,
    key::{PrivateKey, Signer},
};
use tokio::sync::oneshot;

use super::AuthorityError;

type Work = Box<dyn FnOnce(&dyn Signer) + Send>;

/// The sender to the thread that owns a key.
#[derive(Debug, Clone)]
pub(super) struct KeyThread {
    work: mpsc::Sender<Work>,
}

impl KeyThread {
    /// Starts a thread and opens the key on it; comes back when it is open.
    ///
    /// # Errors
    ///
    /// What opening gave, or [`AuthorityError::StartThread`].
    pub(super) fn start<T, F>(name: &str, open: F) -> Result<(Self, T), AuthorityError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<(UnlockedKey, T), AuthorityError> + Send + 'static,
    {
        let (work, orders) = mpsc::channel::<Work>();
        let (opened, open_result) = mpsc::channel();
        thread::Builder::new()
            .name(format!("key-{name}"))
            .spawn(move || match open() {
                Ok((key, facts)) => {
                    // Whoever started the thread waits for this; if he is gone, so is the sender of work.
                    let _ = opened.send(Ok(facts));
                    serve(&orders, key.signer());
                }
                Err(error) => {
                    let _ = opened.send(Err(error));
                }
            })
            .map_err(|source| AuthorityError::StartThread { source })?;
        let facts = open_result
            .recv()
            .map_err(|_| AuthorityError::KeyThreadGone)??;
        Ok((Self { work }, facts))
    }

    /// Starts a thread that makes a key for itself, which is gone with the process. Comes back at once: work waits
    /// until the key is made.
    ///
    /// # Errors
    ///
    /// [`AuthorityError::StartThread`].
    pub(super) fn start_with_new(
        name: &str,
        algorithm: KeyAlgorithm,
        mut rng: Box<dyn CryptoRng + Send>,
    ) -> Result<Self, AuthorityError> {
        let (work, orders) = mpsc::channel::<Work>();
        thread::Builder::new()
            .name(format!("key-{name}"))
            .spawn(
                move || match PrivateKey::generate(algorithm, rng.as_mut()) {
                    Ok(key) => serve(&orders, &key),
                    Err(error) => tracing::error!(%error, "a throw-away key could not be made"),
                },
            )
            .map_err(|source| AuthorityError::StartThread { source })?;
        Ok(Self { work })
    }

    /// Does work with the key and waits for its result.
    ///
    /// # Errors
    ///
    /// [`AuthorityError::KeyThreadGone`] when the thread ended, which only a defect of ours can cause.
    pub(super) async fn with<R, F>(&self, work: F) -> Result<R, AuthorityError>
    where
        R: Send + 'static,
        F: FnOnce(&dyn Signer) -> R + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        let order: Work = Box::new(move |signer| {
            // A caller that no longer waits has given up its request; the work is done all the same.
            let _ = answer.send(work(signer));
        });
        self.work
            .send(order)
            .map_err(|_| AuthorityError::KeyThreadGone)?;
        result.await.map_err(|_| AuthorityError::KeyThreadGone)
    }
}

fn serve(orders: &mpsc::Receiver<Work>, signer: &dyn Signer) {
    for order in orders {
        order(signer);
    }
}
