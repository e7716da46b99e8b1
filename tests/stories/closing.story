# The end of a term: what is unfinished, the end itself, what everybody gets, and the way back.
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
  ❯ A log of steps instead of copies.
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
┊ A log of steps instead of copies.
┊ Merit: 3 Accept
┊ A word to staff: (no answer)
┊ It counts, on time. You can change it until Mon 31 Jan, 11:00 AM PST; later
┊ changes are late.
┊
┊ [2] Edit

Maya, Sun 30 Jan 10:00 AM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #seminar. To read it: look
#seminar

Jonas, Sun 30 Jan 10:00 AM ❯ review write rdd
Review: Resilient… ─────────────────────────────────────────────────────────────
┊ Resilient Distributed Datasets, for Big Data Systems, due Mon 31 Jan, 11:00 AM
┊ PST, in 1 d 1 h.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Your verdict
  ❯ I am not done yet
┊ 2  Merit
┊ ○ 1 Reject
┊ ○ 2 Borderline
┊ ○ 3 Accept
  ❯
┊ 3  A word to staff
┊ May stay empty. Only staff can read this.
  ❯
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯ s
┊ Draft saved 10:00 AM PST. NOT submitted yet: Merit is not chosen yet.
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯ cancel
You left the form. This page was not submitted; what you typed is kept.

Jonas, Sun 30 Jan 10:00 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 1 in #seminar. To read it: look
#seminar

Rivera, Sun 30 Jan 10:00 AM ❯ course close
coursebot · only you see this
┊ Close Reading Seminar (Spring 2022)?
┊ Not finished yet:
┊ • 1 open draft: Jonas Okafor
┊ • 1 unmarked review
┊ • 1 date still ahead: Big Data Systems, Mon 31 Jan
┊
┊ 2 people who wrote reviews get them in a direct message. You get the archive.
┊ After that I post nothing and answer only that it has ended.
┊
┊ What people wrote is kept for 1 year from then on. I tell staff 30 days before
┊ it is erased.
┊
┊ [1] Close the course …   [2] Not yet

Rivera, Sun 30 Jan 10:00 AM ❯ 2
→ Not yet
coursebot · only you see this
┊ All right, the course goes on.

Rivera, Sun 30 Jan 10:00 AM ❯ course close
coursebot · only you see this
┊ Close Reading Seminar (Spring 2022)?
┊ Not finished yet:
┊ • 1 open draft: Jonas Okafor
┊ • 1 unmarked review
┊ • 1 date still ahead: Big Data Systems, Mon 31 Jan
┊
┊ 2 people who wrote reviews get them in a direct message. You get the archive.
┊ After that I post nothing and answer only that it has ended.
┊
┊ What people wrote is kept for 1 year from then on. I tell staff 30 days before
┊ it is erased.
┊
┊ [1] Close the course …   [2] Not yet

Rivera, Sun 30 Jan 10:00 AM ❯ 1
→ Close the course …
Close the course ───────────────────────────────────────────────────────────────
┊ Reading Seminar (Spring 2022) ends now. I stop posting and answering for it.
┊ Everybody who wrote gets their own reviews, and you get the archive. Until
┊ something is erased you can open it again.
┊ 1  Type seminar to close it
┊ It is the id of the course.
  ❯ spring
┊ [Enter] Close it   a number changes that answer, cancel leaves
  ❯
┊ ✗ Type seminar to close it: that is not the id of this course, so nothing has
┊ happened.
┊ 1  Type seminar to close it
┊ It is the id of the course.
┊ Now: spring
┊ Enter keeps it, - empties it.
  ❯ seminar
┊ [Enter] Close it   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Reading Seminar (Spring 2022) has ended. I post nothing any more.
┊ The archive is on its way to you in a direct message and 2 people get what
┊ they wrote.
┊
┊ [1] Give me the archive again   [2] Reopen …

Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ The archive of Reading Seminar (Spring 2022). In it are all reviews, seats,
┊ scores and files, the record of what staff did, and the schedule. Begin with
┊ README.html: it is all of it to read.
┊
┊ It names everybody in the course, so keep it where only staff can read it.
┊
┊ [3] Give me the archive again   [4] Reopen …
┊ File: Archive of Reading Seminar (Spring 2022) (seminar-archive.zip, 4.9 kB)

To keep the file: save, or save PATH

Rivera, Sun 30 Jan 10:00 AM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 1 in direct messages. To read it:
look direct

Maya, Sun 30 Jan 10:00 AM ❯ look direct
Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ Your review of Resilient Distributed Datasets, version 1, came in Sun 30 Jan,
┊ 10:00 AM PST.
┊ Your verdict
┊ A log of steps instead of copies.
┊ Merit: 3 Accept
┊ A word to staff: (no answer)
┊ It counts, on time. You can change it until Mon 31 Jan, 11:00 AM PST; later
┊ changes are late.
┊
┊ [1] Edit

Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ Reading Seminar (Spring 2022) has ended. Here is all that you wrote, 1 review.
┊
┊ Open the file in any browser; it needs no connection. It is yours to keep.
┊ File: Your reviews (seminar-your-reviews.html, 2.6 kB)

Maya, Sun 30 Jan 10:00 AM ❯ review write rdd
coursebot · only you see this
┊ Reading Seminar (Spring 2022) has ended.

Maya, Sun 30 Jan 10:00 AM ❯ clock 2022-02-02
It is Wed 2 Feb 2022, 12:00 AM. Nothing was said to you on the way.

Maya, Wed 2 Feb 12:00 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 1 in #seminar. To read it: look
#seminar

Rivera, Wed 2 Feb 12:00 AM ❯ readings
coursebot · only you see this
┊ Reading Seminar (Spring 2022) has ended.
┊ Since Sun 30 Jan, 10:00 AM PST nothing is posted any more.
┊
┊ [1] Give me the archive again   [2] Reopen …

Rivera, Wed 2 Feb 12:00 AM ❯ 2
→ Reopen …
coursebot · only you see this
┊ Open Reading Seminar (Spring 2022) again? I answer and post for it again. What
┊ I did not post meanwhile and is still of use goes out now; who got their
┊ reviews keeps them, and gets them anew at the next end.
┊
┊ [1] Reopen the course

Rivera, Wed 2 Feb 12:00 AM ❯ 1
→ Reopen the course
coursebot · only you see this
┊ Reading Seminar (Spring 2022) runs again.

#seminar-staff (staff only) · Wed 2 Feb, 12:00 AM ──────────────────────────────
│ Reviews for Big Data Systems, due 11:00 AM PST: 1 in, 1 draft.
│
│ [1] Show who

Rivera, Wed 2 Feb 12:00 AM ❯ readings
coursebot · only you see this
┊ What to read next
┊
┊ The term is over: the last class was Big Data Systems on Mon 31 Jan.
┊
┊ Everything can still be found, for example with /readings week 3, or by any
┊ words.
┊
┊ [1] Share in #seminar

Rivera, Wed 2 Feb 12:00 AM ❯ quit
Goodbye.
