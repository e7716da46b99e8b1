# A seat is given up a day before class: the backup is asked, then the channel, without a name; staff read of each step.
#: at 2022-02-05T08:00
#: course tests/stories/seats.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#seminar · Sat 5 Feb, 8:00 AM ──────────────────────────────────────────────────
│ Coming up in Reading Seminar: week of 7 Feb
│
│ Due
│ • Mon 7 Feb, 1:00 PM PST: review the paper for Memory
│
│ [1] Write: ZeRO: Memory Optimizations Toward…
│
│ Mon 7 Feb, 1:00 PM PST: Memory in Soda 405
│ Read
│ • ZeRO: Memory Optimizations Toward Training Trillion Parameter Models
│
│ Ask me any time: /readings, /review or /deadlines

#seminar · Sat 5 Feb, 8:00 AM ──────────────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 12 of 16 seats are free; everyone takes 3, in different roles. Take one with
│ the button, or with /signup.
│ Mon 7 Feb, 1:00 PM PST: Memory, all free
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [2] Sign up
│
│ I keep this message up to date.

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Sat 5 Feb 8:00 AM ❯ signup critic memory
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

Maya, Sat 5 Feb 8:00 AM ❯ 1
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

Maya, Sat 5 Feb 8:00 AM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 2 in #seminar. To read it: look
#seminar

Jonas, Sat 5 Feb 8:00 AM ❯ signup backup memory
coursebot · only you see this
┊ Do you want to be Backup/Scribe for Memory?
┊ When      Mon 7 Feb, 1:00 PM PST
┊ Where     Soda 405
┊ Duties    Takes notes of the discussion, and steps in for another role when
┊           someone cannot come.
┊ Paper     ZeRO: Memory Optimizations Toward Training Trillion Parameter Models
┊ With you  Maya Lindqvist (Critic)
┊
┊ [1] Take it   [2] Other seats
┊
┊ If your plans change, please give it back before Sat 5 Feb, 1:00 PM PST.

Jonas, Sat 5 Feb 8:00 AM ❯ 1
→ Take it
coursebot · only you see this
┊ You are Backup/Scribe for Memory, Mon 7 Feb, 1:00 PM PST, in Soda 405.
┊ That makes 1 of 3. Still open to you: Neutral Presenter, Advocate, Critic.
┊ You owe no review for that class, because you present. I will remind you 2
┊ days before.
┊
┊ [1] Drop   [2] Swap   [3] More seats
┊ File: For your calendar: Backup/Scribe for ‘Memory’, Mon 7 Feb
┊ (backup-scribe-memory.ics, 561 bytes)

Jonas, Sat 5 Feb 8:00 AM ❯ clock 2022-02-06 09:00
A message in #seminar was changed:

#seminar · Sat 5 Feb, 8:00 AM, edited ──────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 10 of 16 seats are free; everyone takes 3, in different roles. Take one with
│ the button, or with /signup.
│ Mon 7 Feb, 1:00 PM PST: Memory
│ • Critic: Maya Lindqvist · Backup/Scribe: Jonas Okafor · free: Neutral
│   Presenter, Advocate
│
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [1] Sign up
│
│ I keep this message up to date.

Direct message to you · Sat 5 Feb, 1:00 PM ─────────────────────────────────────
┊ In two days you are Backup/Scribe for Memory (Mon 7 Feb, 1:00 PM PST, Soda
┊ 405).
┊ Backup/Scribe: Takes notes of the discussion, and steps in for another role
┊ when someone cannot come.
┊ To read
┊ • ZeRO: Memory Optimizations Toward Training Trillion Parameter Models
┊
┊ With you: Maya Lindqvist (Critic). Still open: Neutral Presenter and Advocate.
┊
┊ If you cannot come, tell me now: I look for somebody to step in and tell
┊ staff.
┊ Your packet, with what the reviews say for your role, comes Mon 7 Feb, 11:00
┊ AM PST.
┊
┊ [2] Drop   [3] Calendar file

It is Sun 6 Feb 2022, 9:00 AM.

Jonas, Sun 6 Feb 9:00 AM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 1 in direct messages. To read it:
look direct

Maya, Sun 6 Feb 9:00 AM ❯ signup drop
coursebot · only you see this
┊ Do you want to give back Critic for Memory, Mon 7 Feb, 1:00 PM PST?
┊ Class is in 1 d 4 h, so this is late. I ask the backup to step in, and tell
┊ the staff at once.
┊ You then owe the review for that class, due Mon 7 Feb, 1:00 PM PST: only who
┊ presents is excused from it.
┊
┊ [1] Give it back   [2] Swap it instead   [3] Keep it

