# Codes that are wrong: what each of them is answered, also where nobody says of which command it is.
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

Maya, Thu 20 Jan 10:00 AM ❯ mywork link
coursebot · only you see this
┊ Which code? Your staff send you one, and you type it like this: /mywork link
┊ ABCD-EFGH-JKMN-PQRS

Maya, Thu 20 Jan 10:00 AM ❯ link 7k3m-pq2x
coursebot · only you see this
┊ That is not a whole code: it has 16 letters and digits. You type it like this:
┊ /mywork link ABCD-EFGH-JKMN-PQRS

Maya, Thu 20 Jan 10:00 AM ❯ link 7k3m pq2x 9tbc o4w1
coursebot · only you see this
┊ I do not know that code. Please copy it once more from the message that it
┊ came in; if it still does not work, your staff can give you a new one.

Maya, Thu 20 Jan 10:00 AM ❯ 7K3M-PQ2X-9TBC-04W1
coursebot · only you see this
┊ I do not know that code. Please copy it once more from the message that it
┊ came in; if it still does not work, your staff can give you a new one.

Goodbye.
