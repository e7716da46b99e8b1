# Who presents is reminded, gets what the reviews say for the role, and sees what came in since.
#: at 2022-01-28T10:00
#: course tests/stories/seats.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#seminar · Fri 28 Jan, 10:00 AM ────────────────────────────────────────────────
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

#seminar · Fri 28 Jan, 10:00 AM ────────────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 16 seats are free; everyone takes 3, in different roles. Take one with the
│ button, or with /signup.
│ Mon 31 Jan, 1:00 PM PST: Consensus, all free
│ Mon 7 Feb, 1:00 PM PST: Memory, all free
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [2] Sign up
│
│ I keep this message up to date.

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Fri 28 Jan 10:00 AM ❯ signup critic consensus
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

Maya, Fri 28 Jan 10:00 AM ❯ 1
→ Take it
coursebot · only you see this
┊ You are Critic for Consensus, Mon 31 Jan, 1:00 PM PST, in Soda 405.
┊ That makes 1 of 3. Still open to you: Neutral Presenter, Advocate,
┊ Backup/Scribe.
┊ You owe no review for that class, because you present. I will remind you 2
┊ days before.
┊
┊ [1] Drop   [2] Swap   [3] More seats
┊ File: For your calendar: Critic for ‘Consensus’, Mon 31 Jan
┊ (critic-consensus.ics, 553 bytes)

To keep the file: save, or save PATH

Maya, Fri 28 Jan 10:00 AM ❯ signup packet
coursebot · only you see this
┊ Your packet for Consensus comes Mon 31 Jan, 11:00 AM PST.

Maya, Fri 28 Jan 10:00 AM ❯ clock 2022-01-29T13:00
A message in #seminar was changed:

#seminar · Fri 28 Jan, 10:00 AM, edited ────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 15 of 16 seats are free; everyone takes 3, in different roles. Take one with
│ the button, or with /signup.
│ Mon 31 Jan, 1:00 PM PST: Consensus
│ • Critic: Maya Lindqvist · free: Neutral Presenter, Advocate, Backup/Scribe
│
│ Mon 7 Feb, 1:00 PM PST: Memory, all free
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [1] Sign up
│
│ I keep this message up to date.

Direct message to you · Sat 29 Jan, 1:00 PM ────────────────────────────────────
┊ In two days you are Critic for Consensus (Mon 31 Jan, 1:00 PM PST, Soda 405).
┊ Critic: Argues against accepting the paper: gaps, doubts, missing comparisons.
┊ To read
┊ • In Search of an Understandable Consensus Algorithm
┊   (https://example.org/raft)
┊
┊ Nobody else has signed up yet. Still open: Neutral Presenter, Advocate and
┊ Backup/Scribe.
┊
┊ If you cannot come, tell me now: I look for somebody to step in and tell
┊ staff.
┊ Your packet, with what the reviews say for your role, comes Mon 31 Jan, 11:00
┊ AM PST.
┊
┊ [2] Drop   [3] Calendar file

It is Sat 29 Jan 2022, 1:00 PM.

Maya, Sat 29 Jan 1:00 PM ❯ clock 2022-01-31T11:00
#seminar · Mon 31 Jan, 9:00 AM ─────────────────────────────────────────────────
│ Today at 1:00 PM PST in Soda 405: Consensus
│ Presenting: Critic: Maya Lindqvist · free: Neutral Presenter, Advocate,
│ Backup/Scribe
│ Read
│ • In Search of an Understandable Consensus Algorithm
│   (https://example.org/raft)
│
│ Reviews are due today at 1:00 PM PST.

Direct message to you · Mon 31 Jan, 11:00 AM ───────────────────────────────────
┊ Your packet: Consensus
┊
┊ Critic for Consensus, Mon 31 Jan, 1:00 PM PST
┊ No reviews yet. They are due Mon 31 Jan, 1:00 PM PST. Show the newest, or
┊ /signup packet, has what comes in from now on, also after class.
┊
┊ As of 11:00 AM PST.
┊
┊ [1] Show the newest

It is Mon 31 Jan 2022, 11:00 AM.

Maya, Mon 31 Jan 11:00 AM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 3 in #seminar, 2 in direct
messages. To read it: look #seminar

Jonas, Mon 31 Jan 11:00 AM ❯ review write raft
Review: In Search of… ──────────────────────────────────────────────────────────
┊ In Search of an Understandable Consensus Algorithm, for Consensus, due Mon 31
┊ Jan, 1:00 PM PST, in 2 h.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Three sentences
┊ The paper in three sentences: the problem, the idea, your verdict. At most 120
┊ words.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ Leaders make it readable. The proof is dense. I would accept it.
┊ 2  One question
┊ One question for the discussion.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ Why not Paxos?
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
coursebot · only you see this
┊ Submitted. You can change it until Mon 31 Jan, 1:00 PM PST; later changes are
┊ late.
┊
┊ In Search of an Understandable Consensus Algorithm: the full text comes in
┊ your direct messages, as a receipt.
┊
┊ [1] Edit

Direct message to you · Mon 31 Jan, 11:00 AM ───────────────────────────────────
┊ Your review of In Search of an Understandable Consensus Algorithm, version 1,
┊ came in Mon 31 Jan, 11:00 AM PST.
┊ Three sentences
┊ Leaders make it readable. The proof is dense. I would accept it.
┊ One question
┊ Why not Paxos?
┊ It counts, on time. You can change it until Mon 31 Jan, 1:00 PM PST; later
┊ changes are late.
┊
┊ [2] Edit

Jonas, Mon 31 Jan 11:00 AM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Mon 31 Jan 11:00 AM ❯ signup packet
coursebot · only you see this
┊ Your packet: Consensus
┊
┊ Critic for Consensus, Mon 31 Jan, 1:00 PM PST
┊ 1 review by a classmate is in.
┊ Three sentences
┊ • Leaders make it readable. The proof is dense. I would accept it.
┊
┊ One question
┊ • Why not Paxos?
┊
┊ As of 11:00 AM PST. Nobody is told whose words these are.
┊
┊ [1] Show the newest

Maya, Mon 31 Jan 11:00 AM ❯ quit
Goodbye.
