//! Tables: their head, their body and their foot, and the heads that each cell refers to.
//!
//! As soon as a cell names its row, the engine's writer makes no head and no body, and of heads
//! within heads a cell refers to the innermost only, which readers do not follow further.

use std::collections::BTreeMap;

use crate::typeset::finish::element::{Element, Kid};
use crate::typeset::finish::objects::Objects;
use crate::typeset::pages::FOOT;

/// The attribute that names the heads of a cell.
const HEADS: &str = "/Headers[";

type Elements = BTreeMap<usize, Element>;

/// Completes all tables.
pub(super) fn complete(elements: &mut Elements, objects: &mut Objects<'_>) {
    refer_to_all_heads(elements);
    let tables = elements.iter().filter(|(_, it)| it.kind == "Table");
    let tables: Vec<usize> = tables.map(|(number, _)| *number).collect();
    for table in tables {
        let foot = elements.get_mut(&table).and_then(take_foot);
        group_rows(elements, objects, table, foot.unwrap_or(0));
    }
}

/// Takes out of a table what says how many of its rows are its foot.
fn take_foot(table: &mut Element) -> Option<usize> {
    let start = table.others.find(&format!("/Summary({FOOT}"))?;
    let end = start + table.others.get(start..)?.find(')')? + 1;
    let rows = table.others.get(start..end)?.strip_suffix(')')?;
    let rows = rows.rsplit(' ').next()?.parse().ok();
    table.others.replace_range(start..end, "");
    table.others = table.others.replace("<</O/Table>>", "").replace("/A[]", "");
    rows
}

/// Puts the first rows of a table, if they are heads of columns, into a head, the last ones into its
/// foot and the others into a body.
fn group_rows(elements: &mut Elements, objects: &mut Objects<'_>, table: usize, foot: usize) {
    let kids = elements[&table].kids.clone();
    let (rows, mut others): (Vec<Kid>, Vec<Kid>) = kids.into_iter().partition(|kid| match kid {
        Kid::Element(number) => elements.get(number).is_some_and(|it| it.kind == "TR"),
        Kid::Piece(_) => false,
    });
    let is_head = |row: &Kid| match row {
        Kid::Element(row) => heads_columns(elements, &elements[row]),
        Kid::Piece(_) => false,
    };
    let head = rows.iter().take_while(|row| is_head(row)).count();
    if (head == 0 && foot == 0) || head + foot >= rows.len() {
        return;
    }
    let (head, rest) = rows.split_at(head);
    let (body, foot) = rest.split_at(rest.len() - foot);
    let groups = [("THead", head), ("TBody", body), ("TFoot", foot)];
    for (kind, rows) in groups.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        let group = objects.add();
        for row in rows {
            if let Kid::Element(row) = row
                && let Some(row) = elements.get_mut(row)
            {
                row.parent = group;
            }
        }
        others.push(Kid::Element(group));
        let element = Element {
            kind: kind.into(),
            parent: table,
            kids: rows.to_vec(),
            others: String::new(),
        };
        elements.insert(group, element);
    }
    if let Some(table) = elements.get_mut(&table) {
        table.kids = others;
    }
}

/// Whether all cells of a row are heads, and not only of the row.
fn heads_columns(elements: &Elements, row: &Element) -> bool {
    let cells = row.kids.iter().filter_map(|kid| match kid {
        Kid::Element(cell) => elements.get(cell),
        Kid::Piece(_) => None,
    });
    let mut cells = cells.peekable();
    cells.peek().is_some()
        && cells.clone().all(|cell| cell.kind == "TH")
        && cells.any(|cell| !cell.others.contains("/Scope/Row"))
}

/// Makes each cell refer to the heads of its heads, too: of a row those that head rows, of a column
/// those that head columns.
fn refer_to_all_heads(elements: &mut Elements) {
    let heads = elements.values().filter(|it| it.kind == "TH");
    let heads: BTreeMap<String, (bool, Vec<String>)> = heads
        .filter_map(|it| {
            let (_, id) = it.others.split_once("/ID")?;
            let id = id.get(..=id.find(')')?)?.to_owned();
            Some((id, (it.others.contains("/Scope/Row"), heads_of(it))))
        })
        .collect();
    for cell in elements.values_mut() {
        if !["TH", "TD"].contains(&cell.kind.as_str()) {
            continue;
        }
        let given = heads_of(cell);
        let mut all = given.clone();
        let mut at = 0;
        while let Some((of_row, above)) = all.get(at).and_then(|id| heads.get(id)) {
            for id in above {
                let same = heads.get(id).is_some_and(|(it, _)| it == of_row);
                if same && !all.contains(id) {
                    all.push(id.clone());
                }
            }
            at += 1;
        }
        if all.len() > given.len() {
            let list = |ids: &[String]| format!("{HEADS}{}]", ids.concat());
            cell.others = cell.others.replacen(&list(&given), &list(&all), 1);
        }
    }
}

/// Returns the names of the heads that a cell refers to.
fn heads_of(cell: &Element) -> Vec<String> {
    let list = cell.others.split_once(HEADS);
    let list = list.and_then(|(_, rest)| rest.split_once(']'));
    let ids = list.map_or("", |(ids, _)| ids).split_inclusive(')');
    ids.map(str::to_owned).collect()
}
