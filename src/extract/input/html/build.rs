//! Builds a tree with html5ever. Deep nesting and floods of nodes are cut, since the parser takes time in proportion to the
//! depth for some tags.

use crate::extract::input::html::tree::{Element, NONE, Node, NodeId, NodeValue, Tree};
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, TokenizerResult};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// Browsers stop at 512 levels too.
const MAX_DEPTH: u32 = 512;
/// The parser can make many nodes of few bytes, where tags are closed in the wrong order.
const MAX_NODES: usize = 4_000_000;

/// Parses a document. Any text is one.
pub fn parse(text: &str) -> Tree {
    let builder = TreeBuilder::new(Builder::new(), TreeBuilderOpts::default());
    let tokenizer = Tokenizer::new(Guard { builder }, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    // A script ends a step of the parser, and so does the name of an encoding. Nothing is run, and the text is decoded already.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

/// Passes tokens on to the tree builder, without the tags that would nest too deep.
struct Guard {
    builder: TreeBuilder<NodeId, Builder>,
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if let Token::TagToken(Tag {
            kind: TagKind::StartTag,
            name,
            ..
        }) = &token
        {
            let sink = &self.builder.sink;
            // Elements whose text is not markup would leave it behind as text.
            let has_raw_text = matches!(
                &**name,
                "script" | "style" | "textarea" | "title" | "noscript" | "iframe" | "xmp"
            );
            if !has_raw_text && sink.is_full() {
                return TokenSinkResult::Continue;
            }
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// The tree while it is built.
struct Builder {
    nodes: RefCell<Vec<Node>>,
    /// The depth of the element whose content comes next.
    depth: Cell<u32>,
}

impl Builder {
    fn new() -> Self {
        let builder = Self {
            nodes: RefCell::new(Vec::new()),
            depth: Cell::new(0),
        };
        builder.add(NodeValue::Document);
        builder
    }

    fn is_full(&self) -> bool {
        self.depth.get() >= MAX_DEPTH || self.nodes.borrow().len() >= MAX_NODES
    }

    fn add(&self, value: NodeValue) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            parent: NONE,
            previous: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            depth: 0,
            value,
        });
        (nodes.len() - 1) as NodeId
    }

    /// Adds text at the end of a node's children, or before one of them. Neighbouring texts become one node.
    fn add_text(&self, parent: NodeId, before: NodeId, text: &StrTendril) {
        let neighbour = {
            let nodes = self.nodes.borrow();
            match before {
                NONE => nodes[parent as usize].last,
                before => nodes[before as usize].previous,
            }
        };
        if neighbour != NONE {
            let mut nodes = self.nodes.borrow_mut();
            if let NodeValue::Text(own) = &mut nodes[neighbour as usize].value {
                own.push_tendril(text);
                return;
            }
        }
        if self.nodes.borrow().len() < MAX_NODES {
            let node = self.add(NodeValue::Text(text.clone()));
            self.insert(parent, before, node);
        }
    }

    /// Makes `node` a child of `parent`: the last, or the one before `before`.
    fn insert(&self, parent: NodeId, before: NodeId, node: NodeId) {
        self.detach(node);
        let mut nodes = self.nodes.borrow_mut();
        let previous = match before {
            NONE => std::mem::replace(&mut nodes[parent as usize].last, node),
            before => std::mem::replace(&mut nodes[before as usize].previous, node),
        };
        match previous {
            NONE => nodes[parent as usize].first = node,
            previous => nodes[previous as usize].next = node,
        }
        let depth = nodes[parent as usize].depth + 1;
        let own = &mut nodes[node as usize];
        (own.parent, own.previous, own.next, own.depth) = (parent, previous, before, depth);
        if matches!(own.value, NodeValue::Element(_)) {
            self.depth.set(depth);
        }
    }

    fn detach(&self, node: NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        let own = &mut nodes[node as usize];
        let (parent, previous, next) = (own.parent, own.previous, own.next);
        (own.parent, own.previous, own.next) = (NONE, NONE, NONE);
        if parent == NONE {
            return;
        }
        match previous {
            NONE => nodes[parent as usize].first = next,
            previous => nodes[previous as usize].next = next,
        }
        match next {
            NONE => nodes[parent as usize].last = previous,
            next => nodes[next as usize].previous = previous,
        }
    }

    fn append_to(&self, parent: NodeId, before: NodeId, child: &NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(node) => self.insert(parent, before, *node),
            NodeOrText::AppendText(text) => self.add_text(parent, before, text),
        }
    }

    fn parent_of(&self, node: NodeId) -> NodeId {
        self.nodes.borrow()[node as usize].parent
    }
}

