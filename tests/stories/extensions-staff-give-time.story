# Staff type it on a phone: more time, an excuse, a standing offset, what is wrong with a line, and taking it back.
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

Maya, Sun 30 Jan 10:00 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #cs294. To read
it: look #cs294

Sam, Sun 30 Jan 10:00 AM ❯ course extend maya resilient until wed 17:00 an interview
coursebot · only you see this
┊ Maya Lindqvist has until Wed 2 Feb, 5:00 PM PST for ‘Resilient Distributed
┊ Datasets: A Fault-Tolerant…’ (was Mon 31 Jan, 1:00 PM PST); late ones until
┊ Thu 3 Feb, 5:00 PM PST.
┊
┊ Noted as the reason, for staff only: “an interview”.
┊ Maya Lindqvist hears of it from me in a direct message.
┊
┊ [1] Undo

Sam, Sun 30 Jan 10:00 AM ❯ course excuse jonsa hardware
coursebot · only you see this
┊ “jonsa”: do you mean this person?
┊
┊ [1] Jonas Okafor
┊
┊ Like this: /course excuse @name hardware

Sam, Sun 30 Jan 10:00 AM ❯ 1
→ Jonas Okafor
coursebot · only you see this
┊ Jonas Okafor is excused from the review for ‘Hardware for Machine Learning’.
┊
┊ Jonas Okafor hears of it from me in a direct message.
┊
┊ [1] Undo

Sam, Sun 30 Jan 10:00 AM ❯ course extend okafor everything +2d
coursebot · only you see this
┊ Jonas Okafor has 2 days longer for everything in this course.
┊ Next: the review for ‘Big Data Systems’, Wed 2 Feb, 1:00 PM PST.
┊
┊ Jonas Okafor hears of it from me in a direct message.
┊
┊ [1] Undo

Sam, Sun 30 Jan 10:00 AM ❯ course extend nobody zero +2d
coursebot · only you see this
┊ I find nobody for “nobody”. Type @ and pick the person, a name or an e-mail
┊ address. /course roster shows who is in the course.
┊
┊ Like this: /course extend @name TITLE until wed 17:00

Sam, Sun 30 Jan 10:00 AM ❯ course extend maya tomatoes +2d
coursebot · only you see this
┊ No paper, class or week fits “tomatoes”. Did you mean:
┊
┊ [1] ‘TVM: An Automated End-to-End Optimizing Compiler for Deep…’
┊ [2] the review for ‘Fundamentals of Machine Learning in the Cloud, the
┊ Modern…’
┊ [3] the review for ‘Machine learning Applied to Systems’
┊
┊ Like this: /course extend Maya Lindqvist TITLE until wed 17:00

Sam, Sun 30 Jan 10:00 AM ❯ course extend maya lakehouse until soon
coursebot · only you see this
┊ “soon”: I cannot read a time in that. Try “wed 17:00”, “3 feb 9:00”,
┊ “2022-02-03 17:00” or “+2d”.
┊
┊ [1] +24 h   [2] +48 h
┊
┊ Like this: /course extend Maya Lindqvist lakehouse until wed 17:00

Sam, Sun 30 Jan 10:00 AM ❯ 1
→ +24 h
coursebot · only you see this
┊ Maya Lindqvist has until Tue 1 Feb, 1:00 PM PST for ‘Lakehouse: A New
┊ Generation of Open Platforms that Unify…’ (was Mon 31 Jan, 1:00 PM PST); late
┊ ones until Wed 2 Feb, 1:00 PM PST.
┊
┊ Maya Lindqvist hears of it from me in a direct message.
┊
┊ [1] Undo

Sam, Sun 30 Jan 10:00 AM ❯ course extend maya lakehouse until 25 jan 9:00
coursebot · only you see this
┊ It is due Mon 31 Jan, 1:00 PM for everybody, and Tue 25 Jan, 9:00 AM is not
┊ later than that. Say a later time, or +2d.

Sam, Sun 30 Jan 10:00 AM ❯ course extensions
coursebot · only you see this
┊ More time and excuses
┊
┊ Maya Lindqvist has until Tue 1 Feb, 1:00 PM PST for ‘Lakehouse: A New
┊ Generation of Open Platforms that Unify…’
┊
┊ By Sam Whitfield, Sun 30 Jan, 10:00 AM PST
┊
┊ [1] Undo: Maya Lindqvist, ‘Lakehouse: A New Generation of Open Platforms that…
┊
┊ Jonas Okafor has 2 days longer for everything
┊
┊ By Sam Whitfield, Sun 30 Jan, 10:00 AM PST
┊
┊ [2] Undo: Jonas Okafor, everything
┊
┊ Jonas Okafor is excused from the review for ‘Hardware for Machine Learning’
┊
┊ By Sam Whitfield, Sun 30 Jan, 10:00 AM PST
┊
┊ [3] Undo: Jonas Okafor, the review for ‘Hardware for Machine Learning’
┊
┊ Maya Lindqvist has until Wed 2 Feb, 5:00 PM PST for ‘Resilient Distributed
┊ Datasets: A Fault-Tolerant…’
┊
┊ By Sam Whitfield, Sun 30 Jan, 10:00 AM PST: an interview
┊
┊ [4] Undo: Maya Lindqvist, ‘Resilient Distributed Datasets: A Fault-Tolerant…’

