"""The day itself: agendas, the next meeting, tables and screens, and whoever waits in vain."""
