# Signing up: not open yet, the first seats, what is closed then and why, a name in the way, one given back in time.
#: at 2022-01-23T10:00
#: course tests/stories/seats.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Sun 23 Jan 10:00 AM ❯ signup
coursebot · only you see this
┊ Your seats
┊
┊ You have 0 of 3 seats that you need.
┊ Sign-up opens Sun 23 Jan, 12:00 PM PST.
┊
┊ [1] All seats

Maya, Sun 23 Jan 10:00 AM ❯ clock +3h
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

It is Sun 23 Jan 2022, 1:00 PM.

Maya, Sun 23 Jan 1:00 PM ❯ signup
coursebot · only you see this
┊ Your seats
┊
┊ You have 0 of 3 seats that you need. All roles are open to you.
┊ The next ones that are open to you:
┊ Consensus · Mon 31 Jan, 1:00 PM PST · all free
┊
┊ [1] Neutral Presenter   [2] Advocate   [3] Critic   [4] Backup/Scribe
┊
┊ Memory · Mon 7 Feb, 1:00 PM PST · all free
┊
┊ [5] Neutral Presenter   [6] Advocate   [7] Critic   [8] Backup/Scribe
┊
┊ Serving · Mon 14 Feb, 1:00 PM PST · all free
┊
┊ [9] Neutral Presenter   [10] Advocate   [11] Critic   [12] Backup/Scribe
┊
┊ Clocks · Mon 14 Mar, 1:00 PM PDT · all free
┊
┊ [13] Neutral Presenter   [14] Advocate   [15] Critic   [16] Backup/Scribe
┊
┊ [17] All seats