Sam, Sun 30 Jan 10:00 AM ❯ 1
→ Undo: Maya Lindqvist, ‘Lakehouse: A New Generation of Open Platforms that…
coursebot · only you see this
┊ Taken back. For Maya Lindqvist ‘Lakehouse: A New Generation of Open Platforms
┊ that Unify…’ is due Mon 31 Jan, 1:00 PM PST.
┊
┊ I tell Maya Lindqvist.

Sam, Sun 30 Jan 10:00 AM ❯ course extend
Give somebody more time ────────────────────────────────────────────────────────
┊ 1  Who?
┊ ○ 1  Jonas Okafor
┊ ○ 2  Maya Lindqvist
  ❯ 2
┊ 3  Until when?
┊ For example “wed 17:00”, “3 feb 9:00”, or “+2d”, which is added to the time
┊ they have.
  ❯ +1d
┊ 4  Why (for other staff, optional)
  ❯
┊ 2  What?: the review for ‘Big Data Systems’
┊ [Enter] Extend   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Maya Lindqvist has until Thu 3 Feb, 5:00 PM PST for the review for ‘Big Data
┊ Systems’ (was Wed 2 Feb, 5:00 PM PST); late ones until Fri 4 Feb, 5:00 PM PST.
┊
┊ I counted 1 day from the time they had: Wed 2 Feb, 5:00 PM PST.
┊ Maya Lindqvist hears of it from me in a direct message.
┊
┊ [1] Undo

Sam, Sun 30 Jan 10:00 AM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 4 in direct messages. To read it:
look direct

Maya, Sun 30 Jan 10:00 AM ❯ look direct
Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ You have until Wed 2 Feb, 5:00 PM PST for ‘Resilient Distributed Datasets: A
┊ Fault-Tolerant…’.
┊
┊ Late ones are taken until Thu 3 Feb, 5:00 PM PST.
┊
┊ [1] Write

Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ You have until Tue 1 Feb, 1:00 PM PST for ‘Lakehouse: A New Generation of Open
┊ Platforms that Unify…’.
┊
┊ Late ones are taken until Wed 2 Feb, 1:00 PM PST.
┊
┊ [2] Write

Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ Staff withdrew your extra time for ‘Lakehouse: A New Generation of Open
┊ Platforms that Unify…’: it is due Mon 31 Jan, 1:00 PM PST.

Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ You have until Thu 3 Feb, 5:00 PM PST for the review for ‘Big Data Systems’.
┊
┊ Late ones are taken until Fri 4 Feb, 5:00 PM PST.
┊
┊ [3] My reviews

Maya, Sun 30 Jan 10:00 AM ❯ mywork
coursebot · only you see this
┊ Your work
┊
┊ 0 reviews in, 8 still to write.
┊ Next: 1 review for ‘Big Data Systems’, due Thu 3 Feb, 5:00 PM PST, in 4 d 7 h.
┊ • More time for the review for ‘Big Data Systems’: until Thu 3 Feb, 5:00 PM
┊   PST
┊
┊ Reminders: all of them (course time, America/Los_Angeles).
┊
┊ [1] What I owe   [2] Reminders …   [3] My calendar

Maya, Sun 30 Jan 10:00 AM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #cs294, 2 in direct messages.
To read it: look #cs294

Jonas, Sun 30 Jan 10:00 AM ❯ look direct
Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ You are excused from the review for ‘Hardware for Machine Learning’. Nothing
┊ is owed there.

Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ You have 2 days longer for everything that is due in Machine Learning Systems.

Jonas, Sun 30 Jan 10:00 AM ❯ mywork
coursebot · only you see this
┊ Your work
┊
┊ 0 reviews in, 7 still to write, 1 excused.
┊ Next: 1 review for ‘Big Data Systems’, due Wed 2 Feb, 1:00 PM PST, in 3 d 3 h.
┊ • Excused from the review for ‘Hardware for Machine Learning’
┊ • More time for everything: 2 days after each due time
┊
┊ Reminders: all of them (course time, America/Los_Angeles).
┊
┊ [1] What I owe   [2] Reminders …   [3] My calendar

Jonas, Sun 30 Jan 10:00 AM ❯ course extend jonas everything +9d
coursebot · only you see this
┊ Sorry, only staff of Machine Learning Systems can do that.

Jonas, Sun 30 Jan 10:00 AM ❯ quit
Goodbye.