/// The name of an element, borrowed from the tree.
#[derive(Debug)]
struct BorrowedName<'a>(Ref<'a, QualName>);

impl ElemName for BorrowedName<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

/// The name of nodes that are not elements; the parser never asks for it.
static NO_NAME: std::sync::LazyLock<QualName> =
    std::sync::LazyLock::new(|| QualName::new(None, Namespace::from(""), LocalName::from("")));

impl TreeSink for Builder {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = BorrowedName<'a>;

    fn finish(self) -> Tree {
        Tree {
            nodes: self.nodes.into_inner(),
        }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        Tree::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> BorrowedName<'a> {
        BorrowedName(Ref::map(self.nodes.borrow(), |nodes| {
            match &nodes[*target as usize].value {
                NodeValue::Element(element) => &element.name,
                _ => &NO_NAME,
            }
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let attributes = attributes.into_iter().map(|own| (own.name.local, own.value));
        self.add(NodeValue::Element(Element {
            name,
            attributes: attributes.collect(),
        }))
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.add(NodeValue::Comment(text))
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> NodeId {
        self.add(NodeValue::Comment(data))
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.append_to(*parent, NONE, &child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        if self.parent_of(*element) == NONE {
            self.append_to(*previous, NONE, &child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        // What is in a template is below it, and left out of the text with it.
        *target
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, node: NodeOrText<NodeId>) {
        let parent = self.parent_of(*sibling);
        if parent != NONE {
            self.append_to(parent, *sibling, &node);
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let NodeValue::Element(element) = &mut nodes[*target as usize].value {
            for new in attributes {
                if !element.attributes.iter().any(|(name, _)| *name == new.name.local) {
                    element.attributes.push((new.name.local, new.value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        loop {
            let first = self.nodes.borrow()[*node as usize].first;
            if first == NONE {
                return;
            }
            self.insert(*new_parent, NONE, first);
        }
    }

    fn pop(&self, node: &NodeId) {
        let depth = self.nodes.borrow()[*node as usize].depth;
        self.depth.set(depth.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        let tree = parse(html);
        tree.text_content(Tree::ROOT)
    }

    #[test]
    fn odd_markup_loses_no_text() {
        assert_eq!(text("<p>One<p>two</b><table><p>three<td>four"), "Onetwothreefour");
        assert_eq!(text("<b><p>One</b> two</p>"), "One two");
        assert_eq!(text(""), "");
        assert_eq!(text("<meta charset=latin1><p>One<script></script>two"), "Onetwo");
    }

    #[test]
    fn a_document_of_many_levels_is_read_without_recursion() {
        for tag in ["div", "b", "p><font color=1", "ul><li"] {
            let html = format!("<{tag}>").repeat(20_000) + "The ferry stops.";
            let tree = parse(&html);
            assert!(
                tree.text_content(Tree::ROOT).ends_with("The ferry stops."),
                "{tag}"
            );
            assert!(tree.nodes.iter().all(|node| node.depth <= MAX_DEPTH + 2), "{tag}");
            assert!(tree.nodes.len() < 2_000_000, "{tag}");
        }
    }
}
