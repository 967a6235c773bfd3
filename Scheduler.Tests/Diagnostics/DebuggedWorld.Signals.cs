using System.Runtime.InteropServices;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Diagnostics;

internal sealed partial class DebuggedWorld
{
    partial void AddSignalReader() => Add(ReceiveSignals((PosixSignal)10));
}
