//! Draws the app's state as cells. Changes nothing, reads nothing.
