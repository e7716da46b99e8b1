# Staff announce something for later: the time at the end of the line, a doubt about it, the plan, an edit, a cancel.
#: at 2022-01-20T10:00
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

Sam, Thu 20 Jan 10:00 AM ❯ course announce Office hours move to Soda 411 on Monday at fri 5pm
Post an announcement · page 1 of 2 ─────────────────────────────────────────────
┊ I took “at fri 5pm” for the time. If it belongs to the text, move it there and
┊ empty “When”.
┊ 1  Text: Office hours move to Soda 411 on Monday
┊ 2  Channel: #cs294
┊ 3  When: at fri 5pm
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯
Preview · page 2 of 2 ──────────────────────────────────────────────────────────
┊ Everybody in #cs294 will read this on Fri 21 Jan, 5:00 PM PST (in 1 d 7 h),
┊ with your name under it.
┊ 1  Text: Office hours move to Soda 411 on Monday
┊ 2  Channel: #cs294
┊ 3  When: Fri 21 Jan, 5:00 PM PST
┊ [Enter] Post it then   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ It goes to #cs294 on Fri 21 Jan, 5:00 PM PST.
┊
┊ [1] Edit   [2] Cancel it   [3] The plan

Sam, Thu 20 Jan 10:00 AM ❯ course announce Bring a pen
Post an announcement · page 1 of 2 ─────────────────────────────────────────────
┊ 1  Text: Bring a pen
┊ 2  Channel: #cs294
┊ 3  When: –
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯ 3
┊ 3  When
┊ May stay empty. For later: “fri 5pm”, “tomorrow 9:00”, “in 2 hours” or “14 mar
┊ 17:00”, in course time.
  ❯ 3/4 5pm
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯
┊ ✗ When: “3/4 5pm” can mean Fri 4 Mar, 5:00 PM or Sun 3 Apr, 5:00 PM. Type the
┊ one that you mean.
┊ 3  When
┊ May stay empty. For later: “fri 5pm”, “tomorrow 9:00”, “in 2 hours” or “14 mar
┊ 17:00”, in course time.
┊ Now: 3/4 5pm
┊ Enter keeps it, - empties it.
  ❯ in 2 hours
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯
Preview · page 2 of 2 ──────────────────────────────────────────────────────────
┊ Everybody in #cs294 will read this on Thu 20 Jan, 12:00 PM PST (in 2 h), with
┊ your name under it.
┊ 1  Text: Bring a pen
┊ 2  Channel: #cs294
┊ 3  When: Thu 20 Jan, 12:00 PM PST
┊ [Enter] Post it then   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ It goes to #cs294 on Thu 20 Jan, 12:00 PM PST.
┊
┊ [1] Edit   [2] Cancel it   [3] The plan

Sam, Thu 20 Jan 10:00 AM ❯ course plan
coursebot · only you see this
┊ Announcements that wait for their time
┊ • Thu 20 Jan, 12:00 PM PST: Bring a pen, in #cs294
┊ • Fri 21 Jan, 5:00 PM PST: Office hours move to Soda 411 on Monday, in #cs294
┊
┊ [1] Edit: Bring a pen   [2] Cancel: Bring a pen
┊
┊ [3] Edit: Office hours move to Soda 411 on Monday
┊ [4] Cancel: Office hours move to Soda 411 on Monday
┊
┊ In the next 14 days
┊ • Mon 24 Jan, 9:00 AM PST: Today: Introduction and Course Overview, in #cs294
┊ • Tue 25 Jan, 9:00 AM PST: Readings for the week of 31 Jan, in #cs294
┊ • Mon 31 Jan, 9:00 AM PST: Today: Big Data Systems, in #cs294
┊ • Tue 1 Feb, 9:00 AM PST: Readings for the week of 7 Feb, in #cs294

Sam, Thu 20 Jan 10:00 AM ❯ 1
→ Edit: Bring a pen
Edit the announcement · page 1 of 2 ────────────────────────────────────────────
┊ 1  Text: Bring a pen
┊ 2  Channel: #cs294
┊ 3  When: Thu 20 Jan, 12:00 PM PST
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯ 3
┊ 3  When
┊ May stay empty. For later: “fri 5pm”, “tomorrow 9:00”, “in 2 hours” or “14 mar
┊ 17:00”, in course time.
┊ Now: Thu 20 Jan, 12:00 PM PST
┊ Enter keeps it, - empties it.
  ❯ thu 16:30
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯
Preview · page 2 of 2 ──────────────────────────────────────────────────────────
┊ Everybody in #cs294 will read this on Thu 20 Jan, 4:30 PM PST (in 6 h), with
┊ your name under it.
┊ 1  Text: Bring a pen
┊ 2  Channel: #cs294
┊ 3  When: Thu 20 Jan, 4:30 PM PST
┊ [Enter] Post it then   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ It goes to #cs294 on Thu 20 Jan, 4:30 PM PST. It takes the place of what
┊ waited.
┊
┊ [1] Edit   [2] Cancel it   [3] The plan

Sam, Thu 20 Jan 10:00 AM ❯ course plan
coursebot · only you see this
┊ Announcements that wait for their time
┊ • Thu 20 Jan, 4:30 PM PST: Bring a pen, in #cs294
┊ • Fri 21 Jan, 5:00 PM PST: Office hours move to Soda 411 on Monday, in #cs294
┊
┊ [1] Edit: Bring a pen   [2] Cancel: Bring a pen
┊
┊ [3] Edit: Office hours move to Soda 411 on Monday
┊ [4] Cancel: Office hours move to Soda 411 on Monday
┊
┊ In the next 14 days
┊ • Mon 24 Jan, 9:00 AM PST: Today: Introduction and Course Overview, in #cs294
┊ • Tue 25 Jan, 9:00 AM PST: Readings for the week of 31 Jan, in #cs294
┊ • Mon 31 Jan, 9:00 AM PST: Today: Big Data Systems, in #cs294
┊ • Tue 1 Feb, 9:00 AM PST: Readings for the week of 7 Feb, in #cs294

Sam, Thu 20 Jan 10:00 AM ❯ 4
→ Cancel: Office hours move to Soda 411 on Monday
coursebot · only you see this
┊ Cancelled: I post nothing in #cs294 on Fri 21 Jan, 5:00 PM PST.
┊ It said:
┊
┊ Office hours move to Soda 411 on Monday

Sam, Thu 20 Jan 10:00 AM ❯ clock 2022-01-21T17:45
#cs294 · Thu 20 Jan, 4:30 PM ───────────────────────────────────────────────────
│ Bring a pen
│
│ From Sam Whitfield

#cs294-staff (staff only) · Fri 21 Jan, 4:00 PM ────────────────────────────────
│ Fri 21 Jan: all is well. Nothing failed this week. In the coming week I post
│ the class of the day (Mon 9:00 AM) and the week’s readings (Tue 9:00 AM). 2
│ students. I make no backups here.

It is Fri 21 Jan 2022, 5:45 PM.

Goodbye.
