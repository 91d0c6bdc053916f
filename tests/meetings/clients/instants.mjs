// The beginning of every event in the files, in seconds since 1970, as ical.js understands their zones: it
// knows no zone by its name, so what stands in VTIMEZONE has to be enough.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

for (const name of process.argv.slice(2)) {
  const whole = new ICAL.Component(ICAL.parse(readFileSync(name, "utf8")));
  for (const zone of whole.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  for (const one of whole.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(one);
    if (event.startDate.zone === ICAL.Timezone.localTimezone) throw new Error("a time without a zone");
    console.log(event.uid, event.startDate.toUnixTime());
  }
}
