"""The process that answers OFREP, all in memory: `config.flags` starts it, no Django app is set up.

`reading` asks the database, `listening` keeps `memory` true, `answering` turns a request into an
answer, `counting` writes how often flags were asked, `snapshot` is what is left while the database
is away, `app` is the ASGI application.
"""
