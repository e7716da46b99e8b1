# Staff fill the free seats: what a student likes, the proposal with its figures, who gets what, applied and undone.
#: at 2022-01-23T13:00
#: course tests/stories/seats-by-preference.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#seminar · Sun 23 Jan, 1:00 PM ─────────────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 16 seats; everyone takes 3, in different roles.
│ Seats are given by preference, not to who comes first. Until staff give them
│ out, tell me which you would like with the button, or with /signup prefer.
│ Mon 31 Jan, 1:00 PM PST: Consensus, all free
│ Mon 7 Feb, 1:00 PM PST: Memory, all free
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [1] Tell my preferences
│
│ I keep this message up to date.

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Sun 23 Jan 1:00 PM ❯ signup prefer
What would you like? ───────────────────────────────────────────────────────────
┊ Answer what matters to you and leave the rest. You can change it until the
┊ seats are given out.
┊ 1  Your first choice
┊ ○ 1  Mon 31 Jan · Consensus
┊ ○ 2  Mon 7 Feb · Memory
┊ ○ 3  Mon 14 Feb · Serving
┊ ○ 4  Mon 14 Mar · Clocks
┊ ○ 5  No first choice
  ❯ 2
┊ 2  Your second choice
┊ ○ 1  Mon 31 Jan · Consensus
┊ ○ 2  Mon 7 Feb · Memory
┊ ○ 3  Mon 14 Feb · Serving
┊ ○ 4  Mon 14 Mar · Clocks
┊ ○ 5  No second choice
  ❯ 4
┊ 3  Your third choice
┊ ○ 1  Mon 31 Jan · Consensus
┊ ○ 2  Mon 7 Feb · Memory
┊ ○ 3  Mon 14 Feb · Serving
┊ ○ 4  Mon 14 Mar · Clocks
┊ ○ 5  No third choice
  ❯ 3
┊ 4  Roles you would like
┊   1  Neutral Presenter
┊   2  Advocate
┊   3  Critic
┊   4  Backup/Scribe
  ❯ 2,3
┊ 5  Days on which you cannot
┊   1  Mon 31 Jan · Consensus
┊   2  Mon 7 Feb · Memory
┊   3  Mon 14 Feb · Serving
┊   4  Mon 14 Mar · Clocks
  ❯ 1
┊ [Enter] Save   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Noted. This is what you would like:
┊ First choice    Memory, Mon 7 Feb
┊ Second choice   Clocks, Mon 14 Mar
┊ Third choice    Serving, Mon 14 Feb
┊ Roles you like  Advocate and Critic
┊ You cannot      Mon 31 Jan
┊
┊ [1] Change   [2] My seats

Maya, Sun 23 Jan 1:00 PM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #seminar, 1 in
#seminar-staff. To read it: look #seminar

Sam, Sun 23 Jan 1:00 PM ❯ course fill
coursebot · only you see this
┊ A proposal for Reading Seminar
┊
┊ 6 seats for 2 students. Everybody then has the 3 seats that the course asks
┊ for.
┊ • A person: 3 seats
┊ • Taken in each class: 31 Jan 1 of 4, 7 Feb 1 of 4, 14 Feb 2 of 4, 14 Mar 2 of
┊   4
┊ • Left: 10 seats stay free, nobody owes them
┊ • Choices met: first 1 of 1, second 1 of 1, third 1 of 1
┊ • Roles they like: 2 of 3 seats
┊ • Away: nobody on a day they can’t come
┊ • Preferences: 1 of 2 students has not told me any (/signup prefer)
┊
┊ I have made sure: by these rules nobody could get more of what they owe, nor
┊ could more wishes be met.
┊ Nothing is done until you apply it. Then each of them is told once, with a
┊ calendar file.
┊
┊ [1] Apply   [2] Who gets what   [3] Fill all seats instead

Sam, Sun 23 Jan 1:00 PM ❯ 2
→ Who gets what
coursebot · only you see this
┊ Who gets what
┊
┊ • Jonas Okafor: Neutral Presenter for ‘Consensus’, Mon 31 Jan; Critic for
┊   ‘Serving’, Mon 14 Feb; Advocate for ‘Clocks’, Mon 14 Mar
┊ • Maya Lindqvist: Advocate for ‘Memory’, Mon 7 Feb; Backup/Scribe for
┊   ‘Serving’, Mon 14 Feb; Critic for ‘Clocks’, Mon 14 Mar
┊
┊ [1] Apply

Sam, Sun 23 Jan 1:00 PM ❯ 1
→ Apply
coursebot · only you see this
┊ Applied. 6 seats are given to 2 students. Each of them hears of it from me
┊ once.
┊
┊ Students may still swap and drop them as any seat. What is free is open to who
┊ comes first.
┊
┊ [1] Undo   [2] Who has what

#seminar-staff (staff only) · Sun 23 Jan, 1:00 PM ──────────────────────────────
│ Sam Whitfield has filled 6 seats, for 2 students.
│
│ [3] Who has what   [4] Board   [5] Undo

Sam, Sun 23 Jan 1:00 PM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 1 in direct messages. To read it:
look direct

