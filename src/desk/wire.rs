//! Connections: how many there may be, how long each may take, and what is read and written on them.
//!
//! One thread a connection and one request on each. Where there are too many, the one that has waited longest without
//! asking anything goes: so what asks nothing, or asks too slowly, keeps nobody else away.

use super::answer::{Answer, Body};
use super::guard::Guard;
use super::request::{self, Refusal};
use super::routes::Desk;
use crate::base::Stopwatch;
use crate::base::clock::pause;
use crate::base::loopback::{Connection, Listener};
use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Connections at a time, and streams of events among them.
const MOST: usize = 64;
const STREAMS: usize = 16;
/// Threads, those included that are about to end.
const THREADS: usize = 256;
const STACK: usize = 2 << 20;
/// How long a request may take to come, and an answer to go.
const ASKING: Duration = Duration::from_secs(5);
const ANSWERING: Duration = Duration::from_secs(30);
/// How long one piece of an answer may take, and how large it is.
const PIECE_TIME: Duration = Duration::from_secs(5);
const PIECE: usize = 64 << 10;
/// How often a stream says that it is still there.
const BEAT: Duration = Duration::from_secs(15);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Waiting,
    Answering,
    Streaming,
}

#[derive(Debug)]
struct Guest {
    number: u64,
    doing: Doing,
    /// To end it from outside.
    twin: Connection,
}

/// The connections that are open, in the order in which they came.
#[derive(Debug, Default)]
struct Guests {
    all: Mutex<(u64, Vec<Guest>)>,
    threads: AtomicUsize,
}

impl Guests {
    fn come(&self, twin: Connection) -> u64 {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let (next, guests) = &mut *all;
        if guests.len() >= MOST {
            let first = |doing: Doing| guests.iter().position(|guest| guest.doing == doing);
            let at = first(Doing::Waiting).or_else(|| first(Doing::Answering)).unwrap_or(0);
            guests.remove(at).twin.end();
        }
        *next += 1;
        guests.push(Guest { number: *next, doing: Doing::Waiting, twin });
        *next
    }

    /// False where the guest was sent away meanwhile.
    fn does(&self, number: u64, doing: Doing) -> bool {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let guests = &mut all.1;
        let streaming = guests.iter().filter(|guest| guest.doing == Doing::Streaming).count();
        if doing == Doing::Streaming
            && streaming >= STREAMS
            && let Some(at) = guests.iter().position(|guest| guest.doing == Doing::Streaming)
        {
            guests.remove(at).twin.end();
        }
        let own = guests.iter_mut().find(|guest| guest.number == number);
        own.map(|guest| guest.doing = doing).is_some()
    }

    fn go(&self, number: u64) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).1.retain(|guest| guest.number != number);
    }
}

/// Answers all who come, for ever.
pub fn serve(listener: &Listener, guard: &Guard, desk: &Arc<Desk>) {
    let guests = Arc::new(Guests::default());
    loop {
        let Ok(connection) = listener.accept() else {
            // The system has no room for more at the moment.
            pause(Duration::from_millis(20));
            continue;
        };
        let Ok(twin) = connection.twin() else { continue };
        let number = guests.come(twin);
        if guests.threads.fetch_add(1, Relaxed) >= THREADS {
            guests.threads.fetch_sub(1, Relaxed);
            guests.go(number);
            continue;
        }
        let (guard, desk, own) = (guard.clone(), Arc::clone(desk), Arc::clone(&guests));
        let work = move || {
            let _ = answer(connection, number, &own, &guard, &desk);
            own.go(number);
            own.threads.fetch_sub(1, Relaxed);
        };
        if std::thread::Builder::new().stack_size(STACK).spawn(work).is_err() {
            guests.go(number);
            guests.threads.fetch_sub(1, Relaxed);
        }
    }
}

