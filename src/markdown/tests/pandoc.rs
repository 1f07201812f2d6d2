//! The tree that pandoc reads, written as the scholarly set writes ours.

use serde_json::Value;

use crate::markdown::tests::scholarly::{cited, dense, list, table_cell, table_column};

/// Writes the tree that pandoc reads.
pub(crate) fn pandoc(markdown: &str) -> String {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    let mut pandoc = Command::new("pandoc")
        .args(["-f", "markdown-smart-auto_identifiers", "-t", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pandoc is installed");
    let mut input = pandoc.stdin.take().unwrap();
    input.write_all(markdown.as_bytes()).unwrap();
    drop(input);
    let json = pandoc.wait_with_output().unwrap().stdout;
    let document: Value = serde_json::from_slice(&json).unwrap();
    blocks(&document["blocks"])
}

fn parts(value: &Value) -> std::slice::Iter<'_, Value> {
    value
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

fn theirs(value: &Value) -> String {
    let mut out = String::new();
    if !text(&value[0]).is_empty() {
        out.push_str(&format!("#{}", text(&value[0])));
    }
    for class in parts(&value[1]) {
        out.push_str(&format!(".{}", text(class)));
    }
    for pair in parts(&value[2]) {
        out.push_str(&format!("[{}={}]", text(&pair[0]), dense(text(&pair[1]))));
    }
    out
}

fn blocks(value: &Value) -> String {
    parts(value).map(block).collect()
}

fn block(value: &Value) -> String {
    let c = &value["c"];
    match text(&value["t"]) {
        "Header" => format!("h{}{}({})", c[0], theirs(&c[1]), inlines(&c[2])),
        "Para" | "Plain" => format!("p({})", inlines(c)),
        "Figure" => {
            let image = &c[2][0]["c"][0]["c"];
            let attributes = format!("{}{}", theirs(&c[0]), theirs(&image[0]));
            let caption = blocks(&c[1][1]);
            let caption = caption.strip_prefix("p(").unwrap_or(")");
            format!("fig{attributes}:{}({caption}", text(&image[2][0]))
        }
        "BlockQuote" => format!("quote({})", blocks(c)),
        "BulletList" => items("ul", c),
        "OrderedList" => items(&format!("ol{}{}", pattern(&c[0]), c[0][0]), &c[1]),
        "CodeBlock" => format!("pre{}({})", theirs(&c[0]), dense(text(&c[1]))),
        "RawBlock" if text(&c[0]) == "typst" => format!("raw({})", dense(text(&c[1]))),
        "RawBlock" => String::new(),
        "HorizontalRule" => "hr".to_owned(),
        "DefinitionList" => {
            let all: String = parts(c)
                .map(|item| {
                    let meanings: String = parts(&item[1])
                        .map(|meaning| format!("dd({})", blocks(meaning)))
                        .collect();
                    format!("dt({}){meanings}", inlines(&item[0]))
                })
                .collect();
            format!("dl({all})")
        }
        "Div" => format!("div{}({})", theirs(&c[0]), blocks(&c[1])),
        "Table" => table(c),
        "LineBlock" => format!(
            "p({})",
            parts(c).map(inlines).collect::<Vec<_>>().join("br")
        ),
        "Null" => String::new(),
        other => format!("?{other}"),
    }
}

/// How the numbers of a list look, where it is not `1.`.
fn pattern(list: &Value) -> String {
    let number = match text(&list[1]["t"]) {
        "LowerAlpha" => "a",
        "UpperAlpha" => "A",
        "LowerRoman" => "i",
        "UpperRoman" => "I",
        _ => "1",
    };
    let shown = match text(&list[2]["t"]) {
        "OneParen" => format!("{number})"),
        "TwoParens" => format!("({number})"),
        _ => format!("{number}."),
    };
    Some(shown)
        .filter(|shown| shown != "1.")
        .unwrap_or_default()
}

fn items(name: &str, value: &Value) -> String {
    let is_loose = parts(value).any(|item| parts(item).any(|block| block["t"] == "Para"));
    let items: Vec<String> = parts(value)
        .map(|item| format!("li({})", blocks(item)))
        .collect();
    list(name, !is_loose, &items)
}

fn table(c: &Value) -> String {
    let columns: String = parts(&c[2])
        .map(|column| {
            let alignment = match text(&column[0]["t"]) {
                "AlignLeft" => 'l',
                "AlignCenter" => 'c',
                "AlignRight" => 'r',
                _ => '-',
            };
            table_column(alignment, column[1]["c"].as_f64())
        })
        .collect();
    let rows = |name: &str, rows: &Value| -> String {
        let cell = |cell: &Value| {
            let span = |at: usize| cell[at].as_u64().unwrap_or(1) as usize;
            table_cell(span(3), span(2), &blocks(&cell[4]))
        };
        let row = |row: &Value| {
            let cells: String = parts(&row[1]).map(cell).collect();
            format!("{name}({cells})")
        };
        parts(rows).map(row).collect()
    };
    let caption = blocks(&c[1][1]);
    let caption = caption.strip_prefix("p(").map_or(String::new(), |rest| {
        format!("caption{}({rest}", theirs(&c[0]))
    });
    let head = match rows("head", &c[3][1]) {
        none if none.is_empty() => "head()".to_owned(),
        found => found,
    };
    let body: String = parts(&c[4]).map(|body| rows("row", &body[3])).collect();
    format!(
        "table:{columns}({caption}{head}{body}{})",
        rows("foot", &c[5][1])
    )
}

fn inlines(value: &Value) -> String {
    parts(value).map(inline).collect()
}

fn inline(value: &Value) -> String {
    let c = &value["c"];
    match text(&value["t"]) {
        "Str" => dense(text(c)),
        "Space" | "SoftBreak" => String::new(),
        "LineBreak" => "br".to_owned(),
        "Emph" => format!("em({})", inlines(c)),
        "Strong" => format!("strong({})", inlines(c)),
        "Strikeout" => format!("strike({})", inlines(c)),
        "Superscript" => format!("sup({})", inlines(c)),
        "Subscript" => format!("sub({})", inlines(c)),
        "Underline" => format!("span.underline({})", inlines(c)),
        "SmallCaps" => format!("span.smallcaps({})", inlines(c)),
        "Code" => format!("code{}({})", theirs(&c[0]), dense(text(&c[1]))),
        "Math" => {
            let is_display = c[0]["t"] == "DisplayMath";
            let name = if is_display { "display" } else { "math" };
            format!("{name}({})", dense(text(&c[1])))
        }
        "Link" => {
            let found = theirs(&c[0]).replace(".uri", "").replace(".email", "");
            let link = format!("a:{}({})", text(&c[2][0]), inlines(&c[1]));
            if found.is_empty() {
                link
            } else {
                format!("span{found}({link})")
            }
        }
        "Image" => format!(
            "img{}:{}({})",
            theirs(&c[0]),
            text(&c[2][0]),
            inlines(&c[1])
        ),
        "Note" => format!("note({})", blocks(c)),
        "Span" => format!("span{}({})", theirs(&c[0]), inlines(&c[1])),
        "RawInline" if text(&c[0]) == "typst" => format!("raw({})", dense(text(&c[1]))),
        "RawInline" => String::new(),
        "Cite" => {
            let keys: Vec<String> = parts(&c[0])
                .map(|key| {
                    let mode = match text(&key["citationMode"]["t"]) {
                        "AuthorInText" => "@",
                        "SuppressAuthor" => "-",
                        _ => "",
                    };
                    let name = text(&key["citationId"]);
                    let prefix = inlines(&key["citationPrefix"]);
                    format!(
                        "{mode}{}",
                        cited(&prefix, name, &inlines(&key["citationSuffix"]))
                    )
                })
                .collect();
            format!("cite({})", keys.join(";"))
        }
        other => format!("?{other}"),
    }
}
