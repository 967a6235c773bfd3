using System.Net.Sockets;

namespace Coroutines;

// What poll is asked, and what it has said.
internal sealed unsafe class PollList
{
    private const int NoDescriptor = -1;

    // The first one is that of the wake-ups.
    private Libc.PollEntry[] _entries = new Libc.PollEntry[16];

    internal bool IsWoken => _entries[0].Found != 0;

    // Waits once; it may end early. False if nothing was found.
    internal bool Ask(Socket wake, List<Registration> registrations, double seconds)
    {
        if (_entries.Length <= registrations.Count)
        {
            Array.Resize(ref _entries, registrations.Count * 2);
        }

        _entries[0] = new Libc.PollEntry { Descriptor = (int)wake.Handle, Asked = Libc.PollIn };
        int held = 0;
        bool isAnyClosed = false;
        try
        {
            for (; held < registrations.Count; held++)
            {
                _entries[held + 1] = EntryOf(registrations[held]);
                isAnyClosed |= _entries[held + 1].Descriptor == NoDescriptor;
            }

            return Poll(held + 1, isAnyClosed ? 0 : (int)Math.Ceiling(seconds * 1e3)) || isAnyClosed;
        }
        finally
        {
            for (int i = 0; i < held; i++)
            {
                if (_entries[i + 1].Descriptor != NoDescriptor)
                {
                    registrations[i].Release();
                }
            }
        }
    }

    // What was found of the registration at this place; a fault counts as ready in both directions.
    internal Interest ReadyAt(int index, out bool isLost)
    {
        Libc.PollEntry entry = _entries[index + 1];
        isLost = entry.Descriptor == NoDescriptor || (entry.Found & Libc.PollNval) != 0;
        if ((entry.Found & (Libc.PollErr | Libc.PollHup)) != 0)
        {
            return Interest.Both;
        }

        return ((entry.Found & Libc.PollIn) != 0 ? Interest.Read : Interest.None)
            | ((entry.Found & Libc.PollOut) != 0 ? Interest.Write : Interest.None);
    }

    private static Libc.PollEntry EntryOf(Registration registration)
    {
        if (!registration.TryHold())
        {
            return new Libc.PollEntry { Descriptor = NoDescriptor };
        }

        int asked = ((registration.Interest & Interest.Read) != 0 ? Libc.PollIn : 0) | ((registration.Interest & Interest.Write) != 0 ? Libc.PollOut : 0);
        return new Libc.PollEntry { Descriptor = registration.Descriptor, Asked = (short)asked };
    }

    private bool Poll(int count, int milliseconds)
    {
        fixed (Libc.PollEntry* entries = _entries)
        {
            int found = Libc.Poll(entries, (nuint)count, milliseconds);
            if (found < 0 && Libc.LastError is var error && error != Libc.Eintr)
            {
                throw Libc.Failure("poll", error);
            }

            return found > 0;
        }
    }
}
