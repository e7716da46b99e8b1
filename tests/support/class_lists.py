"""Files with class lists: one as Canvas exports it, and broken ones, each with what is to be said of it."""

from __future__ import annotations

CANVAS = '''\
Student,ID,SIS User ID,SIS Login ID,Section,Review 1 (4711),Presenting (4712),Current Score
,,,,,Manual Posting
    Points Possible,,,,,10,"5,00",(read only)
"Lovelace, Ada",11,3031,ada@example.edu,LEC 001 and DIS 101,EX,,90.5
"King, Martin, Jr.",12,3032,mlk,LEC 001,,4,
"=""=Ö, Eve""",13,,eve,LEC 001,,,

"Student, Test",99,,b9f0c1,LEC 001,,,
'''

HEAD = "Name,Email,Student ID\n"
ADA = "Ada,ada@example.edu,1\n"


def _of(text: str) -> bytes:
    return text.encode()


BROKEN: dict[str, tuple[bytes, list[tuple[int, str]]]] = {
    "empty": (b"", [(0, "the file is empty")]),
    "blank": (b"\n \n\t\n", [(0, "the file is empty")]),
    "only commas": (b",,,\n,,,\n", [(0, "the file is empty")]),
    "header only": (_of(HEAD), [(1, "no student below the headings")]),
    "header and empty rows": (_of("\n" + HEAD + ",,\n\n"), [(2, "no student below the headings")]),
    "no header": (_of(ADA + "Ben,ben@example.edu,2\n"), [(1, "no headings that I know: “Ada”, “ada@example.edu”, “1”")]),
    "no column for names": (_of("Email,ID\nada@example.edu,1\n"), [(1, "no column is called Name")]),
    "half a name": (_of("First name,Email\nAda,ada@example.edu\n"), [(1, "no column is called Name")]),
    "names only": (_of("Name,Year\nAda,3\n"), [(1, "no column is called Email, Student ID or Login")]),
    "a heading twice": (_of("Name,Email,E-mail,Email\nAda,a@b.de,,\n"), [(1, "“Email” stands over columns 2 and 4")]),
    "no name": (_of(HEAD + ADA + ",ben@example.edu,2\n"), [(3, "there is no name")]),
    "neither e-mail nor id": (_of(HEAD + ADA + "Ben,,\n"), [(3, "Ben has neither an e-mail address nor an id")]),
    "no address": (_of(HEAD + "Ada,ada.example.edu,1\n"), [(2, "“ada.example.edu” is no e-mail address (Ada)")]),
    "two addresses": (_of(HEAD + "Ada,a@b.de; c@d.de,1\n"), [(2, "is no e-mail address")]),
    "an address twice": (
        _of(HEAD + ADA + "Ben,ADA@example.edu,2\n"),
        [(3, "Ben has the e-mail address of line 2 (Ada): ADA@example.edu")],
    ),
    "a spreadsheet's first line": (_of("sep=;\nName;Email\n;a@b.de\n"), [(3, "there is no name")]),
    "an id twice": (_of(HEAD + ADA + "Ben,ben@example.edu,1\n"), [(3, "Ben has the id of line 2 (Ada): 1")]),
    "a login twice": (_of("Name,NetID\nAda,al\nBen,AL\n"), [(3, "Ben has the login of line 2 (Ada)")]),
    "a shortened id": (_of(HEAD + "Ada,,3.03E+11\n"), [(2, "“3.03E+11” was shortened by a spreadsheet")]),
    "too few cells": (_of(HEAD + ADA + "Ben,ben@example.edu\n"), [(3, "it has 2 cells, the headings are 3")]),
    "too many cells": (_of(HEAD + "Lovelace, Ada,ada@example.edu,1\n"), [(2, "it has 4 cells, the headings are 3")]),
    "a quotation mark that is never closed": (
        _of(HEAD + ADA + '"Ben,ben@example.edu,2\nCy,cy@example.edu,3\n'),
        [(3, "is opened here and never closed")],
    ),
    "a quotation mark inside": (
        _of(HEAD + 'Ada,ada@example.edu,1\n"Ben "B" Ng",ben@example.edu,2\n'),
        [(3, "in the middle of a cell")],
    ),
    "a long cell": (_of(HEAD + f"Ada,ada@example.edu,{'1' * 5000}\n"), [(2, "column 3 has 5000 characters"), (2, "254")]),
    "a long name": (_of(HEAD + f"{'A' * 300},ada@example.edu,1\n"), [(2, "the name has 300 characters; at most 200")]),
    "several at once": (
        _of(HEAD + ',a@b.de,1\nBen,ben,1\n"Cy" X,c@d.de,3\n"A\nB",,\n\nDan,,\n'),
        [
            (2, "there is no name"),
            (3, "has the id of line 2 (no name): 1"),
            (3, "“ben” is no e-mail address"),
            (4, "in the middle of a cell"),
            (5, "A B has neither"),
            (8, "Dan has neither"),
        ],
    ),
    "a workbook that is called .csv": (b"PK\x03\x04\x14\x00", [(0, "a spreadsheet (.xlsx) or an archive, whatever its name")]),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", [(0, "save it as CSV")]),
    "a PDF": (b"%PDF-1.7\n", [(0, "this is a PDF")]),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", [(0, "this is no text")]),
    "UTF-16 without its mark": ((HEAD + ADA).encode("utf-16-le"), [(0, "If it is UTF-16, save it as UTF-8")]),
    "a page to sign in": (b"\n<!DOCTYPE html><html>", [(0, "this is a web page")]),
    "two encodings": (
        (HEAD + ADA + "Bén,ben@example.edu,2\n").encode() + "Zoë,zoe@example.edu,3\n".encode("latin-1"),
        [(4, "no UTF-8 (byte 0xeb)")],
    ),
    "Canvas without students": (_of("\n".join(CANVAS.splitlines()[:3])), [(1, "no student below the headings")]),
    "Canvas's line cut off": (_of(CANVAS.replace("EX,,90.5", "EX")), [(4, "it has 6 cells, the headings are 8")]),
}  # fmt: skip
"""What a file holds, and of each fault its line and some of its words; line 0 is the file as a whole."""
