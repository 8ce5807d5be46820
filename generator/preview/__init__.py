"""
The editors' preview: builds, serves, and keeps the browser up to date.

    serving      the whole of it, from start to Ctrl-C
    watching     when sources have changed (sources: what they look like)
    rebuilding   one build after another (builder: the process that builds; building: what runs in it)
    board        what every open page is told; epochs
    application  what a request gets (guard, target, files, hostrules, framing, events, viewing, readers)
"""
