# Staff take the reviews out of the bot, as a workbook and as JSON, of one session; nobody else can.
#: at 2022-01-30T10:00
#: course tests/stories/seminar-of-three.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#seminar · Sun 30 Jan, 10:00 AM ────────────────────────────────────────────────
│ Coming up in Reading Seminar: week of 31 Jan
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

Maya, Sun 30 Jan 10:00 AM ❯ review write rdd
Review: Resilient… ─────────────────────────────────────────────────────────────
┊ Resilient Distributed Datasets, for Big Data Systems, due Mon 31 Jan, 11:00 AM
┊ PST, in 1 d 1 h.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Your verdict
  ❯ =SUM(1) is what it says
┊ 2  Merit
┊ ○ 1 Reject
┊ ○ 2 Borderline
┊ ○ 3 Accept
  ❯ 3
┊ 3  A word to staff
┊ May stay empty. Only staff can read this.
  ❯
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

Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ Your review of Resilient Distributed Datasets, version 1, came in Sun 30 Jan,
┊ 10:00 AM PST.
┊ Your verdict
┊ =SUM(1) is what it says
┊ Merit: 3 Accept
┊ A word to staff: (no answer)
┊ It counts, on time. You can change it until Mon 31 Jan, 11:00 AM PST; later
┊ changes are late.
┊
┊ [2] Edit

Maya, Sun 30 Jan 10:00 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 1 in #seminar. To read it: look
#seminar

Rivera, Sun 30 Jan 10:00 AM ❯ course export
coursebot · only you see this
┊ Export as Excel. I send you the file in a direct message.
┊ • Reviews: every review with its answers, marks and lateness
┊ • Signups: who presents what, and what became of it
┊ • Status: students and papers: on time, late, missed
┊ • Deliveries: all that I said or am to say unasked
┊ • Audit: who of the staff did what
┊
┊ [1] Reviews   [2] Signups   [3] Status   [4] Deliveries   [5] Audit
┊ [6] Gradebook for Canvas   [7] All in one
┊
┊ [8] As CSV instead   [9] As JSON instead
┊
┊ Or type it: /course export reviews csv week 3. With “versions”, reviews have a
┊ row for each version, drafts too.

Rivera, Sun 30 Jan 10:00 AM ❯ 8
→ As CSV instead
coursebot · only you see this
┊ Export as CSV. I send you the file in a direct message.
┊ • Reviews: every review with its answers, marks and lateness
┊ • Signups: who presents what, and what became of it
┊ • Status: students and papers: on time, late, missed
┊ • Deliveries: all that I said or am to say unasked
┊ • Audit: who of the staff did what
┊
┊ [1] Reviews   [2] Signups   [3] Status   [4] Deliveries   [5] Audit
┊ [6] Gradebook for Canvas   [7] All in one
┊
┊ [8] As Excel instead   [9] As JSON instead
┊
┊ Or type it: /course export reviews csv week 3. With “versions”, reviews have a
┊ row for each version, drafts too.

Rivera, Sun 30 Jan 10:00 AM ❯ 1
→ Reviews
coursebot · only you see this
┊ Reviews: 1 row.
┊ File: Reviews: Reading Seminar (reviews-seminar.csv, 488 bytes)

To keep the file: save, or save PATH

Rivera, Sun 30 Jan 10:00 AM ❯ course export reviews versions week 1 json
coursebot · only you see this
┊ Reviews of Big Data Systems: 1 row.
┊ File: Reviews: Reading Seminar (reviews-seminar.json, 704 bytes)

Rivera, Sun 30 Jan 10:00 AM ❯ course export signups csv
coursebot · only you see this
┊ Signups: nothing yet, so there are no rows in the file.
┊ File: Signups: Reading Seminar (signups-seminar.csv, 262 bytes)

Rivera, Sun 30 Jan 10:00 AM ❯ course export gradebook
coursebot · only you see this
┊ Gradebook: 2 students, 1 score.
┊ • Out of 100 points, as the schedule says nothing else: “Paper reviews”.
┊
┊ No list from Canvas was imported, so this is a plain table, with names and ids
┊ as far as I know them. Give me Canvas’s own export of the gradebook (drop the
┊ file into our direct messages, or coursebot roster import), and I fill in its
┊ columns.
┊
┊ [1] Give me the file   [2] With missing as 0   [3] A column for each review

Rivera, Sun 30 Jan 10:00 AM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Sun 30 Jan 10:00 AM ❯ course export reviews
coursebot · only you see this
┊ Sorry, only staff of Reading Seminar can do that.

Goodbye.
