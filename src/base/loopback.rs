//! The one door to the network: this machine alone, for a browser that runs on it.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the door to the network")]

use super::Diagnostic;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::time::Duration;

/// Waits for connections from this machine.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    port: u16,
}

/// One of them.
#[derive(Debug)]
pub struct Connection(TcpStream);

impl Listener {
    /// Listens on 127.0.0.1; on any free port where it is 0.
    ///
    /// # Errors
    ///
    /// The port is taken, or not for this user.
    pub fn open(port: u16) -> Result<Listener, Diagnostic> {
        let fail = |error: io::Error| {
            let why = format!("cannot listen on port {port} of this computer: {error}");
            Diagnostic::error("port-unavailable", why).help("choose another port with `--port`, or leave it out")
        };
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(fail)?;
        let port = socket.local_addr().map_err(fail)?.port();
        Ok(Listener { socket, port })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The next connection.
    ///
    /// # Errors
    ///
    /// What the system says, mostly that it has no room for one more.
    pub fn accept(&self) -> io::Result<Connection> {
        let (stream, from) = self.socket.accept()?;
        match from.ip().is_loopback() {
            true => Ok(Connection(stream)),
            false => Err(io::ErrorKind::ConnectionRefused.into()),
        }
    }
}

impl Connection {
    /// The same connection, to end it from elsewhere.
    ///
    /// # Errors
    ///
    /// The system has no room for one more.
    pub fn twin(&self) -> io::Result<Connection> {
        self.0.try_clone().map(Connection)
    }

    /// How long a read and a write may take.
    ///
    /// # Errors
    ///
    /// A connection that is closed.
    pub fn set_patience(&self, patience: Duration) -> io::Result<()> {
        let patience = Some(patience.max(Duration::from_millis(1)));
        self.0.set_read_timeout(patience)?;
        self.0.set_write_timeout(patience)
    }

    /// Ends it, whoever reads or writes.
    pub fn end(&self) {
        let _ = self.0.shutdown(Shutdown::Both);
    }

    /// Says that nothing more comes, so that the other side reads to the end.
    pub fn finish(&self) {
        let _ = self.0.shutdown(Shutdown::Write);
    }
}

impl Read for Connection {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.read(bytes)
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_taken_is_told() {
        let first = Listener::open(0).unwrap();
        assert_eq!(Listener::open(first.port()).unwrap_err().code, "port-unavailable");
    }
}
