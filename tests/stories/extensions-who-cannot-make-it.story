# A student cannot make a review: staff give two days, and the student's list shows the new time.
#: at 2022-01-30T10:00
coursebot demo: Machine Learning Systems, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#cs294 · Sun 30 Jan, 10:00 AM ──────────────────────────────────────────────────
│ Coming up in Machine Learning Systems: week of 31 Jan
│
│ Due
│ • Mon 31 Jan, 1:00 PM PST: review one of the 3 papers for Big Data Systems
│
│ [1] Write: Towards a Unified Architecture for…
│ [2] Write: Resilient Distributed Datasets: A…
│ [3] Write: Lakehouse: A New Generation of Open…
│
│ Mon 31 Jan, 1:00 PM PST: Big Data Systems in Soda 405, with guest Reynold Xin
│ (https://en.wikipedia.org/wiki/Reynold_Xin) (Databricks)
│ Read
│ • Towards a Unified Architecture for in-RDBMS Analytics
│   (https://www.cs.stanford.edu/people/chrismre/papers/bismarck.pdf)
│ • Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
│   Cluster Computing
│   (https://www.usenix.org/system/files/conference/nsdi12/nsdi12-final138.pdf)
│ • Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
│   and Advanced Analytics
│   (http://cidrdb.org/cidr2021/papers/cidr2021_paper17.pdf)
│
│ Optional
│ • Delta Lake: High-Performance ACID Table Storage over Cloud Object Stores
│   (https://databricks.com/wp-content/uploads/2020/08/p975-armbrust.pdf)
│ • Spark SQL: Relational Data Processing in Spark
│   (https://people.csail.mit.edu/matei/papers/2015/sigmod_spark_sql.pdf)
│ • The MADlib Analytics Library or MAD Skills, the SQL
│   (https://arxiv.org/pdf/1208.4165.pdf)
│
│ Ask me any time: /readings, /review or /deadlines

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Sun 30 Jan 10:00 AM ❯ review
coursebot · only you see this
┊ Your reviews
┊
┊ Big Data Systems · due Mon 31 Jan, 1:00 PM PST, in 1 d 3 h · review one of
┊ these 3 papers
┊ Towards a Unified Architecture for in-RDBMS Analytics · not started
┊
┊ [1] Write
┊
┊ Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊ Cluster Computing · not started
┊
┊ [2] Write
┊
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics · not started
┊
┊ [3] Write   [4] I can’t make this
┊
┊ After that:
┊ Hardware for Machine Learning · due Mon 7 Feb, 1:00 PM PST, in 8 d 3 h ·
┊ review one of its 4 papers
┊
┊ [5] Write   [6] I can’t make this
┊
┊ 0 reviews done, 8 ahead: /mywork

Maya, Sun 30 Jan 10:00 AM ❯ I’m ill, can I get more time?
coursebot · only you see this
┊ I’m sorry to hear that, take care of yourself. The staff can give you more
┊ time or excuse you. What is it about?
┊
┊ [1] I can’t make ‘Big Data Systems’   [2] Something else …
┊
┊ You can add a word before anything is sent. If you miss a class too, please
┊ tell them yourself.

Maya, Sun 30 Jan 10:00 AM ❯ 1
→ I can’t make ‘Big Data Systems’
I can’t make this ──────────────────────────────────────────────────────────────
┊ Only the staff read this. It decides nothing yet, and changes nothing that you
┊ wrote.
┊ 2  Why?
┊ ○ 1  Ill
┊ ○ 2  An emergency
┊ ○ 3  Something else
  ❯ 1
┊ 3  A note for the staff (optional)
┊ Say nothing about your health: “ill” is enough.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ Back on Tuesday.
┊ 1  What can’t you make?: The review for ‘Big Data Systems’
┊ [Enter] Tell the staff   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ I told the staff. Nobody else sees this.
┊
┊ They read that you can’t make the review for ‘Big Data Systems’ (ill). You
┊ will hear from me as soon as they have decided.

Maya, Sun 30 Jan 10:00 AM ❯ review
coursebot · only you see this
┊ Your reviews
┊
┊ Big Data Systems · due Mon 31 Jan, 1:00 PM PST, in 1 d 3 h · review one of
┊ these 3 papers
┊
┊ You told staff that you can’t make this (10:00 AM PST). They have not answered
┊ yet.
┊
┊ Towards a Unified Architecture for in-RDBMS Analytics · not started
┊
┊ [1] Write
┊
┊ Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊ Cluster Computing · not started
┊
┊ [2] Write
┊
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics · not started
┊
┊ [3] Write   [4] I can’t make this
┊
┊ After that:
┊ Hardware for Machine Learning · due Mon 7 Feb, 1:00 PM PST, in 8 d 3 h ·
┊ review one of its 4 papers
┊
┊ [5] Write   [6] I can’t make this
┊
┊ 0 reviews done, 8 ahead: /mywork

Maya, Sun 30 Jan 10:00 AM ❯ 4
→ I can’t make this
coursebot · only you see this
┊ The staff know already: you told them that you can’t make the review for ‘Big
┊ Data Systems’ (ill), Sun 30 Jan, 10:00 AM PST.
┊ Your note: Back on Tuesday.
┊
┊ They have not answered yet. You will hear from me as soon as they have.

Maya, Sun 30 Jan 10:00 AM ❯ mywork
coursebot · only you see this
┊ Your work
┊
┊ 0 reviews in, 8 still to write.
┊ Next: 1 review for ‘Big Data Systems’, due Mon 31 Jan, 1:00 PM PST, in 1 d 3
┊ h.
┊ • Staff know that you can’t make the review for ‘Big Data Systems’ (told Sun
┊   30 Jan, 10:00 AM PST); they have not answered yet
┊
┊ Reminders: all of them (course time, America/Los_Angeles).
┊
┊ [1] What I owe   [2] Reminders …   [3] My calendar

Maya, Sun 30 Jan 10:00 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #cs294, 1 in
#cs294-staff. To read it: look #cs294

Sam, Sun 30 Jan 10:00 AM ❯ look #cs294-staff
#cs294-staff (staff only) · Sun 30 Jan, 10:00 AM ───────────────────────────────
│ Maya Lindqvist can’t make the review for ‘Big Data Systems’: ill.
│ Note: Back on Tuesday.
│ More time for the review for ‘Big Data Systems’? It is due Mon 31 Jan, 1:00 PM
│ PST.
│
│ [1] +24 h   [2] +48 h   [3] Excuse   [4] Ask …   [5] Decline …

Sam, Sun 30 Jan 10:00 AM ❯ 2
→ +48 h
coursebot · only you see this
┊ Maya Lindqvist has until Wed 2 Feb, 1:00 PM PST for the review for ‘Big Data
┊ Systems’ (was Mon 31 Jan, 1:00 PM PST); late ones until Thu 3 Feb, 1:00 PM
┊ PST.
┊
┊ Maya Lindqvist hears of it from me in a direct message.
┊
┊ [1] Undo

A message in #cs294-staff was changed:

#cs294-staff (staff only) · Sun 30 Jan, 10:00 AM, edited ───────────────────────
│ Maya Lindqvist, the review for ‘Big Data Systems’: more time, until Wed 2 Feb,
│ 1:00 PM PST, by Sam Whitfield, Sun 30 Jan, 10:00 AM PST.

Sam, Sun 30 Jan 10:00 AM ❯ course extensions
coursebot · only you see this
┊ More time and excuses
┊
┊ Maya Lindqvist has until Wed 2 Feb, 1:00 PM PST for the review for ‘Big Data
┊ Systems’
┊
┊ By Sam Whitfield, Sun 30 Jan, 10:00 AM PST
┊
┊ [1] Undo: Maya Lindqvist, the review for ‘Big Data Systems’

Sam, Sun 30 Jan 10:00 AM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 1 in direct messages. To read it:
look direct

Maya, Sun 30 Jan 10:00 AM ❯ look direct
Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ You have until Wed 2 Feb, 1:00 PM PST for the review for ‘Big Data Systems’.
┊
┊ Late ones are taken until Thu 3 Feb, 1:00 PM PST.
┊
┊ [1] My reviews

Maya, Sun 30 Jan 10:00 AM ❯ when is my review due?
coursebot · only you see this
┊ Your reviews
┊
┊ Big Data Systems · due Wed 2 Feb, 1:00 PM PST, in 3 d 3 h · review one of
┊ these 3 papers
┊
┊ You told staff that you can’t make this (10:00 AM PST). They answered (10:00
┊ AM PST): you have more time.
┊
┊ Towards a Unified Architecture for in-RDBMS Analytics · not started
┊
┊ [1] Write
┊
┊ Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊ Cluster Computing · not started
┊
┊ [2] Write
┊
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics · not started
┊
┊ [3] Write   [4] I can’t make this
┊
┊ After that:
┊ Hardware for Machine Learning · due Mon 7 Feb, 1:00 PM PST, in 8 d 3 h ·
┊ review one of its 4 papers
┊
┊ [5] Write   [6] I can’t make this
┊
┊ 0 reviews done, 8 ahead: /mywork

Maya, Sun 30 Jan 10:00 AM ❯ quit
Goodbye.
