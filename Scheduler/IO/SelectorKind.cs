namespace Coroutines;

/// <summary>How the scheduler asks the operating system which sockets are ready.</summary>
public enum SelectorKind
{
    /// <summary>The best that the system has: epoll on Linux, otherwise <see cref="Portable"/>.</summary>
    Default,

    /// <summary>Linux's epoll; an error at creation where it does not exist.</summary>
    Epoll,

    /// <summary><c>Socket.Select</c>, which works everywhere and costs time in proportion to the sockets watched.</summary>
    Portable,
}
