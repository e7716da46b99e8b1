# Reviews come in, staff have their digest, a late one is put into it in place, and classmates read each other's.
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
  ❯ I had read it before.
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
┊ A word to staff
┊ I had read it before.
┊ It counts, on time. You can change it until Mon 31 Jan, 11:00 AM PST; later
┊ changes are late.
┊
┊ [2] Edit

Maya, Mon 31 Jan 10:00 AM ❯ review read rdd
coursebot · only you see this
┊ Classmates’ reviews of Resilient Distributed Datasets are not open to you yet.
┊ They open after the deadline, Mon 31 Jan, 11:00 AM PST.

Maya, Mon 31 Jan 10:00 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 1 in #seminar. To read it: look
#seminar

Rivera, Mon 31 Jan 10:00 AM ❯ clock 11:00
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
│ A word to staff
│ • Maya Lindqvist: I had read it before.
│
│ As of 11:00 AM PST. I keep it up to date until 1:00 PM PST.

It is Mon 31 Jan 2022, 11:00 AM.

Rivera, Mon 31 Jan 11:00 AM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #seminar. To read it: look
#seminar

Jonas, Mon 31 Jan 11:00 AM ❯ clock 11:20
It is Mon 31 Jan 2022, 11:20 AM. Nothing was said to you on the way.

Jonas, Mon 31 Jan 11:20 AM ❯ review read resilent data
coursebot · only you see this
┊ Classmates’ reviews of Resilient Distributed Datasets are not open to you yet.
┊ Yours is not in yet; once it is, you can read them at once.
┊
┊ [1] Write mine

Jonas, Mon 31 Jan 11:20 AM ❯ 1
→ Write mine
Review: Resilient… ─────────────────────────────────────────────────────────────
┊ Resilient Distributed Datasets, for Big Data Systems, was due Mon 31 Jan,
┊ 11:00 AM PST. I take it, as late, until Tue 1 Feb, 11:00 AM PST.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Your verdict
  ❯ Only for what fits into memory.
┊ 2  Merit
┊ ○ 1 Reject
┊ ○ 2 Borderline
┊ ○ 3 Accept
  ❯ 1
┊ 3  A word to staff
┊ May stay empty. Only staff can read this.
  ❯
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
coursebot · only you see this
┊ Submitted: late, 20 min. You can change it until Tue 1 Feb, 11:00 AM PST.
┊
┊ Resilient Distributed Datasets: the full text comes in your direct messages,
┊ as a receipt.
┊
┊ [1] Edit

Direct message to you · Mon 31 Jan, 11:20 AM ───────────────────────────────────
┊ Your review of Resilient Distributed Datasets, version 1, came in Mon 31 Jan,
┊ 11:20 AM PST.
┊ Your verdict
┊ Only for what fits into memory.
┊ Merit: 1 Reject
┊ A word to staff: (no answer)
┊ It counts, late by 20 min. You can change it until Tue 1 Feb, 11:00 AM PST.
┊
┊ [2] Edit

Jonas, Mon 31 Jan 11:20 AM ❯ review read resilent data
coursebot · only you see this
┊ Reviews of Resilient Distributed Datasets
┊
┊ Scores are shown from 4 reviews on.
┊
┊ Review 1 of 2
┊
┊ Your verdict
┊ Fast, and simple to reason about.
┊
┊ Review 2 of 2 (yours)
┊
┊ Your verdict
┊ Only for what fits into memory.
┊ Merit: 1 Reject

Jonas, Mon 31 Jan 11:20 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 1 in #seminar, 1 in
#seminar-staff. To read it: look #seminar

Rivera, Mon 31 Jan 11:20 AM ❯ clock 11:45
A message in #seminar-staff was changed:

#seminar-staff (staff only) · Mon 31 Jan, 11:00 AM, edited ─────────────────────
│ Reviews: Big Data Systems
│
│ 2 reviews in, 1 of them late, from 2 of 2 students.
│ Resilient Distributed Datasets: 2 of 2 reviews, 1 late, disagreement 1.0
│ Merit: 2.0 on average
│ • 3 █ 1 · Accept
│ • 2 – · Borderline
│ • 1 █ 1 · Reject
│
│ Your verdict
│ • Jonas Okafor, late 20 min: Only for what fits into memory.
│ • Maya Lindqvist: Fast, and simple to reason about.
│
│ A word to staff
│ • Maya Lindqvist: I had read it before.
│
│ As of 11:45 AM PST. I keep it up to date until 1:00 PM PST.

