# Whatever people type is shown and never obeyed: escapes, markup, mentions, directions.
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

Maya in #cs294, Thu 20 Jan 10:00 AM ❯ [bold red]<!channel>[/bold red] @everyone `rm -rf /`
coursebot · only you see this
┊ I do not know “[bold red]<!channel>[/bold red] @everyone `rm -rf /`”. You can
┊ ask me for:
┊
┊ [1] Search the readings for “[bold red]<!channel>[/bold red] @everyone `rm -rf
┊ /`”
┊ [2] What’s next   [3] My reviews   [4] Deadlines   [5] Help

Maya in #cs294, Thu 20 Jan 10:00 AM ❯ <U+202E>evil<U+202C> ␛[31mred␇ zero<U+200B>width ﷽ 日本語 👩‍💻
coursebot · only you see this
┊ I do not know “evil [31mred zero width ﷽ 日本語 👩 💻”. You can ask me for:
┊
┊ [1] Search the readings for “evil [31mred zero width ﷽ 日本語 👩 💻”
┊ [2] What’s next   [3] My reviews   [4] Deadlines   [5] Help

Maya in #cs294, Thu 20 Jan 10:00 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 1 in #cs294. To read it: look
#cs294

Rivera in #cs294, Thu 20 Jan 10:00 AM ❯ course announce
Post an announcement · page 1 of 2 ─────────────────────────────────────────────
┊ 1  Text
┊ An empty line begins a new paragraph.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ <!channel> @everyone [link=https://evil.example]click[/link] <U+202E>gnp.exe *bold* https://evil.example
┊ 3  When
┊ May stay empty. For later: “fri 5pm”, “tomorrow 9:00”, “in 2 hours” or “14 mar
┊ 17:00”, in course time.
  ❯
┊ 2  Channel: #cs294
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯
Preview · page 2 of 2 ──────────────────────────────────────────────────────────
┊ This is what everybody in #cs294 will read, with your name under it:
┊ 1  Text: <!channel> @everyone [link=https://evil.example]click[/link]
┊ <U+202E>gnp.exe *bold* https://evil.example
┊ 2  Channel: #cs294
┊ 3  When: –
┊ [Enter] Post it   a number changes that answer, cancel leaves
  ❯
coursebot · in your direct messages
┊ It goes to #cs294 now.
┊
┊ [1] Take it back …

#cs294 · Thu 20 Jan, 10:00 AM ──────────────────────────────────────────────────
│ <!channel> @everyone [link=https://evil.example]click[/link] <U+202E>gnp.exe
│ *bold* https://evil.example
│
│ From Elena Rivera

Rivera in #cs294, Thu 20 Jan 10:00 AM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 1 in #cs294. To read it: look
#cs294

Maya in #cs294, Thu 20 Jan 10:00 AM ❯ look #cs294
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
│ <!channel> @everyone [link=https://evil.example]click[/link] <U+202E>gnp.exe
│ *bold* https://evil.example
│
│ From Elena Rivera

Maya in #cs294, Thu 20 Jan 10:00 AM ❯ quit
Goodbye.
