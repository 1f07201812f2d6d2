//! What no single room can test: the shape of the house itself.

mod floors;
mod tidiness;
