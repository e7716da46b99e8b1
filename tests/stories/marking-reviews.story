# Staff read a review with its writer’s name, mark it, take that back, and release the mark.
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

Maya, Mon 31 Jan 10:50 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #seminar. To read
it: look #seminar

Sam, Mon 31 Jan 10:50 AM ❯ course reviews
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
┊ 1 of 1 for ‘Big Data Systems’, 1 not marked

Sam, Mon 31 Jan 10:50 AM ❯ 2
→ ✓
coursebot · only you see this
┊ ✓ for Maya Lindqvist’s review of ‘Resilient Distributed Datasets’.
┊
┊ [1] Undo
┊
┊ All reviews that came in for ‘Big Data Systems’ are marked.
┊
┊ 1 mark is not released: students do not see it yet.
┊
┊ [2] Release …

Sam, Mon 31 Jan 10:50 AM ❯ 1
→ Undo
coursebot · only you see this
┊ Taken back: Maya Lindqvist’s review of ‘Resilient Distributed Datasets’, it is
┊ not marked.
┊
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
┊ 1 of 1 for ‘Big Data Systems’, 1 not marked

Sam, Mon 31 Jan 10:50 AM ❯ 3
→ ✓+
coursebot · only you see this
┊ ✓+ for Maya Lindqvist’s review of ‘Resilient Distributed Datasets’.
┊
┊ [1] Undo
┊
┊ All reviews that came in for ‘Big Data Systems’ are marked.
┊
┊ 1 mark is not released: students do not see it yet.
┊
┊ [2] Release …

Sam, Mon 31 Jan 10:50 AM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Mon 31 Jan 10:50 AM ❯ mywork
coursebot · only you see this
┊ Your work
┊
┊ 1 review in, 0 still to write.
┊
┊ Reminders: all of them (course time, America/Los_Angeles).
┊
┊ [1] What I owe   [2] Reminders …   [3] My calendar

Maya, Mon 31 Jan 10:50 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #seminar. To read
it: look #seminar

Sam, Mon 31 Jan 10:50 AM ❯ course release
coursebot · only you see this
┊ 1 mark would be shown, to its writer alone:
┊ • Big Data Systems: 1
┊
┊ They see them in /mywork and beside their reviews. I write to nobody about it.
┊ A mark that you change later is seen at once.
┊
┊ [1] Release 1 mark

Sam, Mon 31 Jan 10:50 AM ❯ 1
→ Release 1 mark
coursebot · only you see this
┊ Released: 1 mark. Students see them now, each their own.
┊
┊ [1] Take back

Sam, Mon 31 Jan 10:50 AM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Mon 31 Jan 10:50 AM ❯ mywork
coursebot · only you see this
┊ Your work
┊
┊ 1 review in, 0 still to write.
┊ Marks
┊ • ‘Resilient Distributed Datasets’: ✓+
┊
┊ Reminders: all of them (course time, America/Los_Angeles).
┊
┊ [1] What I owe   [2] Reminders …   [3] My calendar

Maya, Mon 31 Jan 10:50 AM ❯ review rdd
coursebot · only you see this
┊ Resilient Distributed Datasets · due Mon 31 Jan, 11:00 AM PST, in 10 min ·
┊ submitted 10:50 AM PST · mark: ✓+
┊
┊ [1] Edit   [2] Earlier versions

Maya, Mon 31 Jan 10:50 AM ❯ course reviews maya
coursebot · only you see this
┊ Sorry, only staff of Reading Seminar can do that.

Goodbye.