Maya, Sun 6 Feb 9:00 AM ❯ 1
→ Give it back
coursebot · only you see this
┊ You gave back Critic for Memory, Mon 7 Feb, 1:00 PM PST. I am asking the
┊ backup to step in, and the staff know.
┊ You owe the review of Memory now, due Mon 7 Feb, 1:00 PM PST: /review
┊ You have 0 of 3 seats now.
┊
┊ [1] My seats

Maya, Sun 6 Feb 9:00 AM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #seminar, 1 in direct
messages. To read it: look #seminar

Jonas, Sun 6 Feb 9:00 AM ❯ look direct
Direct message to you · Sat 5 Feb, 1:00 PM ─────────────────────────────────────
┊ In two days you are Backup/Scribe for Memory (Mon 7 Feb, 1:00 PM PST, Soda
┊ 405).
┊ Backup/Scribe: Takes notes of the discussion, and steps in for another role
┊ when someone cannot come.
┊ To read
┊ • ZeRO: Memory Optimizations Toward Training Trillion Parameter Models
┊
┊ With you: Maya Lindqvist (Critic). Still open: Neutral Presenter and Advocate.
┊
┊ If you cannot come, tell me now: I look for somebody to step in and tell
┊ staff.
┊ Your packet, with what the reviews say for your role, comes Mon 7 Feb, 11:00
┊ AM PST.
┊
┊ [1] Drop   [2] Calendar file

Direct message to you · Sun 6 Feb, 9:00 AM ─────────────────────────────────────
┊ Can you step in as Critic for Memory, Mon 7 Feb, 1:00 PM PST?
┊ Somebody cannot come, and you are the backup.
┊
┊ Argues against accepting the paper: gaps, doubts, missing comparisons.
┊ • ZeRO: Memory Optimizations Toward Training Trillion Parameter Models
┊
┊ Please answer by Sun 6 Feb, 11:00 AM PST. After that I ask everybody who may
┊ have it.
┊
┊ [3] Accept   [4] Pass
┊
┊ If you accept, your seat as backup is free again: you need not do both. Only
┊ staff see your answer.

Jonas, Sun 6 Feb 9:00 AM ❯ 4
→ Pass
coursebot · only you see this
┊ All right. I look for somebody else, and the staff know.

#seminar · Sun 6 Feb, 9:00 AM ──────────────────────────────────────────────────
│ A seat is open at short notice: Critic for Memory, Mon 7 Feb, 1:00 PM PST.
│ Argues against accepting the paper: gaps, doubts, missing comparisons.
│
│ [1] Take it

A message in your direct messages was changed:

Direct message to you · Sun 6 Feb, 9:00 AM, edited ─────────────────────────────
┊ You have said that you cannot step in as Critic for Memory, Mon 7 Feb, 1:00 PM
┊ PST.
┊
┊ [2] I can after all

Jonas, Sun 6 Feb 9:00 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 3 in #seminar, 3 in
#seminar-staff. To read it: look #seminar

Sam, Sun 6 Feb 9:00 AM ❯ look #seminar-staff
#seminar-staff (staff only) · Sat 5 Feb, 8:00 AM ───────────────────────────────
│ Sign-up is open, as the schedule says. Who comes first has the seat.
│
│ Presenting needs 6 seats (3 in different roles for each of 2 students); the
│ schedule offers 16: enough.
│
│ [1] How it stands

#seminar-staff (staff only) · Sat 5 Feb, 1:00 PM ───────────────────────────────
│ Before class: Memory, in 2 days, Mon 7 Feb, 1:00 PM PST
│ • 2 empty seats: Neutral Presenter and Advocate
│ • No link: ‘ZeRO: Memory Optimizations Toward Training Trillion…’
│ • Presenting: Critic: Maya Lindqvist · Backup/Scribe: Jonas Okafor
│
│ No reviews are in yet.
│
│ [2] Assign: Neutral Presenter   [3] Assign: Advocate   [4] Propose a fill

#seminar-staff (staff only) · Sun 6 Feb, 9:00 AM, edited ───────────────────────
│ Maya Lindqvist gave up Critic for Memory, Mon 7 Feb, 1:00 PM PST, 1 d 4 h
│ before class.
│ • Jonas Okafor (backup) passed.
│ • No backup is left. I have asked the channel, without naming anybody.
│
│ [5] Assign somebody …

Sam, Sun 6 Feb 9:00 AM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 1 in #seminar, 1 in direct
messages. To read it: look #seminar

