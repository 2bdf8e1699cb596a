# What MuPDF makes of an EPUB on a page of the size of a small e-ink screen: python3 mupdf.py FOLDER-OF-PYMUPDF
# BOOK.epub. Prints one JSON object: the contents, and for each page its lines, thin rules, pictures and links.

import json
import sys

sys.path.insert(0, sys.argv[1])
import pymupdf

WIDTH, HEIGHT, SIZE = 390, 620, 15


def lines(page):
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", []):
            spans = [span for span in line["spans"] if span["text"].strip()]
            if spans:
                left, top, _, bottom = spans[0]["bbox"]
                right = max(span["bbox"][2] for span in spans)
                text = "".join(span["text"] for span in line["spans"]).strip()
                yield {"text": text, "left": left, "right": right, "top": top, "bottom": bottom, "size": spans[0]["size"]}


def rules(page):
    for drawing in page.get_drawings():
        box = drawing["rect"]
        if box.height < 3 and box.width > 3:
            yield {"left": box.x0, "right": box.x1, "top": box.y0}


def shown(page):
    return {
        "lines": list(lines(page)),
        "rules": list(rules(page)),
        "pictures": sum(block["type"] == 1 for block in page.get_text("dict")["blocks"]),
        "links": sum(link["kind"] == pymupdf.LINK_GOTO for link in page.get_links()),
    }


book = pymupdf.open(sys.argv[2])
book.layout(width=WIDTH, height=HEIGHT, fontsize=SIZE)
contents = [title for _, title, _ in book.get_toc()]
print(json.dumps({"contents": contents, "pages": [shown(page) for page in book]}))
