//! An object as what differs from another one (gitformat-pack(5), "Deltified representation").

/// Returns the object that a difference makes of its base, of at most `limit` bytes.
pub(super) fn applied(base: &[u8], delta: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut rest = delta;
    let of_base = size(&mut rest)?;
    let of_result = size(&mut rest)?;
    if of_base != base.len() || of_result > limit {
        return None;
    }
    let mut made = Vec::with_capacity(of_result);
    while let Some(what) = byte(&mut rest) {
        let piece = match what {
            0 => return None,
            1..=0x7f => rest.split_off(..usize::from(what))?,
            0x80.. => {
                let start = number(&mut rest, what & 0x0f, 4)?;
                let length = match number(&mut rest, what >> 4 & 0x07, 3)? {
                    0 => 0x1_0000,
                    length => length,
                };
                base.get(start..start.checked_add(length)?)?
            }
        };
        if made.len() + piece.len() > of_result {
            return None;
        }
        made.extend_from_slice(piece);
    }
    (made.len() == of_result).then_some(made)
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    rest.split_off_first().copied()
}

/// Reads a number of seven bits a byte, the least first.
fn size(rest: &mut &[u8]) -> Option<usize> {
    let mut value = 0_usize;
    for shift in (0..usize::BITS).step_by(7) {
        let next = byte(rest)?;
        value |= usize::from(next & 0x7f).checked_shl(shift)?;
        if next & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// Reads those bytes of a number that `there` says are there, the least first.
fn number(rest: &mut &[u8], there: u8, bytes: u8) -> Option<usize> {
    let mut value = 0;
    for at in (0..bytes).filter(|at| there >> at & 1 == 1) {
        value |= usize::from(byte(rest)?) << (8 * at);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_the_base_and_new_ones_make_the_object() {
        let base = b"the ward was full";
        // 17 bytes become 15: 8 from the start, 3 new ones, 4 from byte 13.
        let delta = [&[17, 15, 0x90, 8, 3][..], b"is ", &[0x91, 13, 4]].concat();
        assert_eq!(applied(base, &delta, 99).unwrap(), b"the wardis full");
    }

    #[test]
    fn what_does_not_add_up_is_nothing() {
        let base = b"abc";
        for wrong in [
            &[][..],
            &[3],
            &[4, 3, 0x90, 3],
            &[3, 3, 0x90, 4],
            &[3, 2, 0x90, 3],
            &[3, 4, 0x90, 3],
            &[3, 3, 0],
            &[3, 3, 9, 1],
            &[0xff; 40],
        ] {
            assert_eq!(applied(base, wrong, 99), None, "{wrong:?}");
        }
        assert_eq!(applied(base, &[3, 3, 0x90, 3], 2), None);
        assert_eq!(applied(base, &[3, 3, 0x90, 3], 3).unwrap(), b"abc");
    }
}
