//! Sheets are folded here by a model of their own, and read leaf by leaf.
