using System.Net;

namespace Coroutines.Testing;

/// <summary>Whoever has a port of a host.</summary>
internal interface IPortUser
{
    IPEndPoint Address { get; }

    /// <summary>Whether it lets others have the same port who do so too.</summary>
    bool SharesPort { get; }
}
