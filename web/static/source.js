// The page of a document: the quote is checked once more when it is looked at.
"use strict";

for (const proof of document.querySelectorAll(".proof")) verifyProof(proof);
