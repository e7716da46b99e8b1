# A first start: the bot rehearses in the staff channel until the instructor goes live.
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

Maya, Thu 20 Jan 10:00 AM ❯ rehearsal
A first start: I rehearse in the staff channel until an instructor goes live.
You are Elena Rivera, an instructor.

#cs294-staff (staff only) · Thu 20 Jan, 10:00 AM ───────────────────────────────
│ Rehearsal: would post in #cs294 as soon as you go live:
│
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

Rehearsal: only staff see what would be posted. To end it: course go-live

Rivera, Thu 20 Jan 10:00 AM ❯ look
#cs294        0 messages
#cs294-staff  1 message
direct        0 messages

Rivera, Thu 20 Jan 10:00 AM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Thu 20 Jan 10:00 AM ❯ look
#cs294  0 messages
direct  0 messages

Maya, Thu 20 Jan 10:00 AM ❯ look #cs294-staff
You have no channel #cs294-staff. You can see #cs294.

Maya, Thu 20 Jan 10:00 AM ❯ as Rivera
You are Elena Rivera, an instructor.

Rivera, Thu 20 Jan 10:00 AM ❯ course announce
Post an announcement · page 1 of 2 ─────────────────────────────────────────────
┊ 1  Text
┊ An empty line begins a new paragraph.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ Welcome to the course!
┊ 3  When
┊ May stay empty. For later: “fri 5pm”, “tomorrow 9:00”, “in 2 hours” or “14 mar
┊ 17:00”, in course time.
  ❯
┊ 2  Channel: #cs294
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯
Preview · page 2 of 2 ──────────────────────────────────────────────────────────
┊ We are still in rehearsal, so only staff see it. In #cs294 everybody would
┊ read this, with your name under it.
┊ 1  Text: Welcome to the course!
┊ 2  Channel: #cs294
┊ 3  When: –
┊ [Enter] Post it   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ We are still in rehearsal, so only staff see it. It goes to #cs294-staff. Go
┊ live first to post in #cs294 for real.
┊
┊ [1] Go live …

#cs294-staff (staff only) · Thu 20 Jan, 10:00 AM ───────────────────────────────
│ Rehearsal: would post in #cs294 at once:
│ Welcome to the course!
│
│ From Elena Rivera

Rivera, Thu 20 Jan 10:00 AM ❯ course go-live
coursebot · only you see this
┊ Go live with Machine Learning Systems? So far everything went to the staff
┊ channel only. From then on I post in #cs294.
┊ At once: Readings for the week of 24 Jan.
┊ Next
┊ • Mon 24 Jan, 9:00 AM PST: Today: Introduction and Course Overview, in #cs294
┊ • Tue 25 Jan, 9:00 AM PST: Readings for the week of 31 Jan, in #cs294
┊ • Mon 31 Jan, 9:00 AM PST: Today: Big Data Systems, in #cs294
┊
┊ Besides: from now on I also remind people in direct messages of the reviews
┊ they owe, and staff get a line at each deadline and the digest before class.
┊
┊ Not posted: whatever was due before, and the slides, recordings and notes that
┊ are there already.
┊
┊ [1] Go live

Rivera, Thu 20 Jan 10:00 AM ❯ 1
→ Go live
coursebot · only you see this
┊ Machine Learning Systems is live.
┊ The weekly post goes to #cs294 now. From here on I post by myself what is due,
┊ each thing once.
┊
┊ [1] What comes next

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

Rivera, Thu 20 Jan 10:00 AM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #cs294. To read it: look
#cs294

Jonas, Thu 20 Jan 10:00 AM ❯ look #cs294
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

Jonas, Thu 20 Jan 10:00 AM ❯ quit
Goodbye.
