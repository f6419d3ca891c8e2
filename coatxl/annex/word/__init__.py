"""word: blocks as WordprocessingML, placed into a document that is ours or a firm's."""
