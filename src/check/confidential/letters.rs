//! Letters as they are compared, whatever script, form or accent they are written in.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// Returns a letter as it is compared: small, without accents, small capitals as small letters, and
/// the Latin letter for one of another script that nobody can tell from it.
pub(super) fn plain(c: char) -> impl Iterator<Item = char> {
    latin(c)
        .or_else(|| {
            // A letter of another script.
            let mut bytes = [0; 4];
            let looks = skeleton(c.encode_utf8(&mut bytes)).map(latin);
            let looks = looks.collect::<Option<String>>()?;
            Some(match looks.as_str() {
                // One line may be a large I too, and the list takes an `m` apart.
                "l" if c.is_uppercase() => "i".to_owned(),
                "rn" => "m".to_owned(),
                _ => looks,
            })
        })
        .unwrap_or_else(|| unmarked(c))
        .chars()
        .collect::<Vec<char>>()
        .into_iter()
}

/// Returns the small Latin letters of a letter that has accents, strokes or another form.
fn latin(c: char) -> Option<String> {
    let small = unmarked(c);
    let mut out = String::with_capacity(small.len());
    for c in small.chars() {
        match form(c) {
            _ if c.is_ascii_alphanumeric() => out.push(c),
            Some(letters) => out.push_str(letters),
            None => {
                let first = ['\u{1f150}', '\u{1f170}', '\u{1f1e6}'].into_iter();
                let mut at = first.filter_map(|it| u32::from(c).checked_sub(u32::from(it)));
                let at = at.find(|at| *at < 26)?;
                out.push(char::from(b'a' + u8::try_from(at).ok()?));
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

fn unmarked(c: char) -> String {
    let parts = c.nfkd().filter(|c| !is_combining_mark(*c));
    parts
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .collect()
}

/// Returns the letters of a form that Unicode does not take apart: small capitals, strokes, hooks.
fn form(c: char) -> Option<&'static str> {
    Some(match c {
        'ᴀ' | 'ɑ' => "a",
        'ʙ' | 'ƀ' | 'ɓ' | 'ᴃ' => "b",
        'ᴄ' | 'ƈ' | 'ȼ' => "c",
        'ᴅ' | 'đ' | 'ɖ' | 'ɗ' | 'ð' => "d",
        'ᴇ' | 'ɇ' => "e",
        'ꜰ' | 'ƒ' => "f",
        'ɢ' | 'ǥ' | 'ɠ' | 'ɡ' => "g",
        'ʜ' | 'ħ' | 'ɦ' => "h",
        'ɪ' | 'ı' | 'ɨ' => "i",
        'ᴊ' | 'ɉ' | 'ȷ' => "j",
        'ᴋ' | 'ƙ' | 'ĸ' => "k",
        'ʟ' | 'ᴌ' | 'ł' | 'ƚ' | 'ɫ' => "l",
        'ᴍ' | 'ʍ' | 'ɱ' => "m",
        'ɴ' | 'ŋ' | 'ɲ' | 'ƞ' => "n",
        'ᴏ' | 'ø' | 'ɵ' => "o",
        'ᴘ' | 'ᵽ' | 'ƥ' => "p",
        'ꞯ' | 'ɋ' => "q",
        'ʀ' | 'ɍ' | 'ɽ' => "r",
        'ꜱ' | 'ȿ' | 'ʂ' => "s",
        'ᴛ' | 'ŧ' | 'ƭ' | 'ʈ' => "t",
        'ᴜ' | 'ʉ' => "u",
        'ᴠ' | 'ʋ' => "v",
        'ᴡ' | 'ⱳ' => "w",
        'ʏ' | 'ɏ' | 'ƴ' => "y",
        'ᴢ' | 'ƶ' | 'ȥ' | 'ʐ' => "z",
        'æ' | 'ᴁ' => "ae",
        'œ' | 'ɶ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'ʦ' => "ts",
        'ʣ' => "dz",
        _ => return None,
    })
}