fn answer(mut connection: Connection, number: u64, guests: &Guests, guard: &Guard, desk: &Desk) -> io::Result<()> {
    let (answer, only_head) = match asked(&mut connection)? {
        Ok(head) => answered(&head, guard, desk),
        Err(status) => (Answer::status(status), false),
    };
    let body = match &answer.body {
        Body::Bytes(bytes) => bytes,
        Body::Events if only_head => return write(&mut connection, answer.head().as_bytes(), Stopwatch::start()),
        Body::Events => {
            if guests.does(number, Doing::Streaming) {
                write(&mut connection, answer.head().as_bytes(), Stopwatch::start())?;
                stream(&mut connection, desk)?;
            }
            return Ok(());
        }
    };
    if !guests.does(number, Doing::Answering) {
        return Ok(());
    }
    let watch = Stopwatch::start();
    write(&mut connection, answer.head().as_bytes(), watch)?;
    if !only_head {
        write(&mut connection, body, watch)?;
    }
    // What was sent and not read yet would be lost with a connection that is closed at once.
    connection.finish();
    connection.set_patience(Duration::from_millis(300))?;
    let mut rest = [0; 1 << 10];
    let mut left = request::MOST_BYTES;
    while let Ok(read) = connection.read(&mut rest) {
        left = left.saturating_sub(read);
        if read == 0 || left == 0 {
            break;
        }
    }
    Ok(())
}

/// The head of a request, or the status of one that cannot be answered.
fn asked(connection: &mut Connection) -> io::Result<Result<Vec<u8>, u16>> {
    let watch = Stopwatch::start();
    let mut head = Vec::with_capacity(1 << 10);
    let mut piece = [0; 1 << 10];
    loop {
        let Some(left) = ASKING.checked_sub(watch.elapsed()).filter(|left| !left.is_zero()) else {
            return Ok(Err(408));
        };
        connection.set_patience(left)?;
        let read = match connection.read(&mut piece) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => read,
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                return Ok(Err(408));
            }
            Err(error) => return Err(error),
        };
        let from = head.len().saturating_sub(3);
        head.extend_from_slice(&piece[..read]);
        if head.len() > request::MOST_BYTES {
            return Ok(Err(431));
        }
        if let Some(at) = head[from..].windows(4).position(|four| four == b"\r\n\r\n") {
            head.truncate(from + at + 4);
            return Ok(Ok(head));
        }
    }
}

/// The answer, and whether its head alone is wanted.
fn answered(head: &[u8], guard: &Guard, desk: &Desk) -> (Answer, bool) {
    let request = match request::read(head) {
        Ok(request) => request,
        Err(Refusal::Malformed) => return (Answer::status(400), false),
        Err(Refusal::Method) => return (Answer::status(405), false),
        Err(Refusal::Body) => return (Answer::status(413), false),
    };
    let answer = match guard.admit(&request) {
        Ok(Some(path)) => desk.answer(path, &request),
        Ok(None) => Answer::moved(format!("{}/", request.path)),
        Err(status) => Answer::status(status),
    };
    (answer, request.head)
}

fn write(connection: &mut Connection, bytes: &[u8], watch: Stopwatch) -> io::Result<()> {
    for piece in bytes.chunks(PIECE) {
        let left = ANSWERING.checked_sub(watch.elapsed()).ok_or(io::ErrorKind::TimedOut)?;
        connection.set_patience(left.min(PIECE_TIME))?;
        connection.write_all(piece)?;
    }
    Ok(())
}

/// Tells of each new revision, until nobody listens any more.
fn stream(connection: &mut Connection, desk: &Desk) -> io::Result<()> {
    let mut known = 0;
    loop {
        let latest = desk.hub.wait(known, BEAT);
        let event = match latest == known {
            true => ": still here\n\n".to_owned(),
            false => format!("data: {latest}\n\n"),
        };
        known = latest;
        write(connection, event.as_bytes(), Stopwatch::start())?;
    }
}
