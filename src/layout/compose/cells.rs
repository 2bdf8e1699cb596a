//! In: what a page shows, line by line. Out: the same, the cells of tables one after another, as they are read: a row that
//! may be cut over pages is set in lines that go through all of its cells. Refuses to move anything.

use crate::base::Point;
use crate::page::{Item, Mark, NodeId, StructureRole, StructureTree};

type Items = Vec<(Point, Item)>;

/// What is marked as one piece, or an item without a mark.
struct Piece {
    node: Option<NodeId>,
    /// The cell that it is part of; what belongs to none stays behind the one before.
    cell: Option<NodeId>,
    items: Items,
}

pub fn in_order(items: Items, tree: &StructureTree) -> Items {
    let mut out = Vec::with_capacity(items.len());
    let mut row: Vec<Piece> = Vec::new();
    for mut piece in pieces(items, tree) {
        if piece.cell.is_none() && piece.node.is_some() {
            write(&mut row, &mut out);
            out.append(&mut piece.items);
            continue;
        }
        piece.cell = piece.cell.or_else(|| row.last().and_then(|last| last.cell));
        row.push(piece);
    }
    write(&mut row, &mut out);
    out
}

/// Cells are numbered as they are read.
fn write(row: &mut Vec<Piece>, out: &mut Items) {
    row.sort_by_key(|piece| piece.cell);
    let mut last = None;
    for mut piece in row.drain(..) {
        // A piece that goes on from line to line is one piece.
        if piece.node.is_some() && piece.node == last {
            out.pop();
            piece.items.remove(0);
        }
        last = piece.node;
        out.append(&mut piece.items);
    }
}

fn pieces(items: Items, tree: &StructureTree) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open = false;
    for (at, item) in items {
        let node = if let Item::Mark(Mark::Begin(node)) = item { Some(node) } else { None };
        let begins = matches!(item, Item::Mark(Mark::Begin(_) | Mark::BeginArtifact | Mark::BeginFurniture));
        let ends = matches!(item, Item::Mark(Mark::End));
        match pieces.last_mut().filter(|_| open && !begins) {
            Some(piece) => piece.items.push((at, item)),
            None => {
                let cell = node.and_then(|node| cell_of(node, tree));
                pieces.push(Piece { node, cell, items: vec![(at, item)] });
            }
        }
        open = (open || begins) && !ends;
    }
    pieces
}

fn cell_of(node: NodeId, tree: &StructureTree) -> Option<NodeId> {
    let of = |id: NodeId| tree.nodes.get(id.0 as usize);
    let mut above = std::iter::successors(Some(node), |id| of(*id)?.parent);
    above.find(|id| {
        of(*id).is_some_and(|node| matches!(node.role, StructureRole::HeaderCell(_) | StructureRole::DataCell))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Ink, Length, Size};
    use crate::page::Node;

    #[test]
    fn lines_through_two_cells_are_read_cell_by_cell() {
        let mut tree = StructureTree::default();
        let mut add =
            |role, parent: Option<u32>| tree.add(Node { role, parent: parent.map(NodeId), ..Node::default() });
        let root = add(StructureRole::Document, None);
        let paragraph = add(StructureRole::Paragraph, Some(root.0));
        let [one, other] = [0, 1].map(|_| add(StructureRole::DataCell, Some(root.0)));
        let span = add(StructureRole::Span, Some(one.0));
        let item = |height: i64| {
            (Point::ZERO, Item::Rule { size: Size::new(Length::pt(1), Length::pt(height)), ink: Ink::Gray(0) })
        };
        let mark = |mark| (Point::ZERO, Item::Mark(mark));
        let piece = |begin, height| vec![mark(begin), item(height), mark(Mark::End)];
        let line = |node, height| piece(Mark::Begin(node), height);
        let lines = [
            line(paragraph, 1),
            line(one, 2),
            line(other, 3),
            piece(Mark::BeginArtifact, 4),
            line(one, 5),
            line(span, 6),
            line(one, 7),
            line(other, 8),
            line(paragraph, 9),
        ];
        let heights = |items: &Items| {
            let height = |item: &Item| if let Item::Rule { size, .. } = item { size.height.milli_pt() } else { 0 };
            items.iter().map(|(_, item)| height(item) / 1_000).filter(|height| *height > 0).collect::<Vec<_>>()
        };
        let sorted = in_order(lines.concat(), &tree);
        assert_eq!(heights(&sorted), [1, 2, 5, 6, 7, 3, 4, 8, 9]);
        let marks = |is: &dyn Fn(&Mark) -> bool| {
            sorted.iter().filter(|(_, item)| matches!(item, Item::Mark(mark) if is(mark))).count()
        };
        assert_eq!((marks(&|mark| *mark == Mark::Begin(one)), marks(&|mark| *mark == Mark::End)), (2, 8));
        let again = in_order(sorted.clone(), &tree);
        assert_eq!((heights(&again), again.len()), (heights(&sorted), sorted.len()));
    }
}
