//! Tests of the room as a whole.

mod abbreviations;
mod brought;
mod cases;
mod citations;
mod conservation;
mod documented;
mod figures;
mod floats;
mod formulas;
mod fragments;
mod fuzz;
mod html;
mod latex;
mod laws;
mod pages;
mod pandoc;
mod places;
mod positions;
mod raw;
mod scholarly;
mod standards;
mod structure;
mod tables;
pub(crate) mod testing;
mod typed;
mod undecided;
mod works;
