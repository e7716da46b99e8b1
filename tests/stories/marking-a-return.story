# A review is returned for an edit with a new time, edited, and marked in its new version.
#: at 2022-01-31T10:50
#: course tests/stories/seminar-of-three.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#seminar · Mon 31 Jan, 10:50 AM ────────────────────────────────────────────────
│ This week in Reading Seminar
│
│ Due
│ • Mon 31 Jan, 11:00 AM PST: review the paper for Big Data Systems
│
│ [1] Write: Resilient Distributed Datasets
│
│ Mon 31 Jan, 1:00 PM PST: Big Data Systems in Soda 405
│ Read
│ • Resilient Distributed Datasets (https://example.org/rdd)
│
│ Ask me any time: /readings, /review or /deadlines

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Mon 31 Jan 10:50 AM ❯ review write rdd
Review: Resilient… ─────────────────────────────────────────────────────────────
┊ Resilient Distributed Datasets, for Big Data Systems, due Mon 31 Jan, 11:00 AM
┊ PST, in 10 min.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Your verdict
  ❯ Fast, since nothing is written to disk.
┊ 2  Merit
┊ ○ 1 Reject
┊ ○ 2 Borderline
┊ ○ 3 Accept
  ❯ 3
┊ 3  A word to staff
┊ May stay empty. Only staff can read this.
  ❯ Thank you.
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
coursebot · only you see this
┊ Submitted. You can change it until Mon 31 Jan, 11:00 AM PST; later changes are
┊ late.
┊
┊ Resilient Distributed Datasets: the full text comes in your direct messages,
┊ as a receipt.
┊
┊ [1] Edit

Direct message to you · Mon 31 Jan, 10:50 AM ───────────────────────────────────
┊ Your review of Resilient Distributed Datasets, version 1, came in Mon 31 Jan,
┊ 10:50 AM PST.
┊ Your verdict
┊ Fast, since nothing is written to disk.
┊ Merit: 3 Accept
┊ A word to staff
┊ Thank you.
┊ It counts, on time. You can change it until Mon 31 Jan, 11:00 AM PST; later
┊ changes are late.
┊
┊ [2] Edit

Maya, Mon 31 Jan 10:50 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 1 in #seminar. To read it: look
#seminar

Rivera, Mon 31 Jan 10:50 AM ❯ course reviews maya
coursebot · only you see this
┊ Maya Lindqvist: Resilient Distributed Datasets
┊
┊ Big Data Systems · came Mon 31 Jan, 10:50 AM PST · on time · version 1 · 9
┊ words
┊
┊ Your verdict
┊ Fast, since nothing is written to disk.
┊ Merit: 3 Accept
┊ A word to staff
┊ Thank you.
┊
┊ [1] ✓−   [2] ✓   [3] ✓+
┊
┊ [4] Return for edit …
┊
┊ 1 of 1, 1 not marked

Rivera, Mon 31 Jan 10:50 AM ❯ 4
→ Return for edit …
Return for edit · page 1 of 2 ──────────────────────────────────────────────────
┊ Maya Lindqvist’s review of ‘Resilient Distributed Datasets’. The note goes to
┊ its writer alone, in a direct message with your name.
┊ 1  What should change?
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ What is lineage? Say it in two sentences.
┊ 2  New due time
┊ Optional, in course time: “fri 5pm”, “3 feb 9:00”, “+2d” from now. Empty: the
┊ times stay as they are.
  ❯ soon
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯
┊ ✗ New due time: I cannot read a time in that. Try “fri 5pm”, “3 feb 9:00” or
┊ “+2d”, or leave it empty.
┊ 2  New due time
┊ Optional, in course time: “fri 5pm”, “3 feb 9:00”, “+2d” from now. Empty: the
┊ times stay as they are.
┊ Now: soon
┊ Enter keeps it, - empties it.
  ❯ fri 5pm
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯
Return for edit · page 2 of 2 ──────────────────────────────────────────────────
┊ New due time: Fri 4 Feb 2022, 5:00 PM PST. What Maya Lindqvist sends by then
┊ counts as on time, and as late until Sat 5 Feb, 5:00 PM PST.
┊ 1  Note to Maya Lindqvist: What is lineage? Say it in two sentences.
┊ 2  New due time: Fri 4 Feb 2022, 5:00 PM PST
┊ [Enter] Return it   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Returned: Maya Lindqvist’s review of ‘Resilient Distributed Datasets’, due Fri
┊ 4 Feb, 5:00 PM PST. They hear of it from me now.
┊
┊ [1] Undo
┊
┊ There is nothing else of theirs to mark. 1 is returned and not edited yet.

Rivera, Mon 31 Jan 10:50 AM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 1 in direct messages. To read it:
look direct

Maya, Mon 31 Jan 10:50 AM ❯ look direct
Direct message to you · Mon 31 Jan, 10:50 AM ───────────────────────────────────
┊ Your review of Resilient Distributed Datasets, version 1, came in Mon 31 Jan,
┊ 10:50 AM PST.
┊ Your verdict
┊ Fast, since nothing is written to disk.
┊ Merit: 3 Accept
┊ A word to staff
┊ Thank you.
┊ It counts, on time. You can change it until Mon 31 Jan, 11:00 AM PST; later
┊ changes are late.
┊
┊ [1] Edit

Direct message to you · Mon 31 Jan, 10:50 AM ───────────────────────────────────
┊ Elena Rivera returned your review of Resilient Distributed Datasets for an
┊ edit:
┊ What is lineage? Say it in two sentences.
┊ You have until Fri 4 Feb, 5:00 PM PST: what you submit by then is on time.
┊
┊ [2] Edit my review
┊
┊ What you handed in stays until you submit a new version. Only you and the
┊ staff see this.

Maya, Mon 31 Jan 10:50 AM ❯ 2
→ Edit my review
Review: Resilient… ─────────────────────────────────────────────────────────────
┊ Resilient Distributed Datasets, for Big Data Systems, due Fri 4 Feb, 5:00 PM
┊ PST, in 4 d 6 h (with your extension).
┊ Your version of 10:50 AM PST is submitted and counts.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Your verdict: Fast, since nothing is written to disk.
┊ 2  Merit: 3 Accept
┊ 3  A word to staff: Thank you.
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯ 1
┊ 1  Your verdict
┊ Now: Fast, since nothing is written to disk.
┊ Enter keeps it, - empties it.
  ❯ Fast, since lineage says how to make again what is lost.
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
coursebot · only you see this
┊ Submitted. You can change it until Fri 4 Feb, 5:00 PM PST; later changes are
┊ late.
┊
┊ Resilient Distributed Datasets: the full text comes in your direct messages,
┊ as a receipt.
┊
┊ [1] Edit

Direct message to you · Mon 31 Jan, 10:50 AM ───────────────────────────────────
┊ Your review of Resilient Distributed Datasets, version 2, came in Mon 31 Jan,
┊ 10:50 AM PST.
┊ Your verdict
┊ Fast, since lineage says how to make again what is lost.
┊ Merit: 3 Accept
┊ A word to staff
┊ Thank you.
┊ It counts, on time. You can change it until Fri 4 Feb, 5:00 PM PST; later
┊ changes are late.
┊
┊ [2] Edit   [3] Earlier versions

Maya, Mon 31 Jan 10:50 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 1 in #seminar. To read it: look
#seminar

Rivera, Mon 31 Jan 10:50 AM ❯ course reviews unmarked
coursebot · only you see this
┊ Maya Lindqvist: Resilient Distributed Datasets
┊
┊ Big Data Systems · came Mon 31 Jan, 10:50 AM PST · on time, with more time ·
┊ version 2 · 13 words
┊
┊ Returned on Mon 31 Jan, 10:50 AM PST by Elena Rivera, until Fri 4 Feb, 5:00 PM
┊ PST, with: “What is lineage? Say it in two sentences.” A new version came
┊ since.
┊ Your verdict
┊ Fast, since lineage says how to make again what is lost.
┊ Merit: 3 Accept
┊ A word to staff
┊ Thank you.
┊
┊ [1] ✓−   [2] ✓   [3] ✓+
┊
┊ [4] Return for edit …
┊
┊ 1 not marked in all

Rivera, Mon 31 Jan 10:50 AM ❯ 3
→ ✓+
coursebot · only you see this
┊ ✓+ for Maya Lindqvist’s review of ‘Resilient Distributed Datasets’.
┊
┊ [1] Undo
┊
┊ All reviews that came in are marked.
┊
┊ 1 mark is not released: students do not see it yet.
┊
┊ [2] Release …

Goodbye.
