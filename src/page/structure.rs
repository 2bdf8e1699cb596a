//! The logical structure that a tagged file carries: nodes, and marks on pages that say which ink belongs to which.

/// Index into `StructureTree::nodes`; 0 is the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct NodeId(pub u32);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StructureTree {
    pub nodes: Vec<Node>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    pub role: StructureRole,
    pub parent: Option<NodeId>,
    /// BCP 47, where it differs from the parent's.
    pub lang: Option<String>,
    /// Alternative text of a figure.
    pub alt: Option<String>,
}

/// Standard structure types of ISO 32000-1, 14.8.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StructureRole {
    #[default]
    Document,
    Part,
    Section,
    Division,
    Heading(u8),
    Paragraph,
    BlockQuote,
    List(Numbering),
    ListItem,
    Label,
    ListBody,
    Table,
    Row,
    HeaderCell(Scope),
    DataCell,
    Figure,
    Caption,
    Code,
    Note,
    Reference,
    Link,
    Span,
    Contents,
    ContentsItem,
}

/// What stands before the items of a list (ISO 32000-1, 14.8.5.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Numbering {
    /// Nothing, or words.
    #[default]
    None,
    Bullets,
    Decimal,
    /// `a`, `b`, and `i`, `ii`.
    Letters,
    Roman,
}

/// The cells that a header cell is about (14.8.5.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    #[default]
    Column,
    Row,
}

/// Begins or ends a piece of a node, or of an artifact. Pieces do not nest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Begin(NodeId),
    /// Rules, leaders, ornaments, mere decoration.
    BeginArtifact,
    /// What stands on pages because they are pages: running heads, folios.
    BeginFurniture,
    End,
}

impl StructureTree {
    pub fn add(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        NodeId(self.nodes.len() as u32 - 1)
    }
}
