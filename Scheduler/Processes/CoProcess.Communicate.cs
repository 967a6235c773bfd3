using System.Net.Sockets;

namespace Coroutines;

public sealed partial class CoProcess
{
    /// <summary>
    /// Writes to its standard input, and closes that; reads its output and its errors at the same time, to their ends; waits for its end: asyncio's
    /// <c>communicate(input)</c> (rule 52).
    /// </summary>
    /// <param name="input">What it is to read; not copied, so it must not change meanwhile.</param>
    /// <returns>An awaitable of what it has written, all of it, in memory; an empty array for what is not redirected.</returns>
    /// <remarks>
    /// <para>That it does not read its input is no error. Another process that has its pipes, a grandchild, keeps this waiting, as in asyncio; not so
    /// <see cref="Wait"/>.</para>
    /// <para>If it is cancelled, or its time is up, the process is killed and waited for, before the cancel goes on; see <see cref="IsKilledOnCancel"/>. What
    /// was read by then is still in the streams.</para>
    /// <para>At the <c>yield return</c>: an <see cref="InvalidOperationException"/> if there is input and <see cref="StandardInput"/> is null, or another
    /// coroutine reads one of its streams.</para>
    /// </remarks>
    public Awaitable<(byte[] Output, byte[] Error)> Communicate(ReadOnlyMemory<byte> input = default) =>
        Awaitable.Await<(byte[] Output, byte[] Error)>(Communicating(input));

    private IEnumerator<Awaitable> Communicating(ReadOnlyMemory<byte> input)
    {
        if (StandardInput is null && !input.IsEmpty)
        {
            throw new InvalidOperationException(
                $"The standard input of {Describe()} is not redirected, so that there is nothing to write to. Set RedirectStandardInput, or give no input.");
        }

        yield return Awaitable.Settle(
            Awaitable.Await<(byte[] Output, byte[] Error)>(Exchange(input)), out Outcome<(byte[] Output, byte[] Error)> outcome, includeCancellation: true);
        if (outcome.IsCancelled && IsKilledOnCancel && ReturnCode is null)
        {
            KillNow();
            yield return Awaitable.Await(Waiting());
        }

        yield return Awaitable.Return(outcome.Result);
    }

    private IEnumerator<Awaitable> Exchange(ReadOnlyMemory<byte> input)
    {
        byte[] output = [];
        byte[] error = [];
        yield return Awaitable.Gather(Feed(input), Collect(StandardOutput, all => output = all), Collect(StandardError, all => error = all));
        yield return Awaitable.Await(Waiting());
        yield return Awaitable.Return((output, error));
    }

    private IEnumerator<Awaitable> Feed(ReadOnlyMemory<byte> input)
    {
        if (StandardInput is not { } stream)
        {
            yield break;
        }

        yield return Awaitable.Settle(stream.WriteAll(input), out Outcome written);
        if (written.Exception is { } failure and not (SocketException or IOException))
        {
            throw failure;
        }

        // One that does not read is no error.
        stream.Close();
    }

    private static IEnumerator<Awaitable> Collect(CoStream? stream, Action<byte[]> take)
    {
        if (stream is null)
        {
            yield break;
        }

        yield return stream.ReadToEnd().Into(out Awaitable<byte[]> all);
        take(all.Result);
    }
}