Maya, Sun 23 Jan 1:00 PM ❯ look direct
Direct message to you · Sun 23 Jan, 1:00 PM ────────────────────────────────────
┊ Staff have filled the free seats, and you have 3 seats to present in Reading
┊ Seminar:
┊ • Advocate for Memory, Mon 7 Feb, 1:00 PM PST
┊ • Backup/Scribe for Serving, Mon 14 Feb, 1:00 PM PST
┊ • Critic for Clocks, Mon 14 Mar, 1:00 PM PDT
┊
┊ Advocate: Argues for accepting the paper and defends it against the critic.
┊ Backup/Scribe: Takes notes of the discussion, and steps in for another role
┊ when someone cannot come.
┊ Critic: Argues against accepting the paper: gaps, doubts, missing comparisons.
┊
┊ If one does not suit you: /signup swap offers it for another one, /signup drop
┊ gives it up.
┊
┊ [1] My seats
┊ File: For your calendar (presenting.ics, 1.5 kB)

To keep the file: save, or save PATH

Maya, Sun 23 Jan 1:00 PM ❯ signup drop critic
coursebot · only you see this
┊ Do you want to give back Critic for Clocks, Mon 14 Mar, 1:00 PM PDT?
┊ It is free at once. As things are nobody else may take it.
┊ You then owe the review for that class, due Mon 14 Mar, 1:00 PM PDT: only who
┊ presents is excused from it.
┊
┊ [1] Give it back   [2] Swap it instead   [3] Keep it

Maya, Sun 23 Jan 1:00 PM ❯ 1
→ Give it back
coursebot · only you see this
┊ You gave back Critic for Clocks, Mon 14 Mar, 1:00 PM PDT. It is free now. As
┊ things are nobody else may take it, so I have offered it to nobody.
┊ You owe the review of Clocks now, due Mon 14 Mar, 1:00 PM PDT: /review
┊ You have 2 of 3 seats now.
┊
┊ [1] My seats

Maya, Sun 23 Jan 1:00 PM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #seminar, 1 in
#seminar-staff. To read it: look #seminar

Sam, Sun 23 Jan 1:00 PM ❯ course fill
coursebot · only you see this
┊ A proposal for Reading Seminar
┊
┊ 1 seat for 1 student. Everybody then has the 3 seats that the course asks for.
┊ • A person: 3 seats
┊ • Taken in each class: 31 Jan 1 of 4, 7 Feb 1 of 4, 14 Feb 2 of 4, 14 Mar 2 of
┊   4
┊ • Left: 10 seats stay free, nobody owes them
┊ • Choices met: first 1 of 1, second 1 of 1, third 1 of 1
┊ • Roles they like: 1 of 1 seat
┊ • Away: nobody on a day they can’t come
┊ • Preferences: 1 of 2 students has not told me any (/signup prefer)
┊
┊ An earlier proposal was applied on Sun 23 Jan, 1:00 PM PST: it stays as it is.
┊
┊ [1] Undo that one
┊
┊ I have made sure: by these rules nobody could get more of what they owe, nor
┊ could more wishes be met.
┊ Nothing is done until you apply it. Then each of them is told once, with a
┊ calendar file.
┊
┊ [2] Apply   [3] Who gets what   [4] Fill all seats instead

Sam, Sun 23 Jan 1:00 PM ❯ 1
→ Undo that one
coursebot · only you see this
┊ Undone. 5 seats of 2 students are free again. Each of them hears of it from me
┊ once.
┊ Left alone, since they have changed hands or were given up:
┊ • Maya Lindqvist: Critic for ‘Clocks’, Mon 14 Mar
┊
┊ [1] A new proposal

#seminar-staff (staff only) · Sun 23 Jan, 1:00 PM ──────────────────────────────
│ Sam Whitfield has undone the filling: 5 seats of 2 students are free again.

Sam, Sun 23 Jan 1:00 PM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #seminar, 2 in direct
messages. To read it: look #seminar

Jonas, Sun 23 Jan 1:00 PM ❯ look direct
Direct message to you · Sun 23 Jan, 1:00 PM ────────────────────────────────────
┊ Staff have filled the free seats, and you have 3 seats to present in Reading
┊ Seminar:
┊ • Neutral Presenter for Consensus, Mon 31 Jan, 1:00 PM PST
┊ • Critic for Serving, Mon 14 Feb, 1:00 PM PST
┊ • Advocate for Clocks, Mon 14 Mar, 1:00 PM PDT
┊
┊ Neutral Presenter: Presents the paper fairly and without judging it: problem,
┊ approach, results.
┊ Critic: Argues against accepting the paper: gaps, doubts, missing comparisons.
┊ Advocate: Argues for accepting the paper and defends it against the critic.
┊
┊ If one does not suit you: /signup swap offers it for another one, /signup drop
┊ gives it up.
┊
┊ [1] My seats
┊ File: For your calendar (presenting.ics, 1.5 kB)

Direct message to you · Sun 23 Jan, 1:00 PM ────────────────────────────────────
┊ The staff have undone the filling of the seats of Reading Seminar. These seats
┊ are no longer yours:
┊ • Neutral Presenter for Consensus, Mon 31 Jan, 1:00 PM PST
┊ • Critic for Serving, Mon 14 Feb, 1:00 PM PST
┊ • Advocate for Clocks, Mon 14 Mar, 1:00 PM PDT
┊
┊ You owe the review of Consensus now, due Mon 31 Jan, 1:00 PM PST: /review
┊ You owe the review of Serving now, due Mon 14 Feb, 1:00 PM PST: /review
┊ You owe the review of Clocks now, due Mon 14 Mar, 1:00 PM PDT: /review
┊
┊ If you put the calendar file into your calendar, please delete what it added.
┊
┊ [2] My seats

Goodbye.
