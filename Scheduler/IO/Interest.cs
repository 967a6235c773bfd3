namespace Coroutines;

// What one wants to know of a socket, or what was found: room to write, something to read (or to accept).
[Flags]
internal enum Interest
{
    None = 0,
    Read = 1,
    Write = 2,
    Both = Read | Write,
}
