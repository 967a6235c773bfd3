using System.Net.Sockets;

namespace Coroutines.Testing;

/// <summary>An attempt to connect in a replay. It waits as that of the recorded run did, until the recording says how it went.</summary>
/// <param name="replayer">The recording.</param>
/// <param name="number">The number of the attempt.</param>
/// <param name="socket">What it waits for: a socket that is never used.</param>
internal sealed class UnpluggedConnect(Replayer replayer, int number, Socket socket) : SocketOperation<bool>(socket, Interest.Write)
{
    private protected override Progress Try(SocketPoller sockets, ref bool result, out int bytes)
    {
        bytes = 0;
        return replayer.IsConnectNext(number, out bool hasFailed) && !hasFailed ? Progress.Done
            : hasFailed ? throw new SocketException((int)SocketError.OperationAborted)
            : Progress.None;
    }
}
