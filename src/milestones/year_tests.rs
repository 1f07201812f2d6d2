//! A year of two people and two copies of one folder.
