//! Which articles a list is requested for: a scope, a query and an order. The list itself: see `store::search::listing`.

use crate::article::date::Date;
use crate::library::marks::tags::Tag;
use crate::library::query::parsed::Query;
use crate::library::query::sort::SortOrder;
use std::sync::Arc;

/// Which articles are listed, before any query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Scope {
    /// All articles.
    #[default]
    All,
    /// The articles of one outlet.
    Outlet(Arc<str>),
    /// The articles whose outlet is unknown.
    Unknown,
    /// The articles that a saved query finds.
    Saved(Arc<SavedQuery>),
}

/// A query with a name.
#[derive(Debug, Clone)]
pub struct SavedQuery {
    /// The name.
    pub name: String,
    /// The query.
    pub query: Query,
    /// The order of its list; `None` if it does not change the order.
    pub order: Option<SortOrder>,
}

impl SavedQuery {
    /// Returns the query for a tag; its name is the tag with `#` before it.
    pub fn of_tag(tag: &Tag, today: Date) -> Self {
        Self {
            name: format!("#{}", tag.name()),
            query: Query::of_tag(tag.name(), today),
            order: None,
        }
    }
}

/// Two saved queries with the same name are equal.
impl PartialEq for SavedQuery {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for SavedQuery {}

impl Scope {
    /// Returns the scope of an outlet, which may be unknown.
    pub fn of(outlet: Option<&Arc<str>>) -> Self {
        outlet.map_or(Self::Unknown, |outlet| Self::Outlet(Arc::clone(outlet)))
    }
}

/// Which articles are requested for a list, and in which order.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    /// The query that finds them.
    pub query: Query,
    /// Their scope.
    pub scope: Scope,
    /// Their order.
    pub order: SortOrder,
}
