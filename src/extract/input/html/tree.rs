//! A document as a tree in one array: each node knows its neighbours by number. Not how the tree is built: see `build`.
//!
//! All walks are loops, so a document may be nested as deep as the parser allows.

use html5ever::tendril::StrTendril;
use html5ever::{LocalName, QualName};

/// The number of a node in its tree.
pub type NodeId = u32;

/// No node.
pub(crate) const NONE: NodeId = u32::MAX;

/// A document.
#[derive(Debug)]
pub struct Tree {
    pub(crate) nodes: Vec<Node>,
}

/// One node and the numbers of its neighbours.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) parent: NodeId,
    pub(crate) previous: NodeId,
    pub(crate) next: NodeId,
    pub(crate) first: NodeId,
    pub(crate) last: NodeId,
    /// The number of its ancestors.
    pub(crate) depth: u32,
    pub(crate) value: NodeValue,
}

/// What a node is.
#[derive(Debug)]
pub(crate) enum NodeValue {
    /// The document, or the contents of a template.
    Document,
    Element(Element),
    Text(StrTendril),
    Comment(StrTendril),
}

/// An element.
#[derive(Debug)]
pub struct Element {
    /// Its name, with the namespace.
    pub(crate) name: QualName,
    /// Its attributes in the order of the document.
    pub(crate) attributes: Vec<(LocalName, StrTendril)>,
}

impl Element {
    /// The name in lower case, without the namespace.
    pub fn name(&self) -> &str {
        &self.name.local
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(own, _)| &**own == name).map(|(_, value)| &**value)
    }
}

/// A step of a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The walk comes to a node, before its children.
    Enter(NodeId),
    /// The walk leaves a node with children or an element, after them.
    Leave(NodeId),
}

impl Tree {
    /// The number of the document.
    pub const ROOT: NodeId = 0;

    /// The element with this number, if it is one.
    pub fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.nodes.get(id as usize)?.value {
            NodeValue::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The text of a text node.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match &self.nodes.get(id as usize)?.value {
            NodeValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The parent of a node.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.nodes.get(id as usize)?.parent;
        (parent != NONE).then_some(parent)
    }

    /// The children of a node.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let first = self.nodes.get(id as usize).map_or(NONE, |node| node.first);
        let some = |id: NodeId| (id != NONE).then_some(id);
        std::iter::successors(some(first), move |&id| some(self.nodes[id as usize].next))
    }

    /// All nodes below a node, in the order of the document.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.walk(id).filter_map(move |step| match step {
            Step::Enter(at) if at != id => Some(at),
            _ => None,
        })
    }

    /// The elements with this name below a node, in the order of the document.
    pub fn elements<'t>(&'t self, below: NodeId, name: &'t str) -> impl Iterator<Item = NodeId> + 't {
        let is_named = move |id: &NodeId| self.element(*id).is_some_and(|element| element.name() == name);
        self.descendants(below).filter(is_named)
    }

    /// The comments of the document.
    pub fn comments(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().filter_map(|node| match &node.value {
            NodeValue::Comment(text) => Some(&**text),
            _ => None,
        })
    }

    /// Walks a node and everything below it. Nodes without children are only entered, elements are also left.
    pub fn walk(&self, from: NodeId) -> Walk<'_> {
        Walk {
            tree: self,
            root: from,
            next: Some(Step::Enter(from)),
        }
    }

    /// The text below a node, as it is written.
    pub fn text_content(&self, id: NodeId) -> String {
        let texts = self.descendants(id).filter_map(|id| self.text(id));
        texts.collect()
    }
}

/// A walk through a tree; see [`Tree::walk`].
#[derive(Debug)]
pub struct Walk<'t> {
    tree: &'t Tree,
    root: NodeId,
    next: Option<Step>,
}

impl Walk<'_> {
    /// Continues after the node that was just entered, without its children; it is left next if it is an element.
    pub fn skip_children(&mut self, id: NodeId) {
        if self.tree.element(id).is_some() {
            self.next = Some(Step::Leave(id));
        }
    }

    fn after(&self, step: Step) -> Option<Step> {
        let node = |id: NodeId| self.tree.nodes.get(id as usize);
        let id = match step {
            Step::Enter(id) => {
                let node = node(id)?;
                if node.first != NONE {
                    return Some(Step::Enter(node.first));
                }
                if matches!(node.value, NodeValue::Element(_)) {
                    return Some(Step::Leave(id));
                }
                id
            }
            Step::Leave(id) => id,
        };
        if id == self.root {
            return None;
        }
        let node = node(id)?;
        if node.next != NONE {
            return Some(Step::Enter(node.next));
        }
        (node.parent != NONE).then_some(Step::Leave(node.parent))
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let step = self.next?;
        self.next = self.after(step);
        Some(step)
    }
}