Maya, Sun 6 Feb 9:00 AM ❯ look #seminar
#seminar · Sat 5 Feb, 8:00 AM ──────────────────────────────────────────────────
│ Coming up in Reading Seminar: week of 7 Feb
│
│ Due
│ • Mon 7 Feb, 1:00 PM PST: review the paper for Memory
│
│ [1] Write: ZeRO: Memory Optimizations Toward…
│
│ Mon 7 Feb, 1:00 PM PST: Memory in Soda 405
│ Read
│ • ZeRO: Memory Optimizations Toward Training Trillion Parameter Models
│
│ Ask me any time: /readings, /review or /deadlines

#seminar · Sat 5 Feb, 8:00 AM, edited ──────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 10 of 16 seats are free; everyone takes 3, in different roles. Take one with
│ the button, or with /signup.
│ Mon 7 Feb, 1:00 PM PST: Memory
│ • Critic: Maya Lindqvist · Backup/Scribe: Jonas Okafor · free: Neutral
│   Presenter, Advocate
│
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [2] Sign up
│
│ I keep this message up to date.

#seminar · Sun 6 Feb, 9:00 AM ──────────────────────────────────────────────────
│ A seat is open at short notice: Critic for Memory, Mon 7 Feb, 1:00 PM PST.
│ Argues against accepting the paper: gaps, doubts, missing comparisons.
│
│ [3] Take it

Maya, Sun 6 Feb 9:00 AM ❯ 3
→ Take it
coursebot · only you see this
┊ Do you want to be Critic for Memory?
┊ When      Mon 7 Feb, 1:00 PM PST
┊ Where     Soda 405
┊ Duties    Argues against accepting the paper: gaps, doubts, missing
┊           comparisons.
┊ Paper     ZeRO: Memory Optimizations Toward Training Trillion Parameter Models
┊ With you  Jonas Okafor (Backup/Scribe)
┊
┊ [1] Take it   [2] Other seats
┊
┊ Class is near, so please take it only if you can really come.

Maya, Sun 6 Feb 9:00 AM ❯ 1
→ Take it
coursebot · only you see this
┊ You are Critic for Memory, Mon 7 Feb, 1:00 PM PST, in Soda 405.
┊ That makes 1 of 3. Still open to you: Neutral Presenter, Advocate,
┊ Backup/Scribe.
┊ You owe no review for that class, because you present.
┊
┊ [1] Drop   [2] Swap   [3] More seats
┊ File: For your calendar: Critic for ‘Memory’, Mon 7 Feb (critic-memory.ics,
┊ 536 bytes)

A message in #seminar was changed:

#seminar · Sun 6 Feb, 9:00 AM, edited ──────────────────────────────────────────
│ A seat was open at short notice, and is taken now: Critic for Memory, Mon 7
│ Feb, 1:00 PM PST. Thank you!

Maya, Sun 6 Feb 9:00 AM ❯ clock +1m
It is Sun 6 Feb 2022, 9:01 AM. Nothing was said to you on the way.

Maya, Sun 6 Feb 9:01 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 3 in #seminar. To read
it: look #seminar

Sam, Sun 6 Feb 9:01 AM ❯ look #seminar-staff
#seminar-staff (staff only) · Sat 5 Feb, 8:00 AM ───────────────────────────────
│ Sign-up is open, as the schedule says. Who comes first has the seat.
│
│ Presenting needs 6 seats (3 in different roles for each of 2 students); the
│ schedule offers 16: enough.
│
│ [1] How it stands

#seminar-staff (staff only) · Sat 5 Feb, 1:00 PM ───────────────────────────────
│ Before class: Memory, in 2 days, Mon 7 Feb, 1:00 PM PST
│ • 2 empty seats: Neutral Presenter and Advocate
│ • No link: ‘ZeRO: Memory Optimizations Toward Training Trillion…’
│ • Presenting: Critic: Maya Lindqvist · Backup/Scribe: Jonas Okafor
│
│ No reviews are in yet.
│
│ [2] Assign: Neutral Presenter   [3] Assign: Advocate   [4] Propose a fill

#seminar-staff (staff only) · Sun 6 Feb, 9:00 AM, edited ───────────────────────
│ Maya Lindqvist gave up Critic for Memory, Mon 7 Feb, 1:00 PM PST, 1 d 4 h
│ before class.
│ • Jonas Okafor (backup) passed.
│ • Maya Lindqvist has taken it again.

Sam, Sun 6 Feb 9:01 AM ❯ quit
Goodbye.
