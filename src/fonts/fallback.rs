//! Which face serves a character that the wanted one lacks.
