//! epub
