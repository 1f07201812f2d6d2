//! Groups of LaTeX: fences, matrices, cases, aligned lines.

use pulldown_latex::event::{ArrayColumn, ColumnAlignment, EnvironmentFlow, Event, Grouping};

use crate::markdown::formulas::error::FormulaError;
use crate::markdown::formulas::token::escaped;
use crate::markdown::formulas::translate::{FormulaTranslator, or_empty};

impl FormulaTranslator<'_> {
    pub(crate) fn group(&mut self, grouping: Grouping) -> Result<String, FormulaError> {
        let mut rows = Vec::new();
        let mut lines = Vec::new();
        if matches!(grouping, Grouping::Array(_) | Grouping::Matrix { .. }) {
            lines = self.horizontal_lines();
        }
        let body = self.sequence(&mut rows)?;
        if rows.is_empty() && !body.is_empty() {
            rows.push(vec![body.clone()]);
        }
        let table = |arguments: &str| {
            let width = rows.iter().map(Vec::len).max().unwrap_or(1);
            let rows: Vec<String> = rows
                .iter()
                .map(|row| {
                    let cells = (0..width).map(|at| row.get(at).cloned().unwrap_or_default());
                    cells.map(or_empty).collect::<Vec<_>>().join(", ")
                })
                .collect();
            format!("mat(delim: #none, {arguments}{})", rows.join("; "))
        };
        let stacked_rows = || {
            let rows: Vec<String> = rows.iter().map(|row| or_empty(row.join(" & "))).collect();
            rows.join(", ")
        };
        let stacked =
            |align: &str| format!("vec(delim: #none, align: #{align}, {})", stacked_rows());
        let is_outermost = self.depth <= 1;
        let equations = |align: &str| match is_outermost {
            true => {
                let rows: Vec<String> = rows.iter().map(|row| row.join(" & ")).collect();
                rows.join(" \\ ")
            }
            false => stacked(align),
        };
        Ok(match grouping {
            // `10{,}000`: a comma in braces is no punctuation.
            Grouping::Normal if body == "\\," => "\",\"".to_owned(),
            Grouping::Normal => body,
            Grouping::LeftRight(open, close) => {
                let fence = |c: Option<char>| c.map(escaped).unwrap_or_default();
                format!("lr({} {body} {})", fence(open), fence(close))
            }
            Grouping::Matrix { alignment } => table(&format!("align: #{}, ", side(alignment))),
            Grouping::Array(columns) => {
                let mut arguments = String::new();
                let sides: Vec<ColumnAlignment> = columns
                    .iter()
                    .filter_map(|column| match column {
                        ArrayColumn::Column(side) => Some(*side),
                        ArrayColumn::Separator(_) => None,
                    })
                    .collect();
                if let Some(first) = sides
                    .first()
                    .filter(|first| sides.iter().all(|s| s == *first))
                {
                    arguments.push_str(&format!("align: #{}, ", side(*first)));
                }
                let mut before = 0;
                let mut upright = Vec::new();
                for column in &columns {
                    match column {
                        ArrayColumn::Column(_) => before += 1,
                        ArrayColumn::Separator(_) if before > 0 && before < sides.len() => {
                            upright.push(before);
                        }
                        ArrayColumn::Separator(_) => {}
                    }
                }
                lines.retain(|at| *at > 0 && *at < rows.len());
                if !upright.is_empty() || !lines.is_empty() {
                    let list = |all: &[usize]| {
                        let all: Vec<String> = all.iter().map(|at| format!("{at},")).collect();
                        format!("({})", all.concat())
                    };
                    arguments.push_str(&format!(
                        "augment: #(hline: {}, vline: {}), ",
                        list(&lines),
                        list(&upright)
                    ));
                }
                table(&arguments)
            }
            Grouping::Cases { left } => {
                let reverse = if left { "" } else { "reverse: #true, " };
                format!("cases({reverse}{})", stacked_rows())
            }
            Grouping::SubArray { alignment } => stacked(side(alignment)),
            Grouping::Equation { .. } => body,
            Grouping::Align { .. }
            | Grouping::Aligned
            | Grouping::Alignat { .. }
            | Grouping::Alignedat { .. }
            | Grouping::Split => equations("left"),
            Grouping::Gather { .. } | Grouping::Gathered | Grouping::Multline => {
                equations("center")
            }
        })
    }

    /// Returns before which rows of the table that starts here a line is drawn.
    pub(crate) fn horizontal_lines(&self) -> Vec<usize> {
        let mut found = Vec::new();
        let mut row = 0;
        let mut open = 0;
        for event in self.events.clone() {
            match event {
                Event::Begin(_) => open += 1,
                Event::End if open == 0 => break,
                Event::End => open -= 1,
                Event::EnvironmentFlow(EnvironmentFlow::NewLine {
                    horizontal_lines, ..
                }) if open == 0 => {
                    row += 1;
                    if !horizontal_lines.is_empty() {
                        found.push(row);
                    }
                }
                _ => {}
            }
        }
        found
    }
}

fn side(alignment: ColumnAlignment) -> &'static str {
    match alignment {
        ColumnAlignment::Left => "left",
        ColumnAlignment::Center => "center",
        ColumnAlignment::Right => "right",
    }
}
