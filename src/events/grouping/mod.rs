//! Which articles report the same event: features of an article, candidates, the score of a pair, average linkage, and
//! stories of several events.

pub mod background;
pub mod candidates;
pub mod event_ids;
pub mod explain;
pub mod features;
pub mod group;
pub mod identity;
pub mod linkage;
pub mod model;
pub mod neighbourhood;
pub mod order;
pub mod pair;
pub mod skeleton;
pub mod stories;
pub mod terms;

pub use background::Background;
pub use features::ArticleFeatures;
pub use group::{Constraints, Event, GroupingModel, group};
