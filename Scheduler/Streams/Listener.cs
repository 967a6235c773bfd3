using System.Net;

namespace Coroutines;

/// <summary>A place where peers connect to: a listening socket, or one of another network.</summary>
internal abstract class Listener
{
    internal abstract EndPoint LocalEndPoint { get; }

    /// <summary>Called by an item of the ready queue while peers wait, and this is watched.</summary>
    internal Action? Ready { get; set; }

    internal abstract void Watch(bool isWatched);

    /// <returns>The connection to the next peer; null if none waits.</returns>
    internal abstract Conduit? TryAccept();

    internal abstract void Close();
}
