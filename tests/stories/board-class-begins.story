# The board follows who signs up; staff hear what a class lacks two days before it, and say who presented as it begins.
#: at 2022-01-23T12:00
#: course tests/stories/seats.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#seminar · Sun 23 Jan, 12:00 PM ────────────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 16 seats are free; everyone takes 3, in different roles. Take one with the
│ button, or with /signup.
│ Mon 31 Jan, 1:00 PM PST: Consensus, all free
│ Mon 7 Feb, 1:00 PM PST: Memory, all free
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [1] Sign up
│
│ I keep this message up to date.

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Sun 23 Jan 12:00 PM ❯ signup critic consensus
coursebot · only you see this
┊ Do you want to be Critic for Consensus?
┊ When    Mon 31 Jan, 1:00 PM PST
┊ Where   Soda 405
┊ Duties  Argues against accepting the paper: gaps, doubts, missing comparisons.
┊ Paper   In Search of an Understandable Consensus Algorithm
┊         (https://example.org/raft)
┊
┊ [1] Take it   [2] Other seats
┊
┊ If your plans change, please give it back before Sat 29 Jan, 1:00 PM PST.

Maya, Sun 23 Jan 12:00 PM ❯ 1
→ Take it
coursebot · only you see this
┊ You are Critic for Consensus, Mon 31 Jan, 1:00 PM PST, in Soda 405.
┊ That makes 1 of 3. Still open to you: Neutral Presenter, Advocate,
┊ Backup/Scribe.
┊ You owe no review for that class, because you present. I will remind you 7
┊ days and 2 days before.
┊
┊ [1] Drop   [2] Swap   [3] More seats
┊ File: For your calendar: Critic for ‘Consensus’, Mon 31 Jan
┊ (critic-consensus.ics, 553 bytes)

To keep the file: save, or save PATH

Maya, Sun 23 Jan 12:00 PM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #seminar. To read it: look
#seminar

Jonas, Sun 23 Jan 12:00 PM ❯ signup advocate consensus
coursebot · only you see this
┊ Do you want to be Advocate for Consensus?
┊ When      Mon 31 Jan, 1:00 PM PST
┊ Where     Soda 405
┊ Duties    Argues for accepting the paper and defends it against the critic.
┊ Paper     In Search of an Understandable Consensus Algorithm
┊           (https://example.org/raft)
┊ With you  Maya Lindqvist (Critic)
┊
┊ [1] Take it   [2] Other seats
┊
┊ If your plans change, please give it back before Sat 29 Jan, 1:00 PM PST.

Jonas, Sun 23 Jan 12:00 PM ❯ 1
→ Take it
coursebot · only you see this
┊ You are Advocate for Consensus, Mon 31 Jan, 1:00 PM PST, in Soda 405.
┊ That makes 1 of 3. Still open to you: Neutral Presenter, Critic,
┊ Backup/Scribe.
┊ You owe no review for that class, because you present. I will remind you 7
┊ days and 2 days before.
┊
┊ [1] Drop   [2] Swap   [3] More seats
┊ File: For your calendar: Advocate for ‘Consensus’, Mon 31 Jan
┊ (advocate-consensus.ics, 547 bytes)

Jonas, Sun 23 Jan 12:00 PM ❯ clock +1m
A message in #seminar was changed:

#seminar · Sun 23 Jan, 12:00 PM, edited ────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 14 of 16 seats are free; everyone takes 3, in different roles. Take one with
│ the button, or with /signup.
│ Mon 31 Jan, 1:00 PM PST: Consensus
│ • Advocate: Jonas Okafor · Critic: Maya Lindqvist · free: Neutral Presenter,
│   Backup/Scribe
│
│ Mon 7 Feb, 1:00 PM PST: Memory, all free
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [1] Sign up
│
│ I keep this message up to date.

It is Sun 23 Jan 2022, 12:01 PM.

Jonas, Sun 23 Jan 12:01 PM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #seminar, 1 in
#seminar-staff. To read it: look #seminar

Sam, Sun 23 Jan 12:01 PM ❯ clock 2022-01-29 13:00
#seminar · Mon 24 Jan, 9:00 AM ─────────────────────────────────────────────────
│ Coming up in Reading Seminar: week of 31 Jan
│
│ Due
│ • Mon 31 Jan, 1:00 PM PST: review the paper for Consensus
│
│ [1] Write: In Search of an Understandable…
│
│ Mon 31 Jan, 1:00 PM PST: Consensus in Soda 405
│ Read
│ • In Search of an Understandable Consensus Algorithm
│   (https://example.org/raft)
│
│ Ask me any time: /readings, /review or /deadlines

#seminar-staff (staff only) · Fri 28 Jan, 4:00 PM ──────────────────────────────
│ Fri 28 Jan: all is well. Nothing failed this week. In the coming week I post
│ the class of the day (Mon 9:00 AM) and the week’s readings (Tue 9:00 AM). 2
│ students. I make no backups here.

#seminar-staff (staff only) · Sat 29 Jan, 1:00 PM ──────────────────────────────
│ Before class: Consensus, in 2 days, Mon 31 Jan, 1:00 PM PST
│ • 2 empty seats: Neutral Presenter and Backup/Scribe
│ • Presenting: Advocate: Jonas Okafor · Critic: Maya Lindqvist
│
│ No reviews are in yet.
│
│ [2] Assign: Neutral Presenter   [3] Assign: Backup/Scribe   [4] Propose a fill

It is Sat 29 Jan 2022, 1:00 PM.

Sam, Sat 29 Jan 1:00 PM ❯ clock 2022-01-31 13:00
#seminar · Mon 31 Jan, 9:00 AM ─────────────────────────────────────────────────
│ Today at 1:00 PM PST in Soda 405: Consensus
│ Presenting: Advocate: Jonas Okafor · Critic: Maya Lindqvist · free: Neutral
│ Presenter, Backup/Scribe
│ Read
│ • In Search of an Understandable Consensus Algorithm
│   (https://example.org/raft)
│
│ Reviews are due today at 1:00 PM PST.

A message in #seminar was changed:

#seminar · Sun 23 Jan, 12:00 PM, edited ────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 12 of 16 seats are free; everyone takes 3, in different roles. Take one with
│ the button, or with /signup.
│ Mon 31 Jan, 1:00 PM PST: Consensus
│ • Advocate: Jonas Okafor · Critic: Maya Lindqvist · empty: Neutral Presenter,
│   Backup/Scribe
│
│ Mon 7 Feb, 1:00 PM PST: Memory, all free
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [1] Sign up
│
│ I keep this message up to date.

#seminar-staff (staff only) · Mon 31 Jan, 1:00 PM ──────────────────────────────
│ Today: Consensus, Mon 31 Jan, 1:00 PM PST
│ Neutral Presenter: EMPTY
│
│ [2] Stood in: …
│
│ Advocate: Jonas Okafor
│
│ [3] Presented   [4] No-show   [5] Stood in: …
│
│ Critic: Maya Lindqvist
│
│ [6] Presented   [7] No-show   [8] Stood in: …
│
│ Backup/Scribe: EMPTY
│
│ [9] Stood in: …
│
│ Whoever is not marked by Tue 1 Feb, 4:00 PM PST counts as having presented.

It is Mon 31 Jan 2022, 1:00 PM.

Sam, Mon 31 Jan 1:00 PM ❯ 3
→ Presented
coursebot · only you see this
┊ Written down: Jonas Okafor presented, as Advocate for ‘Consensus’, Mon 31 Jan.
┊
┊ [1] Take back   [2] All seats of the class

Sam, Mon 31 Jan 1:00 PM ❯ course marks
coursebot · only you see this
┊ Consensus, Mon 31 Jan, 1:00 PM PST
┊ Neutral Presenter: EMPTY
┊
┊ [1] Stood in: …
┊
┊ Advocate: Jonas Okafor presented (marked by Sam Whitfield)
┊
┊ [2] No-show   [3] Stood in: …   [4] Take back
┊
┊ Critic: Maya Lindqvist
┊
┊ [5] Presented   [6] No-show   [7] Stood in: …
┊
┊ Backup/Scribe: EMPTY
┊
┊ [8] Stood in: …
┊
┊ Whoever is not marked by Tue 1 Feb, 4:00 PM PST counts as having presented.
┊
┊ [9] Next class

Sam, Mon 31 Jan 1:00 PM ❯ 5
→ Presented
coursebot · only you see this
┊ Written down: Maya Lindqvist presented, as Critic for ‘Consensus’, Mon 31 Jan.
┊
┊ [1] Take back   [2] All seats of the class

Sam, Mon 31 Jan 1:00 PM ❯ 2
→ All seats of the class
coursebot · only you see this
┊ Consensus, Mon 31 Jan, 1:00 PM PST
┊ Neutral Presenter: EMPTY
┊
┊ [1] Stood in: …
┊
┊ Advocate: Jonas Okafor presented (marked by Sam Whitfield)
┊
┊ [2] No-show   [3] Stood in: …   [4] Take back
┊
┊ Critic: Maya Lindqvist presented (marked by Sam Whitfield)
┊
┊ [5] No-show   [6] Stood in: …   [7] Take back
┊
┊ Backup/Scribe: EMPTY
┊
┊ [8] Stood in: …
┊
┊ [9] Next class

Sam, Mon 31 Jan 1:00 PM ❯ 1
→ Stood in: …
Who stood in? ──────────────────────────────────────────────────────────────────
┊ Neutral Presenter for ‘Consensus’, Mon 31 Jan. It counts for whoever did it,
┊ in this role.
┊ 1  Who presented?
┊ ○ 1  Jonas Okafor
┊ ○ 2  Maya Lindqvist
┊ ○ 3  Elena Rivera
┊ ○ 4  Sam Whitfield
  ❯ 2
┊ [Enter] Write it down   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Written down: Maya Lindqvist presented, as Neutral Presenter for ‘Consensus’,
┊ Mon 31 Jan.
┊ With that somebody is over a limit:
┊ • Maya Lindqvist: Neutral Presenter for ‘Consensus’, Mon 31 Jan (a second seat
┊   for the same)
┊
┊ [1] Take back   [2] All seats of the class

Sam, Mon 31 Jan 1:00 PM ❯ clock +1m
A message in #seminar was changed:

#seminar · Sun 23 Jan, 12:00 PM, edited ────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 12 of 16 seats are free; everyone takes 3, in different roles. Take one with
│ the button, or with /signup.
│ Mon 31 Jan, 1:00 PM PST: Consensus
│ • Neutral Presenter: Maya Lindqvist · Advocate: Jonas Okafor · Critic: Maya
│   Lindqvist · empty: Backup/Scribe
│
│ Mon 7 Feb, 1:00 PM PST: Memory, all free
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [1] Sign up
│
│ I keep this message up to date.

A message in #seminar-staff was changed:

#seminar-staff (staff only) · Mon 31 Jan, 1:00 PM, edited ──────────────────────
│ Today: Consensus, Mon 31 Jan, 1:00 PM PST
│ Neutral Presenter: Maya Lindqvist stood in, the seat was empty (marked by Sam
│ Whitfield)
│
│ [2] Somebody else: …   [3] Take back
│
│ Advocate: Jonas Okafor presented (marked by Sam Whitfield)
│
│ [4] No-show   [5] Stood in: …   [6] Take back
│
│ Critic: Maya Lindqvist presented (marked by Sam Whitfield)
│
│ [7] No-show   [8] Stood in: …   [9] Take back
│
│ Backup/Scribe: EMPTY
│
│ [10] Stood in: …

It is Mon 31 Jan 2022, 1:01 PM.

Sam, Mon 31 Jan 1:01 PM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 2 in #seminar, 4 in direct
messages. To read it: look #seminar

Goodbye.
