# Two of three papers, whichever one likes; a form of two pages; reviews that another site collects; words with errors.
#: at 2022-01-30T10:00
#: course tests/stories/choose-two.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#seminar · Sun 30 Jan, 10:00 AM ────────────────────────────────────────────────
│ Coming up in Reading Seminar: week of 31 Jan
│
│ Due
│ • Mon 31 Jan, 1:00 PM PST: review two of the 3 papers for Consensus
│ • Wed 2 Feb, 1:00 PM PST: review the paper for Storage (submit here
│   (https://example.org/hotcrp))
│ • Fri 4 Feb, 1:00 PM PST: review the paper for Transactions
│
│ [1] Write: The Part-Time Parliament
│ [2] Write: In Search of an Understandable…
│ [3] Write: Zab: High-performance broadcast for…   [4] Write: Spanner
│
│ Mon 31 Jan, 1:00 PM PST: Consensus
│ Read
│ • The Part-Time Parliament (https://example.org/paxos)
│ • In Search of an Understandable Consensus Algorithm
│ • Zab: High-performance broadcast for primary-backup systems
│
│ Optional
│ • Impossibility of Distributed Consensus
│
│ Wed 2 Feb, 1:00 PM PST: Storage
│ Read
│ • The Google File System
│
│ Fri 4 Feb, 1:00 PM PST: Transactions
│ Read
│ • Spanner
│
│ Ask me any time: /readings, /review or /deadlines

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Sun 30 Jan 10:00 AM ❯ review
coursebot · only you see this
┊ Your reviews
┊
┊ Consensus · due Mon 31 Jan, 1:00 PM PST, in 1 d 3 h · review two of these 3
┊ papers
┊ The Part-Time Parliament · not started
┊
┊ [1] Write
┊
┊ In Search of an Understandable Consensus Algorithm · not started
┊
┊ [2] Write
┊
┊ Zab: High-performance broadcast for primary-backup systems · not started
┊
┊ [3] Write   [4] I can’t make this
┊
┊ Spanner · due Fri 4 Feb, 1:00 PM PST, in 5 d 3 h · not started
┊
┊ [5] Write   [6] I can’t make this
┊
┊ Storage · due Wed 2 Feb, 1:00 PM PST · submit here
┊ (https://example.org/hotcrp)
┊
┊ 0 reviews done, 3 ahead: /mywork

Maya, Sun 30 Jan 10:00 AM ❯ review write
coursebot · only you see this
┊ Which paper do you want to write about?
┊
┊ [1] The Part-Time Parliament · due Mon 31 Jan, 1:00 PM PST
┊ [2] In Search of an Understandable Consensus… · due Mon 31 Jan, 1:00 PM PST
┊ [3] Zab: High-performance broadcast for… · due Mon 31 Jan, 1:00 PM PST
┊ [4] Spanner · due Fri 4 Feb, 1:00 PM PST

Maya, Sun 30 Jan 10:00 AM ❯ 1
→ The Part-Time Parliament · due Mon 31 Jan, 1:00 PM PST
Review: The Part-Time… ─────────────────────────────────────────────────────────
┊ The Part-Time Parliament, for Consensus, due Mon 31 Jan, 1:00 PM PST, in 1 d 3
┊ h.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Three sentences
┊ The paper in three sentences: the problem, the idea, your verdict. At most 120
┊ words.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ A parliament agrees although its members come and go.
┊ 2  One question
┊ One question for the discussion.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ Who writes the ledger?
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
coursebot · only you see this
┊ Submitted. You can change it until Mon 31 Jan, 1:00 PM PST; later changes are
┊ late.
┊
┊ The Part-Time Parliament: the full text comes in your direct messages, as a
┊ receipt.
┊
┊ [1] Edit

Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ Your review of The Part-Time Parliament, version 1, came in Sun 30 Jan, 10:00
┊ AM PST.
┊ Three sentences
┊ A parliament agrees although its members come and go.
┊ One question
┊ Who writes the ledger?
┊ It counts, on time. You can change it until Mon 31 Jan, 1:00 PM PST; later
┊ changes are late.
┊
┊ [2] Edit

Maya, Sun 30 Jan 10:00 AM ❯ review
coursebot · only you see this
┊ Your reviews
┊
┊ Consensus · due Mon 31 Jan, 1:00 PM PST, in 1 d 3 h · 1 of 2 done: The
┊ Part-Time Parliament; one more of these
┊ The Part-Time Parliament · submitted 10:00 AM PST
┊
┊ [1] Edit
┊
┊ In Search of an Understandable Consensus Algorithm · not started
┊
┊ [2] Write
┊
┊ Zab: High-performance broadcast for primary-backup systems · not started
┊
┊ [3] Write   [4] I can’t make this
┊
┊ Spanner · due Fri 4 Feb, 1:00 PM PST, in 5 d 3 h · not started
┊
┊ [5] Write   [6] I can’t make this
┊
┊ Storage · due Wed 2 Feb, 1:00 PM PST · submit here
┊ (https://example.org/hotcrp)
┊
┊ 1 review done, 2 ahead: /mywork

Maya, Sun 30 Jan 10:00 AM ❯ review write undrstandable
Review: In Search of… ──────────────────────────────────────────────────────────
┊ In Search of an Understandable Consensus Algorithm, for Consensus, due Mon 31
┊ Jan, 1:00 PM PST, in 1 d 3 h.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Three sentences
┊ The paper in three sentences: the problem, the idea, your verdict. At most 120
┊ words.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ Leaders first, so that it can be taught.
┊ 2  One question
┊ One question for the discussion.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ What does it cost?
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

Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ Your review of In Search of an Understandable Consensus Algorithm, version 1,
┊ came in Sun 30 Jan, 10:00 AM PST.
┊ Three sentences
┊ Leaders first, so that it can be taught.
┊ One question
┊ What does it cost?
┊ It counts, on time. You can change it until Mon 31 Jan, 1:00 PM PST; later
┊ changes are late.
┊
┊ [2] Edit

Maya, Sun 30 Jan 10:00 AM ❯ review
coursebot · only you see this
┊ Your reviews
┊
┊ Consensus · due Mon 31 Jan, 1:00 PM PST, in 1 d 3 h · done
┊ The Part-Time Parliament · submitted 10:00 AM PST
┊
┊ [1] Edit
┊
┊ In Search of an Understandable Consensus Algorithm · submitted 10:00 AM PST
┊
┊ [2] Edit
┊
┊ Spanner · due Fri 4 Feb, 1:00 PM PST, in 5 d 3 h · not started
┊
┊ [3] Write   [4] I can’t make this
┊
┊ Storage · due Wed 2 Feb, 1:00 PM PST · submit here
┊ (https://example.org/hotcrp)
┊
┊ 2 reviews done, 1 ahead: /mywork

Maya, Sun 30 Jan 10:00 AM ❯ review write impossibility
coursebot · only you see this
┊ I collect no review of “Impossibility of Distributed Consensus”.
┊
┊ /review shows what you owe.

Maya, Sun 30 Jan 10:00 AM ❯ review write google
coursebot · only you see this
┊ I collect no review of “The Google File System”. Submit it here
┊ (https://example.org/hotcrp) instead.
┊ /review shows what you owe.

Maya, Sun 30 Jan 10:00 AM ❯ review write consensus
coursebot · only you see this
┊ Consensus: which of its 3 papers?
┊
┊ [1] The Part-Time Parliament
┊ [2] In Search of an Understandable Consensus Algorithm
┊ [3] Zab: High-performance broadcast for primary-backup systems

Maya, Sun 30 Jan 10:00 AM ❯ review zab
coursebot · only you see this
┊ Zab: High-performance broadcast for primary-backup systems · due Mon 31 Jan,
┊ 1:00 PM PST, in 1 d 3 h · not started
┊
┊ [1] Write

Maya, Sun 30 Jan 10:00 AM ❯ review write spaner
Review: Spanner · page 1 of 2 ──────────────────────────────────────────────────
┊ Spanner, for Transactions, due Fri 4 Feb, 1:00 PM PST, in 5 d 3 h.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  One
  ❯ It commits with clocks.
┊ 2  Two
┊ May stay empty.
  ❯
┊ 3  Three
┊ May stay empty.
  ❯
┊ 4  Four
┊ May stay empty.
  ❯
┊ 5  Five
┊ May stay empty.
  ❯
┊ 6  Six
┊ May stay empty.
┊   1  Models
┊   2  Measurements
┊   3  Prose
  ❯ 1, 3
┊ 7  Seven
┊ ○ 1  Yes
┊ ○ 2  No
  ❯ 1
┊ 8  Eight
┊ ○ 1  Talk
┊ ○ 2  Poster
  ❯ 2
┊ [Enter] Next   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
Review: Spanner · page 2 of 2 ──────────────────────────────────────────────────
┊ Spanner
┊ At any question:   :save   :template   :page   :help   cancel leaves
┊ 1  Nine
┊ At least 3 words. Only staff can read this.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ Two words
┊ [Enter] Submit   [s] Save draft   [t] Template   [p] Page before   a number
┊ changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Kept as a draft. NOT submitted yet: Nine has 2 of at least 3 words.
┊
┊ [1] Continue

Maya, Sun 30 Jan 10:00 AM ❯ 1
→ Continue
Review: Spanner · page 1 of 2 ──────────────────────────────────────────────────
┊ Spanner, for Transactions, due Fri 4 Feb, 1:00 PM PST, in 5 d 3 h.
┊ Here is your draft, NOT submitted yet.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  One: It commits with clocks.
┊ 2  Two: –
┊ 3  Three: –
┊ 4  Four: –
┊ 5  Five: –
┊ 6  Six: Models, Prose
┊ 7  Seven: Yes
┊ 8  Eight: Poster
┊ [Enter] Next   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
Review: Spanner · page 2 of 2 ──────────────────────────────────────────────────
┊ Spanner
┊ At any question:   :save   :template   :page   :help   cancel leaves
┊ 1  Nine: Two words
┊ [Enter] Submit   [s] Save draft   [t] Template   [p] Page before   a number
┊ changes that answer, cancel leaves
  ❯ 1
┊ 1  Nine
┊ At least 3 words. Only staff can read this.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
┊ Now: Two words
┊ Enter keeps it, - empties it.
  ❯ Now three words
┊ [Enter] Submit   [s] Save draft   [t] Template   [p] Page before   a number
┊ changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Submitted. You can change it until Fri 4 Feb, 1:00 PM PST; later changes are
┊ late.
┊
┊ Spanner: the full text comes in your direct messages, as a receipt.
┊
┊ [1] Edit

Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ Your review of Spanner, version 3 (the first that you handed in), came in Sun
┊ 30 Jan, 10:00 AM PST.
┊ One
┊ It commits with clocks.
┊ Two: (no answer)
┊ Three: (no answer)
┊ Four: (no answer)
┊ Five: (no answer)
┊ Six: Models, Prose
┊ Seven: Yes
┊ Eight: Poster
┊ Nine
┊ Now three words
┊ It counts, on time. You can change it until Fri 4 Feb, 1:00 PM PST; later
┊ changes are late.
┊
┊ [2] Edit   [3] Earlier drafts

Maya, Sun 30 Jan 10:00 AM ❯ quit
Goodbye.