It is Mon 31 Jan 2022, 11:45 AM.

Rivera, Mon 31 Jan 11:45 AM ❯ review read rdd
coursebot · only you see this
┊ Reviews of Resilient Distributed Datasets
┊ Merit: 2.0 on average
┊ • 3 █ 1 · Accept
┊ • 2 – · Borderline
┊ • 1 █ 1 · Reject
┊
┊ Classmates see no names, only what is for them, and scores from 4 on.
┊
┊ Jonas Okafor: review 1 of 2, late 20 min
┊
┊ Your verdict
┊ Only for what fits into memory.
┊ Merit: 1 Reject
┊
┊ [1] Hide from classmates
┊
┊ Maya Lindqvist: review 2 of 2
┊
┊ Your verdict
┊ Fast, and simple to reason about.
┊ Merit: 3 Accept
┊ A word to staff
┊ I had read it before.
┊
┊ [2] Hide from classmates

Rivera, Mon 31 Jan 11:45 AM ❯ 1
→ Hide from classmates
coursebot · only you see this
┊ Classmates do not see it any more.
┊
┊ [1] Back to Resilient Distributed Datasets

Rivera, Mon 31 Jan 11:45 AM ❯ review digest
coursebot · only you see this
┊ Reviews: Big Data Systems
┊
┊ 2 reviews in, 1 of them late, from 2 of 2 students.
┊ Resilient Distributed Datasets: 2 of 2 reviews, 1 late, disagreement 1.0
┊ Merit: 2.0 on average
┊ • 3 █ 1 · Accept
┊ • 2 – · Borderline
┊ • 1 █ 1 · Reject
┊
┊ Your verdict
┊ • Jonas Okafor, late 20 min: Only for what fits into memory.
┊ • Maya Lindqvist: Fast, and simple to reason about.
┊
┊ A word to staff
┊ • Maya Lindqvist: I had read it before.
┊
┊ As of Mon 31 Jan, 11:45 AM PST.

Rivera, Mon 31 Jan 11:45 AM ❯ clock 13:00
A message in #seminar-staff was changed:

#seminar-staff (staff only) · Mon 31 Jan, 11:00 AM, edited ─────────────────────
│ Reviews: Big Data Systems
│
│ 2 reviews in, 1 of them late, from 2 of 2 students.
│ Resilient Distributed Datasets: 2 of 2 reviews, 1 late, disagreement 1.0
│ Merit: 2.0 on average
│ • 3 █ 1 · Accept
│ • 2 – · Borderline
│ • 1 █ 1 · Reject
│
│ Your verdict
│ • Jonas Okafor, late 20 min: Only for what fits into memory.
│ • Maya Lindqvist: Fast, and simple to reason about.
│
│ A word to staff
│ • Maya Lindqvist: I had read it before.
│
│ Final, as of 1:00 PM PST. /review digest shows what came later.

It is Mon 31 Jan 2022, 1:00 PM.

Rivera, Mon 31 Jan 1:00 PM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Mon 31 Jan 1:00 PM ❯ review read
coursebot · only you see this
┊ Reviews that you can read now:
┊
┊ Which paper?
┊ [1] Resilient Distributed Datasets

Maya, Mon 31 Jan 1:00 PM ❯ 1
→ Resilient Distributed Datasets
coursebot · only you see this
┊ Reviews of Resilient Distributed Datasets
┊
┊ Scores are shown from 4 reviews on.
┊
┊ Review 1 of 1 (yours)
┊
┊ Your verdict
┊ Fast, and simple to reason about.
┊ Merit: 3 Accept

Maya, Mon 31 Jan 1:00 PM ❯ review digest
coursebot · only you see this
┊ Sorry, only staff of Reading Seminar can do that.

Maya, Mon 31 Jan 1:00 PM ❯ quit
Goodbye.
