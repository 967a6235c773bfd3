using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft;

/// <summary>
/// The connection to one other node, on which this one only speaks; the other one answers on its own. It is opened again and again. What cannot be
/// sent is dropped: Raft says it again.
/// </summary>
internal sealed class PeerLink(NodeAddress peer, double pause)
{
    // What a peer that does not read may have coming to it before the connection is given up.
    private const int MostUnread = 1024 * 1024;

    private readonly ConnectionOptions _options = new() { ConnectTimeout = 4 * pause };
    private CoStream? _stream;

    internal void Send(PeerMessage message)
    {
        if (_stream?.WriteBufferSize > MostUnread)
        {
            _stream.Abort();
        }

        _stream?.Send(message);
    }

    internal IEnumerator<Awaitable> Run()
    {
        while (true)
        {
            yield return Settle(OpenConnection(peer.Host, peer.Port, _options), out Outcome<CoStream> opened);
            if (opened.IsSuccess)
            {
                yield return Await(HoldOpen(opened.Result));
            }

            yield return Sleep(pause);
        }
    }

    private IEnumerator<Awaitable> HoldOpen(CoStream stream)
    {
        using (_stream = stream)
        {
            yield return stream.Closed;
            _stream = null;
        }
    }
}
