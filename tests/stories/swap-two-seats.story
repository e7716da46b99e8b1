# Two students swap seats: what fits is offered by direct message, one press settles it, and staff hear of it.
#: at 2022-01-31T17:00
#: course tests/stories/seats.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#seminar · Mon 31 Jan, 5:00 PM ─────────────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 12 of 16 seats are free; everyone takes 3, in different roles. Take one with
│ the button, or with /signup.
│ Mon 7 Feb, 1:00 PM PST: Memory, all free
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [1] Sign up
│
│ I keep this message up to date.

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Mon 31 Jan 5:00 PM ❯ signup critic memory
coursebot · only you see this
┊ Do you want to be Critic for Memory?
┊ When    Mon 7 Feb, 1:00 PM PST
┊ Where   Soda 405
┊ Duties  Argues against accepting the paper: gaps, doubts, missing comparisons.
┊ Paper   ZeRO: Memory Optimizations Toward Training Trillion Parameter Models
┊
┊ [1] Take it   [2] Other seats
┊
┊ If your plans change, please give it back before Sat 5 Feb, 1:00 PM PST.

Maya, Mon 31 Jan 5:00 PM ❯ 1
→ Take it
coursebot · only you see this
┊ You are Critic for Memory, Mon 7 Feb, 1:00 PM PST, in Soda 405.
┊ That makes 1 of 3. Still open to you: Neutral Presenter, Advocate,
┊ Backup/Scribe.
┊ You owe no review for that class, because you present. I will remind you 2
┊ days before.
┊
┊ [1] Drop   [2] Swap   [3] More seats
┊ File: For your calendar: Critic for ‘Memory’, Mon 7 Feb (critic-memory.ics,
┊ 536 bytes)

To keep the file: save, or save PATH

Maya, Mon 31 Jan 5:00 PM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #seminar. To read it: look
#seminar

Jonas, Mon 31 Jan 5:00 PM ❯ signup advocate serving
coursebot · only you see this
┊ Do you want to be Advocate for Serving?
┊ When    Mon 14 Feb, 1:00 PM PST
┊ Where   Soda 405
┊ Duties  Argues for accepting the paper and defends it against the critic.
┊
┊ Papers
┊ • Orca: A Distributed Serving System
┊ • Efficient Memory Management for Large Language Model Serving
┊
┊ [1] Take it   [2] Other seats
┊
┊ If your plans change, please give it back before Sat 12 Feb, 1:00 PM PST.

Jonas, Mon 31 Jan 5:00 PM ❯ 1
→ Take it
coursebot · only you see this
┊ You are Advocate for Serving, Mon 14 Feb, 1:00 PM PST, in Soda 405.
┊ That makes 1 of 3. Still open to you: Neutral Presenter, Critic,
┊ Backup/Scribe.
┊ You owe no review for that class, because you present. I will remind you 7
┊ days and 2 days before.
┊
┊ [1] Drop   [2] Swap   [3] More seats
┊ File: For your calendar: Advocate for ‘Serving’, Mon 14 Feb
┊ (advocate-serving.ics, 566 bytes)

Jonas, Mon 31 Jan 5:00 PM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Mon 31 Jan 5:00 PM ❯ signup swap
Swap a seat ────────────────────────────────────────────────────────────────────
┊ You would give away Critic for Memory, Mon 7 Feb, 1:00 PM PST. What would you
┊ like instead?
┊ 1  Role: Any role
┊ 2  Class: Any class
┊ [Enter] See who could   a number changes that answer, cancel leaves
  ❯ 1
┊ 1  Role
┊ ● 1  Any role
┊ ○ 2  Advocate
  ❯ 2
┊ [Enter] See who could   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ You offer Critic for Memory, Mon 7 Feb, 1:00 PM PST for a seat as Advocate.
┊ I ask one person, who has such a seat, by direct message and with your name.
┊ Whoever agrees first has swapped with you; until then it stays yours.
┊
┊ [1] Offer it   [2] Something else …

Maya, Mon 31 Jan 5:00 PM ❯ 1
→ Offer it
coursebot · only you see this
┊ You have offered Critic for Memory, Mon 7 Feb, 1:00 PM PST to 1 person.
┊ You hear from me as soon as somebody agrees. Until then the seat stays yours,
┊ with all that goes with it. The offer stands until Mon 7 Feb, 1:00 PM PST.
┊
┊ [1] Withdraw the offer   [2] My seats

Maya, Mon 31 Jan 5:00 PM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #seminar, 1 in direct
messages. To read it: look #seminar

Jonas, Mon 31 Jan 5:00 PM ❯ look direct
Direct message to you · Mon 31 Jan, 5:00 PM ────────────────────────────────────
┊ Maya Lindqvist would like to swap with you, and offers Critic for Memory, Mon
┊ 7 Feb, 1:00 PM PST.
┊ Argues against accepting the paper: gaps, doubts, missing comparisons.
┊
┊ [1] Swap my Advocate, Mon 14 Feb: Serving   [2] No, thanks
┊
┊ You would have their seat, and they yours. The offer stands until Mon 7 Feb,
┊ 1:00 PM PST, unless somebody is quicker or it is withdrawn.

Jonas, Mon 31 Jan 5:00 PM ❯ 1
→ Swap my Advocate, Mon 14 Feb: Serving
coursebot · only you see this
┊ Swapped. You are now Critic for Memory, Mon 7 Feb, 1:00 PM PST.
┊ Maya Lindqvist is now Advocate for Serving, Mon 14 Feb, 1:00 PM PST. They and
┊ the staff hear of it from me.
┊ You owe the review of Serving now, due Mon 14 Feb, 1:00 PM PST: /review
┊
┊ [1] My seats
┊ File: For your calendar: Critic for ‘Memory’, Mon 7 Feb (critic-memory.ics,
┊ 536 bytes)

Jonas, Mon 31 Jan 5:00 PM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 1 in direct messages. To read it:
look direct

Maya, Mon 31 Jan 5:00 PM ❯ look direct
Direct message to you · Mon 31 Jan, 5:00 PM ────────────────────────────────────
┊ Jonas Okafor has swapped with you: you are now Advocate for Serving, Mon 14
┊ Feb, 1:00 PM PST.
┊ Jonas Okafor is Critic for Memory, Mon 7 Feb, 1:00 PM PST. The staff know.
┊ You owe the review of Memory now, due Mon 7 Feb, 1:00 PM PST: /review
┊
┊ [1] Calendar file   [2] My seats

Maya, Mon 31 Jan 5:00 PM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #seminar, 2 in
#seminar-staff. To read it: look #seminar

Sam, Mon 31 Jan 5:00 PM ❯ look #seminar-staff
#seminar-staff (staff only) · Mon 31 Jan, 5:00 PM ──────────────────────────────
│ Sign-up is open, as the schedule says. Who comes first has the seat.
│
│ Presenting needs 6 seats (3 in different roles for each of 2 students); the
│ schedule offers 16: enough.
│
│ [1] How it stands

#seminar-staff (staff only) · Mon 31 Jan, 5:00 PM ──────────────────────────────
│ Maya Lindqvist and Jonas Okafor have swapped: Maya Lindqvist is now Advocate
│ for Serving, Mon 14 Feb, 1:00 PM PST, and Jonas Okafor Critic for Memory, Mon
│ 7 Feb, 1:00 PM PST.

Sam, Mon 31 Jan 5:00 PM ❯ quit
Goodbye.
