using System.Net;

namespace Coroutines.Testing;

/// <summary>Who has which port of a host, of one kind: servers, or endpoints for datagrams.</summary>
internal sealed class PortTable<T>(SimulatedNode node)
    where T : class, IPortUser
{
    private readonly Dictionary<int, List<T>> _users = [];

    /// <summary>All of them, in the order of their ports.</summary>
    internal IEnumerable<T> Users => _users.OrderBy(static entry => entry.Key).SelectMany(static entry => entry.Value);

    /// <summary>An address with a port that is free, if it has none.</summary>
    internal IPEndPoint Complete(IPEndPoint address)
    {
        int port = address.Port;
        while (port == 0)
        {
            int candidate = node.NextPort();
            port = _users.ContainsKey(candidate) ? 0 : candidate;
        }

        return new IPEndPoint(address.Address, port);
    }

    /// <returns>False if the address is in use.</returns>
    internal bool TryAdd(T user)
    {
        if (!_users.TryGetValue(user.Address.Port, out List<T>? users))
        {
            _users.Add(user.Address.Port, users = []);
        }

        if (users.Exists(other => Collide(other, user)))
        {
            return false;
        }

        users.Add(user);
        return true;
    }

    internal void Remove(T user)
    {
        if (_users.TryGetValue(user.Address.Port, out List<T>? users) && users.Remove(user) && users.Count == 0)
        {
            _users.Remove(user.Address.Port);
        }
    }

    /// <summary>Who is meant by an address of this host: those who have asked for it itself come before those who have asked for all.</summary>
    internal IReadOnlyList<T> Find(IPEndPoint address)
    {
        if (!_users.TryGetValue(address.Port, out List<T>? users))
        {
            return [];
        }

        List<T> exact = users.FindAll(user => user.Address.Address.Equals(address.Address));
        return exact.Count > 0 ? exact : users.FindAll(static user => SimulatedNode.IsWildcard(user.Address.Address));
    }

    private static bool Collide(T one, T other) =>
        !(one.SharesPort && other.SharesPort)
        && one.Address.AddressFamily == other.Address.AddressFamily
        && (SimulatedNode.IsWildcard(one.Address.Address) || SimulatedNode.IsWildcard(other.Address.Address) || one.Address.Address.Equals(other.Address.Address));
}
