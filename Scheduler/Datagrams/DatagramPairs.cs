using System.Net;
using System.Net.Sockets;

namespace Coroutines;

/// <summary>Which of the addresses of two names belong together: for each family that both have, the first of each.</summary>
internal static class DatagramPairs
{
    /// <param name="locals">The addresses to receive at; one that is null where the system chooses.</param>
    /// <param name="remotes">The addresses to send to; one that is null for none.</param>
    internal static IReadOnlyList<(EndPoint? Local, EndPoint? Remote)> Of(EndPoint?[] locals, EndPoint?[] remotes)
    {
        if (locals is [null])
        {
            return [.. remotes.Select(static remote => ((EndPoint?)null, remote))];
        }

        if (remotes is [null])
        {
            return [.. locals.Select(static local => (local, (EndPoint?)null))];
        }

        List<(EndPoint?, EndPoint?)> pairs =
        [
            .. from local in locals
               group local by local.AddressFamily into family
               let remote = remotes.FirstOrDefault(remote => remote!.AddressFamily == family.Key)
               where remote is not null
               select (family.First(), remote),
        ];
        return pairs.Count > 0 ? pairs : throw new NamedSocketException(
            SocketError.AddressFamilyNotSupported,
            $"{string.Join(", ", locals.AsEnumerable())} and {string.Join(", ", remotes.AsEnumerable())} have no address family in common.");
    }
}
