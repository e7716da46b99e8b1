# Staff look at the whole course after a deadline and follow its buttons; a student gets none of it.
#: at 2022-01-31T10:00
#: course tests/stories/seminar-of-three.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#seminar · Mon 31 Jan, 10:00 AM ────────────────────────────────────────────────
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

Maya, Mon 31 Jan 10:00 AM ❯ review write rdd
Review: Resilient… ─────────────────────────────────────────────────────────────
┊ Resilient Distributed Datasets, for Big Data Systems, due Mon 31 Jan, 11:00 AM
┊ PST, in 1 h.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Your verdict
  ❯ Fast, and simple to reason about.
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

Direct message to you · Mon 31 Jan, 10:00 AM ───────────────────────────────────
┊ Your review of Resilient Distributed Datasets, version 1, came in Mon 31 Jan,
┊ 10:00 AM PST.
┊ Your verdict
┊ Fast, and simple to reason about.
┊ Merit: 3 Accept
┊ A word to staff: (no answer)
┊ It counts, on time. You can change it until Mon 31 Jan, 11:00 AM PST; later
┊ changes are late.
┊
┊ [2] Edit

Maya, Mon 31 Jan 10:00 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 1 in #seminar. To read it: look
#seminar

Rivera, Mon 31 Jan 10:00 AM ❯ clock 15:00
#seminar-staff (staff only) · Mon 31 Jan, 11:00 AM ─────────────────────────────
│ Reviews: Big Data Systems
│
│ 1 review in, from 1 of 2 students; 1 is missing.
│ Resilient Distributed Datasets: 1 of 2 reviews
│ Merit: 3.0 on average
│ • 3 █ 1 · Accept
│ • 2 – · Borderline
│ • 1 – · Reject
│
│ Your verdict
│ • Maya Lindqvist: Fast, and simple to reason about.
│
│ As of 11:00 AM PST. I keep it up to date until 1:00 PM PST.

#seminar-staff (staff only) · Mon 31 Jan, 11:11 AM ─────────────────────────────
│ Reviews for Big Data Systems, due 11:00 AM PST: 1 in, 1 missing.
│
│ [1] Show who

A message in #seminar-staff was changed:

#seminar-staff (staff only) · Mon 31 Jan, 11:00 AM, edited ─────────────────────
│ Reviews: Big Data Systems
│
│ 1 review in, from 1 of 2 students; 1 is missing.
│ Resilient Distributed Datasets: 1 of 2 reviews
│ Merit: 3.0 on average
│ • 3 █ 1 · Accept
│ • 2 – · Borderline
│ • 1 – · Reject
│
│ Your verdict
│ • Maya Lindqvist: Fast, and simple to reason about.
│
│ Final, as of 1:00 PM PST. /review digest shows what came later.

It is Mon 31 Jan 2022, 3:00 PM.

Rivera, Mon 31 Jan 3:00 PM ❯ course overview
coursebot · only you see this
┊ Overview: Reading Seminar
┊
┊ 2 students, as of Mon 31 Jan, 3:00 PM PST.
┊ wk due     in late miss
┊  1 31 Jan   1    –    1 Big Data Systems
┊
┊ Late ones are among those in.
┊
┊ For you
┊ • 1 review waits for a mark
┊
┊ [1] Who is missing   [2] Nudge …   [3] Mark reviews   [4] As a picture

Rivera, Mon 31 Jan 3:00 PM ❯ 1
→ Who is missing
coursebot · only you see this
┊ Reviews for Big Data Systems
┊
┊ Was due Mon 31 Jan, 11:00 AM PST. Late ones are taken until Tue 1 Feb, 11:00
┊ AM PST.
┊ 1 in, 1 missing.
┊ Missing
┊ • Jonas Okafor
┊
┊ In
┊ • Maya Lindqvist
┊
┊ [1] Nudge them …

Rivera, Mon 31 Jan 3:00 PM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #seminar. To read it: look
#seminar

Jonas, Mon 31 Jan 3:00 PM ❯ course overview
coursebot · only you see this
┊ Sorry, only staff of Reading Seminar can do that.

Goodbye.
