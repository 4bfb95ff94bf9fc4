"""Carries out push and pull one resumable step at a time (FORMAT.md §1).

Joins an Outgoing and an Incoming (`exchange`) with a Remote; knows neither vault nor service. How they plug in:

    outgoing  due: vault.outbox.due; content: its bytes, or attachments.chunk_bytes
              fix_day: peers.set_cursor; mark_sent: outbox.mark_sent
    incoming  accept, in one transaction: events.receive for each event, peers.mark_read(undated, content_key),
                  keep opened.hash as the stream's last, peers.release what was held back under that name
              held: held_from(peers.read_names(box), last=…); for our own streams from the outbox: must be there
              wanted_chunks: attachments.missing_chunks of every FileRef; accept_chunk: attachments.put_chunk

    links = events.after(vault, stream_name(box, to), packed_up_to)  # as SignedEvent; then, in one transaction:
    here = Place(project=project, box=box, to=to, number=next_number)
    for part in build(links, place=here, previous=last, signing_seed=seed,
                      recipients=recipients_of(roster, to=to), known=Knowledge(roster=roster.version)):
        outbox.enqueue(undated(part.name), part.sealed)                  # and keep part.hash, part.content_key
    push(outgoing, remote, clock=clock, progress=progress)
    pull(incoming, remote, keys=keys, clock=clock, progress=progress)
    for to, roots in to_confirm(arrived, confirmed):
        events.append(BodiesReceived(subject=to, roots=roots, …), stream=stream_name(box, to))
"""

from dataclasses import dataclass

from monitor_app.errors import RemoteError, VaultError
from monitor_app.ports import Clock, Progress, Remote
from monitor_app.sync import names
from monitor_app.sync.exchange import Incoming, Outgoing
from monitor_app.sync.pulling import Pull, PullReport, ReadingKeys
from monitor_app.text import N_, Message

__all__ = ["PullReport", "PushReport", "ReadingKeys", "pull", "push"]


@dataclass(frozen=True, kw_only=True)
class PushReport:
    """What a push did. `stopped` says why it ended early; `problems` are (name, why) of single objects."""

    sent: int = 0
    sent_bytes: int = 0
    left: int = 0
    stopped: Message | None = None
    problems: tuple[tuple[str, Message], ...] = ()


def push(outgoing: Outgoing, remote: Remote, *, clock: Clock, progress: Progress) -> PushReport:
    """Upload all that is due. A remote that fails ends it early, in the report; the next push goes on."""
    due = sorted(outgoing.due(), key=lambda item: item.kind)
    sent = sent_bytes = 0
    problems: list[tuple[str, Message]] = []
    for item in due:
        progress.step(sent, len(due), N_("Sending"))
        day = item.day or names.day_of(clock.now_ms())
        if not item.day:
            outgoing.fix_day(item, day)
        try:
            content = outgoing.content(item)
            remote.put(names.dated(item.name, day), content)
        except VaultError as error:
            problems.append((item.name, error.message))
            continue
        except RemoteError as error:
            left = len(due) - sent
            return PushReport(
                sent=sent, sent_bytes=sent_bytes, left=left, stopped=error.message, problems=tuple(problems)
            )
        outgoing.mark_sent(item)
        sent, sent_bytes = sent + 1, sent_bytes + len(content)
    progress.step(sent, len(due), N_("Sending"))
    return PushReport(sent=sent, sent_bytes=sent_bytes, left=len(due) - sent, problems=tuple(problems))


def pull(
    incoming: Incoming,
    remote: Remote,
    *,
    keys: ReadingKeys,
    clock: Clock,
    progress: Progress,
    sweep: bool = True,
) -> PullReport:
    """Fetch, check and hand over all that is new. `sweep` lists every day, not only the last ones."""
    puller = Pull(incoming, remote, keys, progress)
    try:
        puller.fetch_roster()
        days = [] if sweep else names.days_around(clock.now_ms())
        puller.fetch_segments(days)
        puller.fetch_chunks(days)
    except RemoteError as error:
        puller.stopped = error.message
    return puller.report()
