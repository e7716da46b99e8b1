# Staff announce something, take it back, and pause the bot; students see only what is for them.
coursebot demo: Machine Learning Systems, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#cs294 · Thu 20 Jan, 10:00 AM ──────────────────────────────────────────────────
│ Coming up in Machine Learning Systems: week of 24 Jan
│
│ Mon 24 Jan, 1:00 PM PST: Introduction and Course Overview in Soda 405
│ The book chapter is free on campus or through the Library VPN.
│ Read
│ • SysML: The New Frontier of Machine Learning Systems
│   (https://arxiv.org/abs/1904.03257)
│ • Principles of Computer System Design
│   (https://www.sciencedirect.com/book/9780123749574/
│   principles-of-computer-system-design), Chapter 1
│ • A Few Useful Things to Know About Machine Learning
│   (https://homes.cs.washington.edu/~pedrod/papers/cacm12.pdf)
│
│ Optional
│ • How to read a paper
│   (https://web.stanford.edu/class/ee384m/Handouts/HowtoReadPaper.pdf)
│ • writing reviews for systems conferences
│   (https://people.inf.ethz.ch/troscoe/pubs/review-writing.pdf)
│
│ Ask me any time: /readings or /deadlines

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Thu 20 Jan 10:00 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #cs294. To read
it: look #cs294

Sam, Thu 20 Jan 10:00 AM ❯ course
coursebot · only you see this
┊ Hello! I keep track of Machine Learning Systems: what to read, and what is due
┊ when. What would you like to see?
┊
┊ [1] What’s next   [2] My reviews   [3] Deadlines   [4] Help
┊
┊ And because you are staff:
┊ How it stands
┊
┊ [5] Overview   [6] Missing   [7] Reviews   [8] Student   [9] Digest
┊ [10] Participation
┊
┊ Tell people
┊
┊ [11] Announce   [12] Nudge   [13] Plan   [14] Retract   [15] Pause
┊
┊ Who does what
┊
┊ [16] Roster   [17] Signups   [18] Extend   [19] Excuse   [20] Extensions
┊
┊ Marks and files
┊
┊ [21] Release   [22] Export   [23] Audit

Sam, Thu 20 Jan 10:00 AM ❯ course announce
Post an announcement · page 1 of 2 ─────────────────────────────────────────────
┊ 1  Text
┊ An empty line begins a new paragraph.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ We meet in the Wozniak Lounge on Monday.\
  ❯ \
  ❯ Please be on time!
┊ 3  When
┊ May stay empty. For later: “fri 5pm”, “tomorrow 9:00”, “in 2 hours” or “14 mar
┊ 17:00”, in course time.
  ❯
┊ 2  Channel: #cs294
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯
Preview · page 2 of 2 ──────────────────────────────────────────────────────────
┊ This is what everybody in #cs294 will read, with your name under it:
┊ 1  Text: We meet in the Wozniak Lounge on Monday.
┊
┊ Please be on time!
┊ 2  Channel: #cs294
┊ 3  When: –
┊ [Enter] Post it   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ It goes to #cs294 now.
┊
┊ [1] Take it back …

#cs294 · Thu 20 Jan, 10:00 AM ──────────────────────────────────────────────────
│ We meet in the Wozniak Lounge on Monday.
│
│ Please be on time!
│
│ From Sam Whitfield

Sam, Thu 20 Jan 10:00 AM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 1 in #cs294. To read it: look
#cs294

Maya, Thu 20 Jan 10:00 AM ❯ look #cs294
#cs294 · Thu 20 Jan, 10:00 AM ──────────────────────────────────────────────────
│ Coming up in Machine Learning Systems: week of 24 Jan
│
│ Mon 24 Jan, 1:00 PM PST: Introduction and Course Overview in Soda 405
│ The book chapter is free on campus or through the Library VPN.
│ Read
│ • SysML: The New Frontier of Machine Learning Systems
│   (https://arxiv.org/abs/1904.03257)
│ • Principles of Computer System Design
│   (https://www.sciencedirect.com/book/9780123749574/
│   principles-of-computer-system-design), Chapter 1
│ • A Few Useful Things to Know About Machine Learning
│   (https://homes.cs.washington.edu/~pedrod/papers/cacm12.pdf)
│
│ Optional
│ • How to read a paper
│   (https://web.stanford.edu/class/ee384m/Handouts/HowtoReadPaper.pdf)
│ • writing reviews for systems conferences
│   (https://people.inf.ethz.ch/troscoe/pubs/review-writing.pdf)
│
│ Ask me any time: /readings or /deadlines

#cs294 · Thu 20 Jan, 10:00 AM ──────────────────────────────────────────────────
│ We meet in the Wozniak Lounge on Monday.
│
│ Please be on time!
│
│ From Sam Whitfield

Maya, Thu 20 Jan 10:00 AM ❯ course pause
coursebot · only you see this
┊ Sorry, only staff of Machine Learning Systems can do that.

Maya, Thu 20 Jan 10:00 AM ❯ course announce
coursebot · only you see this
┊ Sorry, only staff of Machine Learning Systems can do that.

Maya, Thu 20 Jan 10:00 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #cs294. To read
it: look #cs294

Sam, Thu 20 Jan 10:00 AM ❯ course pause
Pause announcements · page 1 of 2 ──────────────────────────────────────────────
┊ I will post nothing by myself until then. What is still useful goes out
┊ afterwards.
┊ 1  Until when
┊ For example “friday 9:00” or “in 3 days”. Empty: until somebody resumes.
  ❯ yesterday
┊ 2  Why (for other staff)
  ❯ snow
┊ [Enter] Continue   a number changes that answer, cancel leaves
  ❯
┊ ✗ Until when: I cannot read that as one time. Try “tomorrow at 9”, “friday 5
┊ PM”, “in 3 days” or “2022-03-14 09:00”.
┊ 1  Until when
┊ For example “friday 9:00” or “in 3 days”. Empty: until somebody resumes.
┊ Now: yesterday
┊ Enter keeps it, - empties it.
  ❯ cancel
You left the form. This page was not sent.

Sam, Thu 20 Jan 10:00 AM ❯ course pause
Pause announcements · page 1 of 2 ──────────────────────────────────────────────
┊ I will post nothing by myself until then. What is still useful goes out
┊ afterwards.
┊ 1  Until when
┊ For example “friday 9:00” or “in 3 days”. Empty: until somebody resumes.
  ❯ friday 9:00
┊ 2  Why (for other staff)
  ❯ snow
┊ [Enter] Continue   a number changes that answer, cancel leaves
  ❯
Pause announcements · page 2 of 2 ──────────────────────────────────────────────
┊ I stay silent until Fri 21 Jan, 9:00 AM PST (in 23 h). Right?
┊ 1  Until when: 2022-01-21 09:00
┊ 2  Why (for other staff): snow
┊ [Enter] Pause   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Paused until Fri 21 Jan, 9:00 AM PST. I post nothing by myself in Machine
┊ Learning Systems.
┊
┊ Why: snow
┊
┊ [1] Resume

Sam, Thu 20 Jan 10:00 AM ❯ course plan
coursebot · only you see this
┊ Paused until Fri 21 Jan, 9:00 AM PST (snow). What is still useful by then goes
┊ out afterwards.
┊
┊ [1] Resume
┊
┊ In the next 14 days
┊ • Mon 24 Jan, 9:00 AM PST: Today: Introduction and Course Overview, in #cs294
┊ • Tue 25 Jan, 9:00 AM PST: Readings for the week of 31 Jan, in #cs294
┊ • Mon 31 Jan, 9:00 AM PST: Today: Big Data Systems, in #cs294
┊ • Tue 1 Feb, 9:00 AM PST: Readings for the week of 7 Feb, in #cs294

Sam, Thu 20 Jan 10:00 AM ❯ course resume
coursebot · only you see this
┊ Resumed. What waited and is still useful goes out now.
┊
┊ [1] What comes next

Sam, Thu 20 Jan 10:00 AM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Thu 20 Jan 10:00 AM ❯ look
#cs294  2 messages
direct  0 messages

Maya, Thu 20 Jan 10:00 AM ❯ quit
Goodbye.
