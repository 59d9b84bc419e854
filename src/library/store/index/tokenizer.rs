//! The tokenizer of the index for texts, which are already folded. How a text is split: see [`pieces`].

use crate::text::pieces::{Pieces, pieces};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name of the tokenizer in the index.
pub(crate) const NAME: &str = "newsprint";

/// The tokenizer for folded texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct FoldedTokenizer;

impl Tokenizer for FoldedTokenizer {
    type TokenStream<'a> = FoldedTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FoldedTokens<'a> {
        FoldedTokens {
            pieces: pieces(text),
            token: Token::default(),
        }
    }
}

/// See [`FoldedTokenizer`].
#[derive(Debug)]
pub(crate) struct FoldedTokens<'a> {
    pieces: Pieces<'a>,
    token: Token,
}

impl TokenStream for FoldedTokens<'_> {
    fn advance(&mut self) -> bool {
        let Some(piece) = self.pieces.next() else {
            return false;
        };
        self.token.position = piece.position;
        self.token.text.clear();
        self.token.text.push_str(piece.text);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
