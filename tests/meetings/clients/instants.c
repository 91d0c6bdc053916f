/* The beginning of every event in a file, in seconds since 1970, as libical understands its zone. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **names) {
    if (count < 2) return 2;
    FILE *file = fopen(names[1], "rb");
    if (!file) return 2;
    static char text[1 << 20];
    size_t length = fread(text, 1, sizeof text - 1, file);
    text[length] = 0;
    icalcomponent *whole = icalparser_parse_string(text);
    if (!whole) return 2;
    icalcomponent *event = icalcomponent_get_first_component(whole, ICAL_VEVENT_COMPONENT);
    for (; event; event = icalcomponent_get_next_component(whole, ICAL_VEVENT_COMPONENT)) {
        struct icaltimetype start = icalcomponent_get_dtstart(event);
        const char *zone = icaltime_get_tzid(start);
        if (!zone) return 3;
        printf("%s %ld\n", icalcomponent_get_uid(event),
               (long)icaltime_as_timet_with_zone(start, icaltime_get_timezone(start)));
    }
    return 0;
}
