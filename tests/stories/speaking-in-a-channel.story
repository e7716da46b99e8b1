# Answers are private in a channel too; staff may share one there after a preview.
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

Maya, Thu 20 Jan 10:00 AM ❯ in #cs294
You speak in #cs294. To leave it: in direct

Maya in #cs294, Thu 20 Jan 10:00 AM ❯ deadlines
coursebot · only you see this
┊ What is due
┊
┊ • Mon 31 Jan, 1:00 PM PST (in 11 days): Review one of the 3 papers for Big
┊   Data Systems.
┊ • Mon 7 Feb, 1:00 PM PST (in 18 days): Review one of the 4 papers for Hardware
┊   for Machine Learning.
┊ • Mon 14 Feb, 1:00 PM PST (in 4 weeks): Review one of the 3 papers for
┊   Distributed deep learning, Part I: Systems.
┊ • Mon 28 Feb, 1:00 PM PST (in 6 weeks): Review one of the 3 papers for
┊   Distributed deep learning, Part II: Scaling Constraints.
┊ • Mon 14 Mar, 1:00 PM PDT (in 8 weeks): Review one of the 3 papers for Machine
┊   learning Applied to Systems.
┊ • Mon 28 Mar, 1:00 PM PDT (in 10 weeks): Review one of the 3 papers for
┊   Machine Learning Frameworks and Automatic Differentiation.
┊ • Mon 4 Apr, 1:00 PM PDT: Review one of the 3 papers for Efficient Machine
┊   Learning.
┊ • Mon 11 Apr, 1:00 PM PDT: Review one of the 3 papers for Fundamentals of
┊   Machine Learning in the Cloud, the Modern Data Stack.

Maya in #cs294, Thu 20 Jan 10:00 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #cs294. To read
it: look #cs294

Sam in #cs294, Thu 20 Jan 10:00 AM ❯ in #cs294
You speak in #cs294. To leave it: in direct

Sam in #cs294, Thu 20 Jan 10:00 AM ❯ deadlines
coursebot · only you see this
┊ What is due
┊
┊ • Mon 31 Jan, 1:00 PM PST (in 11 days): Review one of the 3 papers for Big
┊   Data Systems.
┊ • Mon 7 Feb, 1:00 PM PST (in 18 days): Review one of the 4 papers for Hardware
┊   for Machine Learning.
┊ • Mon 14 Feb, 1:00 PM PST (in 4 weeks): Review one of the 3 papers for
┊   Distributed deep learning, Part I: Systems.
┊ • Mon 28 Feb, 1:00 PM PST (in 6 weeks): Review one of the 3 papers for
┊   Distributed deep learning, Part II: Scaling Constraints.
┊ • Mon 14 Mar, 1:00 PM PDT (in 8 weeks): Review one of the 3 papers for Machine
┊   learning Applied to Systems.
┊ • Mon 28 Mar, 1:00 PM PDT (in 10 weeks): Review one of the 3 papers for
┊   Machine Learning Frameworks and Automatic Differentiation.
┊ • Mon 4 Apr, 1:00 PM PDT: Review one of the 3 papers for Efficient Machine
┊   Learning.
┊ • Mon 11 Apr, 1:00 PM PDT: Review one of the 3 papers for Fundamentals of
┊   Machine Learning in the Cloud, the Modern Data Stack.
┊
┊ [1] Share in #cs294

Sam in #cs294, Thu 20 Jan 10:00 AM ❯ 1
→ Share in #cs294
coursebot · only you see this
┊ Everyone in #cs294 would see this:
┊
┊ What is due
┊
┊ • Mon 31 Jan, 1:00 PM PST (in 11 days): Review one of the 3 papers for Big
┊   Data Systems.
┊ • Mon 7 Feb, 1:00 PM PST (in 18 days): Review one of the 4 papers for Hardware
┊   for Machine Learning.
┊ • Mon 14 Feb, 1:00 PM PST (in 4 weeks): Review one of the 3 papers for
┊   Distributed deep learning, Part I: Systems.
┊ • Mon 28 Feb, 1:00 PM PST (in 6 weeks): Review one of the 3 papers for
┊   Distributed deep learning, Part II: Scaling Constraints.
┊ • Mon 14 Mar, 1:00 PM PDT (in 8 weeks): Review one of the 3 papers for Machine
┊   learning Applied to Systems.
┊ • Mon 28 Mar, 1:00 PM PDT (in 10 weeks): Review one of the 3 papers for
┊   Machine Learning Frameworks and Automatic Differentiation.
┊ • Mon 4 Apr, 1:00 PM PDT: Review one of the 3 papers for Efficient Machine
┊   Learning.
┊ • Mon 11 Apr, 1:00 PM PDT: Review one of the 3 papers for Fundamentals of
┊   Machine Learning in the Cloud, the Modern Data Stack.
┊
┊ [1] Post it   [2] Cancel

Sam in #cs294, Thu 20 Jan 10:00 AM ❯ quit
Goodbye.
