"""Broken schedules: each says at the line itself what the parser must say there, behind `#!`.

Every problem must be named, at its line, and no other. The mark is taken out before the text is parsed. A case without
a `course:` section of its own gets HEAD before it.
"""

from __future__ import annotations

import re
import time

import pytest

from bot.course.schedule import parse
from bot.errors import BadSchedule

HEAD = """\
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: America/Los_Angeles
  meets: {days: [mon], start: 13:00, end: 16:00}
"""

NOT_YAML = {
    "tab as indentation": """
sessions:
\t- id: a  #! a tab stands where spaces belong
""",
    "tab before a key": """
sessions:
  - id: a
\tdate: TBD  #! a tab stands where spaces belong
""",
    "quote not closed": """
sessions:
  - id: a
    title: "Big Data  #! quote that begins here is not closed
    date: TBD
""",
    "bracket not closed": """
sessions:
  - {id: a, date: TBD
  - {id: b, date: TBD}  #! a comma or the closing bracket is missing
""",
    "colon in a title": """
sessions:
  - id: a
    title: Spark: the definitive guide  #! a colon does not belong here
    date: TBD
""",
    "colon forgotten": """
sessions:
  - id a  #! a colon is missing on this line
    title: Big
""",
    "colon forgotten between keys": """
sessions:
  - id: a
    # Here it is missing:
    title Topic 2  #! a colon is missing on this line

    date: 2022-01-31
""",
    "colon forgotten after a section": """
sessions  #! a colon is missing on this line
  - title: a
    date: TBD
""",
    "colon forgotten after the last key": """
reviews:
  owe: none
  due the day before at 20:00  #! a colon is missing on this line

sessions: []
""",
    "colon forgotten after the first key": """
reviews:
  due the day before at 20:00  #! a colon is missing on this line
  owe: none
""",
    "colon in a longer text": """
sessions:
  - id: a
    note: This text
      goes on here,
      and here, and
      says: too much  #! a colon does not belong here
    date: TBD
""",
    "channel that becomes a comment": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: America/Los_Angeles
  channels:
    slack: {announcements: #rsas, staff: "#x"}  #! # begins a comment: put the text in quotes, "#rsas"
sessions: []
""",
    "channel that becomes a comment on its own line": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: America/Los_Angeles
  channels:
    slack:
      announcements: #rsas  #! nothing is written here: write a value; one that begins with # needs quotes
""",
    "channels that become a comment": """
course:
  id: demo
  channels:
    slack:
      {staff: "#x",
       announcements: #rsas}  #! # begins a comment: put the text in quotes, "#rsas"
sessions: []
""",
    "comment in an open bracket": """
sessions:
  - {id: a,  # the first "one"
     date: TBD
  - {id: b, date: TBD}  #! a comma or the closing bracket is missing
""",
    "hyphen forgotten": """
sessions:
  - id: a
    date: TBD
    readings:
      - title: One
        url: https://example.edu/1
        title: Two  #! is there already, on line 11: keep one of the two, or put a hyphen before it
""",
    "indentation": """
sessions:
  - id: a
      title: Big  #! a colon does not belong here
    date: TBD
""",
    "text beginning with @": """
sessions:
  - id: a
    title: @home  #! a text cannot begin with "@"
    date: TBD
""",
    "text beginning with a star": """
sessions:
  - id: a
    title: *Important*  #! a text that begins with * must stand in quotes
    date: TBD
""",
    "missing anchor": """
sessions:
  - id: a
    date: TBD
    readings: *usual  #! *usual is not defined above
""",
    "anchor within itself": """
sessions: &all
  - id: a
    date: TBD
    readings: *all  #! *all is used inside itself
""",
    "duplicate key": """
sessions:
  - id: a
    date: 2022-01-31
    title: Big
    date: 2022-02-07  #! the key "date" is there already, on line 9
""",
    "duplicate section": """
sessions: []
sessions: []  #! the key "sessions" is there already, on line 7
""",
    "python tag": """
sessions:
  - id: a
    title: !!python/name:os.system Big  #! means nothing here
    date: TBD
""",
    "two documents": """
sessions: []
---  #! a second document begins here
sessions: []
""",
    "mapping as a key": """
sessions:
  - id: a
    {{ title }}: x  #! cannot be a key
    date: TBD
""",
    "wrong merge": """
usual: &usual [a]  #! <<: takes over the keys of another entry #! unknown key
sessions:
  - id: a
    <<: *usual
    date: TBD
""",
}

SHAPE = {
    "sections without a colon": 'course  #! the file holds "course"',
    "list at the top": "- course:  #! the file holds a list\n    id: a\n",
    "no course": "sessions: []  #! the section is missing: a schedule begins with course:\n",
    "course is a word": 'course: demo  #! keys and values are wanted here, not "demo"\n',
    "sessions are a mapping": """
sessions:  #! a list is wanted here
  big-data: {date: TBD}
""",
    "a session is a word": """
sessions:
  - big-data  #! keys and values are wanted here
""",
    "an entry alone with a fault": """
sessions:
  - id: a
    date: TBD
    speakers: {name: Grace, urll: x}  #! unknown key, did you mean url? (session a)
    readings: {title: One, name: x}  #! this key does not belong here: it is one of course.staff[], sessions[].speakers[]
""",
    "an entry that is only a name": """
sessions:
  - id: a
    date: TBD
    speakers: Grace  #! write [{name: Grace}]
    readings: ["Big: data"]  #! write [{title: "Big: data"}]
    materials: Slides  #! write [{kind: slides, title: Slides, url: https://…}]
  - id: b
    date: TBD
    speakers: [Grace Hopper]  #! write [{name: Grace Hopper}]
""",
    "a link that is only an address": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: America/Los_Angeles
  links: https://example.edu  #! write [{title: Home page, url: https://example.edu}]
""",
    "the one key alone": """
announcements:
  weekly: friday  #! write {on: friday}
  day_of: 9:00  #! write {at: 9:00}
  review_due: 24h  #! write {before: 24h}
sessions:
  - id: a
    date: TBD
    review: each required  #! write {owe: each required}
""",
    "readings are a word": """
sessions:
  - id: a
    date: TBD
    readings: all of them  #! write [{title: all of them}]
""",
    "a title is a list": """
sessions:
  - id: a
    date: TBD
    title: [Big, Data]  #! a single value is wanted here, not a list
""",
    "unknown key": """
sessions:
  - id: a
    titel: Big  #! unknown key, did you mean title?
    date: TBD
""",
    "unknown section": """
session: []  #! unknown key, did you mean sessions?
""",
    "key of another place": """
deadlines:
  - {id: a1, title: One, kind: assignment, speakers: []}  #! does not belong here: it is one of sessions[]
""",
    "unknown key of a reading": """
sessions:
  - id: a
    date: TBD
    readings:
      - {id: rdd, title: RDD, link: "https://example.edu"}  #! unknown key, did you mean links?
""",
}

COURSE = {
    "missing keys": """
course:  #! write the course's time zone #! it is missing: write the term
  id: demo
  title: Demo
""",
    "unknown zone": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: America/Los_Angelos  #! did you mean America/Los_Angeles?
""",
    "zone by its short name": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: PST  #! name a city of it, such as America/Los_Angeles
""",
    "zone as some systems write it": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: EST5  #! name a city of it, such as America/New_York
""",
    "zone as some systems write it, with its summer time": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: CST6CDT  #! name a city of it, such as America/Chicago
""",
    "zone of a coast elsewhere": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: KST  #! name a city of it, such as Asia/Seoul
""",
    "zone that is a path": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: ../../etc/passwd  #! there is no time zone
""",
    "course id too long": """
course:
  id: cs294-spring-2022  #! use at most 12, such as cs294-spring
  title: Demo
  term: Spring 2022
  timezone: UTC
""",
    "pattern ends before it starts": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  meets: {days: [mon], start: 13:00, end: 12:00}  #! before it starts at 13:00
""",
    "not a weekday": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  meets:
    days: [mon, wendesday]  #! is not a day of the week
""",
    "unlawful command prefix": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  command_prefix: "AI "  #! which is not allowed
""",
    "command prefix too long": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  command_prefix: machine-learning-systems  #! use at most 23
""",
    "kept too short": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  retention: 2 weeks  #! write 30 days or more
""",
    "kept for how long": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  retention: never  #! can mean not at all or for ever
""",
    "kept too long": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  retention: 11 years  #! longer than 10 years
""",
    "two staff with one address": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  staff:
    - {name: Ada, email: ada@example.edu}
    - {name: Bob, email: Ada@example.edu}  #! "Ada" has the same
""",
    "wrong addresses": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  staff:
    - {name: Ada, email: ada at example.edu}  #! is not an e-mail address
    - {name: Bob, slack: "@bob"}  #! is not a Slack member id
    - {name: Cyd, discord: cyd#1234}  #! is not a Discord user id
    - {name: Dan, role: dean}  #! write instructor or ta
    - {name: TAs, slack_group: "our TAs"}  #! is not a Slack user group
""",
    "groups of staff": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  staff:
    - {name: TAs, role: ta, slack_group: cs-tas}
    - {name: Others, role: ta, slack_group: cs-tas}  #! "TAs" has the same
    - {name: Eve, slack_group: cs-eve, slack: U0123}  #! a group has no id
""",
    "unknown platform": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  channels:
    slak: {announcements: "#demo"}  #! unknown key, did you mean slack?
""",
    "empty title": """
course:
  id: demo
  title: ""  #! it is empty
  term: Spring 2022
  timezone: UTC
""",
    "announcements into a channel that nobody has": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  channels:
    slack: {announcements: "#demo", reading: "#papers"}
announcements:
  weekly: {channel: readings}  #! did you mean reading?
  materials: {channel: slides}  #! no platform has a channel for "slides"
""",
    "unknown announcement": """
announcements:
  weekly: of  #! did you mean "off"?
  dayof: off  #! unknown key, did you mean day_of?
  welcome: never  #! write true or false
""",
}

DATES = {
    "impossible day": """
sessions:
  - id: a
    date: 2022-02-30  #! there is no 30 February 2022: that month has 28 days
""",
    "impossible month": """
sessions:
  - id: a
    date: 2022-13-01  #! there is no month 13
""",
    "month by name": """
sessions:
  - id: a
    date: 26 Jan 2027  #! "26 Jan 2027": write dates as year-month-day, here 2027-01-26
  - id: b
    date: Thursday, January 28th, 2027  #! here 2027-01-28
deadlines:
  - id: c
    title: C
    kind: form
    due: January 28, 2027 at 11:59 PM  #! "January 28, 2027 at 11:59 PM": write dates as year-month-day, here 2027-01-28 23:59
""",
    "month first": """
sessions:
  - id: a
    date: 1/31/22  #! write dates as year-month-day, here 2022-01-31
""",
    "month or day first": """
sessions:
  - id: a
    date: 3/4/2022  #! here 2022-03-04 or 2022-04-03
""",
    "in words": """
sessions:
  - id: a
    date: Jan 31, 2022  #! here 2022-01-31
""",
    "no date at all": """
sessions:
  - id: a  #! there is no date
    title: Big
""",
    "two ways to give the date": """
sessions:
  - id: a
    date: 2022-01-31
    week_of: 2022-01-31  #! date says already when this is
""",
    "range the wrong way round": """
sessions:
  - id: a
    kind: holiday
    range:
      from: 2022-03-25
      to: 2022-03-21  #! the range ends before it begins
""",
    "range without an end": """
sessions:
  - id: a
    kind: holiday
    range: {from: 2022-03-25}  #! the last day is missing
""",
    "one day twice": """
sessions:
  - id: a
    dates: [2022-03-07, 2022-03-07]  #! the same day is listed twice
""",
    "no such hour": """
sessions:
  - id: a
    date: 2022-01-31
    start: 25:00  #! there is no 25:00 on a clock
    end: 24:00  #! write 23:59
""",
    "hour without minutes": """
sessions:
  - id: a
    date: 2022-01-31
    start: 1300  #! write 13:00 or 1:00 PM
""",
    "ends before it starts": """
sessions:
  - id: a
    date: 2022-01-31
    end: 12:00  #! before it starts at 13:00
""",
    "due before out": """
deadlines:
  - id: a1
    title: One
    kind: assignment
    out: 2022-02-10
    due: 2022-02-04 23:59  #! this is due before it is out
""",
    "deadline in another notation": """
deadlines:
  - id: a1
    title: One
    kind: homework  #! write one of assignment, project, exam, form
    due: 2/14/22 23:59  #! write dates as year-month-day, here 2022-02-14 23:59
    remind: [2]  #! has no unit
""",
}

ENTRIES = {
    "two sessions with one id": """
sessions:
  - id: a
    date: 2022-01-31
  - id: a  #! the id "a" is taken by the entry on line 8
    date: 2022-02-07
""",
    "session and deadline with one id": """
sessions:
  - id: midterm
    kind: exam
    date: 2022-01-31
deadlines:
  - {id: midterm, title: Midterm, kind: exam}  #! the id "midterm" is taken by the entry on line 8
""",
    "two titles that give one id": """
sessions:
  - title: Big Data
    date: 2022-01-31
  - title: Big data!  #! would both get the id "big-data": write id: in both
    date: 2022-02-07
""",
    "neither title nor id": """
sessions:
  - date: 2022-01-31  #! an entry without a title needs an id
""",
    "title that gives no id": """
sessions:
  - title: 大数据  #! no id can be made from this title
    date: 2022-01-31
""",
    "id too long": """
sessions:
  - id: an-introduction-to-big-data-systems  #! use at most 24, such as an-introduction-to-big-d
    date: 2022-01-31
""",
    "id of other characters": """
sessions:
  - id: Big_Data  #! an id holds only a-z, 0-9 and hyphens
    date: 2022-01-31
""",
    "links that are none": """
sessions:
  - id: a
    date: TBD
    readings:
      - {title: One, url: ftp://example.edu/a.pdf}  #! it must begin with http:// or https://
      - {title: Two, url: papers/two.pdf}  #! it must begin with http:// or https://
      - {title: Three, url: "#"}  #! it must begin with http:// or https://
      - {title: Four, url: "https://"}  #! names no site
      - {title: Five, url: "https://example.edu/my paper.pdf"}  #! holds a space
      - {title: Six, url: "javascript:alert(1)"}  #! it must begin with http:// or https://
      - {title: Seven, url: "http://[::1"}  #! is not a link
""",
    "title too long": f"""
sessions:
  - id: a
    date: TBD
    title: {"long " * 61}!  #! at most 300 are allowed
""",
    "control characters in a title": r"""
sessions:
  - id: a
    date: TBD
    title: "red \e[31m alert"  #! it holds an invisible control character (U+001B)
    note: "a note\0"  #! it holds an invisible control character
    place: "Soda\n405"  #! it holds a line break
""",
    "unknown kinds": """
sessions:
  - id: a
    date: TBD
    kind: lectures  #! did you mean "lecture"?
  - id: b
    date: TBD
    readings:
      - {title: One, tier: mandatory}  #! write one of required, optional, background
    materials:
      - {kind: slide, title: PDF, url: https://example.edu}  #! did you mean "slides"?
      - {kind: slides, title: PDF}  #! the link is missing
""",
    "reading given nowhere in full": """
sessions:
  - id: a
    date: TBD
    readings:
      - {id: rdds, title: Resilient Distributed Datasets}
      - {id: rdd, tier: optional}  #! did you mean rdds?
      - {tier: optional}  #! a reading needs a title
""",
    "one paper with two titles": """
sessions:
  - id: a
    date: TBD
    readings:
      - {id: rdd, title: Resilient Distributed Datasets, url: https://example.edu/a}
  - id: b
    date: TBD
    readings:
      - {id: rdd, title: Spark, url: https://example.edu/b}  #! has another title on line 11 #! has another url on line 11
""",
    "two papers with titles that are cut alike": """
sessions:
  - id: a
    date: TBD
    readings:
      - {title: A Survey of Machine Learning Systems}
      - {title: A Survey of Machine Learning Theory, url: https://example.edu/b}  #! is in this session already
  - id: b
    date: TBD
    readings:
      - {title: A Survey of Machine Learning Compilers}  #! would both get the id "a-survey-of-machine-lear"
""",
    "nothing to choose from": """
sessions:
  - id: a
    date: TBD
    readings:
      - {title: One, choose_one: intro}  #! has one reading only
      - {title: Two}
""",
}

RULES = {
    "reviews without what is owed": """
reviews:  #! owe: each required, owe: {choose: 1} or owe: none
  form: short
""",
    "reviews begun and left empty": """
reviews:  #! owe: each required, owe: {choose: 1} or owe: none
sessions: []
""",
    "what is owed, in other words": """
reviews:
  owe: all  #! write "each required", {choose: N} or none
""",
    "session reviews without what is owed": """
sessions:
  - id: a
    date: 2022-01-31
    review:  #! owe: each required, owe: {choose: 1} or owe: none
      form: short
    readings: [{title: One, tier: required}]
""",
    "hard close before the due time": """
reviews:
  owe: each required
  hard_close: -2h  #! cannot come before the due time
""",
    "late window beyond the hard close": """
reviews:
  owe: each required
  late: 48h
  hard_close: 24h  #! the late window lasts longer than the hard close
sessions:
  - id: a
    date: 2022-01-31
    readings: [{title: One, tier: required}]
""",
    "late window of one session beyond the hard close": """
reviews:
  owe: each required
  hard_close: 24h
sessions:
  - id: a
    date: 2022-01-31
    readings: [{title: One, tier: required}]
    review:
      late: 3d  #! the late window lasts longer than the hard close
""",
    "none taken late and a hard close that takes them": """
reviews:
  owe: each required
  late: no
  hard_close: 2d  #! late: no takes no late review, and this hard close takes them for 2 days: leave out one of the two
""",
    "none taken late in one session, which the hard close of all takes": """
reviews: {owe: each required, hard_close: 2d}
sessions:
  - id: a
    date: 2022-01-31
    readings: [{title: One, tier: required}]
    review:
      late: off  #! the hard close of all takes them for 2 days: write hard_close: 10 minutes beside it
""",
    "a hard close of one session where none is taken late": """
reviews: {owe: each required, late: 0}
sessions:
  - id: a
    date: 2022-01-31
    readings: [{title: One, tier: required}]
    review:
      hard_close: 1d  #! late: no takes no late review, and this hard close takes them for 1 day: write late: 1 day instead
""",
    "class start unknown in the pattern": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: UTC
  meets: {days: [mon], place: Soda 405}
reviews:
  owe: each required
  due: at class start  #! no start is known: write start: in course.meets
sessions:
  - {id: a, date: 2022-01-31, readings: [{title: One, tier: required}]}
  - {id: b, date: 2022-02-07, readings: [{title: Two, tier: required}]}
""",
    "class start unknown in a session": """
reviews: {owe: each required}
sessions:
  - id: a
    date: 2022-01-31
    start: unknown  #! its start is unknown
    readings: [{title: One, tier: required}]
  - id: b
    date: 2022-02-07
    kind: cancelled  #! no class takes place
    readings: [{title: Two, tier: required}]
  - id: c
    week_of: 2022-02-14  #! only its week is known
    readings: [{title: Three, tier: required}]
""",
    "due in other words": """
reviews:
  owe: each required
  due: before class  #! write "at class start"
  digest: soon  #! write "2h before class" or "at deadline"
  grace: ten minutes  #! is not a length of time
  form: system  #! did you mean "systems"?
  peers_read: always  #! write one of after mine and deadline
  digest_picture: small  #! is neither yes nor no
""",
    "to choose with a slip": """
reviews:
  owe: {chose: 1}  #! unknown key "chose": did you mean choose?
sessions: []
""",
    "to choose in other words": """
reviews:
  owe: {papers: 1}  #! unknown key "papers": write "each required", {choose: N} or none
sessions: []
""",
    "more to choose than there is": """
reviews: {owe: each required}
sessions:
  - id: a
    date: 2022-01-31
    review:
      owe: {choose: 3}  #! students choose 3 papers, this session has 2 required papers
    readings:
      - {title: One, tier: required}
      - {title: Two, tier: required}
      - {title: Three, tier: optional}
""",
    "more to choose than many sessions have": """
reviews:
  owe:
    choose: 3  #! students choose 3 papers, but 2 sessions have fewer required ones (the fewest: 1): write choose: 1
sessions:
  - {id: a, date: TBD, readings: [{title: One, tier: required}, {title: Two, tier: required}]}
  - {id: b, date: TBD, readings: [{title: Three, tier: required}]}
  - {id: c, date: TBD}
""",
    "more to choose than a group leaves": """
reviews: {owe: {choose: 2}}  #! students choose 2 papers, but one session has only 1: write choose: 1
sessions:
  - id: a
    date: 2022-01-31
    readings:
      - {title: One, tier: required, choose_one: intro}
      - {title: Two, tier: required, choose_one: intro}
""",
    "grace longer than the late window": """
reviews:
  owe: each required
  grace: 3d  #! the grace of 3 days lasts longer than the late window of 1 hour: make grace shorter or late longer
  late: 1h
""",
    "grace longer than the usual late window": """
reviews:
  owe: each required
  grace: 3d  #! than the 24 hours in which late reviews are usually taken: make grace shorter or late longer
""",
    "grace longer than the hard close": """
reviews: {owe: each required, late: 0, grace: 2h, hard_close: 1h}  #! than the hard close of 1 hour: make grace shorter
""",
    "a late window of one session that is shorter than the grace": """
reviews: {owe: each required, grace: 2h}
sessions:
  - id: a
    date: 2022-01-31
    readings: [{title: One, tier: required}]
    review:
      late: 1h  #! the grace of 2 hours lasts longer than the late window of 1 hour
""",
    "reminders that do not say when": """
reviews:
  owe: each required
  remind: yes  #! it does not say when to remind: write how long before, such as 3h or [24h, 3h], or off
sessions:
  - {id: a, date: TBD, review: {remind: 24}}  #! "24" has no unit: write 24m, 24h or 24d
  - {id: b, date: TBD, review: {remind: daily}}  #! is not a length of time: write how long before
  - {id: c, date: TBD, review: {remind: [0h]}}  #! "0h" would be too late to remind anybody: write how long before
  - {id: d, date: TBD, review: {remind: "24h, 3h"}}  #! write them in brackets, [24h, 3h]
  - {id: e, date: TBD, review: {remind: {before: 3h}}}  #! a list is wanted here, such as [24h, 3h], or off; not keys
  - {id: f, date: TBD, review: {remind: -3h}}  #! "-3h" has a minus: write the length of time alone, such as 3h
""",
    "lateness that does not say how long": """
reviews:
  owe: each required
  late: yes  #! "yes" does not say for how long late reviews are taken: write how long, such as 24h, or no
sessions:
  - {id: a, date: TBD, review: {late: 24}}  #! "24" has no unit: write 24m, 24h or 24d
  - {id: b, date: TBD, review: {late: -1h}}  #! this cannot come before the due time
""",
    "review rules in words of their own": """
reviews:
  owe: each required
  late_rule: 10% per day  #! keys and values are wanted here, not "10% per day": write {percent: 10, per: day}
  form: [a, b]  #! not a list: write systems, six-questions, short, summary or {fields: [{id: summary, label
  digest: off  #! the digest cannot be turned off: leave it out, or write "2h before class"
sessions:
  - {id: a, date: TBD, review: {late_rule: {percent: 1, per: week}}}  #! "week" is not known here: write hour or day
""",
    "questions that are names only": """
reviews: {owe: each required, form: {fields: [Novelty]}}  #! write [{id: summary, label: Novelty}]
""",
    "form fields that ask for what they cannot have": """
reviews:
  owe: each required
  form:
    fields:
      - {id: merit, kind: scale, label: Merit}  #! write options: [Reject, Accept], the lowest first
      - {id: sure, kind: yes_no, label: Sure, min_words: 3}  #! has no words to count: remove min_words, or write kind
      - {id: code, kind: file, label: Code, max_words: 3}  #! has no words to count: remove max_words, or write kind
      - {id: again, label: " merit"}  #! another field is called " merit" too: say what sets them apart
""",
    "form fields that cannot be answered": """
reviews:
  owe: each required
  form:
    fields:
      - {id: verdict, kind: choice, label: Verdict}  #! needs at least two options
      - {id: verdict, label: Why}  #! another field has the id "verdict"
      - {id: more, label: More, min_words: 200, max_words: 100}  #! cannot both be met
      - {id: text, label: Text, options: [a, b]}  #! has no options
sessions:
  - {id: a, date: 2022-01-31, readings: [{title: One, tier: required}]}
""",
    "files of a kind that nobody can check": """
reviews:
  owe: each required
  form:
    fields:
      - {id: figure, kind: file, label: Figure, types: [pdf, pgn]}  #! "pgn" is not known here, did you mean "png"
sessions:
  - {id: a, date: 2022-01-31, readings: [{title: One, tier: required}]}
""",
    "files where none are taken": """
reviews:
  owe: each required
  form:
    fields:
      - {id: code, kind: file, label: Code, types: [py, zip, .py]}  #! the same type is listed twice: remove one
      - {id: why, label: Why, types: [pdf]}  #! a field of kind text takes no files: remove types, or write kind: file
sessions:
  - {id: a, date: 2022-01-31, readings: [{title: One, tier: required}]}
""",
    "a form field with an id that is none": """
reviews:
  owe: each required
  form: {fields: [{id: Even More, label: More}]}  #! such as even_more
""",
    "a form without fields": """
reviews:
  owe: each required
  form: {fields: []}  #! the list is empty
""",
    "more times than roles": """
presenting:
  preset: pc-meeting
  rules:
    at_least: 5  #! there are 4 roles
    distinct_roles: yes
""",
    "at least above at most": """
presenting:
  preset: pc-meeting
  rules: {at_least: 3, at_most_per_term: 2}  #! at_most_per_term allows 2
""",
    "more times than weeks": """
presenting:
  preset: pc-meeting
  rules: {at_least: 3, at_most_per_week: 1}  #! 2 weeks with at most 1 each
sessions:
  - {id: a, date: 2022-01-31, readings: [{title: One, tier: required}]}
  - {id: b, date: 2022-02-07, readings: [{title: Two, tier: required}]}
""",
    "nothing allowed": """
presenting:
  rules: {at_most_per_week: 0}  #! 0 is outside 1 to 100
  roles:
    - {id: lead, title: Lead, seats: 0}  #! 0 is outside 1 to 100
    - {id: discussion-lead, title: Lead}  #! use at most 8, such as discussi
""",
    "two roles with one id": """
presenting:
  roles:
    - {id: lead, title: Lead}
    - {id: lead, title: Leader}  #! another role has the id "lead"
""",
    "no roles": """
presenting:  #! there are no roles: name a preset
  per: paper
""",
    "role for a session that does not exist": """
presenting:
  roles:
    - {id: lead, title: Lead, sessions: [big-dat]}  #! did you mean big-data?
sessions:
  - {id: big-data, date: 2022-01-31}
""",
    "closes before it opens": """
presenting:
  preset: lead
  opens: 2022-02-01 09:00
  closes: 2022-01-20  #! sign-up would close before it opens
""",
    "presenting without roles": """
sessions:
  - {id: a, date: 2022-01-31, presenting: true}  #! the file has no presenting: section
""",
}

TOGETHER = {
    "all at once, in file order": """
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: America/Los_Angelos  #! did you mean America/Los_Angeles?
  id: other  #! is there already
reviews:
  owe: each required
  late: 48h
  hard_close: 24h  #! the late window lasts longer
presenting:
  preset: pc-meting  #! did you mean "pc-meeting"?
sessions:
  - id: a
    date: 2022-02-30  #! there is no 30 February
    titel: Big  #! did you mean title?
  - id: b
    date: 2022-01-31
    readings: [{title: One, url: www.example.edu, tier: required}]  #! it must begin with http
  - id: c
    date: 2022-02-07
  - id: c  #! is taken by the entry
    date: 2022-02-07
deadlines:
  - {id: c, title: One, kind: form}  #! is taken by the entry
""",
}

CASES = {**NOT_YAML, **SHAPE, **COURSE, **DATES, **ENTRIES, **RULES, **TOGETHER}


def marked(case: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without its marks, and what is expected at which line."""
    full = case if re.search(r"^(course|- course)|section is missing", case, re.MULTILINE) else HEAD + case.lstrip("\n")
    lines, expected = [], []
    for number, line in enumerate(full.lstrip("\n").split("\n"), start=1):
        kept, *marks = re.split(r"\s*#!\s*", line)
        lines.append(kept)
        expected += [(number, mark) for mark in marks]
    return "\n".join(lines), expected


@pytest.mark.parametrize("name", CASES)
def test_every_problem_at_its_line(name: str) -> None:
    text, expected = marked(CASES[name])
    with pytest.raises(BadSchedule) as caught:
        parse(text, "schedule.yaml")
    said = list(caught.value.problems)
    missing = []
    for line, fragment in expected:
        match = next((problem for problem in said if problem.line == line and fragment in problem.message), None)
        if match is None:
            missing.append((line, fragment))
        else:
            said.remove(match)
    assert (missing, said) == ([], []), str(caught.value)


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 45


@pytest.mark.parametrize("name", CASES)
def test_no_sentence_of_a_library_reaches_a_person(name: str) -> None:
    with pytest.raises(BadSchedule) as caught:
        parse(marked(CASES[name])[0], "schedule.yaml")
    for line in str(caught.value).splitlines():
        assert re.match(r"schedule\.yaml:\d+:\d+: ", line)
        assert not re.search(
            r"Input should|Value error|Field required|while (parsing|scanning)|did not find|<class", line
        )


def test_columns_and_paths() -> None:
    text = HEAD + "sessions:\n  - id: a\n    date: TBD\n    readings:\n      - {title: One, url: ftp://x}\n"
    with pytest.raises(BadSchedule) as caught:
        parse(text, "my course.yaml")
    assert str(caught.value) == (
        'my course.yaml:11:27: sessions[0].readings[0].url: "ftp://x" is not a web link: '
        "it must begin with http:// or https:// (session a)"
    )


BYTES = {
    "latin-1": (b"course:\n  title: Caf\xe9\n", 2, "the byte 0xE9 is not UTF-8"),
    "utf-16": ("course:\n".encode("utf-16"), 1, "save it as UTF-8"),
    "nul": (b"course:\n  id: a\x00b\n", 2, "U+0000 is not allowed"),
    "escape": (b"course:\n\n\n  id: \x1b[31m\n", 4, "U+001B is not allowed"),
    "lone surrogate": ("course:\n  id: \ud800\n", 2, "U+D800 is not allowed"),
    "nothing": (b"", 1, "the file is empty"),
    "only a comment": (b"# course\n# later\n", 1, "the file is empty"),
    "only a mark": (b"\xef\xbb\xbf", 1, "the file is empty"),
    "only dashes": (b"---\n", 1, "the file is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "the byte 0x89 is not UTF-8"),
    "huge": (b"# " + b"x" * 2_000_001, 1, "the file is too large"),
}


@pytest.mark.parametrize("name", BYTES)
def test_what_is_not_a_text(name: str) -> None:
    data, line, fragment = BYTES[name]
    with pytest.raises(BadSchedule) as caught:
        parse(data, "f")
    assert caught.value.problems[0].line == line
    assert fragment in caught.value.problems[0].message


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines)


def merge_bomb(levels: int) -> str:
    lines = ["a0: &a0 {k0: x}"]
    lines += [
        f"a{n}: &a{n} {{k{n}: [*a{n - 1}, *a{n - 1}, *a{n - 1}], <<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, levels)
    ]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        (bomb(30), "use fewer"),
        (merge_bomb(60), "use fewer"),
        ("[" * 100_000, "nested more than 30 deep"),
        ("{a: " * 100_000, "nested more than 30 deep"),
        ("- " * 100_000, "nested more than 30 deep"),
        ("? " * 100_000, "cannot be a key"),
        (
            HEAD + "sessions:\n" + "- {id: A, date: 1/31/22}\n" * 70_000,
            "f:1008:3: more than 1,000 entries stand together",
        ),
        ("a: 1\n" * 300_000, "is there already, on line 1"),
        ("*a " * 300_000, "is not defined above"),
        ("course: " + "[" * 100_000, "nested more than 30 deep"),
        ("x: " + "&a [" * 20 + "*a" + "]" * 20, "inside itself"),
    ],
    ids=["bomb", "merges", "brackets", "braces", "hyphens", "keys", "sessions", "doubles", "aliases", "value", "self"],
)
def test_bombs_are_refused_at_once(text: str, fragment: str) -> None:
    began = time.perf_counter()
    with pytest.raises(BadSchedule, match=fragment):
        parse(text, "f")
    assert time.perf_counter() - began < 5, "milliseconds in fact; the margin is for a busy machine"
