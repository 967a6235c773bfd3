using System.Net;
using System.Net.Sockets;
using static Coroutines.Awaitable;

namespace Coroutines;

/// <summary>Connects to whichever of a host's addresses answers: one after the other, or with a head start each (happy eyeballs, rule 50).</summary>
internal sealed class OpenAttempts(Scheduler scheduler, EndPoint? local, Duration? headStart) : IDisposable
{
    private readonly List<SocketException> _errors = [];

    // What is connected and has not been taken: a second one may be, in the moment in which the first has won, or nobody may want it any more.
    private readonly List<Conduit> _connected = [];

    /// <summary>The caller has the connection.</summary>
    internal Conduit Take(Conduit conduit)
    {
        _connected.Remove(conduit);
        return conduit;
    }

    public void Dispose() => _connected.ForEach(static conduit => conduit.Close());

    /// <returns>A coroutine that returns a <see cref="Conduit"/>.</returns>
    internal IEnumerator<Awaitable> Run(IReadOnlyList<IPEndPoint> addresses)
    {
        IEnumerable<IPEndPoint> order = headStart is null ? addresses : Interleave(addresses);
        yield return Settle(
            Race<Conduit>(order.Select(Attempt), headStart ?? double.PositiveInfinity), out Outcome<(int Index, Conduit Conduit)> outcome);
        if (!outcome.IsSuccess)
        {
            throw _errors.Count > 0 ? NamedSocketException.OfAll(_errors) : outcome.Exception!;
        }

        yield return Return(outcome.Result.Conduit);
    }

    private IEnumerator<Awaitable> Attempt(IPEndPoint address)
    {
        yield return Settle(Await<Conduit>(scheduler.Network.Connect(scheduler, address, local)), out Outcome<Conduit> outcome);
        if (outcome.Exception is SocketException error)
        {
            NamedSocketException named = NamedSocketException.Of(error, $"Connecting to {address} failed");
            _errors.Add(named);
            throw named;
        }

        _connected.Add(outcome.Result);
        yield return Return(outcome.Result);
    }

    // Families in turn, so that one which does not work costs a single head start.
    private static IEnumerable<IPEndPoint> Interleave(IReadOnlyList<IPEndPoint> addresses)
    {
        List<Queue<IPEndPoint>> families = [.. addresses.GroupBy(static address => address.AddressFamily).Select(static family => new Queue<IPEndPoint>(family))];
        while (families.Any(static family => family.Count > 0))
        {
            foreach (Queue<IPEndPoint> family in families)
            {
                if (family.TryDequeue(out IPEndPoint? next))
                {
                    yield return next;
                }
            }
        }
    }
}
