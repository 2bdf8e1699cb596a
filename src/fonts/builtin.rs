//! The faces that are part of the program.