Maya, Sun 23 Jan 1:00 PM ❯ 1
→ Neutral Presenter
coursebot · only you see this
┊ Do you want to be Neutral Presenter for Consensus?
┊ When    Mon 31 Jan, 1:00 PM PST
┊ Where   Soda 405
┊ Duties  Presents the paper fairly and without judging it: problem, approach,
┊         results.
┊ Paper   In Search of an Understandable Consensus Algorithm
┊         (https://example.org/raft)
┊
┊ [1] Take it   [2] Other seats
┊
┊ If your plans change, please give it back before Sat 29 Jan, 1:00 PM PST.

Maya, Sun 23 Jan 1:00 PM ❯ 1
→ Take it
coursebot · only you see this
┊ You are Neutral Presenter for Consensus, Mon 31 Jan, 1:00 PM PST, in Soda 405.
┊ That makes 1 of 3. Still open to you: Advocate, Critic, Backup/Scribe.
┊ You owe no review for that class, because you present. I will remind you 7
┊ days and 2 days before.
┊
┊ [1] Drop   [2] Swap   [3] More seats
┊ File: For your calendar: Neutral Presenter for ‘Consensus’, Mon 31 Jan
┊ (neutral-presenter-consensus.ics, 572 bytes)

To keep the file: save, or save PATH

Maya, Sun 23 Jan 1:00 PM ❯ signup zero critic
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

Maya, Sun 23 Jan 1:00 PM ❯ 1
→ Take it
coursebot · only you see this
┊ You are Critic for Memory, Mon 7 Feb, 1:00 PM PST, in Soda 405.
┊ That makes 2 of 3. Still open to you: Advocate, Backup/Scribe.
┊ You owe no review for that class, because you present. I will remind you 7
┊ days and 2 days before.
┊
┊ [1] Drop   [2] Swap   [3] More seats
┊ File: For your calendar: Critic for ‘Memory’, Mon 7 Feb (critic-memory.ics,
┊ 536 bytes)

Maya, Sun 23 Jan 1:00 PM ❯ which seats are free?
coursebot · only you see this
┊ Your seats
┊
┊ Neutral Presenter for Consensus, Mon 31 Jan, 1:00 PM PST
┊
┊ [1] Drop   [2] Swap   [3] Calendar file
┊
┊ Critic for Memory, Mon 7 Feb, 1:00 PM PST
┊
┊ [4] Drop   [5] Swap   [6] Calendar file
┊
┊ You have 2 of 3 seats that you need. Open to you: Advocate, Backup/Scribe. You
┊ were already Neutral Presenter and Critic.
┊ The next ones that are open to you:
┊ Serving · Mon 14 Feb, 1:00 PM PST · free: Advocate and Backup/Scribe
┊
┊ [7] Advocate   [8] Backup/Scribe
┊
┊ Clocks · Mon 14 Mar, 1:00 PM PDT · free: Advocate and Backup/Scribe
┊
┊ [9] Advocate   [10] Backup/Scribe
┊
┊ [11] All seats

Maya, Sun 23 Jan 1:00 PM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #seminar. To read it: look
#seminar

Jonas, Sun 23 Jan 1:00 PM ❯ signup critic zero
coursebot · only you see this
┊ Critic for Memory, Mon 7 Feb, 1:00 PM PST is not open to you: Maya Lindqvist
┊ has it.
┊ Open to you instead:
┊ Memory · Mon 7 Feb, 1:00 PM PST · free: Neutral Presenter, Advocate and
┊ Backup/Scribe · Critic: Maya Lindqvist
┊
┊ [1] Neutral Presenter   [2] Advocate   [3] Backup/Scribe
┊
┊ Consensus · Mon 31 Jan, 1:00 PM PST · free: Advocate, Critic and Backup/Scribe
┊ · Neutral Presenter: Maya Lindqvist
┊
┊ [4] Advocate   [5] Critic   [6] Backup/Scribe
┊
┊ [7] All seats

Jonas, Sun 23 Jan 1:00 PM ❯ signup board
coursebot · only you see this
┊ All seats
┊
┊ You have 0 of 3 seats that you need. All roles are open to you.
┊ Consensus · Mon 31 Jan, 1:00 PM PST · free: Advocate, Critic and Backup/Scribe
┊ · Neutral Presenter: Maya Lindqvist
┊
┊ [1] Advocate   [2] Critic   [3] Backup/Scribe
┊
┊ Memory · Mon 7 Feb, 1:00 PM PST · free: Neutral Presenter, Advocate and
┊ Backup/Scribe · Critic: Maya Lindqvist
┊
┊ [4] Neutral Presenter   [5] Advocate   [6] Backup/Scribe
┊
┊ Serving · Mon 14 Feb, 1:00 PM PST · all free
┊
┊ [7] Neutral Presenter   [8] Advocate   [9] Critic   [10] Backup/Scribe
┊
┊ Clocks · Mon 14 Mar, 1:00 PM PDT · all free
┊
┊ [11] Neutral Presenter   [12] Advocate   [13] Critic   [14] Backup/Scribe
┊
┊ [15] My seats

Jonas, Sun 23 Jan 1:00 PM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Sun 23 Jan 1:00 PM ❯ signup board
coursebot · only you see this
┊ All seats
┊
┊ You have 2 of 3 seats that you need. Open to you: Advocate, Backup/Scribe. You
┊ were already Neutral Presenter and Critic.
┊ Consensus · Mon 31 Jan, 1:00 PM PST · Neutral Presenter: you · closed: the
┊ rest (you are Neutral Presenter on Mon 31 Jan)
┊ Memory · Mon 7 Feb, 1:00 PM PST · Critic: you · closed: the rest (you are
┊ Critic on Mon 7 Feb)
┊ Serving · Mon 14 Feb, 1:00 PM PST · free: Advocate and Backup/Scribe · closed:
┊ Neutral Presenter and Critic (you were already both)
┊
┊ [1] Advocate   [2] Backup/Scribe
┊
┊ Clocks · Mon 14 Mar, 1:00 PM PDT · free: Advocate and Backup/Scribe · closed:
┊ Neutral Presenter and Critic (you were already both)
┊
┊ [3] Advocate   [4] Backup/Scribe
┊
┊ [5] My seats

Maya, Sun 23 Jan 1:00 PM ❯ drop my seat
coursebot · only you see this
┊ Which of your seats do you want to give back?
┊
┊ [1] Neutral Presenter for ‘Consensus’, Mon 31 Jan
┊ [2] Critic for ‘Memory’, Mon 7 Feb

Maya, Sun 23 Jan 1:00 PM ❯ 2
→ Critic for ‘Memory’, Mon 7 Feb
coursebot · only you see this
┊ Do you want to give back Critic for Memory, Mon 7 Feb, 1:00 PM PST?
┊ It is free at once, and I offer it to others who may take it.
┊ You then owe the review for that class, due Mon 7 Feb, 1:00 PM PST: only who
┊ presents is excused from it.
┊
┊ [1] Give it back   [2] Swap it instead   [3] Keep it

Maya, Sun 23 Jan 1:00 PM ❯ 1
→ Give it back
coursebot · only you see this
┊ You gave back Critic for Memory, Mon 7 Feb, 1:00 PM PST. I have offered it to
┊ others who may take it.
┊ You owe the review of Memory now, due Mon 7 Feb, 1:00 PM PST: /review
┊ You have 1 of 3 seats now.
┊
┊ [1] My seats

Maya, Sun 23 Jan 1:00 PM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #seminar, 1 in
#seminar-staff. To read it: look #seminar

Sam, Sun 23 Jan 1:00 PM ❯ signup
coursebot · only you see this
┊ All seats
┊
┊ You are staff, so you take no seats yourself. /course signups shows how far
┊ everybody is.
┊ Consensus · Mon 31 Jan, 1:00 PM PST · free: Advocate, Critic and Backup/Scribe
┊ · Neutral Presenter: Maya Lindqvist
┊ Memory · Mon 7 Feb, 1:00 PM PST · all free
┊ Serving · Mon 14 Feb, 1:00 PM PST · all free
┊ Clocks · Mon 14 Mar, 1:00 PM PDT · all free

Goodbye.
