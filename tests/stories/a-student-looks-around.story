# A student before the term: the weekly post is there, questions are answered in private.
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

Maya, Thu 20 Jan 10:00 AM ❯ help
readings     What to read: next, a week, a day, or any words
deadlines    What is due, and when
review       Your reviews: what you owe, and writing them
mywork       Your reviews in a few lines, and how I remind you
signup       Signing up to present: your seats, and those that are free
course       Menu and help; for staff also announcements and the bot itself
course help  all of these commands

3              press the button [3]
look #channel  what stands in a channel; look alone lists yours
in #channel    speak there; in direct goes back
links          the addresses in what you saw last
send PATH      give coursebot a file
save           keep the files that you saw last; save 2, save PATH
\              at the end of a line: it goes on in the next one
as NAME        be somebody else; who lists the cast
clock +2d      let time pass: +3h, +90m, 12:59, 2022-03-14 12:59
clock next     to the next thing that is due
rehearsal      a first start, before the course is live
quit           end this; out of a form you come with cancel

Maya, Thu 20 Jan 10:00 AM ❯ readings
coursebot · only you see this
┊ What to read next
┊
┊ Introduction and Course Overview
┊
┊ Mon 24 Jan, 1:00 PM PST · Soda 405 · Week 1
┊ The book chapter is free on campus or through the Library VPN.
┊ Required
┊ • SysML: The New Frontier of Machine Learning Systems
┊   (https://arxiv.org/abs/1904.03257)
┊ • Principles of Computer System Design
┊   (https://www.sciencedirect.com/book/9780123749574/
┊   principles-of-computer-system-design), Chapter 1
┊ • A Few Useful Things to Know About Machine Learning
┊   (https://homes.cs.washington.edu/~pedrod/papers/cacm12.pdf)
┊
┊ Optional
┊ • How to read a paper
┊   (https://web.stanford.edu/class/ee384m/Handouts/HowtoReadPaper.pdf)
┊ • writing reviews for systems conferences
┊   (https://people.inf.ethz.ch/troscoe/pubs/review-writing.pdf), by Timothy
┊   Roscoe
┊
┊ Slides: pdf
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec01/
┊ 01_intro_and_big_ideas_in_ai_systems.pdf), pptx
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec01/
┊ 01_intro_and_big_ideas_in_ai_systems.pptx)
┊
┊ After that: Big Data Systems, Mon 31 Jan, 1:00 PM PST.

Maya, Thu 20 Jan 10:00 AM ❯ readings week 2
coursebot · only you see this
┊ Week 2
┊
┊ Big Data Systems
┊
┊ Mon 31 Jan, 1:00 PM PST · Soda 405
┊ Guest: Reynold Xin (https://en.wikipedia.org/wiki/Reynold_Xin) (Databricks)
┊ Review one of the 3 required papers by Mon 31 Jan, 1:00 PM PST.
┊ Required
┊ • Towards a Unified Architecture for in-RDBMS Analytics
┊   (https://www.cs.stanford.edu/people/chrismre/papers/bismarck.pdf)
┊ • Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing
┊   (https://www.usenix.org/system/files/conference/nsdi12/nsdi12-final138.pdf)
┊ • Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics
┊   (http://cidrdb.org/cidr2021/papers/cidr2021_paper17.pdf)
┊
┊ Optional
┊ • Delta Lake: High-Performance ACID Table Storage over Cloud Object Stores
┊   (https://databricks.com/wp-content/uploads/2020/08/p975-armbrust.pdf)
┊ • Spark SQL: Relational Data Processing in Spark
┊   (https://people.csail.mit.edu/matei/papers/2015/sigmod_spark_sql.pdf)
┊ • The MADlib Analytics Library or MAD Skills, the SQL
┊   (https://arxiv.org/pdf/1208.4165.pdf)
┊
┊ Slides: PDF
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec02/
┊ lec_02.pdf), PPTX
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec02/
┊ lec_02.pptx), Guest lecture PDF
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec02/
┊ 2022-01-31_Lakehouse_Berkeley.pdf)

Maya, Thu 20 Jan 10:00 AM ❯ readings lakehous
coursebot · only you see this
┊ Found for “lakehous”
┊
┊ • Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics
┊   (http://cidrdb.org/cidr2021/papers/cidr2021_paper17.pdf): Big Data Systems
┊   (Mon 31 Jan, 1:00 PM PST)
┊
┊ [1] Show Big Data Systems

Maya, Thu 20 Jan 10:00 AM ❯ deadlines
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

Maya, Thu 20 Jan 10:00 AM ❯ clock next
#cs294 · Mon 24 Jan, 9:00 AM ───────────────────────────────────────────────────
│ Today at 1:00 PM PST in Soda 405: Introduction and Course Overview
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
│ Slides: pdf
│ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec01/
│ 01_intro_and_big_ideas_in_ai_systems.pdf), pptx
│ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec01/
│ 01_intro_and_big_ideas_in_ai_systems.pptx)

It is Mon 24 Jan 2022, 9:00 AM.

Maya, Mon 24 Jan 9:00 AM ❯ look
#cs294  2 messages
direct  0 messages

Maya, Mon 24 Jan 9:00 AM ❯ reedings
coursebot · only you see this
┊ I do not know “reedings”. Did you mean:
┊
┊ [1] /readings   [2] What’s next   [3] My reviews   [4] Deadlines   [5] Help

Maya, Mon 24 Jan 9:00 AM ❯ 1
→ /readings
coursebot · only you see this
┊ What to read next
┊
┊ Introduction and Course Overview
┊
┊ Mon 24 Jan, 1:00 PM PST · Soda 405 · Week 1
┊ The book chapter is free on campus or through the Library VPN.
┊ Required
┊ • SysML: The New Frontier of Machine Learning Systems
┊   (https://arxiv.org/abs/1904.03257)
┊ • Principles of Computer System Design
┊   (https://www.sciencedirect.com/book/9780123749574/
┊   principles-of-computer-system-design), Chapter 1
┊ • A Few Useful Things to Know About Machine Learning
┊   (https://homes.cs.washington.edu/~pedrod/papers/cacm12.pdf)
┊
┊ Optional
┊ • How to read a paper
┊   (https://web.stanford.edu/class/ee384m/Handouts/HowtoReadPaper.pdf)
┊ • writing reviews for systems conferences
┊   (https://people.inf.ethz.ch/troscoe/pubs/review-writing.pdf), by Timothy
┊   Roscoe
┊
┊ Slides: pdf
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec01/
┊ 01_intro_and_big_ideas_in_ai_systems.pdf), pptx
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec01/
┊ 01_intro_and_big_ideas_in_ai_systems.pptx)
┊
┊ After that: Big Data Systems, Mon 31 Jan, 1:00 PM PST.

Maya, Mon 24 Jan 9:00 AM ❯ quit
Goodbye.
