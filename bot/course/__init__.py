"""What a course is. Pure: no I/O, no clock, no SQL, no platform word; everything takes `now` as an argument."""
